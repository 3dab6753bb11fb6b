"""The bytes of a saved policy: written whole or not at all, read within bounds, and known by their digest."""

import hashlib
import hmac
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from privpolicy.saved.errors import SavedPolicyError

MAGIC = b'{"privpolicy-saved":'
"""How every saved policy begins."""
LARGEST = 256 * 1024 * 1024
"""How many bytes a saved policy may have."""
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Without waiting: a pipe under the name of a file is refused, and nobody hangs on it."""


def digest_of(data: bytes) -> str:
    """Return ``sha256:`` and the digest of some bytes."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def is_saved(path: Path) -> bool:
    """Tell whether a file begins like a saved policy."""
    try:
        if not path.is_file():  # what is no file is not opened: whoever writes into a pipe would notice
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except (OSError, ValueError):
        return False


def write_file(path: Path, data: bytes) -> None:
    """Write a file in one step: whoever reads it meanwhile, or two who write it at once, never see half of it.

    Raises ``OSError``, and leaves what was there before.
    """
    beside = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    descriptor = os.open(beside, _NEW, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def read_file(path: Path, digest: str) -> bytes:
    """Return the bytes of a file whose digest was named; nothing of it is looked at before that is compared.

    Raises :class:`SavedPolicyError`.
    """
    if not _DIGEST.fullmatch(digest):
        raise SavedPolicyError(f"`{digest}` is no digest", "write `sha256:` and 64 hexadecimal digits")
    data = _read(path)
    found = digest_of(data)
    if not hmac.compare_digest(found, digest):
        message = f"`{path}` is not the saved policy that was meant: its digest is {found}"
        raise SavedPolicyError(message, "save the policy again, and name the digest that is printed")
    return data


def _read(path: Path) -> bytes:
    """Read once, from one descriptor: what is compared is what is used, whoever puts another file there."""
    try:
        descriptor = os.open(path, _READ)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise SavedPolicyError(f"`{path}` is no regular file")
            data = file.read(LARGEST + 1) if status.st_size <= LARGEST else None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it is out of reach"
        raise SavedPolicyError(f"`{path}` cannot be read: {reason.lower()}") from None
    if data is None or len(data) > LARGEST:
        raise SavedPolicyError(f"`{path}` is larger than {LARGEST // 1024 // 1024} MB")
    return data
