"""Columns of words on a page, wrapped between words so that ids stay whole."""

from collections.abc import Iterator, Sequence

from privpolicy.output.cells import cells
from privpolicy.output.page import FIXED, Page, Piece

_GAP = 2


def draw_table(page: Page, heads: Sequence[str], rows: Sequence[Sequence[str]], width: int | None) -> None:
    """Draw rows under heads; where the longest words do not fit beside each other, each row is told line by line."""
    widths = _widths([heads, *rows], width)
    if widths is None:
        for number, row in enumerate(rows):
            if number:
                page.blank()
            for head, text in zip(heads, row, strict=True):
                page.entry(head, Piece(text, "id"), column=max(map(len, heads)) + _GAP)
        return
    _draw_row(page, [[head] for head in heads], widths, head=True)
    for row in rows:
        columns = [list(_lines(text, width)) for text, width in zip(row, widths, strict=True)]
        _draw_row(page, columns, widths)


def _draw_row(page: Page, columns: Sequence[Sequence[str]], widths: Sequence[int], *, head: bool = False) -> None:
    for number in range(max(map(len, columns))):
        pieces: list[Piece] = []
        for lines, width in zip(columns, widths, strict=True):
            text = lines[number] if number < len(lines) else ""
            pieces += [Piece(text, "faint" if head else "id"), Piece(" " * (width - cells(text) + _GAP))]
        page.verbatim(*pieces)


def _widths(rows: Sequence[Sequence[str]], width: int | None) -> list[int] | None:
    """Share the width: every column has room for its longest word, and what is left goes where it is needed."""
    columns = list(zip(*rows, strict=True))
    natural = [max(map(cells, column)) for column in columns]
    if width is None:
        return natural
    found = [max(cells(word) for text in column for word in text.split(" ")) for column in columns]
    left = width - sum(found) - _GAP * (len(found) - 1)
    if left < 0:
        return None
    while left and any(have < want for have, want in zip(found, natural, strict=True)):
        neediest = max(range(len(found)), key=lambda number: natural[number] / found[number])
        found[neediest] += 1
        left -= 1
    return found


def _lines(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and cells(line) + 1 + cells(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def whole(text: str) -> str:
    """Return a text in which no line breaks."""
    return text.replace(" ", FIXED)
