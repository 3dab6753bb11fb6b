"""Excerpts: carets stand below what they mean, whatever the line holds."""

import pytest

from privpolicy.output.excerpt import draw_excerpt
from privpolicy.output.page import Look, Page
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText


def drawn(line: str, start: int, end: int, end_line: int = 1) -> list[str]:
    page = Page(Look())
    draw_excerpt(page, Span("a.yaml", 1, start, end_line, end), {"a.yaml": SourceText("a.yaml", line)}, "error")
    return str(page).splitlines()[1:]


@pytest.mark.parametrize(
    ("line", "start", "end", "carets"),
    [
        ("data: [contact]", 8, 15, "       ^^^^^^^"),
        ("\tdata: x", 8, 9, "          ^"),
        ("a: [住所, b]", 5, 7, "    ^^^^"),
        ("a: [住所, b]", 9, 10, "          ^"),
        ("a: e\u0301 b", 7, 8, "     ^"),
        ("a:", 3, 3, "  ^"),
        ("a: b", 40, 44, "    ^"),
    ],
)
def test_carets(line: str, start: int, end: int, carets: str) -> None:
    text, below = drawn(line, start, end)
    assert text == f"1 | {line}".replace("\t", "    ")
    assert below == f"  | {carets}"


def test_a_span_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert drawn("a: [b,  \n c]", 4, 4, end_line=2) == ["1 | a: [b,", "  |    ^^^"]


def test_a_very_long_line_is_cut() -> None:
    text, below = drawn("a" * 500 + " here " + "b" * 500, 502, 506)
    assert len(text) < 200
    assert text[below.index("^") : below.rindex("^") + 1] == "here"
    assert drawn("a" * 500, 1, 501)[0].endswith("…")


def test_without_the_text_only_the_file_is_named() -> None:
    page = Page(Look())
    draw_excerpt(page, Span("gone.yaml", 1, 1, 1, 1), {}, "error")
    assert str(page) == " --> gone.yaml\n"


def test_an_empty_line_is_not_drawn() -> None:
    assert drawn("", 1, 1) == []
