"""An editor of our own: starts the language server as a program and speaks the protocol with it over its pipes."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LONG = 60.0
"""More than any answer takes, on a machine that does much else."""

Json = Any


class AnswerError(Exception):
    """The server answered with an error."""


class Client:
    """One conversation. Diagnostics are kept by file as they come."""

    def __init__(self, root: Path, **capabilities: Json) -> None:
        self.root = root
        self.capabilities = capabilities
        self.diagnostics: dict[str, list[Json]] = {}
        self.versions: dict[str, int | None] = {}
        self.messages: list[str] = []
        self.registered: list[Json] = []
        self._heard: queue.Queue[Json] = queue.Queue()
        self._number = 0
        self._process = subprocess.Popen(  # this very program
            [sys.executable, "-m", "privpolicy", "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self) -> Json:
        folders = [{"uri": self.root.as_uri(), "name": self.root.name}]
        found = self.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": self.root.as_uri(),
                "workspaceFolders": folders,
                "capabilities": self.capabilities,
            },
        )
        self.tell("initialized", {})
        return found

    def stop(self) -> int:
        self.ask("shutdown", None)
        self.tell("exit", None)
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(LONG)

    def hang_up(self) -> int:
        """Go without a good-bye."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(LONG)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    # --- Speaking -----------------------------------------------------------------------------------------------

    def tell(self, method: str, params: Json) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Json) -> Json:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                if "error" in message:
                    raise AnswerError(message["error"]["message"])
                return message["result"]

    def open(self, path: Path, text: str | None = None) -> None:
        text = path.read_text(encoding="utf-8") if text is None else text
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def change(self, path: Path, text: str, version: int) -> None:
        params = {"textDocument": {"uri": path.as_uri(), "version": version}, "contentChanges": [{"text": text}]}
        self.tell("textDocument/didChange", params)

    def close(self, path: Path) -> None:
        self.tell("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})

    def at(self, method: str, path: Path, place: tuple[int, int], **more: Json) -> Json:
        position = {"line": place[0], "character": place[1]}
        return self.ask(method, {"textDocument": {"uri": path.as_uri()}, "position": position, **more})

    def actions(self, path: Path, place: tuple[int, int], **context: Json) -> list[Json]:
        position = {"line": place[0], "character": place[1]}
        params = {
            "textDocument": {"uri": path.as_uri()},
            "range": {"start": position, "end": position},
            "context": {"diagnostics": [], **context},
        }
        found: list[Json] = self.ask("textDocument/codeAction", params) or []
        return found

    # --- Listening ----------------------------------------------------------------------------------------------

    def told(self, path: Path, version: int | None) -> list[Json]:
        """Wait for what is told of a version of a file."""
        uri = path.as_uri()
        while self.versions.get(uri, -1) != version:
            self._next()
        return self.diagnostics[uri]

    def until(self, holds: Any) -> None:
        """Listen until something holds."""
        while not holds():
            self._next()

    def codes(self, path: Path) -> list[str]:
        return [one["code"] for one in self.diagnostics.get(path.as_uri(), [])]

    def _next(self) -> Json:
        message = self._heard.get(timeout=LONG)
        if message is None:
            raise EOFError
        match message.get("method"):
            case "textDocument/publishDiagnostics":
                params = message["params"]
                self.diagnostics[params["uri"]] = params["diagnostics"]
                self.versions[params["uri"]] = params.get("version")
            case "window/showMessage":
                self.messages.append(message["params"]["message"])
            case "client/registerCapability":
                self.registered += message["params"]["registrations"]
                self._send({"id": message["id"], "result": None})
        return message

    def _send(self, message: Json) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self._process.stdin.flush()

    def _listen(self) -> None:
        out = self._process.stdout
        assert out is not None
        while header := out.readline():
            length = int(header.split(b":")[1])
            while out.readline().strip():
                pass
            self._heard.put(json.loads(out.read(length)))
        self._heard.put(None)


@contextmanager
def client(root: Path, **capabilities: Json) -> Iterator[Client]:
    """Start a conversation, and let no server live on."""
    one = Client(root, **capabilities)
    try:
        one.start()
        yield one
    finally:
        one.kill()
