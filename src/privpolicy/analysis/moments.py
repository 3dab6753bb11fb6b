"""The instants that matter to a requirement: between two of them nothing turns by itself."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from privpolicy.analysis.dates import Chain, chains_of
from privpolicy.analysis.persons import matter
from privpolicy.engine.leaves import leaves
from privpolicy.engine.requirement import AgeOfConsent, ConsentLive, Requirement, Stored, Within
from privpolicy.engine.timetable import days_in
from privpolicy.model.moment import Moment

LEAP_CYCLE: Final = 6
"""Years among which there are leap years, years before and years after them."""
DAYS: Final = ((1, 31), (2, 28), (3, 1), (3, 15), (3, 31), (5, 15), (5, 31), (8, 15), (12, 31))
"""Month and day of instants that follow months of 28 to 31 days, in the middle and at the end of a month."""


def from_on(requirement: Requirement, start: Moment) -> tuple[Moment, ...]:
    """Return an instant and every later one at which an interval in a requirement starts or ends."""
    return (start, *sorted({moment for moment in edges(requirement) if moment > start}))


def edges(requirement: Requirement) -> Iterator[Moment]:
    """Yield every instant at which an interval in a requirement starts or ends."""
    found = tuple(leaves(requirement))
    ages = matter(found)
    for leaf in found:
        match leaf:
            case Within(start, end):
                yield from (edge for edge in (start, end) if edge is not None)
            case ConsentLive(minors=AgeOfConsent(limits)) if ages:
                for changes in limits.values():
                    for interval, _ in changes:
                        yield from (edge for edge in (interval.start, interval.end) if edge is not None)
            case _:
                pass


def on_the_calendar(requirement: Requirement, stretches: Iterable[tuple[Moment, Moment | None]]) -> Iterator[Moment]:
    """Yield instants after months and years of every length within some stretches of time, where that matters.

    A month has 28 to 31 days and a year 365 or 366: only where two durations can be the longer one in turn, such as
    P1M and P31D, does it matter on which day of the calendar a requirement is asked.
    """
    if _calendars_matter(requirement):
        for start, end in stretches:
            for year in range(max(start.year, 1), min(start.year + LEAP_CYCLE, 9999)):
                for month, day in DAYS:
                    moment = Moment(year, month, day)
                    if start <= moment and (end is None or moment < end):
                        yield moment


def _calendars_matter(requirement: Requirement) -> bool:
    found = tuple(leaves(requirement))
    schedules = [leaf for leaf in found if isinstance(leaf, Stored)]
    events = {event for leaf in schedules for event in leaf.timetable.events}
    running: list[set[Chain]] = [{chain for leaf in schedules for chain in chains_of(leaf, event)} for event in events]
    running.append({(one.valid_for,) for one in found if isinstance(one, ConsentLive) and one.valid_for is not None})
    return any(_close(one, other) for chains in running for one, other in combinations(chains, 2))


def _close(one: Chain, other: Chain) -> bool:
    """Tell whether either of two chains of durations can be the longer, by the day on which they start."""
    least, most = days_in(one, shortest=True), days_in(one, shortest=False)
    return least <= days_in(other, shortest=False) and days_in(other, shortest=True) <= most
