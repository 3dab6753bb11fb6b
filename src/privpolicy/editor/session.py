"""One client, what it has open, and what it was told of that."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lsprotocol import types

from privpolicy.editor.edit import Edit
from privpolicy.editor.findings import Findings, find
from privpolicy.editor.positions import Encoding
from privpolicy.editor.protocol import Lines, Writer, path_of
from privpolicy.editor.workspace import Buffer, Workspace
from privpolicy.loading.discover import is_policy_file
from privpolicy.source.text import SourceText

_NO_LINES = ("",)


@dataclass(frozen=True, slots=True)
class Look:
    """What the linter said of a policy, and of which state of its files."""

    turn: int
    findings: Findings
    buffers: Mapping[Path, Buffer]


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
        before = self._homes()
        self.workspace.put(path, text, version)
        return self._changed(path, before)

    def close(self, uri: str) -> set[Path]:
        """Let a file be what is on the disk, and return the policies that this changes."""
        path = path_of(uri)
        if path is None or path not in self.workspace.buffers:
            return set()
        before = self._homes()
        self.workspace.close(path)
        return self._changed(path, before)

    def disk_changed(self) -> set[Path]:
        """Look at the disk again, and return the policies that this may change: all of them."""
        self.workspace.forget_disk()
        return self._turned({*self._turns, *self._homes().values()})

    def _homes(self) -> dict[Path, Path | None]:
        return {path: self.workspace.home(path) for path in self.workspace.buffers}

    def _changed(self, path: Path, before: Mapping[Path, Path | None]) -> set[Path]:
        """Return the policies of a file that changed, and of every file that is now part of another one."""
        after = {**self._homes(), path: self.workspace.home(path)}
        moved = {one for one in after if one == path or before.get(one, after[one]) != after[one]}
        return self._turned({home for homes in (before, after) for one, home in homes.items() if one in moved})

    def _turned(self, roots: set[Path | None]) -> set[Path]:
        found = {root for root in roots if root is not None}
        for root in found:
            self._turns[root] = self._turns.get(root, 0) + 1
        return found

    # --- Diagnostics ------------------------------------------------------------------------------------------------

    def looking(self, root: Path) -> Callable[[], Look]:
        """Return what looks at a policy as it stands now, and may do so beside everything else."""
        turn, access, buffers = self._turns.get(root, 0), self.workspace.access(root), self.workspace.buffers
        return lambda: Look(turn, find(root, access), buffers)

    def publish(self, root: Path, look: Look) -> Iterator[types.PublishDiagnosticsParams]:
        """Yield what has to be told of a policy, file by file; nothing where it has changed since it was looked at."""
        if look.turn != self._turns.get(root, 0):
            return
        self._looks[root] = look
        writer = self.writer_of(look.findings.seen.sources)
        told = self._told.setdefault(root, {})
        opened = set(self.workspace.open_in(root))
        for path in sorted({*told, *opened, *look.findings.by_file}):
            found = [writer.diagnostic(one, str(path)) for one in look.findings.by_file.get(path, ())]
            is_ours = is_policy_file(path.name) and self.workspace.home(path) in {root, None}
            if is_ours and (path in opened or found != told.get(path, [])):
                buffer = look.buffers.get(path)
                yield types.PublishDiagnosticsParams(writer.uri(path), found, buffer.version if buffer else None)
            told[path] = found
        for path in [path for path, found in told.items() if not found and path not in opened]:
            del told[path]

    def look(self, root: Path) -> Look:
        """Return what the linter says of a policy as it stands now."""
        look = self._looks.get(root)
        if look is None or look.turn != self._turns.get(root, 0):
            look = self._looks[root] = self.looking(root)()
        return look

    # --- Writing ----------------------------------------------------------------------------------------------------

    def writer(self, lines: Lines) -> Writer:
        """Return what writes answers for this client; ``lines`` are those of files by name."""
        return Writer(lines, self.encoding, self._uris)

    def writer_of(self, sources: Mapping[str, SourceText]) -> Writer:
        """Return what writes answers about texts by name of the file."""
        return self.writer(lambda name: sources[name].lines if name in sources else _NO_LINES)

    def workspace_edit(self, edits: Iterable[Edit], writer: Writer) -> types.WorkspaceEdit:
        """Return changes the way this client understands them."""
        return writer.workspace_edit(edits, self._version, versioned=self.versioned)

    def _version(self, path: Path) -> int | None:
        buffer = self.workspace.buffers.get(path)
        return None if buffer is None else buffer.version
