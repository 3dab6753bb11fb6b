"""What is known when a request is decided: a request bound to the vocabulary of one policy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, Literal

from privpolicy.engine.record import AnyConsent, AnyObjection, Stated
from privpolicy.model.duration import Duration, latest_end
from privpolicy.model.moment import Moment
from privpolicy.source.path import NodePath

Truth = bool | None
"""Kleene's three values: true, false, and ``None`` for unknown."""


class Unknown(Enum):
    """Marks an event of which nobody said whether or when it happened."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN
EventDate = Moment | None | Literal[Unknown.UNKNOWN]
"""When an event happened or will; ``None``: it has not; ``UNKNOWN``: not stated."""
_new = object.__new__
_NOTHING: frozenset[NodePath] = frozenset()
Value = bool | int | float | str | Moment


@dataclass(slots=True, eq=False)
class Situation:
    """The facts of a request with its defaults applied. ``None`` for a record means that it was not stated.

    Never changed once made; not frozen only because making one is part of every decision.
    """

    at: Moment
    complete: bool
    origin: str | None = None
    consents: tuple[AnyConsent, ...] | None = None
    objections: tuple[AnyObjection, ...] | None = None
    restricted: Truth = None
    legal_hold: Truth = None
    events: Mapping[str, Moment | None] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    supposed: frozenset[NodePath] = frozenset()
    """What the policy leaves open and is taken as settled in its favour, to find out what an answer hangs on."""

    def event(self, event: str) -> EventDate:
        """Return the date of an event; under a complete record an event left out has not happened."""
        return self.events.get(event, None if self.complete else UNKNOWN)

    def states(self, events: Iterable[str]) -> bool:
        """Tell whether it is stated of each of some events whether and when it happened."""
        return self.complete or all(event in self.events for event in events)

    def dates(self, events: Iterable[str]) -> list[Moment]:
        """Return when those of some events happened, or will, that are stated to."""
        return [date for event in events if isinstance(date := self.event(event), Moment)]

    @staticmethod
    def earliest(dates: Iterable[Moment]) -> Moment | None:
        """Return the first of some dates."""
        return min(dates, default=None)

    @staticmethod
    def latest_end(begun: Moment, lasts: Duration) -> Moment | None:
        """Return the latest end of what began at a date or before it."""
        return latest_end(begun, lasts)

    def with_facts(self, facts: Mapping[str, Value]) -> "Situation":
        """Return the same record with other facts."""
        return Situation(
            self.at,
            self.complete,
            self.origin,
            self.consents,
            self.objections,
            self.restricted,
            self.legal_hold,
            self.events,
            facts,
            self.supposed,
        )

    def moved_to(self, moment: Moment) -> "Situation":
        """Return the same facts at another instant."""
        return replace(self, at=moment)


def situated(
    at: Moment, complete: bool, origin: str | None, stated: Stated, facts: Mapping[str, Value]
) -> tuple[Situation, int]:
    """Apply the defaults of the record to what a request states.

    Returns the situation, and in what state its record is: which parts are stated, and which of them hold something.
    What is left of a program once that is settled is the same for all situations of one state: see
    :class:`~privpolicy.engine.reduce.Reducer`.
    """
    consents, objections, restricted, hold, events, _, _, _ = stated
    if complete:
        consents, objections = consents or (), objections or ()
        restricted, hold = restricted or False, hold or False
        if "collected" not in events:
            events = {**events, "collected": at}
    state = 0 if origin is None else 1
    if restricted is not None:
        state += 4 if restricted else 2
    if hold is not None:
        state += 16 if hold else 8
    if consents is not None:
        state += 64 if consents else 32
    if objections is not None:
        state += 256 if objections else 128
    if not events and not complete:
        state += 512
    made = _new(Situation)  # field by field, which takes half the time: every request makes one
    made.at = at
    made.complete = complete
    made.origin = origin
    made.consents = consents
    made.objections = objections
    made.restricted = restricted
    made.legal_hold = hold
    made.events = events
    made.facts = facts
    made.supposed = _NOTHING
    return made, state
