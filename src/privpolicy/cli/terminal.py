"""Standard output and standard error: what the reader's screen can do, and how text gets there."""

import contextlib
import errno
import io
import os
import shutil
import stat
import sys
from typing import TextIO

from privpolicy.output.page import Look, Page, Piece, prose

WIDEST = 100
"""Lines longer than this are hard to read on any screen."""
NARROWEST = 40


class PipeClosedError(Exception):
    """Whoever read the output has gone: there is nobody left to answer."""


def look(stream: TextIO | None = None, *, wrapped: bool = True) -> Look:
    """Return what the screen behind standard output, or another stream, can do."""
    stream = stream if stream is not None else sys.stdout
    width = shutil.get_terminal_size().columns
    return Look(
        width=min(max(width, NARROWEST), WIDEST) if wrapped or is_terminal(stream) else None,
        colour=_wants_colour(stream),
    )


def is_terminal(stream: TextIO) -> bool:
    """Tell whether somebody watches a stream."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def say(text: str) -> None:
    """Write to standard output."""
    _write(sys.stdout, text)


def complain(text: str) -> None:
    """Write to standard error; where nobody can read it, the exit code says enough."""
    with contextlib.suppress(OSError, ValueError, PipeClosedError):
        _write(sys.stderr, text)


def complain_of(message: str, advice: str | None = None) -> None:
    """Write one fault, with what to write instead, to standard error."""
    page = Page(look(sys.stderr, wrapped=False))
    page.line(Piece("error: ", "error"), *prose(message), hang=2)
    if advice is not None:
        page.line(Piece("= help: ", "head"), *prose(advice), indent=2, hang=8)
    complain(str(page))


def flush() -> None:
    """Hand over what was written so far."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise PipeClosedError from None


def is_file(stream: TextIO) -> bool:
    """Tell whether a stream goes to a file, for which nobody waits."""
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def prepare() -> None:
    """Let no character that a screen cannot show stop an answer, and write UTF-8 where nobody watches.

    Raises ``OSError`` where standard output is closed: no answer could be written.
    """
    if sys.stderr is None:  # closed: what goes there is for nobody
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # for as long as the program runs
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if is_terminal(stream):
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def leave_quietly() -> None:
    """Drop what is still to be written, so that Python does not complain of a closed pipe when it ends."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
    except BrokenPipeError:
        raise PipeClosedError from None


def _wants_colour(stream: TextIO) -> bool:
    """After https://no-color.org and https://force-color.org; nothing counts that is set to an empty text."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"
