"""Where in a policy somebody is typing, found by indentation and brackets alone: the text need not be YAML at all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from privpolicy.editor.flow import read_flow
from privpolicy.source.path import NodePath

At = Literal["key", "value", "either"]

_REST_OF_WORD = re.compile(r"[A-Za-z0-9._-]*")
_WORD = re.compile(r"[A-Za-z0-9._-]+")
_COLON = re.compile(r":(?=\s|$)")
_QUOTED_KEY = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*:(?=\s|$)""")
_COMMENT = re.compile(r"(?<!\S)#")


@dataclass(frozen=True, slots=True)
class Cursor:
    """What is being typed. Columns count from one, in characters.

    ``at`` tells what may follow: a key of the mapping at ``path``, the value at ``path``, or, on a line of its own
    below a key, whatever ``path`` may hold.
    """

    path: NodePath
    at: At
    word: str
    """What was typed of it so far."""
    line: int
    start: int
    end: int
    """Behind the word, of which a part may stand after the cursor."""
    keys: tuple[str, ...] | None = None
    """The keys that a mapping in brackets has already; ``None`` in a block."""


class _Spot(NamedTuple):
    """A line and a column, and the column behind the word there."""

    line: int
    column: int
    end: int


@dataclass(frozen=True, slots=True)
class _Step:
    """A dash, or a key, of a line of a block; its column counts from zero."""

    column: int
    key: str | None
    line: int


def cursor_at(lines: Sequence[str], line: int, column: int) -> Cursor | None:
    """Return what is typed at a place, counted from one; ``None`` in comments, texts and wherever nobody can tell."""
    if line > len(lines):
        return None
    whole = lines[line - 1]
    before = whole[: column - 1]
    rest = _REST_OF_WORD.match(whole, column - 1)
    spot = _Spot(line, column, rest.end() + 1 if rest else column)
    steps, start = _steps(before, line)
    on_dash = bool(steps) and steps[0].key is None
    around = _around(lines, line, steps[0].column if steps else start, dash=on_dash)
    bracket = _bracket(lines, around)
    if bracket is not None:
        step, text = bracket
        path = _path(around[: around.index(step) + 1])
        return _in_flow("\n".join([text, *lines[step.line : line - 1], before]), path, spot)
    if around and around[-1].key is not None and _holds_text(lines, around[-1]):
        return None
    value, path = before[start:], _path([*around, *steps])
    if value[:1] in {"[", "{"}:
        return _in_flow(value, path, spot)
    after_key = bool(steps) and steps[-1].key is not None
    if steps and not value and not before.endswith(" "):
        return None  # right behind the colon or the dash
    return _in_block(value, path, "value" if after_key else "either", spot)


def word_at(lines: Sequence[str], line: int, column: int) -> Cursor | None:
    """Return the whole word at a place as if it had just been typed."""
    text = lines[line - 1] if line <= len(lines) else ""
    for match in _WORD.finditer(text):
        if match.start() < column <= match.end() + 1:
            found = cursor_at(lines, line, match.end() + 1)
            return found if found is not None and found.word == match[0] else None
    return None


def keys_beside(lines: Sequence[str], cursor: Cursor) -> set[str]:
    """Return the keys that the mapping in which somebody types has already."""
    if cursor.keys is not None:
        return set(cursor.keys)
    column = cursor.start - 1
    return {step.key for step in _siblings(lines, cursor.line, column) if step.key is not None}


def _in_block(value: str, path: NodePath, at: At, spot: _Spot) -> Cursor | None:
    """Return a plain or quoted text that is being typed after a key, a dash or nothing."""
    word = value
    if value[:1] in ('"', "'"):
        word = value[1:]
        if value[0] in word:
            return None
    elif _COMMENT.search(value) or value[:1] in ("|", ">", "&", "*", "!"):
        return None
    if word != word.strip() or " " in word:
        return None
    return Cursor(path, at, word, spot.line, spot.column - len(word), spot.end)


