"""A page of styled words, wrapped between words and never within one, so that ids and places stay whole."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from privpolicy.output.cells import cells, shown

Style = Literal["plain", "permit", "deny", "conditional", "error", "warning", "note", "head", "id", "faint"]
_CODES: dict[Style, str] = {
    "permit": "1;32",
    "deny": "1;31",
    "conditional": "1;33",
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "head": "1",
    "id": "36",
    "faint": "2",
}
FIXED = "\u00a0"
"""A space at which no line breaks."""
_QUOTED = re.compile(r"(`[^`]+`)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one style."""

    text: str
    style: Style = "plain"


Word = list[Piece]


@dataclass(frozen=True, slots=True)
class Look:
    """What the reader's screen can do. Without a ``width`` nothing is wrapped."""

    width: int | None = 80
    colour: bool = False


class Page:
    """Lines of styled words. What is written here cannot steer a terminal, whatever it holds."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._lines: list[str] = []

    def line(self, *pieces: str | Piece, indent: int = 0, hang: int = 0, rails: str = "") -> None:
        """Write pieces, wrapped: further lines are indented by ``hang`` more than the first, or start with rails."""
        if self._look.width is None and not self._look.colour:
            self._lines.append(_unstyled(" " * indent, pieces))
            return
        words = _words(pieces)
        margin, more = " " * indent, rails or " " * (indent + hang)
        line: list[Word] = []
        used = indent
        for word in words:
            width = sum(cells(piece.text) for piece in word)
            if line and self._look.width is not None and used + 1 + width > self._look.width:
                self._lines.append(self._drawn(margin, line))
                margin = more
                line, used = [], cells(margin)
            used += width + (1 if line else 0)
            line.append(word)
        self._lines.append(self._drawn(margin, line))

    def entry(self, label: str, *pieces: str | Piece, column: int, style: Style = "faint") -> None:
        """Write a label and, in a column beside it, pieces."""
        gap = FIXED * (column - cells(label))
        first, *rest = pieces or ("",)
        start = first if isinstance(first, Piece) else Piece(first)
        self.line(Piece(label.replace(" ", FIXED), style), Piece(gap), start, *rest, hang=column)

    def verbatim(self, *pieces: str | Piece) -> None:
        """Write pieces as they are, on one line."""
        self._lines.append("".join(self._painted(_piece(piece)) for piece in pieces).rstrip(" "))

    def blank(self) -> None:
        """Write an empty line, unless the page is empty or ends with one."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def __str__(self) -> str:
        return "".join(f"{line}\n" for line in self._lines)

    def _drawn(self, margin: str, line: Iterable[Word]) -> str:
        drawn = " ".join("".join(map(self._painted, word)) for word in line)
        return (self._painted(Piece(margin, "faint")) + drawn).rstrip(" ")

    def _painted(self, piece: Piece) -> str:
        text = shown(piece.text).replace(FIXED, " ")
        code = _CODES.get(piece.style) if self._look.colour else None
        return f"\x1b[{code}m{text}\x1b[0m" if code and text.strip() else text


def prose(text: str, style: Style = "plain") -> Iterator[Piece]:
    """Yield the pieces of a message: what stands in backticks is an id."""
    for part in _QUOTED.split(text):
        if part:
            yield Piece(part, "id" if _QUOTED.fullmatch(part) else style)


def _piece(piece: str | Piece) -> Piece:
    return piece if isinstance(piece, Piece) else Piece(piece)


def _unstyled(margin: str, pieces: Iterable[str | Piece]) -> str:
    """Return what is drawn of pieces where nothing is wrapped or coloured, as long reports to a file are."""
    text = "".join(piece if isinstance(piece, str) else piece.text for piece in pieces)
    line = " ".join(filter(None, text.split(" "))).replace(FIXED, " ")
    return (margin + shown(line)).rstrip(" ")


def _words(pieces: Iterable[str | Piece]) -> list[Word]:
    """Split pieces at spaces; what touches without one is one word, though its styles differ."""
    words: list[Word] = [[]]
    for piece in map(_piece, pieces):
        head, *rest = piece.text.split(" ")
        if head:
            words[-1].append(Piece(head, piece.style))
        words.extend([Piece(part, piece.style)] if part else [] for part in rest)
    return [word for word in words if word]
