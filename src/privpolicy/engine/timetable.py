"""Where a retention schedule stands: its present phase, and what stays possible while events are not stated.

An event that nobody stated may have any date or none. The phases are walked in order, each still running or ended, and
the walk forks where both are possible. It keeps in mind what it has assumed of unstated events that several clocks
share, so that two phases that hang on the same event are never told contradicting dates; of those that only one phase
hangs on nothing matters but the earliest. A phase that has not ended ends the walk, so that there are never more forks
than phases.

Dates are never compared but with the instant looked at; which of them is the earliest, and how late something ends
that may have begun before a date, is for the situation to say: tables run these functions on dates that are columns.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from privpolicy.engine.situation import UNKNOWN, Situation
from privpolicy.model.duration import Duration, add
from privpolicy.model.moment import Moment

COLLECTED = "collected"
"""The built-in event at which clocks start unless they say otherwise."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The clock of a phase: what starts it, what ends it, how long it runs."""

    start: str | None
    until: tuple[str, ...]
    lasts: Duration | None


@dataclass(frozen=True, slots=True)
class Timetable:
    """The clocks of a schedule: its stages in order, and its floor."""

    stages: tuple[Stage, ...]
    floor: Duration | None
    first_event: str
    """The event at which the first phase starts and from which the floor is counted."""
    shared: frozenset[str]
    """The events that more than one clock hangs on, the floor aside."""

    @classmethod
    def of(cls, stages: tuple[Stage, ...], floor: Duration | None) -> "Timetable":
        """Make a timetable; its first clock starts at ``collected`` unless it says otherwise."""
        first = stages[0].start or COLLECTED
        starts = (first, *(stage.start for stage in stages[1:] if stage.start))
        named = Counter((*starts, *(event for stage in stages for event in dict.fromkeys(stage.until))))
        return cls(stages, floor, first, frozenset(event for event, times in named.items() if times > 1))

    def __hash__(self) -> int:
        """Leave out the durations: to hash one takes longer than to look where two timetables differ."""
        return hash((self.first_event, self.stages[-1].until, len(self.stages)))

    @property
    def events(self) -> tuple[str, ...]:
        """Every event that a clock hangs on, each once, in order."""
        named = (event for stage in self.stages for event in ((stage.start,) if stage.start else ()) + stage.until)
        return tuple(dict.fromkeys((self.first_event, *named)))


class Standing(NamedTuple):
    """One possible standing of a schedule.

    ``phase`` is the position of the present phase, or the number of phases when the last has ended; ``floor_reached``
    is ``None`` where both are possible, and true where the schedule has no floor.
    """

    phase: int
    floor_reached: bool | None


def standings(table: Timetable, situation: Situation) -> Iterator[Standing]:
    """Yield every standing that what is stated allows: exactly one where enough events are stated."""
    return _walk(table, situation, 0, _NOT_COME, _NOTHING_ASSUMED)


def turns(table: Timetable, situation: Situation) -> Iterator[Moment]:
    """Yield every instant at which the standing may change while the stated facts stay."""
    return (moment for moment in _turns(table, situation) if moment is not None)


def _turns(table: Timetable, situation: Situation) -> Iterator[Moment | None]:
    end = _stated(table.first_event, situation)
    yield end
    if table.floor is not None:
        yield _counted(end, table.floor, add)
    latest: list[Moment | None] = []
    """How late the phase may have ended, where it may have ended before at an event that nobody stated."""
    for stage in table.stages:
        begin, begun_by = (_stated(stage.start, situation), []) if stage.start else (end, latest)
        yield begin
        yield from situation.dates(stage.until)
        end = _end(stage, begin, add, situation)
        latest = [_end(stage, one, situation.latest_end, situation) for one in begun_by]
        yield end
        yield from latest
        if stage.until and not situation.complete:
            latest.append(end)


Count = Callable[[Moment, Duration], Moment | None]
"""Returns when a duration ends that began at an instant."""


def _end(stage: Stage, begin: Moment | None, count: Count, situation: Situation) -> Moment | None:
    """Return when a phase ends by what is stated; ``None``: never."""
    ran_out = _counted(begin, stage.lasts, count)
    dates = situation.dates(stage.until)
    return situation.earliest(dates if ran_out is None else [*dates, ran_out])


def _stated(event: str, situation: Situation) -> Moment | None:
    date = situation.event(event)
    return None if date is UNKNOWN else date


def _counted(begin: Moment | None, lasts: Duration | None, count: Count) -> Moment | None:
    return None if begin is None or lasts is None else count(begin, lasts)


Span = tuple[tuple[str, ...], tuple[Duration, ...]]
"""The earliest of unstated events and durations counted from it, one after the other."""


class _Instant(NamedTuple):
    """What is known of an instant that may lie in the past.

    ``date`` is its date, or with ``exact`` false the latest that it can be; ``None``: it has not come. ``span`` names
    the unstated events from whose earliest it is counted, where it is surely counted from there.
    """

    date: Moment | None
    exact: bool = True
    span: Span | None = None


class _Assumed(NamedTuple):
    """What a walk has assumed of unstated events: happened or not, and which spans from them have run out or not."""

    happened: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    run_out: frozenset[Span] = frozenset()
    running: frozenset[Span] = frozenset()


_NOTHING_ASSUMED = _Assumed()


