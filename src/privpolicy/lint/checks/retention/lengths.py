"""How long schedules last, compared on the calendar."""

from collections.abc import Iterable, Iterator

from privpolicy.engine.timetable import COLLECTED
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity
from privpolicy.model.duration import Duration, add, write_duration
from privpolicy.model.moment import Moment
from privpolicy.model.retention import Phase, Schedule

_FROM = (Moment(2000, 1, 1), Moment(2001, 2, 1))
"""Days from which years and months are long, and short: what is longer from both is longer."""


def is_longer(durations: Iterable[Duration], than: Iterable[Duration]) -> bool:
    """Tell whether some durations, one after the other, surely last longer than others."""
    durations, than = tuple(durations), tuple(than)
    return all(_comes_after(_end(day, durations), _end(day, than)) for day in _FROM)


def _end(day: Moment, durations: tuple[Duration, ...]) -> Moment | None:
    end: Moment | None = day
    for duration in durations:
        end = add(end, duration) if end is not None else None
    return end


def _comes_after(one: Moment | None, other: Moment | None) -> bool:
    """Tell whether one instant comes after another; ``None`` is later than any calendar."""
    return other is not None and (one is None or one > other)


def written(durations: Iterable[Duration]) -> str:
    """Write durations as they stand in a policy, in backticks."""
    return " and then ".join(f"`{write_duration(duration)}`" for duration in durations)


def is_open(phase: Phase) -> bool:
    """Tell whether nothing ends a phase."""
    return phase.for_ is None and not phase.until_events


def never_ends(schedule: Schedule) -> bool:
    """Tell whether a schedule gets stuck in a phase that nothing ends."""
    return any(is_open(phase) for phase in schedule.phases)


def lasting(phases: Iterable[Phase]) -> tuple[Duration, ...]:
    """Return how long phases last, as far as that is said in figures."""
    return tuple(phase.for_ for phase in phases if phase.for_ is not None)


def after_an_event(phases: tuple[Phase, ...]) -> Iterator[Phase]:
    """Yield the phases that run from an event, or follow one that ends at one."""
    happened = False
    for phase in phases:
        happened = happened or phase.from_ not in {None, COLLECTED}
        if happened:
            yield phase
        happened = happened or bool(phase.until_events)


def in_use(x: Examined, activity: Activity, phases: Iterable[Phase]) -> tuple[Phase, ...]:
    """Return the phases in which data still serves a purpose of an activity."""
    return tuple(
        phase
        for phase in phases
        if phase.phase == "active"
        or any(not x.above("purpose", purpose).isdisjoint(phase.purposes or ()) for purpose in activity.purposes)
    )
