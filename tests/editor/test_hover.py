"""What is told of the word under the mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.editor.policies import DEEDS, WORDS, find, place, view_of, write

from privpolicy.editor.hover import Hover, code_page, hover
from privpolicy.editor.workspace import Workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def told(folder: Path, word: str, number: int = 1, file: str = "deeds") -> Hover | None:
    text = DEEDS if file == "deeds" else WORDS
    return hover(view_of(folder), folder / f"{file}.yaml", *find(text, word, number))


def page(folder: Path, word: str, number: int = 1, file: str = "deeds") -> str:
    found = told(folder, word, number, file)
    assert found is not None
    return found.text


def test_an_id_from_another_file(folder: Path) -> None:
    found = page(folder, "marketing.newsletter")
    assert found.startswith("**purpose** `marketing.newsletter`")
    assert "- narrower than `marketing`" in found
    assert "- `direct-marketing: true`, from `marketing`" in found
    assert "```yaml\nmarketing.newsletter: {}\n```" in found
    assert f"declared in [words.yaml:7]({(folder / 'words.yaml').as_uri()}#L7)" in found
    assert "named once in deeds.yaml" in found


def test_title_description_and_vocabulary(folder: Path) -> None:
    found = page(folder, "service.billing", file="words")
    assert "`service.billing` — Send bills" in found
    assert "What is due." in found
    assert "DPV: `dpv:Billing`" in found
    assert "named nowhere" in found
    assert "broader than `service.billing`" in page(folder, "service:", file="words")
    assert "source: notice 3" in page(folder, "marketing:", file="words")


def test_marks_along_broader_and_bonds_along_dots(folder: Path) -> None:
    assert "`sensitivity: special`, from `health`" in page(folder, "wishes", file="words")
    backup = page(folder, "hosting.backup")
    assert "`role: processor`, from `hosting`" in backup
    assert "`country: FR`, from `hosting`" in backup


@pytest.mark.parametrize(
    ("word", "number", "kind"),
    [
        ("customer", 1, "data subject"),
        ("contact.email", 1, "data category"),
        ('contact"', 1, "data category"),
        ("controller", 1, "recipient"),
        ("record", 1, "schedule"),
        ("tls", 1, "safeguard"),
        ("contract:", 1, "fact"),
        ("account]", 1, "activity"),
        ("account:", 1, "activity"),
        ("no-sale", 1, "prohibition"),
        ("fraud", 1, "fact"),
    ],
)
def test_every_kind(folder: Path, word: str, number: int, kind: str) -> None:
    assert page(folder, word, number).startswith(f"**{kind}** ")


def test_events_and_what_is_built_in(folder: Path) -> None:
    assert page(folder, "contract-end}", file="words").startswith("**event** `contract-end`")
    assert "built into the language" in page(folder, "controller")


def test_an_activity_tells_its_basis(folder: Path) -> None:
    found = page(folder, "account:")
    assert "rests on `contract` ([Art. 6(1)(b) GDPR](" in found
    assert "Keep an account" in found


def test_words_of_the_law_and_of_the_language(folder: Path) -> None:
    basis = page(folder, "contract\n")
    assert "Needed to perform a contract" in basis
    assert "Art. 6(1)(b) GDPR" in basis
    assert "Art. 6(1) GDPR" in page(folder, "legal-basis")
    assert page(folder, "eu-gdpr", file="words").startswith("**law pack** `eu-gdpr`")
    assert "`sensitivity`:" in page(folder, "sensitivity", file="words")
    assert told(folder, "shop", file="words") is None


def test_codes_in_comments(folder: Path) -> None:
    text, line, column = place("events:\n  x:  # privpolicy: ignore[PP502, PP1¦04] why\n")
    found = hover(view_of(folder, more=text), folder / "more.yaml", line, column)
    assert found is not None
    assert found.text.startswith("**PP104** missing-key (error)")
    assert (found.span.column, found.span.end_column) == (35, 40)
    assert code_page("PP999") is None


def test_only_the_word_is_marked(folder: Path) -> None:
    found = told(folder, 'contact"')
    assert found is not None
    text = DEEDS.split("\n")[found.span.line - 1]
    assert text[found.span.column - 1 : found.span.end_column - 1] == "contact"


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    workspace = Workspace()
    workspace.put(folder / "deeds.yaml", DEEDS)
    workspace.view(folder)
    broken = "activities: {x: {\n" + DEEDS.replace("[account]", "[account, newsletter")
    workspace.put(folder / "deeds.yaml", broken)
    view = workspace.view(folder)
    assert not view.sheets[folder / "deeds.yaml"].is_current
    for word in ("marketing.newsletter", "hosting.backup", "newsletter:", "tls", "contract: active"):
        found = hover(view, folder / "deeds.yaml", *find(broken, word))
        assert found is not None, word
    assert hover(view, folder / "deeds.yaml", 1, 1) is not None  # a key of the language


def test_nothing_where_nothing_stands(folder: Path) -> None:
    assert hover(view_of(folder), folder / "deeds.yaml", 1, 40) is None
    assert hover(view_of(folder), folder / "deeds.yaml", 999, 1) is None
    assert hover(view_of(folder), folder / "none.yaml", 1, 1) is None
    assert told(folder, "Keep") is None