def _walk(
    table: Timetable, situation: Situation, number: int, before: _Instant, assumed: _Assumed
) -> Iterator[Standing]:
    """Follow the phases from one on; ``before`` is the end of the phase before it."""
    if number == len(table.stages):
        yield Standing(number, _floor_reached(table, situation, assumed))
        return
    stage = table.stages[number]
    start = stage.start or (table.first_event if number == 0 else None)
    begins = _happens(start, situation, assumed) if start else ((before, assumed),)
    for begin, since in begins:
        if begin.date is None:
            yield Standing(number, _floor_reached(table, situation, since))
            continue
        for end, after in _ends(table, stage, begin, situation, since):
            if end.date is None:
                yield Standing(number, _floor_reached(table, situation, after))
            else:
                yield from _walk(table, situation, number + 1, end, after)


_NOT_COME = _Instant(None)


def _happens(event: str, situation: Situation, assumed: _Assumed) -> Iterator[tuple[_Instant, _Assumed]]:
    """Yield what an event may be: come on its date, or not come."""
    date = situation.event(event)
    if date is not UNKNOWN:
        yield (_Instant(date) if date is not None and date <= situation.at else _NOT_COME), assumed
        return
    if event not in assumed.happened:
        yield _NOT_COME, assumed._replace(absent=assumed.absent | {event})
    if event not in assumed.absent:
        come = _Instant(situation.at, exact=False, span=((event,), ()))
        yield come, assumed._replace(happened=assumed.happened | {event})


def _ends(
    table: Timetable, stage: Stage, begin: _Instant, situation: Situation, assumed: _Assumed
) -> Iterator[tuple[_Instant, _Assumed]]:
    """Yield the possible ends of a phase that has begun; one that has not come means that it runs."""
    own = tuple(event for event in stage.until if event not in table.shared)
    dates, sure = situation.dates(own), []
    open_: list[tuple[_Instant, _Assumed]] = []
    refusal = assumed
    if not situation.states(own):
        open_.append((_Instant(situation.at, exact=False, span=(own, ())), assumed))
    unsure = [_happens(event, situation, assumed) for event in stage.until if event in table.shared]
    if stage.lasts is not None:
        if not begin.exact:
            unsure.append(_runs_out(begin, stage.lasts, situation, assumed))
        elif begin.date is not None and (end := add(begin.date, stage.lasts)) is not None:
            dates.append(end)
    first = situation.earliest(dates)
    if first is not None and first <= situation.at:
        sure.append(_Instant(first))
    for options in map(tuple, unsure):
        come = [option for option in options if option[0].date is not None]
        if len(options) == 2:
            open_ += come
            refusal = _both(refusal, options[0][1])
        else:
            sure += [end for end, _ in come]
    if sure:
        yield _earliest(sure, situation, exact=not open_), assumed
        return
    yield _NOT_COME, refusal
    if len(open_) == 1:
        yield open_[0]
    elif open_:
        yield _Instant(situation.at, exact=False), assumed


def _runs_out(
    begin: _Instant, lasts: Duration, situation: Situation, assumed: _Assumed
) -> Iterator[tuple[_Instant, _Assumed]]:
    """Yield what the end of a duration may be whose begin has come, nobody knows when."""
    latest = situation.latest_end(begin.date, lasts) if begin.date is not None else None
    span = (begin.span[0], (*begin.span[1], lasts)) if begin.span else None
    if latest is not None and latest <= situation.at:
        yield _Instant(latest, exact=False, span=span), assumed
        return
    ran = span is not None and any(_covers(known, span) for known in assumed.run_out)
    if not ran:
        yield _NOT_COME, assumed._replace(running=assumed.running | {span}) if span else assumed
    yield (
        _Instant(situation.at, exact=False, span=span),
        assumed._replace(run_out=assumed.run_out | {span}) if span else assumed,
    )


def _earliest(sure: list[_Instant], situation: Situation, *, exact: bool) -> _Instant:
    """Return the earliest of ends that have come; not ``exact``: further ones may have come as well."""
    if len(sure) == 1 and exact:
        return sure[0]
    date = situation.earliest([end.date for end in sure if end.date is not None])
    return _Instant(date, exact and all(end.exact for end in sure))


def _both(one: _Assumed, other: _Assumed) -> _Assumed:
    return _Assumed(
        one.happened | other.happened,
        one.absent | other.absent,
        one.run_out | other.run_out,
        one.running | other.running,
    )


def _floor_reached(table: Timetable, situation: Situation, assumed: _Assumed) -> bool | None:
    if table.floor is None:
        return True
    event = table.first_event
    date = situation.event(event)
    if date is not UNKNOWN:
        end = add(date, table.floor) if date is not None else None
        return end is not None and end <= situation.at
    if event in assumed.absent:
        return False
    floor = ((event,), (table.floor,))
    if any(_covers(span, floor) for span in assumed.run_out):
        return True
    return False if any(_covers(floor, span) for span in assumed.running) else None


def _covers(longer: Span, shorter: Span) -> bool:
    """Tell whether one span from an event surely ends no earlier than another, on every calendar day."""
    if longer[0] != shorter[0]:
        return False
    prefix = longer[1][: len(shorter[1])] == shorter[1]
    return prefix or days_in(longer[1], shortest=True) >= days_in(shorter[1], shortest=False)


def days_in(durations: tuple[Duration, ...], *, shortest: bool) -> float:
    """Return the fewest or the most days that durations can take."""
    year, month = (365, 28) if shortest else (366, 31)
    lengths = {"years": year, "months": month, "weeks": 7, "days": 1, "hours": 1 / 24, "minutes": 1 / 1440}
    lengths |= {"seconds": 1 / 86400, "nanoseconds": 1 / 86400e9}
    return sum(amount * lengths[unit] for duration in durations for unit, amount in duration.items())
