"""The closed set of what can be wrong.

``PP0xx`` text and YAML, ``PP1xx`` shape, ``PP2xx`` names, ``PP3xx`` legal basis and consent, ``PP4xx`` purposes and
data, ``PP5xx`` retention, ``PP6xx`` recipients and transfers, ``PP82x`` policy tests. An id is never reused.
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of fault: a stable id, a name for people, how grave it is, and what it means in one line."""

    id: str
    name: str
    severity: Severity
    summary: str


CODES: tuple[Code, ...] = (
    Code("PP001", "missing-path", "error", "the path does not exist"),
    Code("PP002", "no-policy-files", "error", "the folder holds no policy file"),
    Code("PP003", "unreadable-file", "error", "the file cannot be read"),
    Code("PP004", "unreadable-folder", "error", "the folder cannot be read"),
    Code("PP005", "file-too-large", "error", "the file is larger than a policy file may be"),
    Code("PP006", "bad-utf-8", "error", "the file is not valid UTF-8"),
    Code("PP007", "wrong-encoding", "error", "the file is UTF-16 or UTF-32, not UTF-8"),
    Code("PP008", "control-character", "error", "a character that YAML does not allow"),
    Code("PP010", "yaml-syntax", "error", "the text is not YAML"),
    Code("PP011", "tab-indentation", "error", "a line is indented with tabs"),
    Code("PP012", "empty-file", "error", "the file declares nothing"),
    Code("PP013", "root-not-mapping", "error", "the file is not a mapping of sections"),
    Code("PP014", "second-document", "error", "a file holds more than one document"),
    Code("PP015", "yaml-directive", "error", "a `%` directive"),
    Code("PP016", "yaml-anchor", "error", "an anchor"),
    Code("PP017", "yaml-alias", "error", "an alias"),
    Code("PP018", "yaml-merge-key", "error", "a merge key"),
    Code("PP019", "yaml-tag", "error", "a tag"),
    Code("PP020", "duplicate-key", "error", "a key stands twice in one mapping"),
    Code("PP021", "key-not-text", "error", "a key is empty, a list or a mapping"),
    Code("PP022", "too-deep", "error", "values are nested too deeply"),
    Code("PP101", "unknown-section", "error", "a section that the language does not have"),
    Code("PP102", "duplicate-id", "error", "an id or key is declared in two files"),
    Code("PP103", "unknown-key", "error", "a key that does not belong here"),
    Code("PP104", "missing-key", "error", "a required key is not written"),
    Code("PP105", "wrong-type", "error", "a value of another type than expected"),
    Code("PP106", "not-one-of", "error", "a value outside a closed list"),
    Code("PP107", "empty-list", "error", "a list that needs an item is empty"),
    Code("PP108", "bad-id", "error", "a text that is no id"),
    Code("PP109", "bad-date", "error", "a text that is no date or instant"),
    Code("PP110", "bad-duration", "error", "a text that is no ISO 8601 duration"),
    Code("PP111", "reversed-interval", "error", "an interval ends before it starts"),
    Code("PP112", "bad-country", "error", "a text that is no ISO 3166-1 country code"),
    Code("PP113", "bad-dpv-term", "error", "a text that is no prefixed vocabulary term"),
    Code("PP114", "bad-language-tag", "error", "a text that is no language tag"),
    Code("PP115", "needless-values", "error", "`values` on a fact that is no enum"),
    Code("PP116", "empty-comparison", "error", "a comparison that compares with nothing"),
    Code("PP117", "unsupported-language", "error", "a version of the policy language that is not known"),
    Code("PP118", "bad-value", "error", "a value that does not fit"),
    Code("PP201", "unknown-purpose", "error", "a purpose that is not declared"),
    Code("PP202", "unknown-data-category", "error", "a data category that is not declared"),
    Code("PP203", "unknown-data-subject", "error", "a data subject that is not declared"),
    Code("PP204", "unknown-recipient", "error", "a recipient that is not declared"),
    Code("PP205", "unknown-event", "error", "an event that is not declared"),
    Code("PP206", "unknown-fact", "error", "a fact that is not declared"),
    Code("PP207", "unknown-schedule", "error", "a retention schedule that is not declared"),
    Code("PP208", "unknown-safeguard", "error", "a safeguard that is not declared"),
    Code("PP209", "unknown-activity", "error", "an activity that is not declared"),
    Code("PP210", "undeclared-parent", "error", "the dots of an id name a parent that is not declared"),
    Code("PP211", "broader-cycle", "error", "a concept is broader than itself"),
    Code("PP212", "built-in-redeclared", "error", "an id that is built in is declared again"),
    Code("PP213", "reserved-word", "error", "a fact is called like a word of conditions"),
    Code("PP214", "wrong-fact-value", "error", "a value that the fact cannot have"),
    Code("PP215", "wrong-operator", "error", "a comparison that does not fit the type of the fact"),
    Code("PP216", "unknown-country", "warning", "the country of a person is compared with what is no country code"),
    Code("PP217", "unknown-law-pack", "error", "a law pack that does not exist"),
    Code("PP301", "basis-in-when", "error", "`consent` or `legal-basis` outside `unless`"),
    Code("PP302", "negated-consent", "error", "`consent` stands under `not`"),
    Code("PP401", "mark-taken-back", "error", "a mark is taken back below a concept that carries it"),
    Code("PP501", "purposes-in-active-phase", "error", "`purposes` on a phase that is not restricted"),
    Code("PP502", "endless-phase", "warning", "a phase never ends, so what follows is never reached"),
    Code("PP601", "built-in-broader", "error", "a built-in recipient is named as broader"),
    Code("PP602", "built-in-bound", "error", "role, country, tools or contract below a built-in recipient"),
    Code("PP603", "missing-role", "error", "a recipient has no role"),
    Code("PP604", "unknown-framework", "error", "a framework for transfers that no law pack has"),
)
"""Every code of a policy that cannot be read, sorted by id."""

TEST_CODES: tuple[Code, ...] = (
    Code("PP820", "unanswerable-request", "error", "a request of a policy test that the policy cannot answer"),
    Code("PP821", "weak-expectation", "warning", "a policy test that passes whatever the reason"),
    Code("PP822", "duplicate-case", "error", "two policy tests of one file have the same name"),
    Code("PP823", "bad-matrix", "error", "a matrix that yields no cases"),
    Code("PP824", "nothing-expected", "error", "a policy test that expects nothing"),
    Code("PP825", "category-not-asked", "error", "an expectation about a category that is not asked"),
    Code("PP826", "undated-case", "warning", "a policy test whose answer depends on the day on which it is run"),
    Code("PP827", "unknown-path", "error", "an expectation that points to nothing in the policy"),
    Code("PP828", "which-policy", "error", "a file of policy tests that lies beside no policy, or beside several"),
)
"""What only files of policy tests can have wrong, sorted by id."""

_BY_NAME = {code.name: code for code in (*CODES, *TEST_CODES)}
_BY_ID = {code.id: code for code in (*CODES, *TEST_CODES)}


def code_named(name: str) -> Code:
    """Return the code with this name; raises ``KeyError`` for a name that no code has."""
    return _BY_NAME[name]


def code_with_id(code_id: str) -> Code:
    """Return the code with this id; raises ``KeyError`` for an id that no code has."""
    return _BY_ID[code_id]
