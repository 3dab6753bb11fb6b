"""The files that are open in an editor, laid over those on the disk, and the policies that they are part of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.editor.home import has_header, policy_of
from privpolicy.editor.view import Sheet, View
from privpolicy.loading.access import DISK, Access
from privpolicy.loading.discover import LARGEST, Discovered, PolicyFile, shown


@dataclass(frozen=True, slots=True)
class Buffer:
    """The text of a file that is open, and how often it was changed, as the editor counts."""

    text: str
    version: int | None = None

    @property
    def data(self) -> bytes:
        """The bytes that saving would write."""
        return self.text.encode("utf-8", "surrogatepass")


@dataclass(slots=True)
class Workspace:
    """What is open. Everything else is worked out when it is asked for, and read only where something changed."""

    folders: tuple[Path, ...] = ()
    buffers: Mapping[Path, Buffer] = field(default_factory=dict)
    """Replaced as a whole when something changes, so that whoever looks at it meanwhile sees one state."""
    _sheets: dict[str, tuple[bytes, Sheet]] = field(default_factory=dict)
    """By name of the file: what was read last, and of which bytes."""
    _homes: dict[Path, Path | None] = field(default_factory=dict)

    def put(self, path: Path, text: str, version: int | None = None) -> None:
        """Take the text of a file that was opened or changed."""
        known = self.buffers.get(path)
        self.buffers = {**self.buffers, path: Buffer(text, version)}
        if known is None or has_header(known.text) != has_header(text):
            self._homes.clear()

    def close(self, path: Path) -> None:
        """Let a file be again what is on the disk."""
        self.buffers = {one: buffer for one, buffer in self.buffers.items() if one != path}
        self._homes.clear()

    def forget_disk(self) -> None:
        """Ask the disk again where policies are: something there has changed."""
        self._homes.clear()

    def home(self, path: Path) -> Path | None:
        """Return the policy that a file is part of."""
        if path in self._homes:
            return self._homes[path]
        buffers = self.buffers
        found = policy_of(path, lambda file: buffers[file].text if file in buffers else None, buffers, self.folders)
        self._homes[path] = found
        return found

    def open_in(self, root: Path) -> tuple[Path, ...]:
        """Return the open files of a policy."""
        return tuple(path for path in self.buffers if self.home(path) == root)

    def access(self, root: Path) -> Access:
        """Return how to read a policy as it stands now, unsaved texts included."""
        unsaved = {path: self.buffers[path].data for path in self.open_in(root)}

        def discover(path: Path) -> Discovered:
            return _with_unsaved(path, DISK.discover(path), unsaved)

        def read(file: PolicyFile) -> bytes | Diagnostic:
            data = unsaved.get(file.path)
            return DISK.read(file) if data is None or len(data) > LARGEST else data

        return Access(discover, read, lambda data, name: self._sheet(data, name).document)

    def view(self, root: Path) -> View:
        """Return the files of a policy as they stand now."""
        access = self.access(root)
        found: dict[Path, Sheet] = {}
        for file in access.discover(root).files:
            data = access.read(file)
            if isinstance(data, bytes):
                found[file.path] = self._sheet(data, file.name)
        return View(root, found)

    def _sheet(self, data: bytes, name: str) -> Sheet:
        """Read a file, unless it was read already and is the same."""
        known, sheet = self._sheets.get(name, (b"", None))
        if sheet is None or known != data:
            sheet = Sheet(DISK.parse(data, name), None if sheet is None else sheet.root)
            self._sheets[name] = (data, sheet)
        return sheet


def _with_unsaved(root: Path, found: Discovered, unsaved: Mapping[Path, bytes]) -> Discovered:
    """Add the files that are open and not saved yet."""
    known = {file.path for file in found.files}
    new = [path for path in unsaved if path not in known]
    if not new:
        return found
    added = (
        PolicyFile(path, path.relative_to(root).as_posix() if path != root else path.name, shown(path)) for path in new
    )
    files = sorted((*found.files, *added), key=lambda file: file.relative)
    rest = (one for one in found.diagnostics if one.code.name not in {"no-policy-files", "missing-path"})
    return Discovered(tuple(files), tuple(rest), looked=True)
