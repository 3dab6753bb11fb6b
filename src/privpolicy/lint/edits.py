"""What has to change in a text so that an item, a key or a scalar is gone or another, and nothing else.

The line of what is removed goes with the comment behind it. Comments on lines of their own stay, also those above what
is removed: nobody knows how far down they speak. A blank line is removed where two would meet.
"""

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from privpolicy.source.span import Span
from privpolicy.syntax import nodes
from privpolicy.syntax.nodes import Mapping, Node, Placed, Scalar

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_BLANKS = re.compile(r"[ \t]*")
_NOTHING = re.compile(r"[ \t]*(?:#.*)?")
_COMMA = re.compile(r"(?:\s|#[^\r\n]*)*,")
_COLON = re.compile(r"\s*:")
_PLAIN = re.compile(r"(?![-?:](?:\s|$))[^\s,\[\]{}#&*!|>'\"%@`](?:[^\s,\[\]{}:#]|:(?=\S)|(?<=\S)#|[ ](?=[^\s#]))*")
_MARKS = frozenset({"---", "..."})


class NotPossibleError(Exception):
    """The text is written in a way in which the change cannot be made safely."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Another text for what stands from one position to another, counted in characters from zero."""

    start: int
    end: int
    text: str = ""


class Page:
    """A text by lines and positions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0]
        """Where each line starts; behind the last one, where the text ends."""
        position = 0
        while (match := _LINE.match(text, position)) and match[2]:
            position = match.end()
            self.lines.append(position)
        if self.lines[-1] < len(text):
            self.lines.append(len(text))

    def at(self, line: int, column: int) -> int:
        """Return the position of a line and a column that count from one."""
        return self.lines[line - 1] + column - 1

    def start(self, node: Placed) -> int:
        """Return where a node starts."""
        return self.at(node.line, node.column)

    def end(self, node: Placed) -> int:
        """Return where a node ends, the space behind it left out."""
        start = self.start(node)
        return start + len(self.text[start : self.at(node.end_line, node.end_column)].rstrip())

    def before(self, position: int) -> str:
        """Return what stands before a position in its line."""
        found = max(self.text.rfind("\n", 0, position), self.text.rfind("\r", 0, position)) + 1
        return self.text[found:position]

    def behind(self, position: int) -> str:
        """Return what stands behind a position in its line."""
        return _LINE.match(self.text, position)[1]  # type: ignore[index]

    def is_bracketed(self, node: Node) -> bool:
        """Tell whether a list or a mapping is written in brackets."""
        return self.text[self.start(node)] in "[{"


def rewriting(page: Page, old: Scalar, text: str) -> Edit:
    """Return the edit that writes another scalar, in quotes where the old one has them or the new one needs them."""
    start, end = page.start(old), page.end(old)
    if start == end or (old.plain and not old.text):
        raise NotPossibleError
    sign = page.text[start]
    if old.plain and is_plain(text):
        return Edit(start, end, text)
    if text.isprintable() and sign != '"':
        return Edit(start, end, "'" + text.replace("'", "''") + "'")
    return Edit(start, end, json.dumps(text, ensure_ascii=False))


def is_plain(text: str) -> bool:
    """Tell whether a text may stand anywhere without quotes."""
    return _PLAIN.fullmatch(text) is not None and text not in _MARKS and text.isprintable()


def deletion(page: Page, span: Span) -> Iterator[Edit]:
    """Yield the edits that take away a stretch of text, with its line where nothing else stands there."""
    yield from _tidied(page, [(page.at(span.line, span.column), page.at(span.end_line, span.end_column))])


def removal(page: Page, parent: Node, gone: Collection[str | int], key: Scalar | None) -> list[Edit]:
    """Return the edits that take children out of a list or a mapping; ``key`` is the key of that, if it has one."""
    children = _children(page, parent)
    taken = [number for number, (name, _, _) in enumerate(children) if name in gone]
    if page.is_bracketed(parent):
        return list(_from_brackets(page, children, taken))
    if len(taken) == len(children):
        return list(_emptied(page, parent, children, key))
    if isinstance(parent, nodes.Sequence):
        dashes = _dashes(page, parent)
        children = [(name, dash, end) for (name, _, end), dash in zip(children, dashes, strict=True)]
    return list(_from_lines(page, children, taken))


Child = tuple[str | int, int, int]
"""The name of a key or the number of an item, where it starts and where its value ends."""


def _children(page: Page, parent: Node) -> list[Child]:
    if isinstance(parent, nodes.Sequence):
        return [(number, page.start(item), page.end(item)) for number, item in enumerate(parent.items)]
    if not isinstance(parent, Mapping):
        raise NotPossibleError
    found: list[Child] = []
    for name, (key, value) in parent.entries.items():
        colon = _COLON.match(page.text, page.end(key))
        found.append((name, page.start(key), max(page.end(value), colon.end() if colon else 0)))
    return found


def _from_brackets(page: Page, children: Sequence[Child], taken: Sequence[int]) -> Iterator[Edit]:
    commas = [_COMMA.match(page.text, end) for _, _, end in children]
    regions = [(children[number][1], children[number][2]) for number in taken]
    regions += [(comma.end() - 1, comma.end()) for number in taken if (comma := commas[number])]
    left = [number for number in range(len(children)) if number not in taken]
    if left and commas[-1] is None and left[-1] != len(children) - 1:
        last = commas[left[-1]]
        if last is None:
            raise NotPossibleError
        regions.append((last.end() - 1, last.end()))
    yield from _tidied(page, regions)


def _tidied(page: Page, regions: list[tuple[int, int]]) -> Iterator[Edit]:
    """Yield edits that delete regions, and with them the space that nobody needs any more."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(regions):
        if joined and not page.text[joined[-1][1] : start].strip(" \t"):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    for start, end in joined:
        before, behind = page.before(start), page.behind(end)
        if _NOTHING.fullmatch(behind) and not before.strip():
            yield _lines(page, start, end)
        elif _NOTHING.fullmatch(behind):
            yield Edit(start - len(before) + len(before.rstrip()), end + (0 if behind.strip() else len(behind)))
        elif not before or before[-1] in " \t[{":
            yield Edit(start, _BLANKS.match(page.text, end).end())  # type: ignore[union-attr]
        else:
            yield Edit(start, end)


