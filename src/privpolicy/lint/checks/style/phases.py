"""Phases of storage that last no time."""

from collections.abc import Iterator, Mapping, Sequence

from privpolicy.lint.check import Remark
from privpolicy.lint.examined import Examined
from privpolicy.model.duration import Duration, write_duration
from privpolicy.model.retention import Phase, Schedule
from privpolicy.source.path import NodePath

_COLLECTED = "collected"


def unreachable_phase(x: Examined) -> Iterator[Remark]:
    """Phase of storage that is over as soon as it begins.

    The phases of a schedule follow each other, and the first that has not ended is the present one. A phase that ends
    at an event which has happened by the time it starts, or after a time that has run out by then, is never the
    present one. What it allows is never allowed, and a law that it names keeps nothing from being erased.

    Avoid::

        events:
          contract-end: {}
        retention:
          contracts:
            phases:
              - {phase: active, until: contract-end}
              - {phase: restricted, until: contract-end, law: tax law}     # expect
            then: erase

    Prefer::

        events:
          contract-end: {}
        retention:
          contracts:
            phases:
              - {phase: active, until: contract-end}
              - {phase: restricted, for: P10Y, law: tax law}
            then: erase
    """
    for path, schedule in _schedules(x):
        for position, phase in enumerate(schedule.phases):
            why = _over_at_once(schedule.phases[:position], phase)
            if why is not None:
                here = (*path, "phases", position)
                advice = "state a later end, or remove the phase"
                yield Remark(here, f"phase {position + 1} is over as soon as it begins: {why}", advice)
            if phase.until is None and phase.for_ is None:
                # Nothing after it is reached, which loading has told already.
                break


def _schedules(x: Examined) -> Iterator[tuple[NodePath, Schedule]]:
    for name, schedule in x.model.retention.items():
        yield ("retention", name), schedule
    for name, activity in x.activities.items():
        if isinstance(activity.retention, Schedule):
            yield ("activities", name, "retention"), activity.retention


def _over_at_once(before: Sequence[Phase], phase: Phase) -> str | None:
    """Return why a phase lasts no time once it has started, or ``None`` where it may last."""
    if phase.for_ is not None and not any(phase.for_.values()):
        return f"it lasts `{write_duration(phase.for_)}`"
    for event in phase.until_events:
        if event in (_COLLECTED, phase.from_):
            return f"`{event}` has happened when it starts"
    for earlier in before:
        # A phase that only events end has ended at one of these, so that one has happened.
        ends = earlier.until_events if earlier.for_ is None else ()
        if ends and set(ends) <= set(phase.until_events):
            return f"{' or '.join(f'`{event}`' for event in ends)} has ended a phase before"
        if _outlasts(before, earlier, phase):
            return f"`{write_duration(phase.for_)}` from `{_clock(before, phase)}` have run out" if phase.for_ else None
    return None


def _outlasts(before: Sequence[Phase], earlier: Phase, phase: Phase) -> bool:
    """Tell whether an earlier phase, on the same clock, always ends after another would."""
    clock = _clock(before, phase)
    if clock is None or phase.for_ is None or earlier.for_ is None or earlier.until is not None:
        return False
    return clock == _clock(before[: before.index(earlier)], earlier) and _at_most(phase.for_, earlier.for_)


def _clock(before: Sequence[Phase], phase: Phase) -> str | None:
    """Return the event at which a phase starts; ``None`` where it starts as another ends."""
    return phase.from_ or (None if before else _COLLECTED)


def _at_most(one: Duration, other: Duration) -> bool:
    """Tell whether a duration is not longer than another, from whatever day they are counted."""
    mine, its = _sums(one), _sums(other)
    return all(mine[unit] <= its[unit] for unit in mine)


def _sums(duration: Duration) -> Mapping[str, float]:
    parts = dict(duration)
    return {
        "months": 12 * parts.get("years", 0) + parts.get("months", 0),
        "seconds": 86_400 * (7 * parts.get("weeks", 0) + parts.get("days", 0))
        + 3_600 * parts.get("hours", 0)
        + 60 * parts.get("minutes", 0)
        + parts.get("seconds", 0)
        + parts.get("nanoseconds", 0) / 1e9,
    }
