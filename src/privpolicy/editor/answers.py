"""The questions of a client about places in files, answered by plain functions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lsprotocol import types

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.editor.actions import actions, mend_all
from privpolicy.editor.complete import complete
from privpolicy.editor.hover import hover
from privpolicy.editor.occurrences import Occurrence
from privpolicy.editor.outline import outline
from privpolicy.editor.protocol import Writer, column_in, path_of
from privpolicy.editor.rename import check_renamable, rename
from privpolicy.editor.session import Session
from privpolicy.editor.target import Target, bare, id_at
from privpolicy.editor.view import View
from privpolicy.lint.report import Report

MEND_ALL = f"{types.CodeActionKind.SourceFixAll.value}.privpolicy"
"""The kind of action that makes all fixes of a file."""


class _Asked(Protocol):
    """A question about a place."""

    @property
    def text_document(self) -> types.TextDocumentIdentifier: ...

    @property
    def position(self) -> types.Position: ...


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place of a file that is part of a policy."""

    view: View
    path: Path
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Answers:
    """What can be asked in a session."""

    session: Session

    # --- Questions --------------------------------------------------------------------------------------------------

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        """Tell what is known of a word."""
        spot = self._spot(params)
        found = None if spot is None else hover(spot.view, spot.path, spot.line, spot.column)
        if spot is None or found is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, found.text)
        return types.Hover(content, self._writer(spot.view).range(found.span))

    def completion(self, params: types.CompletionParams) -> types.CompletionList | None:
        """Tell what may be typed."""
        spot = self._spot(params)
        found = None if spot is None else complete(spot.view, spot.path, spot.line, spot.column)
        return None if spot is None or found is None else self._writer(spot.view).completions(found)

    def definition(self, params: types.DefinitionParams) -> list[types.Location] | None:
        """Tell where an id is declared."""
        found = self._id_at(params)
        if found is None:
            return None
        spot, target = found
        return [
            self._location(spot.view, path, one)
            for path, one in spot.view.of(target.kind, target.name)
            if one.declares and spot.view.sheets[path].still_stands(one)
        ]

    def references(self, params: types.ReferenceParams) -> list[types.Location] | None:
        """Tell where an id is named."""
        found = self._id_at(params)
        if found is None:
            return None
        spot, target = found
        return [
            self._location(spot.view, path, one)
            for path, one in spot.view.of(target.kind, target.name)
            if spot.view.sheets[path].still_stands(one) and (params.context.include_declaration or not one.declares)
        ]

    def highlights(self, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        """Tell where an id stands in the same file."""
        found = self._id_at(params)
        if found is None:
            return None
        spot, target = found
        return [
            types.DocumentHighlight(
                self._location(spot.view, path, one).range,
                types.DocumentHighlightKind.Write if one.declares else types.DocumentHighlightKind.Read,
            )
            for path, one in spot.view.of(target.kind, target.name)
            if path == spot.path and spot.view.sheets[path].still_stands(one)
        ]

    def symbols(self, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        """Tell what a file declares."""
        path = path_of(params.text_document.uri)
        root = None if path is None else self.session.workspace.home(path)
        if path is None or root is None:
            return None
        view = self.session.workspace.view(root)
        return self._writer(view).symbols(outline(view.sheets[path])) if path in view.sheets else None

    def prepare_rename(self, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        """Tell what would be renamed; raises :class:`RenameError`."""
        found = self._id_at(params)
        if found is None:
            return None
        spot, target = found
        check_renamable(spot.view, target.kind, target.name)
        return types.PrepareRenamePlaceholder(self._writer(spot.view).range(target.span), target.name)

    def rename(self, params: types.RenameParams) -> types.WorkspaceEdit | None:
        """Return what has to change for an id to have another name; raises :class:`RenameError`."""
        found = self._id_at(params)
        if found is None:
            return None
        spot, target = found
        edits = rename(spot.view, target.kind, target.name, params.new_name)
        return self.session.workspace_edit(edits, self._writer(spot.view))

    def code_actions(self, params: types.CodeActionParams) -> list[types.CodeAction] | None:
        """Tell what can be done about the diagnostics in a stretch of a file."""
        path = path_of(params.text_document.uri)
        root = None if path is None else self.session.workspace.home(path)
        look = None if root is None else self.session.look(root)
        if path is None or look is None or not isinstance(look.findings.seen, Report):
            return None
        report = look.findings.seen
        here = look.findings.by_file.get(path, ())
        writer = self.session.writer_of(report.sources)
        found: list[types.CodeAction] = []
        if _wanted(types.CodeActionKind.QuickFix.value, params.context.only):
            for one in here:
                shown = writer.diagnostic(one, str(path))
                if _meet(shown.range, params.range):
                    found += self._quick_fixes(writer, report, one, shown)
        if params.context.only is not None and _wanted(MEND_ALL, params.context.only):
            edits = mend_all(report, here)
            if edits:
                change = self.session.workspace_edit(edits, writer)
                found.append(types.CodeAction("Mend all that can be mended", kind=MEND_ALL, edit=change))
        return found

    def _quick_fixes(
        self, writer: Writer, report: Report, one: Diagnostic, shown: types.Diagnostic
    ) -> Iterator[types.CodeAction]:
        for action in actions(report, one):
            yield types.CodeAction(
                title=action.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[shown],
                edit=self.session.workspace_edit(action.edits, writer),
                is_preferred=True if action.sure else None,
            )

    # --- Places -----------------------------------------------------------------------------------------------------

    def _spot(self, params: _Asked) -> _Spot | None:
        """Return the place that a question is about; ``None`` where it is in no policy."""
        path = path_of(params.text_document.uri)
        root = None if path is None else self.session.workspace.home(path)
        if path is None or root is None:
            return None
        view = self.session.workspace.view(root)
        if path not in view.sheets:
            return None
        return _Spot(view, path, *column_in(view.sheets[path].lines, params.position, self.session.encoding))

    def _id_at(self, params: _Asked) -> tuple[_Spot, Target] | None:
        spot = self._spot(params)
        found = None if spot is None else id_at(spot.view, spot.path, spot.line, spot.column)
        return None if spot is None or found is None else (spot, found)

    def _location(self, view: View, path: Path, one: Occurrence) -> types.Location:
        return self._writer(view).location(bare(view.sheets[path], one.span))

    def _writer(self, view: View) -> Writer:
        return self.session.writer(lambda name: view.sheets[Path(name)].lines)


def _wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Tell whether a kind of action is asked for: itself, or one that it belongs to."""
    if only is None:
        return True
    asked = (one.value if isinstance(one, types.CodeActionKind) else one for one in only)
    return any(one in {"", kind} or kind.startswith(f"{one}.") for one in asked)


def _meet(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end
