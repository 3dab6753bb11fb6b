"""How far a schedule has come by what is stated: all that its answer can still hang on.

Two situations in which the same phase began on the same day are one for whatever happens afterwards. A search that
found nothing in the first need not look at the second.
"""

from collections.abc import Hashable

from privpolicy.engine.requirement import Stored
from privpolicy.engine.situation import UNKNOWN, EventDate, Situation
from privpolicy.engine.storage import end_of
from privpolicy.model.duration import add


def progress(requirement: Stored, situation: Situation) -> Hashable:
    """Return a sign that two situations at one instant share where a schedule says the same, whatever is added."""
    table, at = requirement.timetable, situation.at
    before = situation.event(table.first_event)
    floor = None if table.floor is None else _over(before, requirement, situation)
    for number, stage in enumerate(table.stages):
        start = situation.event(stage.start) if stage.start else before
        if start is None or (start is not UNKNOWN and start > at):
            return number, floor
        if start is UNKNOWN or not situation.states(stage.until):
            later = {event for one in table.stages[number:] for event in (one.start, *one.until)}
            stated = frozenset((event, date) for event, date in situation.events.items() if event in later)
            return number, before, stated, floor
        before = end_of(stage, start, situation)
        if before is None or before > at:
            return number, floor
    return len(table.stages), floor


def _over(start: EventDate, requirement: Stored, situation: Situation) -> Hashable:
    """Return whether the floor is reached; what is not known yet stays so."""
    floor = requirement.timetable.floor
    if start is None or start is UNKNOWN or floor is None:
        return start
    end = add(start, floor)
    return end is not None and end <= situation.at
