"""The language server: the one module that sees pygls. It hears questions, and tells diagnostics when they are due."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from privpolicy import __version__
from privpolicy.editor.answers import MEND_ALL, Answers
from privpolicy.editor.positions import Encoding
from privpolicy.editor.protocol import path_of
from privpolicy.editor.rename import RenameError
from privpolicy.editor.session import Session

PAUSE = 0.15
"""How long nobody must have typed before diagnostics are worked out, in seconds."""
_WATCHED = ("**/*.{yaml,yml}", "**/pyproject.toml", "**/privpolicy.toml")
_REQUEST_FAILED = -32803


def serve() -> int:
    """Speak with an editor over standard input and output until it says good-bye; return the exit code.

    That is 0 after an orderly shutdown and 1 otherwise, as the protocol asks.
    """
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # what goes wrong is told to the client
    desk = Desk()
    # Whatever is printed by accident must not end up between two messages.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as out, contextlib.redirect_stdout(sys.stderr):
        desk.server.start_io(sys.stdin.buffer, out)
    return 0 if desk.said_goodbye else 1


@dataclass(slots=True)
class Desk:
    """A server with its session, and the looks at policies that are due."""

    session: Session = field(default_factory=Session)
    said_goodbye: bool = False
    server: LanguageServer = field(init=False)
    _due: dict[Path, asyncio.Task[None]] = field(default_factory=dict)
    _worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "look"))
    _troubles: dict[Path, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.server = LanguageServer("privpolicy", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        for method, hear, options in (*self._notices(), *self._questions()):
            self._register(method, hear, options)

    def _register(self, method: str, hear: Callable[[Any], Any], options: object) -> None:
        def handler(params: Any = None) -> Any:
            return hear(params)

        self.server.feature(method, options)(handler)

    def _notices(self) -> Iterable[tuple[str, Callable[[Any], Any], object]]:
        """Return what is heard and not answered."""
        yield types.INITIALIZE, self._start, None
        yield types.INITIALIZED, self._watch_disk, None
        yield types.TEXT_DOCUMENT_DID_OPEN, self._opened, None
        yield types.TEXT_DOCUMENT_DID_CHANGE, self._changed, None
        yield types.TEXT_DOCUMENT_DID_CLOSE, self._closed, None
        yield types.TEXT_DOCUMENT_DID_SAVE, self._disk_changed, types.SaveOptions(include_text=False)
        yield types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._disk_changed, None
        yield types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, self._folders_changed, None
        yield types.SHUTDOWN, self._end, None

    def _questions(self) -> Iterable[tuple[str, Callable[[Any], Any], object]]:
        """Return what is answered."""
        answers = Answers(self.session)
        triggers = types.CompletionOptions(trigger_characters=[" ", "[", "{", ",", "."])
        kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, MEND_ALL])
        yield types.TEXT_DOCUMENT_HOVER, answers.hover, None
        yield types.TEXT_DOCUMENT_COMPLETION, answers.completion, triggers
        yield types.TEXT_DOCUMENT_DEFINITION, answers.definition, None
        yield types.TEXT_DOCUMENT_REFERENCES, answers.references, None
        yield types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, answers.highlights, None
        yield types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, answers.symbols, None
        yield types.TEXT_DOCUMENT_CODE_ACTION, answers.code_actions, kinds
        yield types.TEXT_DOCUMENT_PREPARE_RENAME, _failing(answers.prepare_rename), None
        yield types.TEXT_DOCUMENT_RENAME, _failing(answers.rename), types.RenameOptions(prepare_provider=True)

    # --- What is heard ----------------------------------------------------------------------------------------------

    def _start(self, params: types.InitializeParams) -> None:
        folders = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
        self.session.workspace.folders = tuple(path for uri in folders if (path := path_of(uri)) is not None)
        agreed = self.server.workspace.position_encoding
        for encoding in get_args(Encoding):
            if getattr(agreed, "value", agreed) == encoding:
                self.session.encoding = encoding
        workspace = params.capabilities.workspace
        edit = workspace.workspace_edit if workspace is not None else None
        self.session.versioned = bool(edit is not None and edit.document_changes)

    def _watch_disk(self, _: types.InitializedParams) -> None:
        workspace = self.server.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace is not None else None
        if watched is None or not watched.dynamic_registration:
            return
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(one) for one in _WATCHED])
        registration = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        self.server.client_register_capability(types.RegistrationParams([registration]))

    def _opened(self, params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        roots = self.session.put(document.uri, document.text, document.version)
        self._look_at(roots, pause=0)
        if not roots:
            self._tell(types.PublishDiagnosticsParams(document.uri, [], document.version))

    def _changed(self, params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        text = self.server.workspace.get_text_document(uri).source
        self._look_at(self.session.put(uri, text, params.text_document.version), PAUSE)

    def _closed(self, params: types.DidCloseTextDocumentParams) -> None:
        self._look_at(self.session.close(params.text_document.uri), pause=0)

    def _disk_changed(self, _: object) -> None:
        self._look_at(self.session.disk_changed(), PAUSE)

    def _folders_changed(self, _: types.DidChangeWorkspaceFoldersParams) -> None:
        uris = [folder.uri for folder in self.server.workspace.folders.values()]
        self.session.workspace.folders = tuple(path for uri in uris if (path := path_of(uri)) is not None)
        self._disk_changed(None)

    def _end(self, _: object) -> None:
        self.said_goodbye = True
        for task in self._due.values():
            task.cancel()
        self._worker.shutdown(wait=False, cancel_futures=True)

    # --- What is told -----------------------------------------------------------------------------------------------

    def _look_at(self, roots: Iterable[Path], pause: float) -> None:
        """Work out what is to be told of some policies, once nobody has typed for a while."""
        for root in roots:
            if (task := self._due.get(root)) is not None:
                task.cancel()
            self._due[root] = asyncio.get_running_loop().create_task(self._look(root, pause))

    async def _look(self, root: Path, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            look = await asyncio.get_running_loop().run_in_executor(self._worker, self.session.looking(root))
        except Exception as error:  # noqa: BLE001  # a fault of ours must not end the conversation
            self._complain(root, f"a fault of privpolicy itself: {type(error).__name__}: {error}")
            return
        for params in self.session.publish(root, look):
            self._tell(params)
        self._complain(root, look.findings.trouble)

    def _tell(self, params: types.PublishDiagnosticsParams) -> None:
        self.server.text_document_publish_diagnostics(params)

    def _complain(self, root: Path, trouble: str | None) -> None:
        """Say once why the linter cannot look."""
        if trouble is None:
            self._troubles.pop(root, None)
        elif self._troubles.get(root) != trouble:
            self._troubles[root] = trouble
            self.server.window_show_message(types.ShowMessageParams(types.MessageType.Error, f"privpolicy: {trouble}"))


def _failing(answer: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let a question whose answer is no say why."""

    def answered(params: Any) -> Any:
        try:
            return answer(params)
        except RenameError as error:
            raise JsonRpcException(str(error), _REQUEST_FAILED) from None

    return answered
