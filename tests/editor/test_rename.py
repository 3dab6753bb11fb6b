"""Another name for an id, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.editor.policies import DEEDS, WORDS, view_of, write

from privpolicy import api
from privpolicy.editor.edit import Edit, applied
from privpolicy.editor.kinds import Kind
from privpolicy.editor.rename import RenameError, rename
from privpolicy.source.text import SourceText


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def carry_out(edits: tuple[Edit, ...]) -> None:
    for edit in sorted(edits, reverse=True):
        file = Path(edit.span.file)
        text = applied(SourceText(str(file), file.read_bytes().decode()), edit)
        file.write_text(text, encoding="utf-8", newline="")


def test_declaration_references_and_what_is_below(folder: Path) -> None:
    edits = rename(view_of(folder), "data category", "contact", "reach")
    assert len(edits) == 5
    carry_out(edits)
    words, deeds = ((folder / f"{name}.yaml").read_text(encoding="utf-8") for name in ("words", "deeds"))
    assert words == WORDS.replace("contact", "reach")
    assert deeds == DEEDS.replace("contact", "reach")
    assert '[reach.email, "reach"]   # both' in deeds
    assert api.validate(folder) == ()


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("purpose", "marketing", "advertising"),
        ("purpose", "service.billing", "service.bills"),
        ("data category", "health", "body.condition"),
        ("data subject", "customer", "client"),
        ("recipient", "hosting", "cloud"),
        ("event", "contract-end", "end"),
        ("fact", "contract", "agreement"),
        ("fact", "fraud", "f"),
        ("schedule", "record", "null"),
        ("safeguard", "tls", "true"),
        ("activity", "account", "42"),
        ("prohibition", "no-sale", "no-trade"),
    ],
)
def test_every_kind_leaves_a_sound_policy(folder: Path, kind: Kind, old: str, new: str) -> None:
    if new == "body.condition":
        (folder / "more.yaml").write_text("data-categories:\n  body: {}\n", encoding="utf-8")
    view = view_of(folder)
    edits = rename(view, kind, old, new)
    assert len(edits) >= len(view.of(kind, old))
    carry_out(edits)
    assert api.validate(folder) == ()
    again = view_of(folder)
    assert not again.of(kind, old)
    assert len(again.of(kind, new)) == len(view.of(kind, old))


def test_other_kinds_of_the_same_name_stay(folder: Path) -> None:
    """`contract` is a fact and a legal basis, `account` an activity only."""
    carry_out(rename(view_of(folder), "fact", "contract", "agreement"))
    deeds = (folder / "deeds.yaml").read_text(encoding="utf-8")
    assert "legal-basis: contract" in deeds
    assert "when: {agreement: active}" in deeds


def test_an_id_that_is_only_named_goes_along(tmp_path: Path) -> None:
    folder = write(tmp_path, words=WORDS, deeds=DEEDS.replace("contact.email", "contact.fax"))
    edits = rename(view_of(folder), "data category", "contact", "reach")
    carry_out(edits)
    assert "[reach.fax" in (folder / "deeds.yaml").read_text(encoding="utf-8")


def test_escapes_and_texts_over_lines_are_written_anew(tmp_path: Path) -> None:
    deeds = DEEDS.replace('"contact"', '"c\\u006fntact"').replace("retention: record", "retention: |-\n      record")
    folder = write(tmp_path, words=WORDS, deeds=deeds)
    carry_out(rename(view_of(folder), "data category", "contact", "reach"))
    carry_out(rename(view_of(folder), "schedule", "record", "file"))
    assert api.validate(folder) == ()


def test_windows_line_ends_and_wide_characters(tmp_path: Path) -> None:
    deeds = DEEDS.replace("    data: [contact.email, ", "    data: [contact.email, ").replace("\n", "\r\n")
    folder = write(tmp_path, words=WORDS, deeds=deeds)
    carry_out(rename(view_of(folder), "data category", "contact", "reach"))
    assert (folder / "deeds.yaml").read_bytes().decode() == deeds.replace("contact", "reach")


def test_unsaved_texts_are_renamed(folder: Path) -> None:
    view = view_of(folder, deeds=DEEDS.replace("[service]", "[service, marketing]"))
    assert len(rename(view, "purpose", "marketing", "advertising")) == 4


@pytest.mark.parametrize(
    ("kind", "old", "new", "why"),
    [
        ("purpose", "service", "Service", "is no id"),
        ("purpose", "service", "service_x", "is no id"),
        ("purpose", "service", "", "is no id"),
        ("purpose", "service", "a b", "is no id"),
        ("purpose", "service", "x\n", "is no id"),
        ("purpose", "service", "marketing", "there is a purpose `marketing` already"),
        ("purpose", "service.billing", "marketing.newsletter", "already"),
        ("purpose", "service.billing", "sales.billing", "`sales`, the parent"),
        ("purpose", "service", "service.all", "`service`, the parent"),
        ("recipient", "controller", "us", "is built into the language"),
        ("recipient", "hosting", "public", "is built into the language"),
        ("fact", "fraud", "age", "is built into the language"),
        ("fact", "fraud", "not", "a word of conditions"),
        ("fact", "fraud", "legal-basis", "a word of conditions"),
        ("event", "collected", "x", "is built into the language"),
        ("activity", "nothing", "x", "is not declared"),
    ],
)
def test_names_that_are_refused(folder: Path, kind: Kind, old: str, new: str, why: str) -> None:
    with pytest.raises(RenameError, match=why):
        rename(view_of(folder), kind, old, new)


def test_a_child_must_not_land_on_another(folder: Path) -> None:
    (folder / "more.yaml").write_text("data-categories:\n  reach.email: {}\n", encoding="utf-8")
    with pytest.raises(RenameError, match=r"`reach\.email` already"):
        rename(view_of(folder), "data category", "contact", "reach")


def test_the_same_name_changes_nothing(folder: Path) -> None:
    assert rename(view_of(folder), "purpose", "service", "service") == ()


def test_nothing_is_renamed_while_a_file_cannot_be_read(folder: Path) -> None:
    with pytest.raises(RenameError, match=r"`deeds\.yaml` cannot be read"):
        rename(view_of(folder, deeds="activities: ["), "purpose", "service", "x")
