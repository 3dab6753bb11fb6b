"""Dates of an event that stand for all others: one for each combination of what runs from it having run out or not."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from privpolicy.analysis.signs import one_each
from privpolicy.engine.requirement import Stored
from privpolicy.model.duration import Duration, add
from privpolicy.model.moment import Moment

APART = 4
"""Days beside a date at which a clock runs out: more than any month is longer than another."""
Chain = tuple[Duration, ...]
"""Durations that run one after the other from an event."""


def chains_of(requirement: Stored, event: str) -> Iterator[Chain]:
    """Yield the durations after which, counted from an event, something may turn; none for its own day."""
    table = requirement.timetable
    if event == table.first_event and table.floor is not None:
        yield (table.floor,)
    stages = table.stages
    for number, stage in enumerate(stages):
        if event == stage.start or (number == 0 and event == table.first_event):
            yield from _running(stages[number:])
        if event in stage.until:
            yield from _running(stages[number + 1 :])


def _running(stages: Sequence[object]) -> Iterator[Chain]:
    chain: Chain = ()
    for position, stage in enumerate(stages):
        lasts, start = getattr(stage, "lasts", None), getattr(stage, "start", None)
        if lasts is None or (position > 0 and start is not None):
            return
        chain = (*chain, lasts)
        yield chain


def dates_of(at: Moment, running: Sequence[Chain]) -> Iterator[Moment | None]:
    """Yield one date for every combination of chains having run out at an instant; the latest comes first."""
    turning = sorted({date for chain in running for date in _back(at, chain)}, reverse=True)
    beside = [other for date in turning for days in (APART, -APART) for other in shifted(date, days)]
    halfway = [between(low, high) for high, low in pairwise((at, *turning))]
    candidates = sorted({date for date in (at, *turning, *beside, *halfway) if date <= at}, reverse=True)
    yield None
    yield from one_each(candidates, lambda date: tuple(_over(date, chain, at) for chain in running))


def _back(at: Moment, chain: Chain) -> Iterator[Moment]:
    date = at
    try:
        for duration in reversed(chain):
            date = date.subtract(duration, naive_arithmetic_ok=True)
    except ValueError:  # longer ago than the calendar reaches: it never runs out
        return
    yield date


def _over(date: Moment, chain: Chain, at: Moment) -> bool:
    end: Moment | None = date
    for duration in chain:
        end = add(end, duration) if end is not None else None
    return end is not None and end <= at


def between(low: Moment, high: Moment) -> Moment:
    """Return the instant halfway, on a full second where the two are far enough apart."""
    apart = high.assume_utc() - low.assume_utc()
    halfway = (low.assume_utc() + apart / 2).to_fixed_offset().to_plain()
    rounded = halfway.round("second", mode="floor")
    return rounded if low < rounded else halfway


def shifted(date: Moment, days: int) -> Iterator[Moment]:
    """Yield a date moved by some days, where the calendar reaches that far."""
    try:
        yield date.add(days=days)
    except ValueError:  # the calendar ends there
        return
