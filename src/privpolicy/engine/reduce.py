"""What is left of the programs of a request once the state of its record and its day have settled what they can.

A record that names no origin, no restriction and no objection settles most of what any program asks, and a day settles
all that lies between dates. What is left is joined over the categories of a request, each part once. No outcome changes
by it: three-valued *and* and *or* distribute, absorb and do not mind order. Reasons are told from the whole program.
"""

from collections.abc import Collection, Iterable

from privpolicy.engine.cell import Program
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
from privpolicy.engine.situation import Situation, Truth
from privpolicy.engine.storage import after_the_end, weighed
from privpolicy.model.moment import Moment

HOLDS, FAILS = Constant(holds=True), Constant(holds=False)
OPEN = Undeclared(())
"""Stands for whatever the record leaves open."""
_ABSORBED_UP_TO = 16
"""With more alternatives none is looked for that another makes superfluous."""

Way = frozenset[Requirement]
"""Parts that must all hold so that one alternative permits."""


class Reducer:
    """Settles requirements in situations of one state, for as long as none of their dates passes.

    Of the situation it looks only at what :func:`~privpolicy.engine.situation.situated` tells apart and, unless
    ``timeless``, at the instant: ``start`` and ``end`` are the dates between which everything settled stays so.
    """

    __slots__ = ("end", "situation", "start", "timeless")

    def __init__(self, situation: Situation, *, timeless: bool) -> None:
        self.situation = situation
        self.timeless = timeless
        self.start = Moment.MIN
        self.end: Moment | None = None

    def joined(self, programs: Collection[Program]) -> Requirement:
        """Return the requirement under which all programs permit."""
        if not all(program.activities for program in programs):
            return FAILS
        common: dict[Requirement, None] = {}
        choices: dict[frozenset[Way], None] = {}
        for program in programs:
            ways = self._ways(program)
            if ways is None:
                continue
            if not ways:
                return FAILS
            if len(ways) == 1:
                common |= dict.fromkeys(ways[0])
                continue
            several = frozenset(map(frozenset, ways))
            common |= dict.fromkeys(frozenset.intersection(*several))
            choices[several] = None
        common = {part: None for part in sorted(common, key=_effort) if not _follows(part, common)}
        if not choices:
            return _one_or(AllOf, tuple(common))
        return _connected(AllOf, [*common, *(_choice(ways, common.keys()) for ways in choices)])

    def _ways(self, program: Program) -> list[list[Requirement]] | None:
        """Return what is left of each alternative that may permit; ``None`` where one surely does."""
        found: list[list[Requirement]] = []
        for alternative in program.each():
            parts: list[Requirement] = []
            for clause in alternative.clauses:
                left = self.left(clause.requirement)
                if left is FAILS:
                    break
                if isinstance(left, AllOf):
                    parts += left.parts
                elif left is not HOLDS:
                    parts.append(left)
            else:
                if not parts:
                    return None
                found.append(parts)
        return found

    def left(self, requirement: Requirement) -> Requirement:
        """Return what is left of a requirement: ``HOLDS``, ``FAILS``, ``OPEN``, or something of the same meaning."""
        situation = self.situation
        match requirement:
            case Within():
                return self._within(requirement)
            case OriginAmong():
                return HOLDS if situation.origin is None else requirement
            case ConsentLive():
                return requirement if situation.consents else _settled(None if situation.consents is None else False)
            case NoObjection():
                return requirement if situation.objections else _settled(None if situation.objections is None else True)
            case Stored():
                return self._stored(requirement)
            case Unrestricted():
                return _settled(None if situation.restricted is None else not situation.restricted)
            case NotOnHold():
                return _settled(None if situation.legal_hold is None else not situation.legal_hold)
            case AllOf(parts):
                return _connected(AllOf, map(self.left, parts))
            case AnyOf(parts):
                return _connected(AnyOf, map(self.left, parts))
            case Not(part):
                return _not(self.left(part))
            case Constant(truth):
                return HOLDS if truth else FAILS
            case FactIs() | Undeclared():
                return requirement

    def _within(self, interval: Within) -> Requirement:
        if self.timeless:
            return interval
        at = self.situation.at
        for date in (interval.start, interval.end):
            if date is None:
                continue
            if date <= at:
                self.start = max(self.start, date)
            elif self.end is None or date < self.end:
                self.end = date
        begun = interval.start is None or interval.start <= at
        return HOLDS if begun and (interval.end is None or at < interval.end) else FAILS

    def _stored(self, stored: Stored) -> Requirement:
        """Settle a schedule that says the same in every phase, or of which no event is stated."""
        situation = self.situation
        answers = {*stored.in_phase, after_the_end(stored, situation.legal_hold)}
        if answers == {False} or (len(answers) == 1 and not stored.floor):
            return _settled(answers.pop())
        if not situation.events and not situation.complete and not stored.floor:
            return _settled(weighed(stored, situation))
        return stored


def _settled(truth: Truth) -> Requirement:
    return HOLDS if truth else OPEN if truth is None else FAILS


def _not(part: Requirement) -> Requirement:
    if part is HOLDS:
        return FAILS
    if part is FAILS:
        return HOLDS
    return part if part is OPEN else Not(part)


def _connected(kind: type[AllOf] | type[AnyOf], parts: Iterable[Requirement]) -> Requirement:
    """Join parts of which some are settled."""
    neutral, final = (HOLDS, FAILS) if kind is AllOf else (FAILS, HOLDS)
    kept: dict[Requirement, None] = {}
    for part in parts:
        if part is final:
            return final
        if isinstance(part, kind):
            kept |= dict.fromkeys(part.parts)
        elif part is not neutral:
            kept[part] = None
    return _one_or(kind, tuple(kept))


def _one_or(kind: type[AllOf] | type[AnyOf], parts: tuple[Requirement, ...]) -> Requirement:
    if not parts:
        return HOLDS if kind is AllOf else FAILS
    return parts[0] if len(parts) == 1 else kind(parts)


def _effort(part: Requirement) -> int:
    """Order what is quickly asked first: any part that fails settles the rest."""
    return 0 if isinstance(part, FactIs | OriginAmong | Within) else 1 if isinstance(part, ConsentLive) else 2


def _follows(part: Requirement, others: Collection[Requirement]) -> bool:
    """Tell whether a choice holds as soon as others do, because it may be met by one of them."""
    return isinstance(part, AnyOf) and any(one in others for one in part.parts)


def _choice(ways: Iterable[Way], common: Iterable[Requirement]) -> Requirement:
    """Join alternatives, leaving out what is asked anyway, and alternatives that ask for more than another."""
    left = list(dict.fromkeys(way.difference(common) for way in ways))
    if len(left) <= _ABSORBED_UP_TO:
        left = [way for way in left if not any(other < way for other in left)]
    return _connected(AnyOf, (_connected(AllOf, way) for way in left))
