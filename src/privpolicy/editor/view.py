"""A policy as an editor sees it: the files as they stand there, and every id in them, whatever else is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from privpolicy.editor.kinds import BUILT_IN, SECTION_OF, Kind
from privpolicy.editor.occurrences import Occurrence, occurrences
from privpolicy.source.path import NodePath
from privpolicy.syntax import nodes
from privpolicy.syntax.document import Document
from privpolicy.syntax.nodes import Node


@dataclass(frozen=True)
class Sheet:
    """One file: as it stands, and what could be read of it last."""

    document: Document
    last: nodes.Mapping | None = None
    """The root of the last text that could be read, where this one cannot."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as they stand."""
        return self.document.text.lines

    @property
    def is_current(self) -> bool:
        """Whether places in ``root`` are places in the text as it stands."""
        return self.document.root is not None

    @property
    def is_sound(self) -> bool:
        """Whether the text could be read as a whole."""
        return not any(diagnostic.is_error for diagnostic in self.document.diagnostics)

    @property
    def root(self) -> nodes.Mapping | None:
        """What is written, or was when it could be read last."""
        return self.document.root or self.last

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Every id in it."""
        return () if self.root is None else occurrences(self.root)

    def occurrence_at(self, line: int, column: int) -> Occurrence | None:
        """Return the id that stands at a place, its end included; of two that meet there, the one that begins."""
        found = None
        for one in self.occurrences:
            node = one.node
            if node.line == line == node.end_line and node.column <= column <= node.end_column:
                found = one
        return found if self.is_current else None

    def still_stands(self, one: Occurrence) -> bool:
        """Tell whether an id is where it was when the text could be read last."""
        line = self.document.text.line(one.node.line)
        return self.is_current or line[one.node.column - 1 : one.node.end_column - 1].strip("\"'") == one.name


@dataclass(frozen=True)
class View:
    """The files of one policy."""

    root: Path
    sheets: Mapping[Path, Sheet]

    @cached_property
    def _by_id(self) -> Mapping[tuple[Kind, str], tuple[tuple[Path, Occurrence], ...]]:
        found: dict[tuple[Kind, str], list[tuple[Path, Occurrence]]] = {}
        for path, sheet in self.sheets.items():
            for one in sheet.occurrences:
                found.setdefault((one.kind, one.name), []).append((path, one))
        return {key: tuple(several) for key, several in found.items()}

    def of(self, kind: Kind, name: str) -> tuple[tuple[Path, Occurrence], ...]:
        """Return where an id stands, declarations included, by file."""
        return self._by_id.get((kind, name), ())

    def declaration(self, kind: Kind, name: str) -> tuple[Path, Occurrence] | None:
        """Return where an id is declared first."""
        return next((one for one in self.of(kind, name) if one[1].declares), None)

    @cached_property
    def declared(self) -> Mapping[Kind, tuple[str, ...]]:
        """The ids of each kind that the files declare, in the order written."""
        found: dict[Kind, dict[str, None]] = {kind: {} for kind in SECTION_OF}
        for sheet in self.sheets.values():
            for one in sheet.occurrences:
                if one.declares:
                    found[one.kind][one.name] = None
        return {kind: tuple(names) for kind, names in found.items()}

    def names(self, kind: Kind) -> tuple[str, ...]:
        """Return the ids of a kind, the built-in ones first."""
        return (*BUILT_IN.get(kind, ()), *self.declared[kind])

    def undeclared(self, kind: Kind) -> tuple[str, ...]:
        """Return the ids of a kind that are named and not declared."""
        known = frozenset(self.names(kind))
        return tuple(name for one, name in self._by_id if one == kind and name not in known)

    def written(self, kind: Kind, name: str) -> Node | None:
        """Return what is written below the declaration of an id."""
        found = self.declaration(kind, name)
        return None if found is None else node_below(self.sheets[found[0]].root, found[1].path)


def node_below(node: Node | None, path: NodePath) -> Node | None:
    """Return what is written at a path, exactly."""
    for step in path:
        match node:
            case nodes.Mapping() if step in node.entries:
                node = node.entries[str(step)][1]
            case nodes.Sequence() if isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            case _:
                return None
    return node


def texts(node: Node | None) -> Iterator[str]:
    """Yield the texts of a value: its own, or those of its items."""
    match node:
        case nodes.Scalar(text=text):
            yield text
        case nodes.Sequence(items=items):
            for item in items:
                yield from texts(item)
        case _:
            pass
