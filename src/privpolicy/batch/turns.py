"""When may the answer of a row turn while nothing that it states does? Every such instant, as lists a row."""

from collections.abc import Iterable, Iterator

import ibis
from ibis import Value

from privpolicy.batch.branches import Complete, Condition, Instant, Row, Run, Stated, in_order
from privpolicy.batch.choice import Slot
from privpolicy.batch.record import literal
from privpolicy.batch.truth import Truths, later
from privpolicy.engine.leaves import leaves
from privpolicy.engine.requirement import ConsentLive, NoObjection, Requirement, Stored, Within
from privpolicy.engine.timetable import COLLECTED, turns
from privpolicy.model.moment import Moment

TURNING = (Within, ConsentLive, NoObjection, Stored)
"""What may hold at one instant and not at another."""
NONE: Value = ibis.literal([], type="array<timestamp>")
NO_INSTANT: Value = ibis.null("timestamp")


def may_turn(requirement: Requirement | None) -> bool:
    """Tell whether a requirement may turn in time; ``None`` stands for the retention schedule of a row."""
    return requirement is None or any(isinstance(part, TURNING) for part in leaves(requirement))


def coming(lists: Iterable[Value], at: Value) -> Value:
    """Return the instants of lists that come after one, and that a request can name, as one list."""
    # One list of lists: where lists are joined two by two, each is written out twice by each that follows.
    found = ibis.array([one.cast("array<timestamp>").fill_null(NONE) for one in (NONE, *lists)]).flatten()
    return found.filter(lambda moment: (moment > at) & (moment <= literal(Moment.MAX))).unique()


def of_calendar(requirement: Requirement, *, by_country: bool) -> Iterator[Moment]:
    """Yield the dates that a requirement itself names; the ages of consent have some by country."""
    for part in leaves(requirement):
        if isinstance(part, Within):
            yield from _ends(part)
        if by_country and isinstance(part, ConsentLive) and part.minors is not None:
            yield from part.minors.turns


def _ends(interval: Within) -> Iterator[Moment]:
    yield from (moment for moment in (interval.start, interval.end) if moment is not None)


def of_consents(asked: Iterable[Requirement], consents: Value) -> Iterator[Value]:
    """Yield the instants of consents that count for the purpose of the row, as far as requirements ask for them."""
    parts = {part for requirement in asked for part in leaves(requirement) if isinstance(part, ConsentLive)}
    if parts:
        yield consents.map(lambda one: one["given"])
        yield consents.map(lambda one: one["withdrawn"])
    for lasts in {part.valid_for for part in parts if part.valid_for is not None}:
        yield consents.map(lambda one, lasts=lasts: later(one["given"], lasts))


def of_objections(objections: Value) -> Iterator[Value]:
    """Yield the instants of objections that count for the purpose of the row."""
    yield objections.map(lambda one: one["raised"])
    yield objections.map(lambda one: one["withdrawn"])


def of_schedules(slot: Slot, truths: Truths) -> list[Value]:
    """Return columns with the instants at which the schedule of a row may turn; null where it has fewer."""
    both = (False,) if truths.record.complete is None else (False, True)
    found = {
        stored: in_order({instant for complete in both for instant in _timetable(stored, truths, complete=complete)})
        for stored in slot.stored
    }

    def turn(number: int) -> Value:
        """Return the instant of so high a number, null where a schedule has fewer."""
        return slot.said(
            lambda stored: truths.instant(found[stored][number]) if number < len(found[stored]) else NO_INSTANT,
            NO_INSTANT,
        )

    return [turn(number) for number in range(max(map(len, found.values()), default=0))]


def _timetable(stored: Stored, truths: Truths, *, complete: bool) -> Iterator[Instant]:
    """Yield what the engine says of a row that states every event for which there is a column."""
    answers: dict[Condition, bool] = {Complete(): complete}
    for event in stored.timetable.events:
        present = event in truths.record.events
        answers[Stated(frozenset({event}))] = present and not (complete and event == COLLECTED)
    yield from turns(stored.timetable, Row(Run(answers)))  # type: ignore[arg-type, misc]  # a row answers what is asked of a situation, in its own instants
