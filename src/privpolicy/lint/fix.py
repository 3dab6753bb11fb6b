"""Fixes written into the files of a policy: what they change is gone or another, and all else is as it was.

What a fix leads to is read again before it counts. A fix that would change anything but what it says is left out, and
so is one that meets another: it can be asked for again when the file has been read anew.
"""

import os
import shutil
import tempfile
from bisect import bisect, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from privpolicy.diagnostics.fix import Deletion, Fix, Removal, Rewriting
from privpolicy.lint.edits import Edit, NotPossibleError, Page, deletion, removal, rewriting
from privpolicy.lint.wanted import Change, Wanted, ordered
from privpolicy.source.path import NodePath
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText
from privpolicy.syntax.locate import node_at, written
from privpolicy.syntax.nodes import Mapping as MappingNode
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain


@dataclass(frozen=True, slots=True)
class Fixed:
    """The new texts of files by name, and the fixes that are in them."""

    texts: Mapping[str, str]
    applied: tuple[Fix, ...]


def fixed(fixes: Iterable[Fix], tree: MappingNode, sources: Mapping[str, SourceText]) -> Fixed:
    """Write fixes into the texts of a policy whose places stand in ``tree``.

    Of fixes that meet, the first is taken. One list is changed by one fix at a time, since what makes an item needless
    may be the very item that another fix removes.
    """
    fitting = _fitting(dict.fromkeys(fixes), tree)
    names = dict.fromkeys(name for placed in fitting for name in placed.files)
    drafts = {name: _Draft(sources[name]) for name in names if name in sources}
    fitting = [placed for placed in fitting if drafts.keys() >= placed.files.keys()]
    applied = _joined([], fitting, drafts)
    for name, draft in drafts.items():
        draft.take(_changes(applied, name))
    texts = {name: draft.text for name, draft in drafts.items() if draft.text != sources[name].text}
    return Fixed(texts, tuple(placed.fix for placed in applied))


def _joined(applied: list["_Placed"], more: list["_Placed"], drafts: Mapping[str, "_Draft"]) -> list["_Placed"]:
    """Return fixes that can be made together, with those of some more that can be made beside them.

    Each try reads whole files anew, so these are tried together, and in halves where that is too much.
    """
    trial = [*applied, *more]
    names = {name for placed in more for name in placed.files}
    if all(drafts[name].take(_changes(trial, name)) for name in names):
        return trial
    if len(more) == 1:
        return applied
    half = len(more) // 2
    return _joined(_joined(applied, more[:half], drafts), more[half:], drafts)


def write(files: Mapping[str, str]) -> None:
    """Write texts into files that exist, each at once or not at all; a mark at the beginning and the mode stay.

    Raises ``OSError``, and then no file has been touched unless replacing one failed.
    """
    ready: list[tuple[str, str]] = []
    try:
        for name, text in files.items():
            path = os.path.realpath(name)
            with open(path, "r+b") as old:  # noqa: PTH123  (fails where the file may not be written)
                mark = old.read(3)
            data = text.encode()
            ready.append((_aside(path), path))
            Path(ready[-1][0]).write_bytes(b"\xef\xbb\xbf" + data if mark == b"\xef\xbb\xbf" else data)
            shutil.copymode(path, ready[-1][0])
        while ready:
            os.replace(*ready[0])  # noqa: PTH105
            ready.pop(0)
    finally:
        for new, _ in ready:
            Path(new).unlink(missing_ok=True)


def _aside(path: str) -> str:
    """Return the name of an empty file beside another one."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".new", dir=Path(path).parent)
    os.close(handle)
    return name


@dataclass(frozen=True, slots=True)
class _Placed:
    """A fix, with its changes by the file that they belong to."""

    fix: Fix
    files: dict[str, list[Change]]


def _changes(placed: Iterable[_Placed], name: str) -> list[Change]:
    return [change for one in placed for change in one.files.get(name, ())]


def _fitting(fixes: Iterable[Fix], tree: MappingNode) -> list[_Placed]:
    """Return the fixes of which each part is written somewhere, and that do not meet."""
    found: list[_Placed] = []
    taken: set[NodePath] = set()
    above: set[NodePath] = set()
    spans: dict[str, list[Span]] = defaultdict(list)
    for fix in fixes:
        files: dict[str, list[Change]] = defaultdict(list)
        paths: set[NodePath] = set()
        deleted: list[Span] = []
        for change in fix.changes:
            if isinstance(change, Deletion):
                files[change.span.file].append(change)
                deleted.append(change.span)
                continue
            file = _file_of(change, tree)
            if file is None:
                break
            files[file].append(change)
            path = written(tree, change.path)
            paths.add(path[:-1] if path and isinstance(path[-1], int) else path)
        else:
            meets = any(
                path in above or any(path[:length] in taken for length in range(len(path) + 1)) for path in paths
            )
            if meets or any(_overlap(span, other) for span in deleted for other in _beside(span, spans[span.file])):
                continue
            taken |= paths
            above |= {path[:length] for path in paths for length in range(len(path))}
            for span in deleted:
                insort(spans[span.file], span)
            found.append(_Placed(fix, dict(files)))
    return found


def _beside(span: Span, others: list[Span]) -> list[Span]:
    """Return the nearest of some sorted spans that do not overlap each other: one before and one behind."""
    position = bisect(others, span)
    return others[max(0, position - 1) : position + 1]


def _overlap(one: Span, other: Span) -> bool:
    first, second = sorted((one, other))
    return (second.line, second.column) < (first.end_line, first.end_column)


def _file_of(change: Removal | Rewriting, tree: MappingNode) -> str | None:
    """Return the file in which a change is to be made."""
    path = written(tree, change.path)
    parent = node_at(tree, path[:-1]) if path else None
    if isinstance(parent, MappingNode) and path[-1] in parent.entries:
        return parent.entries[str(path[-1])][0].file
    node = node_at(tree, path) if path else None
    return None if node is None else node.file


class _Draft:
    """The text of one file, old and new."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.text = source.text
        self._page = Page(source.text)
        self._root = parse(source.text.encode(), source.file).root

    def take(self, changes: list[Change]) -> bool:
        """Make changes to the old text, and tell whether the new one says just what it should; else it stays old."""
        self.text = self.source.text
        root = self._root
        if root is None:
            return not changes
        try:
            wanted = Wanted(root, changes)
            new = _written(self.source.text, self._edits(wanted))
        except NotPossibleError:
            return False
        read = parse(new.encode(), self.source.file)
        if read.diagnostics or read.root is None or ordered(plain(read.root)) != ordered(wanted.data()):
            return False
        self.text = new
        return True

    def _edits(self, wanted: Wanted) -> list[Edit]:
        found: list[Edit] = []
        for path, gone in wanted.gone.items():
            parent = node_at(wanted.root, path)
            if parent is None or (not path and len(gone) == len(wanted.root.entries)):
                raise NotPossibleError
            above = node_at(wanted.root, path[:-1]) if path else None
            key = above.entries[str(path[-1])][0] if isinstance(above, MappingNode) else None
            found += removal(self._page, parent, gone, key)
        for change, old in wanted.rewritten:
            found.append(rewriting(self._page, old, change.text))
        for span in wanted.deleted:
            found += deletion(self._page, span)
        return sorted(found)


def _written(text: str, edits: list[Edit]) -> str:
    parts: list[str] = []
    position = 0
    for edit in edits:
        if edit.start < position:
            raise NotPossibleError
        parts += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join((*parts, text[position:]))