def _lines(page: Page, start: int, end: int) -> Edit:
    """Return the edit that deletes the lines from one position to another."""
    begin = start - len(page.before(start))
    stop = _LINE.match(page.text, end).end()  # type: ignore[union-attr]
    if stop == len(page.text) and not page.text.endswith(("\n", "\r")):
        # The last line has no break, so the one before it keeps none either.
        return Edit(_end_of_line_before(page, begin), stop)
    following = _LINE.match(page.text, stop)
    if following and following[2] and not following[1].strip() and not _line_before(page, begin).strip():
        stop = following.end()
    return Edit(begin, stop)


def _end_of_line_before(page: Page, begin: int) -> int:
    """Return where the line ends that stands before the one that begins at a position."""
    return max(0, begin - (2 if page.text.endswith("\r\n", 0, begin) else 1))


def _line_before(page: Page, begin: int) -> str:
    return page.before(_end_of_line_before(page, begin))


def _dashes(page: Page, parent: nodes.Sequence) -> list[int]:
    """Return where the dash of each item stands."""
    found: list[int] = []
    above = parent.line - 1
    for item in parent.items:
        for line in range(item.line, above, -1):
            dash = page.at(line, parent.column)
            start = page.text[page.lines[line - 1] : dash]
            if page.text[dash : dash + 1] == "-" and (not start.strip() or not found) and dash < page.start(item):
                found.append(dash)
                break
        else:
            raise NotPossibleError
        above = item.end_line
    return found


def _from_lines(page: Page, children: Sequence[Child], taken: Sequence[int]) -> Iterator[Edit]:
    first = next(number for number in range(len(children)) if number not in taken)
    if taken[0] == 0 and page.before(children[0][1]).strip():
        yield _first_of_line(page, children, first)
        taken = [number for number in taken if number > first]
    for number in taken:
        _, start, end = children[number]
        if page.before(start).strip() or not _NOTHING.fullmatch(page.behind(end)):
            raise NotPossibleError
        yield _lines(page, start, end)


def _first_of_line(page: Page, children: Sequence[Child], first: int) -> Edit:
    """Let the first child that is left step behind the dash of the one before it."""
    start, stop = children[0][1], children[first][1]
    if any(page.text[end:after].strip() for (_, _, end), (_, after, _) in pairwise(children[: first + 1])):
        raise NotPossibleError
    return Edit(start, stop)


def _emptied(page: Page, parent: Node, children: Sequence[Child], key: Scalar | None) -> Iterator[Edit]:
    """Yield the edits that leave an empty mapping."""
    if isinstance(parent, nodes.Sequence):
        raise NotPossibleError
    colon = _COLON.match(page.text, page.end(key)) if key is not None else None
    if colon is not None:
        yield Edit(colon.end(), colon.end(), " {}")
    else:
        yield Edit(children[0][1], children[0][2], "{}")
        children = children[1:]
    for _, start, end in children:
        if page.before(start).strip():
            raise NotPossibleError
        yield _lines(page, start, end)
