"""What is known when a request is decided: a request bound to the vocabulary of one policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final, Literal

from privpolicy.model.moment import Moment
from privpolicy.model.request import Consent, Objection
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
    consents: tuple[Consent, ...] | None = None
    objections: tuple[Objection, ...] | None = None
    restricted: Truth = None
    legal_hold: Truth = None
    events: Mapping[str, Moment | None] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    supposed: frozenset[NodePath] = frozenset()
    """What the policy leaves open and is taken as settled in its favour, to find out what an answer hangs on."""

    def event(self, event: str) -> EventDate:
        """Return the date of an event; under a complete record an event left out has not happened."""
        return self.events.get(event, None if self.complete else UNKNOWN)

    def moved_to(self, moment: Moment) -> "Situation":
        """Return the same facts at another instant."""
        return replace(self, at=moment)
