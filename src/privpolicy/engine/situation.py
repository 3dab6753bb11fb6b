"""What is known when a request is decided: a request bound to the vocabulary of one policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, Literal

from privpolicy.engine.record import AnyConsent, AnyObjection
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


def state_of(situation: Situation) -> int:
    """Return in what state the record of a situation is: which parts are stated, and which of them hold something.

    What is left of a program once that is settled is the same for all situations of one state: see
    :class:`~privpolicy.engine.reduce.Reducer`.
    """
    state = 1 if situation.origin is not None else 0
    if situation.restricted is not None:
        state += 4 if situation.restricted else 2
    if situation.legal_hold is not None:
        state += 16 if situation.legal_hold else 8
    if situation.consents is not None:
        state += 64 if situation.consents else 32
    if situation.objections is not None:
        state += 256 if situation.objections else 128
    if not situation.events and not situation.complete:
        state += 512
    return state
