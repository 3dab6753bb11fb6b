"""Which two policies are meant: folders, files, or what stood at a path in a revision of git."""

import os
import posixpath
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from privpolicy.diagnostics.wording import quote
from privpolicy.diff.errors import DiffError
from privpolicy.diff.git import Repository
from privpolicy.loading.access import DISK, Access

_FORMS = (
    "write `privpolicy diff OLD NEW`: folders, files, revisions such as `main`, `main..HEAD`, or `main:policies/shop`"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where one of two policies is read from, and what its user calls it."""

    label: str
    path: Path
    access: Access = DISK

    @property
    def on_disk(self) -> bool:
        """Whether it is read from the disk, so that a command can name it."""
        return self.access is DISK


def sources(typed: Sequence[str], default: Callable[[], Path], here: Path | None = None) -> tuple[Source, Source]:
    """Return the older and the newer policy that are meant.

    What exists on the disk is a path, whatever revisions there are. ``default`` is the policy where none is named.
    Raises :class:`DiffError`.
    """
    named = _Named(Repository(here or Path.cwd()), default)
    match list(typed):
        case [both, *rest] if ".." in both and len(rest) < 2 and not _exists(both) and ":" not in both:
            return named.between(both, rest[0] if rest else None)
        case [one]:
            return named.against_the_disk(one)
        case [one, other]:
            return named.pair(one, other)
        case [one, other, policy]:
            return named.revisions(one, other, policy)
    raise DiffError("which two policies?", _FORMS)


def revision_source(named: str, here: Path | None = None) -> Source:
    """Return the policy that ``REVISION:PATH`` means; raises :class:`DiffError` where it means none."""
    return _Named(Repository(here or Path.cwd()), Path.cwd).at_revision(named)


@dataclass(frozen=True, slots=True)
class _Named:
    repository: Repository
    default: Callable[[], Path]

    def between(self, both: str, policy: str | None) -> tuple[Source, Source]:
        """Read ``OLD..NEW``, or ``OLD...NEW``: from where the two parted."""
        old, dots, new = both.partition("..." if "..." in both else "..")
        old, new = old or "HEAD", new or "HEAD"
        path = policy if policy is not None else str(self.default())
        if dots == "..":
            return self.revisions(old, new, path)
        within = self._within(path)
        base = self.repository.merge_base(old, new)
        return self._at(base[:12], within), self._at(new, within)

    def against_the_disk(self, one: str) -> tuple[Source, Source]:
        """Read one revision: it is compared with the policy on the disk."""
        if _exists(one):
            raise DiffError(f"{quote(one)} is one policy: which is the other?", _FORMS)
        path = self.default()
        return self._source(one, str(path)), self._disk(str(path))

    def pair(self, one: str, other: str) -> tuple[Source, Source]:
        """Read two policies; a revision without a path means the path of the other, or the policy of the project."""
        paths = [_path_of(text) for text in (one, other)]
        shared = next((path for path in paths if path is not None), None)
        path = shared if shared is not None else str(self.default())
        return self._source(one, path), self._source(other, path)

    def revisions(self, old: str, new: str, policy: str) -> tuple[Source, Source]:
        """Read the same path in two revisions."""
        within = self._within(policy)
        return self._at(old, within), self._at(new, within)

    def _source(self, text: str, path: str) -> Source:
        if _exists(text):
            return self._disk(text)
        if text.partition(":")[0] and ":" in text:
            return self.at_revision(text)
        if _looks_like_a_path(text) and not self._is_revision(text):
            return self._disk(text)
        within = path.partition(":")[2] if not _exists(path) and ":" in path else self._within(path)
        return self._at(text, within)

    def at_revision(self, text: str) -> Source:
        """Read ``REVISION:PATH``: the path counts from the top, or with ``./`` from here, as git has it."""
        revision, _, below = text.partition(":")
        here = below == "." or below.startswith(("./", "../"))
        path = f"{self.repository.prefix()}{below}" if here else below
        return self._at(revision, _inside(posixpath.normpath(path), below))

    def _is_revision(self, text: str) -> bool:
        try:
            return self.repository.knows(text)
        except DiffError:
            return False

    def _disk(self, path: str) -> Source:
        return Source(path, Path(path))

    def _at(self, revision: str, within: str) -> Source:
        access = self.repository.access(revision, within)
        return Source(f"{revision}:{within}", Path(within), access)

    def _within(self, path: str) -> str:
        """Return a path on the disk as a path in the repository."""
        prefix = self.repository.prefix()
        if Path(path).is_absolute():
            top = os.path.realpath(self.repository.top())
            relative = os.path.relpath(os.path.realpath(path), top)
            return _inside(posixpath.normpath(Path(relative).as_posix()), path)
        return _inside(posixpath.normpath(f"{prefix}{Path(path).as_posix()}"), path)


def _inside(path: str, typed: str) -> str:
    if path == ".":
        return ""
    if path == ".." or path.startswith(("../", "/")):
        raise DiffError(f"{quote(typed)} lies outside of the repository", "name a path within it")
    return path


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def _looks_like_a_path(text: str) -> bool:
    return text.endswith((".yaml", ".yml", "/")) or text.startswith((".", "/")) or "/" in text


def _path_of(text: str) -> str | None:
    """Return what stands on the disk, or behind the colon of a revision."""
    if _exists(text):
        return text
    revision, colon, path = text.partition(":")
    return text if colon and revision and path else None
