"""What may be typed next."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.editor.policies import DEEDS, WORDS, place, view_of, write

from privpolicy.editor.complete import MOST, Completion, complete
from privpolicy.editor.workspace import Workspace

A = "activities:\n  payment:\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def offered(folder: Path, text: str, file: str = "more") -> Completion:
    plain, line, column = place(text)
    found = complete(view_of(folder, **{file: plain}), folder / f"{file}.yaml", line, column)
    assert found is not None
    return found


def labels(folder: Path, text: str) -> list[str]:
    return [one.label for one in offered(folder, text).candidates]


PURPOSES = ["service", "service.billing", "marketing", "marketing.newsletter"]
RECIPIENTS = ["controller", "data-subject", "public", "hosting", "hosting.backup"]
BASES = ["consent", "contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{A}    purposes: [service.bil¦", PURPOSES),
        (f"{A}    purposes: [service, ¦]", PURPOSES),
        (f"{A}    purposes:\n      - ¦", PURPOSES),
        (f"{A}    data: [¦", ["contact", "contact.email", "health", "wishes"]),
        (f"{A}    data-subjects: [¦", ["customer"]),
        (f"{A}    recipients: ['¦", RECIPIENTS),
        (f"{A}    processing-for: ¦", RECIPIENTS),
        (f"{A}    obligations: [¦", ["tls"]),
        (f"{A}    further-processing-of: [¦", ["account", "newsletter"]),
        (f"{A}    retention: ¦", ["record"]),
        (f"{A}    legal-basis: ¦", BASES),
        (f"{A}    role: ¦", ["controller", "joint-controller", "processor"]),
        (f"{A}    when:\n      contract: ¦", ["active", "ended"]),
        (f"{A}    when: {{contract: [active, ¦", ["active", "ended"]),
        (f"{A}    when: {{contract: {{not: ¦", ["active", "ended"]),
        (f"{A}    when: {{not: {{any: [{{fraud: ¦", ["true", "false"]),
        (f"{A}    terminal-equipment: {{strictly-necessary: ¦", ["true", "false"]),
        ("purposes:\n  x: {broader: [¦", PURPOSES),
        ("data-categories:\n  x: {sensitivity: ¦", ["ordinary", "special", "criminal"]),
        ("retention:\n  x:\n    phases:\n      - until: ¦", ["collected", "contract-end"]),
        ("retention:\n  x:\n    phases: [{from: ¦", ["collected", "contract-end"]),
        ("prohibitions:\n  x:\n    unless:\n      - legal-basis: [¦", BASES),
        ("prohibitions:\n  x:\n    recipient-roles: [¦", ["processor", "joint-controller", "third-party", "authority"]),
        ("notice:\n  tells: {x: {silent-on: [¦", ["account", "newsletter"]),
        (f"{A}    title: ¦", []),
    ],
)
def test_values(folder: Path, text: str, expected: list[str]) -> None:
    assert labels(folder, text) == expected


def test_keys_that_are_needed_come_first_and_none_twice(folder: Path) -> None:
    found = labels(folder, f"{A}    purposes: [service]\n    ¦\n    data: [contact]")
    assert found[:2] == ["legal-basis", "data-subjects"]
    assert "purposes" not in found
    assert "retention" in found
    assert offered(folder, f"{A}    leg¦").candidates[0].text == "purposes: "


def test_a_key_that_has_its_colon_gets_no_other(folder: Path) -> None:
    found = offered(folder, f"{A}    leg¦al-basis: contract")
    assert "legal-basis" in [one.text for one in found.candidates]
    assert (found.span.column, found.span.end_column) == (5, 16)


def test_facts_and_words_in_conditions(folder: Path) -> None:
    assert labels(folder, f"{A}    when: {{¦") == ["age", "country", "contract", "fraud", "any", "all", "not"]
    assert "consent" in labels(folder, "prohibitions:\n  x:\n    unless:\n      - ¦")
    assert "consent" not in labels(folder, "prohibitions:\n  x:\n    when: {¦")
    assert labels(folder, f"{A}    when: {{fraud: {{¦") == []
    assert "at-least" in labels(folder, f"{A}    when: {{age: {{¦")


def test_lists_are_written_as_lists(folder: Path) -> None:
    assert offered(folder, f"{A}    purposes: ¦").candidates[0].text == "[service]"
    assert offered(folder, f"{A}    purposes:\n      ¦").candidates[0].text == "- service"
    assert offered(folder, f"{A}    purposes:\n      - ¦").candidates[0].text == "service"


def test_sections(folder: Path) -> None:
    assert labels(folder, "act¦")[:3] == ["policy", "controller", "purposes"]


def test_ids_that_are_named_and_not_declared(folder: Path) -> None:
    assert labels(folder, f"{A}    purposes: [tax]\npurposes:\n  ¦") == ["tax"]


def test_words_of_the_law(folder: Path) -> None:
    assert "us-dpf" in labels(folder, "recipients:\n  x: {transfer-tools: [{framework: ¦")
    assert "access" in labels(folder, "notice:\n  rights:\n    ¦")
    found = offered(folder, f"{A}    legal-basis: ¦").candidates[0]
    assert found.detail is not None
    assert "agreed" in found.detail


def test_law_packs(folder: Path) -> None:
    found = offered(folder, WORDS.replace("law: [eu-gdpr]", "law: [¦"), "words")
    assert [one.label for one in found.candidates] == ["eu-gdpr", "fr"]


def test_countries(folder: Path) -> None:
    assert {"FR", "US"} <= set(labels(folder, "recipients:\n  x: {country: ¦"))


def test_titles_are_told(folder: Path) -> None:
    found = {one.label: one.detail for one in offered(folder, f"{A}    purposes: [¦").candidates}
    assert found == {
        "service": "Provide the service",
        "service.billing": "Send bills",
        "marketing": None,
        "marketing.newsletter": None,
    }


def test_codes_in_comments(folder: Path) -> None:
    found = offered(folder, "purposes:\n  x: {} # privpolicy: ignore[PP5¦] why")
    assert (found.span.column, found.span.end_column) == (30, 33)
    assert "PP502" in [one.label for one in found.candidates]
    assert "PP010" not in [one.label for one in found.candidates]  # nobody can take that back


def test_the_file_itself_is_broken(folder: Path) -> None:
    """What it declared when it could be read last is still offered."""
    workspace = Workspace()
    workspace.put(folder / "words.yaml", WORDS)
    workspace.view(folder)
    plain, line, column = place(f"{WORDS}activities:\n  x:\n    purposes: [¦\n    data: {{")
    workspace.put(folder / "words.yaml", plain)
    found = complete(workspace.view(folder), folder / "words.yaml", line, column)
    assert found is not None
    assert [one.label for one in found.candidates] == PURPOSES


def test_of_very_many_those_that_fit(tmp_path: Path) -> None:
    many = "".join(f"  p{number}: {{}}\n" for number in range(MOST + 100))
    folder = write(tmp_path, words="policy: {language: 1, id: x}\npurposes:\n" + many)
    found = offered(folder, f"{A}    purposes: [p59¦")
    assert not found.whole
    assert [one.label for one in found.candidates] == ["p59", *(f"p59{digit}" for digit in range(10))]


def test_nothing_in_texts_and_files_of_others(folder: Path) -> None:
    plain, line, column = place(f"{A}    title: some wor¦")
    assert complete(view_of(folder, more=plain), folder / "more.yaml", line, column) is None
    assert complete(view_of(folder), folder / "none.yaml", 1, 1) is None


def test_every_place_of_a_policy_can_be_asked(folder: Path) -> None:
    for file, text in (("words", WORDS), ("deeds", DEEDS)):
        view = view_of(folder)
        for number, line in enumerate(text.split("\n"), 1):
            for column in range(1, len(line) + 2):
                complete(view, folder / f"{file}.yaml", number, column)
