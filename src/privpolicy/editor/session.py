"""One client and what it has open: its questions in the words of the protocol, answered by plain functions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lsprotocol import types

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.editor.actions import actions, mend_all
from privpolicy.editor.complete import complete
from privpolicy.editor.findings import Findings, find
from privpolicy.editor.hover import hover
from privpolicy.editor.occurrences import Occurrence
from privpolicy.editor.outline import outline
from privpolicy.editor.positions import Encoding
from privpolicy.editor.protocol import Lines, Writer, column_in, path_of
from privpolicy.editor.rename import check_renamable, rename
from privpolicy.editor.target import Target, bare, id_at
from privpolicy.editor.view import View
from privpolicy.editor.workspace import Buffer, Workspace
from privpolicy.lint.report import Report

MEND_ALL = f"{types.CodeActionKind.SourceFixAll.value}.privpolicy"
_NO_LINES = ("",)


@dataclass(frozen=True, slots=True)
class Look:
    """What the linter said of a policy, and of which state of its files."""

    turn: int
    findings: Findings
    buffers: Mapping[Path, Buffer]


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


@dataclass(slots=True)
class Session:
    """The state of one conversation."""

    workspace: Workspace = field(default_factory=Workspace)
    encoding: Encoding = "utf-16"
    versioned: bool = False
    """Whether the client takes changes for a version of a file."""
    _uris: dict[Path, str] = field(default_factory=dict)
    """Files as the client calls them."""
    _turns: dict[Path, int] = field(default_factory=dict)
    """How often something changed in each policy."""
    _looks: dict[Path, Look] = field(default_factory=dict)
    _told: dict[Path, dict[Path, list[types.Diagnostic]]] = field(default_factory=dict)
    """By policy: what the client was told of each file last."""

    # --- What changes -----------------------------------------------------------------------------------------------

    def put(self, uri: str, text: str, version: int | None) -> set[Path]:
        """Take the text of a file, and return the policies that it changes."""
        path = path_of(uri)
        if path is None:
            return set()
        self._uris[path] = uri
        before = self._home_if_open(path)
        self.workspace.put(path, text, version)
        return self._changed({before, self.workspace.home(path)})

    def close(self, uri: str) -> set[Path]:
        """Let a file be what is on the disk, and return the policies that this changes."""
        path = path_of(uri)
        if path is None or path not in self.workspace.buffers:
            return set()
        before = self.workspace.home(path)
        self.workspace.close(path)
        return self._changed({before, self.workspace.home(path)})

    def disk_changed(self) -> set[Path]:
        """Look at the disk again, and return the policies that this may change: all of them."""
        self.workspace.forget_disk()
        return self._changed({*self._turns, *map(self.workspace.home, self.workspace.buffers)})

    def _home_if_open(self, path: Path) -> Path | None:
        return self.workspace.home(path) if path in self.workspace.buffers else None

    def _changed(self, roots: set[Path | None]) -> set[Path]:
        changed = {root for root in roots if root is not None}
        for root in changed:
            self._turns[root] = self._turns.get(root, 0) + 1
        return changed

    # --- Diagnostics ------------------------------------------------------------------------------------------------

    def look(self, root: Path) -> Look:
        """Look at a policy as it stands now; may run beside everything else."""
        turn, buffers = self._turns.get(root, 0), self.workspace.buffers
        return Look(turn, find(root, self.workspace.access(root)), buffers)

    def publish(self, root: Path, look: Look) -> Iterator[types.PublishDiagnosticsParams]:
        """Yield what has to be told of a policy, file by file; nothing where it has changed since it was looked at."""
        if look.turn != self._turns.get(root, 0):
            return
        self._looks[root] = look
        sources = look.findings.seen.sources
        writer = self._writer(lambda name: sources[name].lines if name in sources else _NO_LINES)
        told = self._told.setdefault(root, {})
        opened = set(self.workspace.open_in(root))
        for path in sorted({*told, *opened, *look.findings.by_file}):
            found = [writer.diagnostic(one, str(path)) for one in look.findings.by_file.get(path, ())]
            if path in opened or found != told.get(path, []):
                buffer = look.buffers.get(path)
                yield types.PublishDiagnosticsParams(writer.uri(path), found, buffer.version if buffer else None)
            told[path] = found
        for path in [path for path, found in told.items() if not found and path not in opened]:
            del told[path]

    def trouble(self, root: Path) -> str | None:
        """Return why the linter could not look at a policy."""
        look = self._looks.get(root)
        return None if look is None else look.findings.trouble

    def _report(self, root: Path) -> Report | None:
        """Return what the linter says of a policy as it stands now."""
        look = self._looks.get(root)
        if look is None or look.turn != self._turns.get(root, 0):
            look = self._looks[root] = self.look(root)
        return look.findings.seen if isinstance(look.findings.seen, Report) else None

    # --- Questions --------------------------------------------------------------------------------------------------

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        """Tell what is known of a word."""
        spot = self._spot(params)
        found = None if spot is None else hover(spot.view, spot.path, spot.line, spot.column)
        if spot is None or found is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, found.text)
        return types.Hover(content, self._writer_of(spot.view).range(found.span))

    def completion(self, params: types.CompletionParams) -> types.CompletionList | None:
        """Tell what may be typed."""
        spot = self._spot(params)
        found = None if spot is None else complete(spot.view, spot.path, spot.line, spot.column)
        return None if spot is None or found is None else self._writer_of(spot.view).completions(found)

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
        root = None if path is None else self.workspace.home(path)
        if path is None or root is None:
            return None
        view = self.workspace.view(root)
        return self._writer_of(view).symbols(outline(view.sheets[path])) if path in view.sheets else None

    def prepare_rename(self, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        """Tell what would be renamed; raises :class:`RenameError`."""
        found = self._id_at(params)
        if found is None:
            return None
        spot, target = found
        check_renamable(spot.view, target.kind, target.name)
        return types.PrepareRenamePlaceholder(self._writer_of(spot.view).range(target.span), target.name)

    def rename(self, params: types.RenameParams) -> types.WorkspaceEdit | None:
        """Return what has to change for an id to have another name; raises :class:`RenameError`."""
        found = self._id_at(params)
        if found is None:
            return None
        spot, target = found
        edits = rename(spot.view, target.kind, target.name, params.new_name)
        return self._writer_of(spot.view).workspace_edit(edits, self._version, versioned=self.versioned)

    def code_actions(self, params: types.CodeActionParams) -> list[types.CodeAction] | None:
        """Tell what can be done about the diagnostics in a stretch of a file."""
        path = path_of(params.text_document.uri)
        root = None if path is None else self.workspace.home(path)
        report = None if root is None else self._report(root)
        if path is None or root is None or report is None:
            return None
        here = self._looks[root].findings.by_file.get(path, ())
        sources = report.sources
        writer = self._writer(lambda name: sources[name].lines if name in sources else _NO_LINES)
        found: list[types.CodeAction] = []
        if _wanted(types.CodeActionKind.QuickFix.value, params.context.only):
            for one in here:
                shown = writer.diagnostic(one, str(path))
                if _meet(shown.range, params.range):
                    found += self._quick_fixes(writer, report, one, shown)
        if params.context.only is not None and _wanted(MEND_ALL, params.context.only):
            edits = mend_all(report, here)
            if edits:
                change = writer.workspace_edit(edits, self._version, versioned=self.versioned)
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
                edit=writer.workspace_edit(action.edits, self._version, versioned=self.versioned),
                is_preferred=True if action.sure else None,
            )

    # --- Places -----------------------------------------------------------------------------------------------------

    def _spot(self, params: _Asked) -> _Spot | None:
        """Return the place that a question is about; ``None`` where it is in no policy."""
        path = path_of(params.text_document.uri)
        root = None if path is None else self.workspace.home(path)
        if path is None or root is None:
            return None
        view = self.workspace.view(root)
        if path not in view.sheets:
            return None
        return _Spot(view, path, *column_in(view.sheets[path].lines, params.position, self.encoding))

    def _id_at(self, params: _Asked) -> tuple[_Spot, Target] | None:
        spot = self._spot(params)
        found = None if spot is None else id_at(spot.view, spot.path, spot.line, spot.column)
        return None if spot is None or found is None else (spot, found)

    def _location(self, view: View, path: Path, one: Occurrence) -> types.Location:
        return self._writer_of(view).location(bare(view.sheets[path], one.span))

    def _writer_of(self, view: View) -> Writer:
        return self._writer(lambda name: view.sheets[Path(name)].lines)

    def _writer(self, lines: Lines) -> Writer:
        return Writer(lines, self.encoding, self._uris)

    def _version(self, path: Path) -> int | None:
        buffer = self.workspace.buffers.get(path)
        return None if buffer is None else buffer.version


def _wanted(kind: str, only: Sequence[types.CodeActionKind | str] | None) -> bool:
    """Tell whether a kind of action is asked for: itself, or one that it belongs to."""
    if only is None:
        return True
    asked = (one.value if isinstance(one, types.CodeActionKind) else one for one in only)
    return any(one in {"", kind} or kind.startswith(f"{one}.") for one in asked)


def _meet(one: types.Range, other: types.Range) -> bool:
    return one.start <= other.end and other.start <= one.end
