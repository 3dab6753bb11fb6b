"""Pages: wrapping between words, widths on a terminal, and nothing that steers it."""

import pytest

from privpolicy.output.cells import cells, shown
from privpolicy.output.citations import citations
from privpolicy.output.page import FIXED, Look, Page, Piece, prose


def lines(*pieces: str | Piece, width: int | None = 20, **options: int) -> list[str]:
    page = Page(Look(width=width))
    page.line(*pieces, **options)  # type: ignore[arg-type]
    return str(page).splitlines()


def test_wrapping() -> None:
    assert lines("one two three four five six") == ["one two three four", "five six"]
    assert lines("one two three four five six", indent=2, hang=3) == ["  one two three four", "     five six"]
    assert lines("one two three four five six", width=None) == ["one two three four five six"]
    assert lines("") == [""]


def test_ids_and_places_stay_whole() -> None:
    long = "policies/multi-planning/activities/logs.yaml:1:1"
    assert lines(f"see {long} now") == ["see", long, "now"]
    assert lines("a consent for", Piece(" `marketing.newsletter`", "id"), ", then") == [
        "a consent for",
        "`marketing.newsletter`,",
        "then",
    ]
    assert lines(f"see it in Art.{FIXED}6(1)(a){FIXED}GDPR") == ["see it in", "Art. 6(1)(a) GDPR"]


def test_wide_characters_take_two_columns() -> None:
    assert cells("住所é") == 5
    assert cells("e\u0301\u200d") == 1
    assert lines("住所住所住所 住所住所") == ["住所住所住所", "住所住所"]


@pytest.mark.parametrize("char", ["\x1b", "\x07", "\x9b", "\r", "\u2028", "\u202e", "\u2066", "\ud800"])
def test_nothing_steers_the_terminal(char: str) -> None:
    assert shown(f"a{char}b") == "a\ufffdb"
    page = Page(Look(colour=True))
    page.line(Piece(f"a{char}b", "deny"))
    page.verbatim(f"a{char}b")
    assert str(page) == "\x1b[1;31ma\ufffdb\x1b[0m\na\ufffdb\n"


def test_entries_stand_in_columns() -> None:
    page = Page(Look(width=30))
    page.entry("Data subject", *prose("of `a` and of something longer"), column=14)
    page.entry("", "more", column=14)
    assert str(page).splitlines() == [
        "Data subject  of `a` and of",
        "              something longer",
        "              more",
    ]


def test_blank_lines_do_not_add_up() -> None:
    page = Page(Look())
    page.blank()
    page.line("a")
    page.blank()
    page.blank()
    page.line("b")
    assert str(page) == "a\n\nb\n"


@pytest.mark.parametrize(
    ("cites", "written"),
    [
        (("gdpr:6-1-b",), "Art. 6(1)(b) GDPR"),
        (("gdpr:5-1-b", "gdpr:6-4"), "Art. 5(1)(b), Art. 6(4) GDPR"),
        (("gdpr:12", "eprivacy:5-3"), "Art. 12 GDPR, Art. 5(3) ePrivacy Directive"),
        (("gdpr:recital-47",), "Recital 47 GDPR"),
        (("xyz:1",), "xyz:1"),
        (("Code civil",), "Code civil"),
        ((), ""),
    ],
)
def test_citations(cites: tuple[str, ...], written: str) -> None:
    assert citations(cites).replace(FIXED, " ") == written


def test_what_is_neither_wrapped_nor_coloured_is_drawn_the_same() -> None:
    pieces = (" a  b", Piece("c d ", "id"), Piece(f"{FIXED}e\x1b\u202e", "note"), "", f"f{FIXED}")
    drawn = []
    for width in (None, 1_000):
        page = Page(Look(width=width))
        page.line(*pieces, indent=2, hang=4)
        page.line()
        drawn.append(str(page))
    assert drawn[0] == drawn[1]
