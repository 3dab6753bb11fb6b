"""What a file declares, section by section."""

from collections.abc import Iterator
from dataclasses import dataclass

from privpolicy.editor.kinds import SECTIONS, Kind
from privpolicy.editor.view import Sheet
from privpolicy.source.span import Span
from privpolicy.syntax.nodes import Mapping, Node, Scalar


@dataclass(frozen=True, slots=True)
class Entry:
    """A section or a declaration: its key, all of it, and what it holds."""

    name: str
    kind: Kind | None
    key: Span
    whole: Span
    below: tuple["Entry", ...] = ()


def outline(sheet: Sheet) -> tuple[Entry, ...]:
    """Return the sections of a file with what they declare; nothing while it cannot be read."""
    return tuple(_sections(sheet.document.root)) if sheet.document.root is not None else ()


def _sections(root: Mapping) -> Iterator[Entry]:
    for section, (key, value) in root.entries.items():
        kind = SECTIONS.get(section)
        entries = value.entries if isinstance(value, Mapping) and kind is not None else {}
        below = tuple(Entry(name, kind, one.span, _whole(one, node)) for name, (one, node) in entries.items())
        yield Entry(section, None, key.span, _whole(key, value), below)


def _whole(key: Scalar, value: Node) -> Span:
    end = max((key.end_line, key.end_column), (value.end_line, value.end_column))
    return Span(key.file, key.line, key.column, *end)
