"""When may an answer change while no fact does? Every instant at which a requirement can turn."""

from collections.abc import Iterator
from typing import assert_never

from privpolicy.engine.requirement import (
    AllOf,
    AnyOf,
    ConsentLive,
    Constant,
    FactIs,
    NoObjection,
    Not,
    NotOnHold,
    OriginAmong,
    Requirement,
    Stored,
    Undeclared,
    Unrestricted,
    Within,
)
from privpolicy.engine.situation import Situation
from privpolicy.engine.timetable import turns as timetable_turns
from privpolicy.model.duration import add
from privpolicy.model.moment import Moment


def turns(requirement: Requirement, situation: Situation) -> Iterator[Moment]:
    """Yield, in no order, the instants at which a requirement may turn; some may lie in the past."""
    match requirement:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from turns(part, situation)
        case Not(part):
            yield from turns(part, situation)
        case Within(start, end):
            yield from (moment for moment in (start, end) if moment is not None)
        case ConsentLive():
            yield from _consents(requirement, situation)
        case NoObjection():
            yield from _objections(requirement, situation)
        case Stored(timetable):
            yield from timetable_turns(timetable, situation)
        case Constant() | FactIs() | Unrestricted() | NotOnHold() | OriginAmong() | Undeclared():
            return
        case _:
            assert_never(requirement)


def _consents(requirement: ConsentLive, situation: Situation) -> Iterator[Moment]:
    for consent in situation.consents or ():
        if consent.purpose not in requirement.broader:
            continue
        yield consent.given
        if consent.withdrawn is not None:
            yield consent.withdrawn
        if requirement.valid_for is not None and (end := add(consent.given, requirement.valid_for)) is not None:
            yield end
    if requirement.minors is not None:
        for interval, _ in requirement.minors.limits.get(str(situation.facts.get("country")), ()):
            yield from turns(interval, situation)


def _objections(requirement: NoObjection, situation: Situation) -> Iterator[Moment]:
    for objection in situation.objections or ():
        if objection.purpose in requirement.overlapping:
            yield objection.raised
            if objection.withdrawn is not None:
                yield objection.withdrawn
    if requirement.lifted_by is not None:
        yield from _consents(requirement.lifted_by, situation)
