"""Where declarations are written, read when the first place is asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from privpolicy.saved.errors import AGAIN, SavedPolicyError
from privpolicy.saved.lines import parsed
from privpolicy.source.path import NodePath


def places_written(places: Mapping[NodePath, str]) -> list[Any]:
    """Return places as plain values: the files, and for each path the number of its file, its line and its column."""
    files: dict[str, int] = {}
    found = []
    for path, place in places.items():
        file, line, column = place.rsplit(":", 2)
        found.append([*path, files.setdefault(file, len(files)), int(line), int(column)])
    return [list(files), found]


class LatePlaces(Mapping[NodePath, str]):
    """Places by path."""

    __slots__ = ("_found", "_line")

    def __init__(self, line: bytes) -> None:
        self._line = line
        self._found: dict[NodePath, str] | None = None

    def __getitem__(self, path: NodePath) -> str:
        return self._places()[path]

    def __iter__(self) -> Iterator[NodePath]:
        return iter(self._places())

    def __len__(self) -> int:
        return len(self._places())

    def _places(self) -> dict[NodePath, str]:
        if self._found is None:
            try:
                files, found = parsed(self._line)
                self._found = {tuple(path): f"{files[file]}:{line:d}:{column:d}" for *path, file, line, column in found}
            except (LookupError, TypeError, ValueError):
                raise SavedPolicyError("the saved policy is damaged: its places are not understood", AGAIN) from None
        return self._found
