"""Everything that can be reached from each node of a graph."""

from collections.abc import Iterator, Mapping
from itertools import compress

_SMALL = 64


class Closure(Mapping[str, frozenset[str]]):
    """The nodes that each node leads to, itself included.

    A chain of thousands reaches millions of pairs, so they are kept as one bit each and become sets when asked for.
    """

    __slots__ = ("_bits", "_names", "_sets")

    def __init__(self, edges: Mapping[str, tuple[str, ...]]) -> None:
        self._names = tuple(edges)
        self._bits = _reached(edges)
        self._sets: dict[str, frozenset[str]] = {}

    def __getitem__(self, name: str) -> frozenset[str]:
        known = self._sets.get(name)
        if known is None:
            digits = bin(self._bits[name])[:1:-1]
            known = frozenset(compress(self._names, map(int, digits)))
            if len(known) <= _SMALL:
                self._sets[name] = known
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._bits


def _reached(edges: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Return for each node the positions of all that it leads to, as bits; there are no cycles."""
    own = {name: 1 << position for position, name in enumerate(edges)}
    reached: dict[str, int] = {}
    for start in edges:
        stack = [start]
        while stack:
            name = stack[-1]
            waiting = [other for other in edges[name] if other not in reached]
            if name in reached or not waiting:
                stack.pop()
                bits = own[name]
                for other in edges[name]:
                    bits |= reached[other]
                reached[name] = bits
            else:
                stack += waiting
    return reached
