"""What stands at a place of a file: the id that is meant, whether the file can be read at the moment or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from privpolicy.editor.cursor import Cursor, word_at
from privpolicy.editor.grammar import RESERVED, declares, place_at
from privpolicy.editor.kinds import Kind
from privpolicy.editor.view import Sheet, View
from privpolicy.source.span import Span


@dataclass(frozen=True, slots=True)
class Target:
    """An id, and where it stands, without quotes."""

    kind: Kind
    name: str
    span: Span


def id_at(view: View, path: Path, line: int, column: int) -> Target | None:
    """Return the id at a place of a file; of two that meet there, the one that begins."""
    sheet = view.sheets.get(path)
    if sheet is None:
        return None
    if sheet.is_current:
        found = sheet.occurrence_at(line, column)
        return None if found is None else Target(found.kind, found.name, bare(sheet, found.span))
    cursor = word_at(sheet.lines, line, column)
    if cursor is None or not cursor.word:
        return None
    span = Span(sheet.document.text.file, cursor.line, cursor.start, cursor.line, cursor.end)
    kinds = (kind for kind in kinds_meant(cursor) if cursor.word in view.names(kind))
    return next((Target(kind, cursor.word, span) for kind in kinds), None)


def kinds_meant(cursor: Cursor) -> Iterator[Kind]:
    """Yield the kinds of id that a word which is being typed may be of."""
    place = place_at(cursor.path)
    if cursor.at != "key":
        yield from place.kinds if not (cursor.at == "either" and place.is_list) else ()
    if cursor.at != "value":
        if (kind := declares((*cursor.path, cursor.word))) is not None:
            yield kind
        elif place.is_condition and cursor.word not in RESERVED:
            yield "fact"


def bare(sheet: Sheet, span: Span) -> Span:
    """Return where a text stands without the quotes around it."""
    text = sheet.document.text.line(span.line)
    if span.line == span.end_line and text[span.column - 1 : span.column] in {'"', "'"}:
        return Span(span.file, span.line, span.column + 1, span.end_line, span.end_column - 1)
    return span
