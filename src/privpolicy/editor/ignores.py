"""Comments that take findings back: ``# privpolicy: ignore[PP310] reason``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"(?<!\S)#[ \t]*privpolicy:[ \t]*ignore[ \t]*\[(?P<codes>[^\]#]*)(?P<end>\]?)")
_CODE = re.compile(r"[A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class IgnoredCode:
    """A code in a comment; its columns count from one."""

    text: str
    start: int
    end: int


def ignored(line: str) -> Iterator[IgnoredCode]:
    """Yield the codes that a line takes back."""
    found = _COMMENT.search(line)
    if found is not None:
        for code in _CODE.finditer(found["codes"]):
            offset = found.start("codes") + 1
            yield IgnoredCode(code[0], offset + code.start(), offset + code.end())


def code_at(line: str, column: int) -> IgnoredCode | None:
    """Return the code of a comment at a column."""
    return next((one for one in ignored(line) if one.start <= column <= one.end), None)


def code_typed(line: str, column: int) -> IgnoredCode | None:
    """Return the part of a code that is being typed in a comment."""
    found = _COMMENT.search(line)
    if found is None or not found.start("codes") < column <= found.end("codes") + 1:
        return None
    before = line[found.start("codes") : column - 1]
    word = re.split(r"[,\s]", before)[-1]
    rest = _CODE.match(line, column - 1)
    return IgnoredCode(word, column - len(word), rest.end() + 1 if rest and word else column)
