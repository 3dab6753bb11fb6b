"""The requirement program: what must hold so that an activity permits.

A closed union of small kinds. Every reader (does it hold, in what words, what is missing, when does it turn) matches
all of them, so that a new kind is a type error until each reader knows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from privpolicy.engine.situation import Value
from privpolicy.engine.timetable import Timetable
from privpolicy.model.duration import Duration
from privpolicy.model.moment import Moment
from privpolicy.source.path import NodePath


@dataclass(frozen=True, slots=True)
class Constant:
    """Settled when the policy was compiled."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Within:
    """The instant asked about lies in a half-open interval."""

    start: Moment | None
    end: Moment | None


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value is one of these."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """The value is stated and is another than this."""

    value: Value


@dataclass(frozen=True, slots=True)
class Bound:
    """The value lies on one side of a limit: ``>=`` and ``<=`` for numbers, ``<`` and ``>`` for dates."""

    sign: Literal[">=", "<=", "<", ">"]
    limit: int | float | Moment


Test = OneOf | Other | Bound


@dataclass(frozen=True, slots=True)
class FactIs:
    """A fact passes a test. Under a complete record a boolean left out is false, any other passes no test."""

    fact: str
    type: Literal["boolean", "enum", "number", "date", "text"]
    test: Test
    values: tuple[str, ...] = ()
    """The values of an enum."""


@dataclass(frozen=True, slots=True)
class AgeOfConsent:
    """From which age a person consents alone, by country and day (Art. 8(1) GDPR).

    ``limits`` are ages with the interval in which each holds, by country; ``default`` holds everywhere else. With
    ``child`` the data subject may be a child, so that an age which is not stated matters.
    """

    limits: Mapping[str, tuple[tuple[Within, int], ...]]
    default: int
    child: bool
    cites: tuple[str, ...] = ()

    @property
    def turns(self) -> tuple[Moment, ...]:
        """The instants at which an age changes in some country, in their order."""
        intervals = (interval for ages in self.limits.values() for interval, _ in ages)
        return tuple(sorted({end for one in intervals for end in (one.start, one.end) if end is not None}))

    def at(self, moment: Moment, country: Value | None) -> int:
        """Return the age from which a person of a country consents alone at an instant."""
        for interval, age in self.limits.get(str(country), ()):
            started = interval.start is None or interval.start <= moment
            if started and (interval.end is None or moment < interval.end):
                return age
        return self.default


@dataclass(frozen=True, slots=True)
class ConsentLive:
    """A consent on record is live for a purpose: given, neither withdrawn nor run out, explicit where asked."""

    purpose: str
    broader: frozenset[str]
    """The purpose and what is broader: a consent to any of these counts."""
    explicit: bool = False
    valid_for: Duration | None = field(default=None, hash=False)
    minors: AgeOfConsent | None = field(default=None, hash=False)
    """Whose consent a guardian must give; ``None``: nobody asks."""


@dataclass(frozen=True, slots=True)
class NoObjection:
    """No live objection overlaps the purpose, save where a live consent was given after each of them."""

    purpose: str
    overlapping: frozenset[str]
    lifted_by: ConsentLive | None = None


@dataclass(frozen=True, slots=True)
class Unrestricted:
    """Processing is not restricted (Art. 18 GDPR)."""


@dataclass(frozen=True, slots=True)
class NotOnHold:
    """The data is under no legal hold."""


@dataclass(frozen=True, slots=True)
class OriginAmong:
    """The data was collected under one of these activities, or the request names no origin."""

    activities: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stored:
    """A retention schedule allows an operation for a purpose in the present phase.

    ``in_phase`` says so for each phase, ``ended`` for the time after the last, ``ended_on_hold`` for that time under
    a legal hold. The floor of the timetable is that of the schedule where it must be reached too.
    """

    timetable: Timetable
    in_phase: tuple[bool, ...]
    ended: bool
    ended_on_hold: bool

    @property
    def floor(self) -> bool:
        """Whether a floor must be reached."""
        return self.timetable.floor is not None


@dataclass(frozen=True, slots=True)
class Undeclared:
    """The policy does not say what this hangs on, and no request can: unknown, whatever is stated."""

    path: NodePath


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of these holds."""

    parts: "tuple[Requirement, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these holds."""

    parts: "tuple[Requirement, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold."""

    part: "Requirement"


Requirement = (
    Constant
    | Within
    | FactIs
    | ConsentLive
    | NoObjection
    | Unrestricted
    | NotOnHold
    | OriginAmong
    | Stored
    | Undeclared
    | AllOf
    | AnyOf
    | Not
)

ClauseKind = Literal[
    "in-force",
    "condition",
    "consent",
    "objection",
    "restriction",
    "retention",
    "legal-hold",
    "origin",
    "prohibition",
    "transfer",
    "special-category",
    "criminal-data",
    "terminal-equipment",
]
"""What a clause is about; decides the words and the code in which its failure is told."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Something of the law with the time in which it holds; ``never`` where that is no time at all."""

    words: str
    start: Moment | None
    end: Moment | None
    cites: tuple[str, ...]
    ended_by: tuple[str, ...] = ()
    never: bool = False

    def holds_at(self, moment: Moment) -> bool:
        """Tell whether it holds at an instant."""
        started = self.start is None or self.start <= moment
        return not self.never and started and (self.end is None or moment < self.end)

    def cites_at(self, moment: Moment) -> tuple[str, ...]:
        """Return where it is laid down, and once it has ended what ended it."""
        ended = self.end is not None and self.end <= moment
        return self.cites + self.ended_by if ended else self.cites


@dataclass(frozen=True, slots=True)
class Clause:
    """A requirement with its subject, the place that states it and the law that it rests on."""

    kind: ClauseKind
    requirement: Requirement
    path: NodePath
    cites: tuple[str, ...] = ()
    words: str = ""
    """What the law asks, for a clause that the law adds."""
    favour: str = ""
    """How it is met, where that is worth telling."""
    grounds: tuple[Ground, ...] = ()
    """Dated grounds that can meet it, or dated rules that ask for it."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """An activity that covers a cell, and all that must hold so that it permits."""

    activity: str
    clauses: tuple[Clause, ...]
