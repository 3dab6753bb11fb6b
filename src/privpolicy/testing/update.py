"""Expectations written anew: what is answered takes the place of what was expected, and all else stays as it was.

Only keys that are stated in a case itself are rewritten. A text that would then say anything but what it should is
left as it is.
"""

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from privpolicy.model.moment import Moment, read_moment, write_moment
from privpolicy.source.path import NodePath, dotted
from privpolicy.syntax.locate import node_at
from privpolicy.syntax.nodes import Mapping as MappingNode
from privpolicy.syntax.nodes import Node, Scalar, Sequence
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain, resolve_scalar
from privpolicy.testing.model import ReasonsAmong
from privpolicy.testing.report import FileReport, Result

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./:+-]*(?<!:)")
_BREAK = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Updated:
    """The new text of a file, how many expectations are in it that were not, and what was left as it was, with why."""

    text: str
    rewritten: int
    left: tuple[str, ...]


def updated(report: FileReport) -> Updated:
    """Write what is answered into the expectations of cases that failed."""
    wanted: dict[NodePath, Any] = {}
    left: list[str] = []
    for path, results in _by_place(report.results).items():
        answers = [_answer(result, path) for result in results]
        first = next(result for result in results if _difference(result, path) is not None)
        if (why := _why_not(path, first, answers)) is not None:
            left.append(f"{first.case.span}: {first.case.name}: `{dotted(path[3:]) or 'outcome'}` {why}")
        else:
            wanted[path] = answers[0]
    text = report.file.text.text
    if not wanted:
        return Updated(text, 0, tuple(left))
    new = _written(text, report.file.tree, wanted)
    if new is None:
        return Updated(text, 0, (*left, f"{report.name}: is written in a way that cannot be rewritten safely"))
    return Updated(new, len(wanted), tuple(left))


_UNASKED = object()
"""Stands for the answer of a case that does not state the key."""


def _by_place(results: Iterable[Result]) -> dict[NodePath, list[Result]]:
    """Return every place whose expectation failed somewhere, with all cases that it speaks for."""
    results = tuple(results)
    failed = dict.fromkeys(one.stated.path for result in results for one in result.differences)
    return {
        path: [result for result in results if any(one.path == path for one in result.case.expected)] for path in failed
    }


def _difference(result: Result, path: NodePath) -> Any:
    return next((one for one in result.differences if one.stated.path == path), None)


def _answer(result: Result, path: NodePath) -> Any:
    """Return what a case answers at a place: what was expected of it, where it passed."""
    difference = _difference(result, path)
    if difference is not None:
        return _as_written(difference.got)
    return _UNASKED


def _why_not(path: NodePath, first: Result, answers: list[Any]) -> str | None:
    """Say why an expectation is not rewritten, if it is not."""
    stated = _difference(first, path).stated
    if path[0] == "defaults":
        return "stands in the defaults, which speak for other cases too"
    if len(answers) > 1 and any(answer is _UNASKED or answer != answers[0] for answer in answers):
        return "is not the same for all that its matrix yields"
    if stated.aspect == "reasons":
        items = () if isinstance(stated.value, ReasonsAmong) else stated.value
        if not items or any(not isinstance(one, str) for one in items):
            return "says more than codes: a person should look"
    if isinstance(answers[0], list) and stated.aspect in ("activity", "legal-basis"):
        return "is not the same for all categories: state it by category"
    return None


def _as_written(got: Any) -> Any:
    if isinstance(got, Moment | datetime):
        return write_moment(read_moment(got)).removesuffix("T00:00:00Z")
    return got


# --- the text -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    start: int
    end: int
    text: str = field(compare=False)


def _written(text: str, tree: MappingNode, wanted: Mapping[NodePath, Any]) -> str | None:
    """Return the text with other values at some places; ``None`` where it would not say just that."""
    starts = [0, *(found.end() for found in _BREAK.finditer(text))]
    data = copy.deepcopy(plain(tree))
    edits: list[_Edit] = []
    for path, value in wanted.items():
        node, parent = node_at(tree, path), node_at(tree, path[:-1])
        if node is None:
            return None
        edits += _edits(text, starts, node, parent, value)
        _put(data, path, value)
    parts: list[str] = []
    position = 0
    for edit in sorted(edits):
        if edit.start < position:
            return None
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    new = "".join((*parts, text[position:]))
    read = parse(new.encode(), tree.file)
    return new if read.root is not None and not read.diagnostics and _same(plain(read.root), data) else None


def _edits(text: str, starts: list[int], node: Node, parent: Node | None, value: Any) -> Iterator[_Edit]:
    start = starts[node.line - 1] + node.column - 1
    end = starts[node.end_line - 1] + node.end_column - 1
    if isinstance(node, Scalar) and node.plain and not node.text:
        # Nothing is written, so its place is that of its key.
        yield _Edit(text.index(":", end) + 1, text.index(":", end) + 1, f" {flow(value)}")
        return
    end = start + len(text[start:end].rstrip())
    if isinstance(node, Sequence) and text[start] == "-" and _is_of_texts(node, value):
        yield from _item_edits(text, starts, node, value)
        return
    deeper = "  " if isinstance(parent, MappingNode) and text[start] == "-" and node.column <= parent.column else ""
    yield _Edit(start, end, deeper + flow(value))


def _is_of_texts(node: Sequence, value: Any) -> bool:
    return (
        bool(value)
        and all(isinstance(one, Scalar) for one in node.items)
        and all(isinstance(one, str) for one in value)
    )


def _item_edits(text: str, starts: list[int], node: Sequence, value: list[str]) -> Iterator[_Edit]:
    """Change a list with one item a line: items that stay keep their comments."""
    items = [item for item in node.items if isinstance(item, Scalar)]
    new = [one for one in value if one not in [item.text for item in items]]
    last = 0
    for item in items:
        start, end = starts[item.line - 1] + item.column - 1, starts[item.end_line - 1] + item.end_column - 1
        last = end
        if item.text in value:
            continue
        if new:
            yield _Edit(start, end, flow(new.pop(0)))
        else:
            line = starts[item.line - 1]
            following = starts[item.line] if item.line < len(starts) else len(text)
            yield _Edit(line, following, "")
    if new:
        behind = _BREAK.search(text, last)
        at = behind.start() if behind else len(text)
        sign = behind[0] if behind else "\n"
        indent = " " * (node.column - 1)
        yield _Edit(at, at, "".join(f"{sign}{indent}- {flow(one)}" for one in new))


def flow(value: Any) -> str:
    """Write a value on one line, as YAML in flow style that reads back as it is."""
    match value:
        case None:
            return "null"
        case bool() | int() | float():
            return json.dumps(value)
        case str():
            safe = _PLAIN.fullmatch(value) and isinstance(resolve_scalar(value), str)
            return value if safe else json.dumps(value, ensure_ascii=False)
        case dict():
            return f"{{{', '.join(f'{key}: {flow(below)}' for key, below in value.items())}}}"
        case _:
            return f"[{', '.join(map(flow, value))}]"


def _put(data: Any, path: NodePath, value: Any) -> None:
    *above, last = path
    for step in above:
        data = data[step]
    data[last] = value


def _same(one: Any, other: Any) -> bool:
    """Compare what is written, the items of block lists in any order."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        if all(isinstance(item, str) for item in (*one, *other)):
            return sorted(one) == sorted(other)
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other) and type(one) is type(other)
