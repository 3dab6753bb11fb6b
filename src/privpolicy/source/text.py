"""The text of one file, by lines."""

import re
from functools import cached_property

_BREAK = re.compile(r"\r\n|\n|\r")


class SourceText:
    """A file's text and the name under which its user knows it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines without their breaks."""
        return tuple(_BREAK.split(self.text))

    def line(self, number: int) -> str:
        """Return a line, counted from one; beyond the text there are only empty lines."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    def place_of(self, offset: int) -> tuple[int, int]:
        """Return line and column, both counted from one, of a position counted in characters from zero."""
        before = _BREAK.split(self.text[:offset])
        return len(before), len(before[-1]) + 1

    def __repr__(self) -> str:
        return f"SourceText({self.file!r}, {len(self.text)} characters)"
