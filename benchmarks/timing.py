"""The clock: nanoseconds a call, in repetitions."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Timing:
    """Nanoseconds: one mean and one median a repetition, and every call that was timed by itself."""

    means: list[float] = field(default_factory=list)
    medians: list[float] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)
    rare: list[float] = field(default_factory=list)
    """What 99 % of the calls of a repetition stayed under, where it had a hundred calls or more."""

    def time(self, ask: Callable[[T], object], items: Sequence[T], *, again: Sequence[T] | None = None) -> None:
        """Time all calls as one batch, and then each by itself; ``again`` are other items to time by themselves."""
        self.means.append(batch(ask, items))
        self.alone(ask, items if again is None else again)

    def alone(self, ask: Callable[[T], object], items: Sequence[T], *, answers: int = 1) -> None:
        """Time each call by itself; where one gives several answers, its time is shared among them."""
        calls = [nanoseconds / answers for nanoseconds in time_each(ask, items)]
        self.medians.append(statistics.median(calls))
        self.calls += calls
        if len(calls) >= 100:
            self.rare.append(_under(calls))

    @property
    def median(self) -> float:
        return statistics.median(self.medians)

    @property
    def p99(self) -> float:
        """Return the median of the repetitions, or what 99 % of all calls stayed under where those were too few."""
        return statistics.median(self.rare) if self.rare else _under(self.calls)


def _under(calls: Sequence[float]) -> float:
    return statistics.quantiles(calls, n=100)[98]


def batch(ask: Callable[[T], object], items: Sequence[T]) -> float:
    """Return the mean time of one call."""
    start = perf_counter_ns()
    for item in items:
        ask(item)
    return (perf_counter_ns() - start) / len(items)


def time_each(ask: Callable[[T], object], items: Sequence[T]) -> list[int]:
    """Return the time of each call, the clock's own included."""
    found = []
    for item in items:
        start = perf_counter_ns()
        ask(item)
        found.append(perf_counter_ns() - start)
    return found
