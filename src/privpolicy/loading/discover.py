"""From a path to the files of a policy."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.wording import quote
from privpolicy.source.span import Span

LARGEST = 10 * 1024 * 1024
"""How many bytes a file of a policy may have."""
_ENDINGS = (".yaml", ".yml")
_TEST_ENDINGS = (".policytest.yaml", ".policytest.yml")


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A file of a policy: where it is, its posix path in the policy, and what its user calls it."""

    path: Path
    relative: str
    name: str


@dataclass(frozen=True, slots=True)
class Discovered:
    """The files of a policy in the order of their relative paths; ``looked`` is false where no look was possible."""

    files: tuple[PolicyFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    looked: bool


def discover(path: Path) -> Discovered:
    """Find the files of a policy: the file itself, or every YAML file below the folder that is no test."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError | ValueError)
        code, message = (
            ("missing-path", f"{quote(shown(path))} does not exist")
            if missing
            else ("unreadable-file", f"{quote(shown(path))} cannot be read: {_reason(error)}")
        )
        advice = "give the path of a policy file or of a folder of policy files"
        return Discovered((), (Diagnostic.of(code_named(code), message, _start(path), advice),), looked=False)
    if stat.S_ISDIR(mode):
        return _walk(path)
    return Discovered((PolicyFile(path, path.name, shown(path)),), (), looked=True)


def read(file: PolicyFile) -> bytes | Diagnostic:
    """Return the bytes of a file, or why it was not read: it is too large, no regular file, or out of reach."""
    span = _start(file.path)
    try:
        status = file.path.stat()
        if not stat.S_ISREG(status.st_mode):
            message = f"{quote(file.name)} is no regular file"
            return Diagnostic.of(code_named("unreadable-file"), message, span)
        if status.st_size <= LARGEST:
            with file.path.open("rb") as stream:
                data = stream.read(LARGEST + 1)
            if len(data) <= LARGEST:
                return data
    except OSError as error:
        message = f"{quote(file.name)} cannot be read: {_reason(error)}"
        return Diagnostic.of(code_named("unreadable-file"), message, span, "check the permissions of the file")
    message = f"{quote(file.name)} is larger than {LARGEST // 1024 // 1024} MB"
    return Diagnostic.of(code_named("file-too-large"), message, span, "split the policy into several files")


def is_policy_file(name: str) -> bool:
    """Tell whether a file of this name, outside of folders called ``tests``, is part of a policy."""
    return name.endswith(_ENDINGS) and not name.endswith(_TEST_ENDINGS)


def shown(path: Path) -> str:
    """Return a path as its user typed it, in characters that can be printed."""
    return os.fsencode(path).decode("utf-8", "replace")


def _walk(root: Path) -> Discovered:
    found: list[Diagnostic] = []

    def refuse(error: OSError) -> None:
        folder = Path(error.filename or root)
        message = f"the folder {quote(shown(folder))} cannot be read: {_reason(error)}"
        advice = "check the permissions of the folder"
        found.append(Diagnostic.of(code_named("unreadable-folder"), message, _start(folder), advice))

    files: list[PolicyFile] = []
    for folder, below, names in os.walk(root, onerror=refuse):
        below[:] = [name for name in below if name != "tests"]
        for name in names:
            if is_policy_file(name):
                path = Path(folder, name)
                files.append(PolicyFile(path, path.relative_to(root).as_posix(), shown(path)))
    files.sort(key=lambda file: file.relative)
    looked = bool(files) or not found
    if not files and not found:
        message = f"the folder {quote(shown(root))} holds no policy file"
        advice = "policy files end in `.yaml` or `.yml`; tests do not count"
        found.append(Diagnostic.of(code_named("no-policy-files"), message, _start(root), advice))
    return Discovered(tuple(files), tuple(found), looked)


def _start(path: Path) -> Span:
    return Span(shown(path), 1, 1, 1, 1)


def _reason(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) else None
    return (reason or "it is out of reach").lower()
