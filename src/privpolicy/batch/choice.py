"""One of many for each row, by a number: found by halves, where a chain of cases would try one after the other."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

import ibis
from ibis import Value

from privpolicy.engine.requirement import Stored


def by_number(number: Value, values: Iterable[tuple[int, Value]]) -> Value:
    """Return of some values that of a number: the last that does not begin above it. They stand in order."""
    return _halved(number, [next(alike) for _, alike in groupby(values, key=lambda value: value[1].op())])


def _halved(number: Value, values: Sequence[tuple[int, Value]]) -> Value:
    if len(values) == 1:
        return values[0][1]
    half = len(values) // 2
    lower = number < ibis.literal(values[half][0], number.type())
    return lower.ifelse(_halved(number, values[:half]), _halved(number, values[half:]))


class Slot(NamedTuple):
    """Retention requirements of which a row has one at most: its ``number``, counted from 1, or 0 for none."""

    number: Value
    stored: Sequence[Stored]

    def said(self, of: Callable[[Stored], Value], otherwise: Value) -> Value:
        """Return what is said of the requirement of the row."""
        return by_number(self.number, [(0, otherwise), *enumerate(map(of, self.stored), 1)])


NO_SLOT = Slot(ibis.literal(0), ())
"""For clauses that are no retention schedules."""
