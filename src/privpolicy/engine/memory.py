"""A bounded memory: what was asked for lately is kept, the rest is made anew when it is asked for again."""

from typing import Generic, TypeVar

Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Memory(Generic[Key, Kept]):
    """Two generations of at most ``size`` each. When the young one is full, it becomes the old one.

    What is found in the old generation moves into the young, so that only what nobody asked for meanwhile is lost.
    Threads may ask at once: the worst is that something is lost and made twice.
    """

    __slots__ = ("_old", "_size", "young")

    def __init__(self, size: int) -> None:
        self._size = size
        self._old: dict[Key, Kept] = {}
        self.young: dict[Key, Kept] = {}
        """The young generation, for readers in a hurry: what is not in it may still be in the memory."""

    def __len__(self) -> int:
        return len(self.young) + len(self._old)

    def get(self, key: Key) -> Kept | None:
        """Return what is kept."""
        kept = self.young.get(key)
        if kept is None:
            kept = self._old.get(key)
            if kept is not None:
                self.keep(key, kept)
        return kept

    def keep(self, key: Key, kept: Kept) -> None:
        """Keep something."""
        if len(self.young) >= self._size:
            self._old, self.young = self.young, {}
        self.young[key] = kept

    def clear(self) -> None:
        """Lose everything."""
        self._old, self.young = {}, {}
