"""Whatever stands in a file: every question is answered, and the two ways to read it agree where both can."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.editor.policies import DEEDS, WORDS

from privpolicy.editor.complete import complete
from privpolicy.editor.cursor import cursor_at, word_at
from privpolicy.editor.hover import hover
from privpolicy.editor.occurrences import Occurrence, occurrences
from privpolicy.editor.outline import outline
from privpolicy.editor.target import id_at, kinds_meant
from privpolicy.editor.view import Sheet, View
from privpolicy.syntax.document import Document
from privpolicy.syntax.parse import parse

POLICY = Path(__file__).parents[2] / "policies" / "multi-planning"
FILE = Path("/shop/a.yaml")
SIGNS = [
    "[",
    "]",
    "{",
    "}",
    ": ",
    ", ",
    "- ",
    "#",
    '"',
    "'",
    "\n",
    "\n  ",
    "\t",
    "|\n",
    "&a ",
    "*a",
    "🦊",
    "\r\n",
    ":",
    "x",
]


def sheet_of(text: str, last: str | None = None) -> Sheet:
    before = None if last is None else parse(last.encode(), str(FILE)).root
    return Sheet(parse(text.encode(), str(FILE)), before)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, int]:
    """Draw a text that somebody is in the middle of changing, and where."""
    text = draw(st.sampled_from([WORDS, DEEDS]))
    offset = 0
    for _ in range(draw(st.integers(1, 4))):
        offset = draw(st.integers(0, len(text)))
        removed = draw(st.integers(0, 12))
        text = text[:offset] + draw(st.sampled_from(SIGNS)) + text[offset + removed :]
    return text, min(draw(st.integers(offset, offset + 6)), len(text))


@given(edited())
def test_every_question_is_answered(drawn: tuple[str, int]) -> None:
    text, offset = drawn
    sheet = sheet_of(text, DEEDS)
    view = View(FILE.parent, {FILE: sheet, FILE.with_name("b.yaml"): sheet_of(WORDS)})
    line, column = sheet.document.text.place_of(offset)
    complete(view, FILE, line, column)
    hover(view, FILE, line, column)
    id_at(view, FILE, line, column)
    outline(sheet)


def of_the_shipped_policy() -> list[tuple[Document, Occurrence]]:
    found = []
    for file in sorted(POLICY.rglob("*.yaml")):
        document = parse(file.read_bytes(), str(file))
        if document.root is not None and "tests" not in file.parts:
            found += [(document, one) for one in occurrences(document.root)]
    return found


def test_reading_without_a_parser_agrees_with_the_parser() -> None:
    """Cut off behind an id, so that brackets stay open, the rest of a file still tells what kind of id it is."""
    several = of_the_shipped_policy()
    assert len(several) > 800
    for document, one in several:
        lines = [
            *document.text.lines[: one.node.line - 1],
            document.text.line(one.node.line)[: one.node.end_column - 1],
        ]
        found = cursor_at(lines, one.node.line, one.node.end_column)
        assert found is not None, one
        assert found.word == one.name
        assert one.kind in set(kinds_meant(found)), (one, found)
        assert word_at(document.text.lines, one.node.line, one.node.column) is not None


@pytest.mark.parametrize("text", ["", "\n", "a", ":", "- ", "{", "'", "#"])
def test_the_smallest_texts(text: str) -> None:
    view = View(FILE.parent, {FILE: sheet_of(text)})
    for line in (1, 2, 3):
        for column in (1, 2, 3):
            complete(view, FILE, line, column)
            hover(view, FILE, line, column)
            id_at(view, FILE, line, column)
