"""Columns as an editor counts them, in units of an encoding, and as we count them, in characters from one."""

from typing import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]
"""What an editor counts columns in; UTF-16 unless it says otherwise."""
_UNIT = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


def units(text: str, encoding: Encoding) -> int:
    """Return how long a text is in units of an encoding."""
    if encoding == "utf-32" or text.isascii():
        return len(text)
    return len(text.encode(f"{encoding}-le" if encoding != "utf-8" else encoding, "surrogatepass")) // _UNIT[encoding]


def to_units(line: str, column: int, encoding: Encoding) -> int:
    """Return a column of a line, counted in characters from one, in units from zero."""
    return units(line[: column - 1], encoding)


def to_column(line: str, counted: int, encoding: Encoding) -> int:
    """Return a column of a line, counted in units from zero, in characters from one; never beyond the line."""
    if encoding == "utf-32" or line.isascii():
        return min(counted, len(line)) + 1
    passed = 0
    for column, character in enumerate(line, 1):
        if passed >= counted:
            return column
        passed += units(character, encoding)
    return len(line) + 1
