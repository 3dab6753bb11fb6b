"""Does a retention schedule allow an operation? The short way to what all its possible standings say together.

:func:`weighed` is the meaning: every standing that what is stated allows is walked, and where they do not agree the
answer is unknown. :class:`Storage` gives the same answer without a walk wherever the stated events settle the phase,
or what is not stated leaves a phase and all that follows it open.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from privpolicy.engine.clock import Clock
from privpolicy.engine.requirement import Stored
from privpolicy.engine.situation import UNKNOWN, EventDate, Situation, Truth
from privpolicy.engine.timetable import Stage, Standing, days_in, standings
from privpolicy.model.duration import add
from privpolicy.model.moment import Moment

Evaluator = Callable[[Situation], Truth]


def weighed(requirement: Stored, situation: Situation) -> Truth:
    """Return what every possible standing says, or unknown where they do not agree."""
    hold = situation.legal_hold
    possible = standings(requirement.timetable, situation)
    first = _allowed(requirement, next(possible), hold)
    return first if all(_allowed(requirement, one, hold) is first for one in possible) else None


def _allowed(requirement: Stored, standing: Standing, hold: Truth) -> Truth:
    """Tell whether a schedule allows an operation in one standing."""
    if standing.phase < len(requirement.in_phase):
        allowed: Truth = requirement.in_phase[standing.phase]
    else:
        allowed = after_the_end(requirement, hold)
    if allowed is False or standing.floor_reached is True:
        return allowed
    return standing.floor_reached


def after_the_end(requirement: Stored, hold: Truth) -> Truth:
    """Return what is allowed once the last phase has ended, the floor aside."""
    return requirement.ended if requirement.ended or not requirement.ended_on_hold else hold


class _Open(NamedTuple):
    """What may be allowed where a phase may run and may have ended: in the phases from it on, and after the last."""

    in_phase: frozenset[bool]
    may_end: bool


def _open(requirement: Stored, number: int) -> _Open | None:
    """Look ahead from a phase; ``None`` where a later phase hangs on events, so that only a walk can tell."""
    found = {requirement.in_phase[number]}
    for phase, stage in enumerate(requirement.timetable.stages[number + 1 :], number + 1):
        if len(found) > 1:
            break  # they do not agree, whatever comes later
        if stage.start or stage.until:
            return None
        if stage.lasts is not None and not days_in((stage.lasts,), shortest=True):
            return None
        found.add(requirement.in_phase[phase])
        if stage.lasts is None:
            return _Open(frozenset(found), may_end=False)
    return _Open(frozenset(found), may_end=True)


class _First(NamedTuple):
    """The first phase: what starts it, how long it runs, what ends it, and whether the operation is allowed.

    ``unsaid`` is what is answered, by hold, where an event that ends it is not stated; ``None``: that hangs on more.
    """

    event: str
    clock: Clock | None
    until: tuple[str, ...]
    allowed: bool
    unsaid: Mapping[Truth, Truth] | None


class Storage:
    """A schedule with the clocks of its stages, ready to be asked."""

    __slots__ = ("_clocks", "_events", "_floor", "_open", "_requirement", "_silent")

    def __init__(self, requirement: Stored) -> None:
        table = requirement.timetable
        self._requirement = requirement
        self._clocks = tuple(Clock(stage.lasts) if stage.lasts is not None else None for stage in table.stages)
        self._floor = Clock(table.floor) if table.floor is not None else None
        self._open = tuple(_open(requirement, number) for number in range(len(table.stages)))
        self._events = frozenset(table.events)
        self._silent: dict[Truth, Truth] = {}  # what is answered by hold where none of the events is stated

    def allows(self, situation: Situation) -> Truth:
        """Tell whether the schedule allows the operation."""
        before = situation.event(self._requirement.timetable.first_event)
        if self._floor is not None:
            if before is UNKNOWN:
                return self._weighed(situation)
            if before is None or before > situation.at or not self._floor.over(before, situation.at):
                return False
        return self._in_phase(situation, before)

    def first_phase(self) -> "_First | None":
        """Return all that matters while the first phase runs; ``None`` where a floor may matter as well."""
        requirement = self._requirement
        if requirement.floor:
            return None
        stage, allowed = requirement.timetable.stages[0], requirement.in_phase[0]
        return _First(requirement.timetable.first_event, self._clocks[0], stage.until, allowed, self._unsaid())

    def _unsaid(self) -> Mapping[Truth, Truth] | None:
        """Return by hold what is answered where the first phase may have ended, if that hangs on nothing else."""
        possible, allowed = self._open[0], self._requirement.in_phase[0]
        if possible is None:
            return None
        certain = len(possible.in_phase) == 1
        return {
            hold: allowed
            if certain and (not possible.may_end or after_the_end(self._requirement, hold) is allowed)
            else None
            for hold in (True, False, None)
        }

    def _in_phase(self, situation: Situation, before: EventDate) -> Truth:
        """Follow the stages as long as what is stated settles them; ``before`` is where the first begins."""
        at, events, absent = situation.at, situation.events, None if situation.complete else UNKNOWN
        stages, in_phase = self._requirement.timetable.stages, self._requirement.in_phase
        for number, stage in enumerate(stages):
            start = events.get(stage.start, absent) if stage.start else before
            if start is None or (start is not UNKNOWN and start > at):
                return in_phase[number]
            clock = self._clocks[number]
            ended = clock is not None and start is not UNKNOWN and clock.over(start, at)
            unsaid = False
            for event in stage.until:
                date = events.get(event, absent)
                if date is UNKNOWN:
                    unsaid = True
                elif date is not None and date <= at:
                    ended = True
            last = number + 1 == len(stages)
            if start is UNKNOWN:
                return self._not_begun(number, situation, ended=ended, may_end=unsaid or clock is not None)
            if not ended:
                return self._undecided(number, situation) if unsaid else in_phase[number]
            if last:
                break
            if unsaid:
                return self._weighed(situation)
            if stages[number + 1].start is None:
                before = end_of(stage, start, situation)
        return after_the_end(self._requirement, situation.legal_hold)

    def _weighed(self, situation: Situation) -> Truth:
        """Walk; where no event is stated at all and there is no floor, the answer hangs on nothing but a hold."""
        if self._floor is not None or situation.complete or not self._events.isdisjoint(situation.events):
            return weighed(self._requirement, situation)
        hold = situation.legal_hold
        if hold not in self._silent:
            self._silent[hold] = weighed(self._requirement, situation)
        return self._silent[hold]

    def _undecided(self, number: int, situation: Situation) -> Truth:
        """Answer where a phase may run and may have ended."""
        possible = self._open[number]
        if possible is None:
            return self._weighed(situation)
        if len(possible.in_phase) > 1:
            return None
        answer = self._requirement.in_phase[number]
        agreed = not possible.may_end or after_the_end(self._requirement, situation.legal_hold) is answer
        return answer if agreed else None

    def _not_begun(self, number: int, situation: Situation, *, ended: bool, may_end: bool) -> Truth:
        """Answer where nobody said whether a phase has begun; ``ended``: if it has, it has ended as well."""
        if ended and number + 1 < len(self._open):
            return self._weighed(situation)
        if ended or may_end:
            return self._undecided(number, situation)
        return self._requirement.in_phase[number]


def stored(requirement: Stored) -> Evaluator:
    """Return a schedule as a function of the situation, which is quick while the first phase runs."""
    storage = Storage(requirement)
    first = storage.first_phase()
    if first is None:
        return storage.allows

    def evaluate(situation: Situation, first: _First = first, otherwise: Evaluator = storage.allows) -> Truth:
        event, clock, until, allowed, unsaid = first
        events, at = situation.events, situation.at
        start = events.get(event)
        if start is None or (clock is not None and clock.over(start, at)):
            return otherwise(situation)
        if until and start <= at:
            running = True
            for name in until:
                date = events.get(name)
                if date is not None:
                    if date <= at:
                        return otherwise(situation)
                elif not situation.complete and name not in events:
                    running = False
            if not running:
                return otherwise(situation) if unsaid is None else unsaid[situation.legal_hold]
        return allowed

    return evaluate


def end_of(stage: Stage, start: Moment, situation: Situation) -> Moment | None:
    """Return when a phase ends of which every event is stated; ``None``: never."""
    ends = situation.dates(stage.until)
    if stage.lasts is not None and (end := add(start, stage.lasts)) is not None:
        ends.append(end)
    return situation.earliest(ends)
