"""A policy in a revision of a git repository, read from its objects: nothing is checked out or written.

Git is given a list of arguments and never a shell; what a user typed stands behind ``--end-of-options``, and from then
on only names of objects that git itself told are used.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.wording import quote
from privpolicy.diff.errors import DiffError
from privpolicy.loading.access import Access
from privpolicy.loading.discover import LARGEST, Discovered, PolicyFile, is_policy_file
from privpolicy.source.span import Span

_LINK, _MODULE = "120000", "160000"
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
"""Git only reads, asks nobody and fetches nothing."""


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository around a folder."""

    folder: Path
    """Where git is started."""

    def prefix(self) -> str:
        """Return the path of the folder in the repository, with a slash at its end, or nothing at the top.

        Raises :class:`DiffError` where there is no repository.
        """
        done = self._run(("rev-parse", "--show-prefix"))
        if done.returncode:
            raise DiffError(
                f"{quote(str(self.folder))} lies in no git repository, so that there are no revisions",
                "name two folders or files, or run it within the repository",
            )
        return os.fsdecode(done.stdout).removesuffix("\n")

    def top(self) -> Path:
        """Return the folder at the top of the work tree."""
        done = self._run(("rev-parse", "--show-toplevel"))
        if done.returncode:
            raise DiffError(f"{quote(str(self.folder))} lies in no work tree of git", "write `REVISION:PATH`")
        return Path(os.fsdecode(done.stdout).removesuffix("\n"))

    def knows(self, revision: str) -> bool:
        """Tell whether there is a revision of this name."""
        return self._object(f"{revision}^{{commit}}") is not None

    def commit(self, revision: str) -> str:
        """Return the commit that a revision means; raises :class:`DiffError` where there is none."""
        self.prefix()
        found = self._object(f"{revision}^{{commit}}")
        if found is None:
            raise DiffError(
                f"{quote(revision)} is no revision of this repository",
                "`git log` lists revisions; a shallow clone lacks them: fetch with the whole history",
            )
        return found

    def merge_base(self, one: str, other: str) -> str:
        """Return the commit at which two revisions parted."""
        done = self._run(("merge-base", self.commit(one), self.commit(other)))
        if done.returncode:
            raise DiffError(
                f"{quote(one)} and {quote(other)} have no commit in common",
                "name the two with `..`, or fetch the whole history",
            )
        return done.stdout.decode("ascii").strip()

    def access(self, revision: str, path: str) -> Access:
        """Return an access to what stands at a path of a revision; the path counts from the top of the repository.

        Raises :class:`DiffError` where nothing stands there.
        """
        commit = self.commit(revision)
        found = self._object(f"{commit}:{path}")
        if found is None:
            raise DiffError(
                f"{quote(path)} is not in {quote(revision)}", "paths of a revision count from the top of the repository"
            )
        tree = _Tree(self, f"{revision}:{path}", path)
        return Access(discover=lambda _: tree.discover(found), read=tree.read)

    def blobs(self, names: Sequence[str]) -> Mapping[str, bytes]:
        """Return the bytes of objects by their names."""
        if not names:
            return {}
        done = self._run(("cat-file", "--batch"), "".join(f"{name}\n" for name in names).encode())
        found, rest = {}, memoryview(done.stdout)
        for name in names:
            head, _, _ = bytes(rest[:200]).partition(b"\n")
            words = head.split()
            if len(words) != 3:  # "missing": a clone without its objects
                rest = rest[len(head) + 1 :]
                continue
            start, size = len(head) + 1, int(words[2])
            found[name] = bytes(rest[start : start + size])
            rest = rest[start + size + 1 :]
        return found

    def entries(self, name: str) -> list[tuple[str, str, str, str]]:
        """Return mode, name, size and path of every file below a tree."""
        done = self._run(("ls-tree", "-r", "-l", "-z", "--full-tree", name))
        lines = [line.partition("\t") for line in os.fsdecode(done.stdout).split("\0") if line]
        found = []
        for head, _, path in lines:
            mode, _, entry, size = head.split()
            found.append((mode, entry, size, path))
        return found

    def kind(self, name: str) -> str:
        """Return what an object is: ``blob`` or ``tree``."""
        return self._run(("cat-file", "-t", name)).stdout.decode("ascii").strip()

    def size(self, name: str) -> str:
        """Return how many bytes an object has."""
        return self._run(("cat-file", "-s", name)).stdout.decode("ascii").strip()

    def _object(self, named: str) -> str | None:
        if "\0" in named or "\n" in named:
            return None
        done = self._run(("rev-parse", "--verify", "--quiet", "--end-of-options", named))
        return done.stdout.decode("ascii").strip() if done.returncode == 0 else None

    def _run(self, arguments: Sequence[str], given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
        command = ["git", "-c", "core.fsmonitor=false", "-C", os.fspath(self.folder), *arguments]
        try:
            return subprocess.run(  # noqa: S603  # git with a list of arguments, and no shell
                command, input=given, capture_output=True, check=False, env={**os.environ, **_QUIET}
            )
        except FileNotFoundError:
            raise DiffError(
                "there is no git here to read a revision with", "install git, or name two folders"
            ) from None
        except OSError as error:
            raise DiffError(f"git cannot be run: {(error.strerror or 'no reason given').lower()}") from None


@dataclass(slots=True)
class _Tree:
    """The files at a path of a revision."""

    repository: Repository
    label: str
    """How places in it are told: ``main:policies/shop``."""
    path: str
    texts: dict[str, bytes | Diagnostic] = field(default_factory=dict)
    """What each file holds, by the name under which it is told."""

    def discover(self, name: str) -> Discovered:
        """Find the files of a policy as on a disk: the file itself, or every YAML file below that is no test."""
        if self.repository.kind(name) == "blob":
            entries = [("100644", name, self.repository.size(name), "")]
        else:
            entries = [one for one in self.repository.entries(name) if self._belongs(one[0], one[3])]
        if not entries:
            message = f"the folder {quote(self.label)} holds no policy file"
            advice = "policy files end in `.yaml` or `.yml`; tests do not count"
            found = Diagnostic.of(code_named("no-policy-files"), message, _start(self.label), advice)
            return Discovered((), (found,), looked=True)
        small = [one[1] for one in entries if one[0] != _LINK and int(one[2]) <= LARGEST]
        blobs = self.repository.blobs(list(dict.fromkeys(small)))
        files = []
        for mode, entry, size, below in sorted(entries, key=lambda one: one[3]):
            file = self._file(below)
            files.append(file)
            self.texts[file.name] = self._text(file.name, mode, size, blobs.get(entry))
        return Discovered(tuple(files), (), looked=True)

    def read(self, file: PolicyFile) -> bytes | Diagnostic:
        """Return the bytes of a file, or why it was not read."""
        return self.texts[file.name]

    def _belongs(self, mode: str, below: str) -> bool:
        *folders, name = below.split("/")
        return mode != _MODULE and "tests" not in folders and is_policy_file(name)

    def _file(self, below: str) -> PolicyFile:
        if not below:
            return PolicyFile(Path(self.path), Path(self.path).name, _shown(self.label))
        label = self.label if self.label.endswith(":") else f"{self.label}/"
        return PolicyFile(Path(self.path, below), below, _shown(f"{label}{below}"))

    def _text(self, name: str, mode: str, size: str, found: bytes | None) -> bytes | Diagnostic:
        if mode == _LINK:
            message = f"{quote(name)} is a symbolic link, which is not followed within a revision"
            return Diagnostic.of(code_named("unreadable-file"), message, _start(name))
        if int(size) > LARGEST:
            message = f"{quote(name)} is larger than {LARGEST // 1024 // 1024} MB"
            advice = "split the policy into several files"
            return Diagnostic.of(code_named("file-too-large"), message, _start(name), advice)
        if found is None:
            message = f"{quote(name)} cannot be read: the clone lacks it"
            return Diagnostic.of(code_named("unreadable-file"), message, _start(name), "fetch the whole history")
        return found


def _shown(text: str) -> str:
    return os.fsencode(text).decode("utf-8", "replace")


def _start(name: str) -> Span:
    return Span(_shown(name), 1, 1, 1, 1)
