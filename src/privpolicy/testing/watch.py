"""Waiting for files to change."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

EVERY = 0.4
"""How many seconds pass between two looks."""

Stamps = Mapping[str, tuple[int, int]]
"""When each file was written last and how long it is, by path."""


def stamps(paths: Iterable[Path]) -> Stamps:
    """Look at files, and at every YAML file below folders."""
    found: dict[str, tuple[int, int]] = {}
    for path in paths:
        for file in _below(path):
            try:
                status = file.stat()
            except OSError:  # gone since: that is a change, too
                continue
            found[os.fspath(file)] = (status.st_mtime_ns, status.st_size)
    return found


def changes(look: Callable[[], Stamps], wait: Callable[[], None]) -> Iterator[tuple[str, ...]]:
    """Yield the files that changed, came or went, each time that some did; never ends by itself."""
    old = look()
    while True:
        wait()
        new = look()
        if new != old:
            yield tuple(sorted(path for path in {*old, *new} if old.get(path) != new.get(path)))
            old = new


def _below(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
    for folder, _, names in os.walk(path):
        yield from (Path(folder, name) for name in names if name.endswith((".yaml", ".yml")))
