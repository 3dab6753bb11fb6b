"""Answers in the words of the Language Server Protocol: files as URIs, places as lines and columns from zero."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from lsprotocol import types

from privpolicy.diagnostics.codes import Severity
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.editor.complete import Candidate, Completion
from privpolicy.editor.edit import Edit
from privpolicy.editor.known_law import reference
from privpolicy.editor.outline import Entry
from privpolicy.editor.positions import Encoding, to_column, to_units
from privpolicy.source.span import Span

Lines = Callable[[str], tuple[str, ...]]
"""Returns the lines of a file by its name."""

SOURCE = "privpolicy"
_SEVERITIES: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}
_ITEM_KINDS = {
    "id": types.CompletionItemKind.Reference,
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.EnumMember,
    "code": types.CompletionItemKind.Constant,
}


def path_of(uri: str) -> Path | None:
    """Return the file that a URI names, if it names one."""
    parts = urlsplit(uri)
    if parts.scheme != "file" or parts.netloc not in {"", "localhost"}:
        return None
    return Path(url2pathname(parts.path))


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes answers for one client: as it counts columns, and with the URIs that it uses itself."""

    lines: Lines
    encoding: Encoding
    uris: dict[Path, str]

    def uri(self, path: Path) -> str:
        """Return the URI of a file."""
        return self.uris.get(path) or path.as_uri()

    def position(self, file: str, line: int, column: int) -> types.Position:
        """Return a place of a file; one beyond the text is its end."""
        lines = self.lines(file)
        if line > len(lines):
            line, column = len(lines), len(lines[-1]) + 1
        text = lines[line - 1]
        return types.Position(max(line - 1, 0), to_units(text, max(column, 1), self.encoding))

    def range(self, span: Span) -> types.Range:
        """Return a stretch of a file."""
        start = self.position(span.file, span.line, span.column)
        return types.Range(start, self.position(span.file, span.end_line, span.end_column))

    def location(self, span: Span) -> types.Location:
        """Return a stretch of a file with the file."""
        return types.Location(self.uri(Path(span.file)), self.range(span))

    def diagnostic(self, one: Diagnostic, file: str) -> types.Diagnostic:
        """Return a diagnostic of a file; one without a place stands at its start."""
        span = one.span if one.span is not None and one.span.file == file else Span(file, 1, 1, 1, 1)
        said = one.message if one.help is None else f"{one.message}\n{one.help}"
        link = next((iri for citation in one.cites if (iri := reference(citation)) is not None), None)
        return types.Diagnostic(
            range=self.range(self._visible(span)),
            message=said,
            severity=_SEVERITIES[one.severity],
            code=one.code.id,
            code_description=types.CodeDescription(link) if link is not None else None,
            source=SOURCE,
            related_information=[
                types.DiagnosticRelatedInformation(self.location(related.span), related.message)
                for related in one.related
                if related.span.file
            ]
            or None,
            tags=[types.DiagnosticTag.Unnecessary] if one.code.name.startswith("unused-") else None,
        )

    def _visible(self, span: Span) -> Span:
        """Cut what reaches over several lines back to its first: an editor underlines all of it."""
        if span.line == span.end_line:
            return span
        lines = self.lines(span.file)
        width = len(lines[span.line - 1]) if span.line <= len(lines) else 0
        return Span(span.file, span.line, span.column, span.line, max(width + 1, span.column))

    def completions(self, found: Completion) -> types.CompletionList:
        """Return what may be typed, in the order given."""
        where = self.range(found.span)
        items = [self._item(number, one, where) for number, one in enumerate(found.candidates)]
        return types.CompletionList(is_incomplete=not found.whole, items=items)

    def _item(self, number: int, one: Candidate, where: types.Range) -> types.CompletionItem:
        return types.CompletionItem(
            label=one.label,
            kind=_ITEM_KINDS[one.what],
            detail=one.kind or one.what,
            documentation=one.detail,
            sort_text=f"{number:04}",
            filter_text=one.label,
            text_edit=types.TextEdit(where, one.text),
        )

    def symbols(self, entries: Iterable[Entry]) -> list[types.DocumentSymbol]:
        """Return what a file declares."""
        return [
            types.DocumentSymbol(
                name=one.name,
                kind=types.SymbolKind.Namespace if one.kind is None else types.SymbolKind.Object,
                range=self.range(one.whole),
                selection_range=self.range(one.key),
                detail=one.kind,
                children=self.symbols(one.below),
            )
            for one in entries
        ]

    def workspace_edit(
        self, edits: Iterable[Edit], versions: Callable[[Path], int | None], *, versioned: bool
    ) -> types.WorkspaceEdit:
        """Return changes by file, with the versions that they are meant for where the client understands these."""
        by_file: dict[Path, list[types.TextEdit]] = {}
        for edit in edits:
            by_file.setdefault(Path(edit.span.file), []).append(types.TextEdit(self.range(edit.span), edit.text))
        if not versioned:
            return types.WorkspaceEdit(changes={self.uri(path): several for path, several in by_file.items()})
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(self.uri(path), versions(path)), several
                )
                for path, several in by_file.items()
            ]
        )


def column_in(lines: tuple[str, ...], position: types.Position, encoding: Encoding) -> tuple[int, int]:
    """Return a place that a client names, line and column counted from one; never beyond the text."""
    if position.line >= len(lines):
        return len(lines), len(lines[-1]) + 1
    return position.line + 1, to_column(lines[position.line], position.character, encoding)
