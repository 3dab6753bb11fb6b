"""How far a long stream is, on standard error, for whoever watches."""

import sys
import time
from types import TracebackType
from typing import Self

_FIRST_AFTER = 1.0
_EVERY = 0.2
_CLEAR = "\r\x1b[K"


class Progress:
    """A line that counts. It appears only where somebody watches, and only after a second."""

    def __init__(self, size: int | None, *, watched: bool) -> None:
        self._size = size
        self._watched = watched
        self._next = time.monotonic() + _FIRST_AFTER
        self._count = 0
        self._bytes = 0
        self._drawn = False

    def step(self, taken: int, faulty: int) -> None:
        """Count one request of so many bytes; ``faulty`` is how many were faulty so far."""
        if not self._watched:
            return
        self._count += 1
        self._bytes += taken
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY
            self._drawn = True
            sys.stderr.write(_CLEAR + self.words(faulty))
            sys.stderr.flush()

    def words(self, faulty: int) -> str:
        """Say how far it is."""
        share = f"{min(100, 100 * self._bytes // self._size)} %, " if self._size else ""
        return f"{share}{self._count:,} answered" + (f", {faulty:,} of them faulty" if faulty else "")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()


class Share:
    """A line that says how much is done, under the same conditions."""

    def __init__(self, *, watched: bool) -> None:
        self._watched = watched
        self._next = time.monotonic() + _FIRST_AFTER
        self._drawn = False

    def told(self, percent: float) -> None:
        """Take note of how far it is; negative: not known."""
        now = time.monotonic()
        if self._watched and now >= self._next:
            self._next = now + _EVERY
            self._drawn = True
            sys.stderr.write(f"{_CLEAR}{f'{percent:.0f} % decided' if percent >= 0 else 'reading'}")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
