"""One for all that bear the same sign."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def one_each(values: Iterable[T], sign: Callable[[T], Hashable]) -> Iterator[T]:
    """Yield the first value of each sign."""
    seen: set[Hashable] = set()
    for value in values:
        if (found := sign(value)) not in seen:
            seen.add(found)
            yield value