def _in_flow(text: str, path: NodePath, spot: _Spot) -> Cursor | None:
    found = read_flow(text)
    if not found.frames or found.word is None or found.word != found.word.strip() or " " in found.word:
        return None
    for frame in found.frames[:-1]:
        path = (*path, (frame.key or "") if frame.is_mapping else frame.index)
    last = found.frames[-1]
    place = (found.word, spot.line, spot.column - len(found.word), spot.end)
    if last.is_mapping and last.key is None:
        return Cursor(path, "key", *place, tuple(last.keys))
    return Cursor((*path, (last.key or "") if last.is_mapping else last.index), "value", *place)


def _steps(text: str, line: int) -> tuple[list[_Step], int]:
    """Return the dashes and the key with which a line of a block starts, and where its value does."""
    steps: list[_Step] = []
    column = len(text) - len(text.lstrip(" "))
    while text.startswith("- ", column) or text[column:] == "-":
        steps.append(_Step(column, None, line))
        column += 1
        column += len(text[column:]) - len(text[column:].lstrip(" "))
    key = _key(text[column:])
    if key is not None:
        name, length = key
        steps.append(_Step(column, name, line))
        column += length
        column += len(text[column:]) - len(text[column:].lstrip(" "))
    return steps, column


def _key(text: str) -> tuple[str, int] | None:
    """Return the key with which a text starts, without quotes, and its length with the colon."""
    if text[:1] in ('"', "'"):
        quoted = _QUOTED_KEY.match(text)
        return None if quoted is None else (quoted[1][1:-1], quoted.end())
    if text[:1] in ("", "[", "{", "#", "|", ">"):
        return None
    colon = _COLON.search(text)
    if colon is None or _COMMENT.search(text, 0, colon.start()):
        return None
    return text[: colon.start()].rstrip(), colon.end()


def _around(lines: Sequence[str], line: int, column: int, *, dash: bool) -> list[_Step]:
    """Return the keys and dashes of the lines above in which a column stands, the outermost first."""
    found: list[_Step] = []
    for number in range(line - 1, 0, -1):
        text = lines[number - 1]
        bare = text.lstrip(" ")
        indent = len(text) - len(bare)
        if not bare or bare[0] == "#" or indent > column or (indent == column and not dash):
            continue
        for step in reversed(_steps(text, number)[0]):
            # The dashes of a list may stand right below the key that they belong to.
            if step.column < column or (dash and step.column == column and step.key is not None):
                found.append(step)
                column, dash = step.column, step.key is None
        if column == 0 and not dash:
            break
    return found[::-1]


def _path(steps: Sequence[_Step]) -> NodePath:
    return tuple(0 if step.key is None else step.key for step in steps)


def _bracket(lines: Sequence[str], around: Sequence[_Step]) -> tuple[_Step, str] | None:
    """Return the outermost step above that is followed by a value in brackets, and the rest of its line."""
    for step in around:
        text = lines[step.line - 1]
        steps, start = _steps(text, step.line)
        if steps[-1] == step and text[start : start + 1] in ("[", "{"):
            return step, text[start:]
    return None


def _holds_text(lines: Sequence[str], step: _Step) -> bool:
    """Tell whether a key is followed by a value on its own line, so that what stands below goes on with that."""
    text = lines[step.line - 1]
    steps, start = _steps(text, step.line)
    return steps[-1] == step and start < len(text) and text[start] != "#"


def _siblings(lines: Sequence[str], line: int, column: int) -> Iterator[_Step]:
    for way in (-1, 1):
        number = line
        while 1 <= (number := number + way) <= len(lines):
            text = lines[number - 1]
            bare = text.lstrip(" ")
            indent = len(text) - len(bare)
            if not bare or bare[0] == "#" or indent > column:
                continue
            steps = _steps(text, number)[0]
            if indent == column or way < 0:
                yield from (step for step in steps if step.column == column)
            if indent < column:
                break
