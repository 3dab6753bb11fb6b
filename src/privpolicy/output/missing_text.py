"""*Yes, if …*: what is missing, drawn."""

from collections.abc import Sequence

from privpolicy.output.missing import Missing
from privpolicy.output.page import FIXED, Page, Piece, prose

MOST = 5
"""How many alternatives are written out."""


def draw_missing(page: Page, found: Missing, column: int) -> None:
    """Draw what is asked, then the alternatives, then the standing exceptions."""
    label = "Yes, if"
    if found.nothing:
        _entry(page, label, "something were known that no request can state", column=column)
        return
    for words in found.asked:
        _entry(page, label, *([] if label else ["and "]), *prose(words), column=column)
        label = ""
    if found.alternatives:
        _entry(page, label, "either" if label else "and either", column=column)
        label = ""
        _draw_alternatives(page, found.alternatives, column)
    if found.standing:
        _entry(page, label, "nothing stands against it:" if label else "and nothing stands against it:", column=column)
    for words in found.standing:
        page.line("- ", *prose(words), indent=column, hang=2)


def _entry(page: Page, label: str, *pieces: str | Piece, column: int) -> None:
    page.entry(label, *pieces, column=column, style="conditional")


def _draw_alternatives(page: Page, alternatives: Sequence[tuple[str, ...]], column: int) -> None:
    for number, alternative in enumerate(alternatives[:MOST], start=1):
        if number > 1:
            page.line("or", indent=column)
        for place, words in enumerate(alternative):
            if place == 0:
                page.line(f"{number}.{FIXED}", *prose(words), indent=column, hang=3)
            else:
                page.line("and ", *prose(words), indent=column + 3, hang=4)
    if len(alternatives) > MOST:
        page.line(f"or {len(alternatives) - MOST} more ways (--format json shows all)", indent=column)
