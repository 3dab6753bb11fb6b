"""Whether a requirement can hold at all, and a situation in which it does: decided, not sampled.

A requirement hangs on finitely many things that a request may state: facts, events, consents, objections, a
restriction, a legal hold. For each of them a handful of values stands for all others, because nothing in the
requirement tells more apart (:mod:`privpolicy.analysis.stand_ins`). The search states one thing at a time and asks the
engine's own three-valued evaluation: a requirement that is already true or false needs no further statement, so most of
the tree is never walked, and what is returned holds whatever else is stated.
"""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any, assert_never

from privpolicy.analysis.persons import matter
from privpolicy.analysis.settled import of_unstated_age, supposing, without_fact
from privpolicy.analysis.stand_ins import StandIns
from privpolicy.analysis.values import AGE, Absent
from privpolicy.engine.evaluate import evaluator
from privpolicy.engine.leaves import leaves
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
from privpolicy.engine.situation import UNKNOWN, Situation, Value
from privpolicy.model.moment import Moment


def find_world(requirement: Requirement, moments: Iterable[Moment], origin: str | None = None) -> Situation | None:
    """Return a situation at one of some instants in which a requirement holds; ``None`` where there is none.

    The situation states as little as suffices. It is a complete record where the requirement holds only because
    something is left out of one. What the policy leaves open (:class:`Undeclared`) counts as not so: settle it before
    with :func:`~privpolicy.analysis.settled.supposing`.
    """
    requirement = supposing(requirement, holds=False)
    if isinstance(requirement, Constant):
        return Situation(next(iter(moments)), complete=False, origin=origin) if requirement.holds else None
    searchable = Searchable(requirement)
    persons = matter(tuple(leaves(requirement)))
    for moment in moments:
        situation = Situation(moment, complete=False, origin=origin)
        found = _search(searchable, situation, None)
        if found is None and persons:
            found = _of_somebody(searchable, situation) or _of_nobody_known(requirement, situation)
        if found is not None:
            return found
    return None


def _of_somebody(node: "Searchable", situation: Situation) -> Situation | None:
    """Search among persons whose age is stated: that brings in who may consent, where nothing else would ask."""
    known = StandIns.of(node.requirement, situation.at)
    people = (replace(situation, facts=person) for person in known.people(situation))
    return next((found for one in people if (found := _search(node, one, known)) is not None), None)


def _of_nobody_known(requirement: Requirement, situation: Situation) -> Situation | None:
    """Search among complete records that leave the age out: a child then counts as too young, anybody else does not."""
    found = extend(of_unstated_age(requirement), replace(situation, facts={AGE: 0}))
    if found is None:
        return None
    facts = {fact: value for fact, value in found.facts.items() if fact != AGE}
    complete = replace(found, facts=facts, complete=True)
    return complete if evaluator(requirement)(complete) else None


def extend(requirement: Requirement, situation: Situation) -> Situation | None:
    """Return a situation with something more stated in which a requirement holds; see :class:`Searchable`."""
    return Searchable(requirement).extend(situation)


def favourable(requirement: Requirement, moment: Moment) -> Situation:
    """Return a situation that states what is the usual case, of the things that a requirement looks at.

    Nobody objected, nothing is restricted or on hold, data was collected just now and nothing has happened since.
    """
    stated: dict[str, Any] = {}
    events: dict[str, Moment | None] = {}
    for leaf in leaves(requirement):
        match leaf:
            case NoObjection():
                stated["objections"] = ()
            case Unrestricted():
                stated["restricted"] = False
            case NotOnHold():
                stated["legal_hold"] = False
            case Stored(timetable):
                events |= {event: moment if event == timetable.first_event else None for event in timetable.events}
            case _:
                pass
    return Situation(moment, complete=False, events=events, **stated)


class Searchable:
    """A requirement with the function that evaluates it; the same of its parts, made when they are first looked at."""

    __slots__ = ("_parts", "evaluate", "requirement")

    def __init__(self, requirement: Requirement) -> None:
        self.requirement = requirement
        self.evaluate = evaluator(requirement)
        self._parts: tuple[Searchable, ...] | None = None

    @property
    def parts(self) -> "tuple[Searchable, ...]":
        """What a connective joins; nothing for anything else."""
        if self._parts is None:
            match self.requirement:
                case AllOf(parts) | AnyOf(parts):
                    self._parts = tuple(map(Searchable, parts))
                case Not(part):
                    self._parts = (Searchable(part),)
                case _:
                    self._parts = ()
        return self._parts

    def extend(self, situation: Situation) -> Situation | None:
        """Return a situation with something more stated in which it holds; ``None`` where there is none.

        What held before holds on, for stating what was unknown never turns a truth; save that a person whose age is
        stated may turn out too young to consent.
        """
        return _search(self, situation, None)


def _search(node: Searchable, situation: Situation, stand_ins: StandIns | None) -> Situation | None:
    truth = node.evaluate(situation)
    if truth is not None:
        return situation if truth else None
    return _further(node, situation, stand_ins or StandIns.of(node.requirement, situation.at), set())


def _further(node: Searchable, situation: Situation, known: StandIns, barren: set[Hashable]) -> Situation | None:
    """Search on where the truth is open; ``barren`` are the signs of situations from which nothing was found."""
    for choice in _choices(_open(node, situation), situation, known):
        if isinstance(choice, Absent):
            found = _without(node.requirement, choice.fact, situation)
        else:
            found = _from(node, choice, known, barren)
        if found is not None:
            return found
    return None


def _from(node: Searchable, situation: Situation, known: StandIns, barren: set[Hashable]) -> Situation | None:
    sign = known.sign(situation)
    if sign in barren:
        return None
    truth = node.evaluate(situation)
    found = situation if truth else None
    if truth is None:
        found = _further(node, situation, known, barren)
    if found is None and sign is not None:
        barren.add(sign)
    return found


def _open(node: Searchable, situation: Situation) -> Requirement:
    """Return a requirement that is no connective and on which the unknown truth of a node hangs."""
    while node.parts:
        node = next(part for part in node.parts if part.evaluate(situation) is None)
    return node.requirement


def _choices(open_: Requirement, situation: Situation, known: StandIns) -> Iterable[Situation | Absent]:
    """Return the situations in which one thing more is stated, for all that it may be."""
    match open_:
        case FactIs(fact):
            for value in known.values(fact):
                yield Absent(fact) if isinstance(value, Absent) else _stating(situation, fact, value)
        case ConsentLive() | NoObjection():
            yield from _records(open_, situation, known)
        case Unrestricted():
            yield from (replace(situation, restricted=value) for value in (False, True))
        case NotOnHold():
            yield from (replace(situation, legal_hold=value) for value in (False, True))
        case Stored():
            yield from _dates(open_, situation, known)
        case Constant() | Within() | OriginAmong() | Undeclared() | AllOf() | AnyOf() | Not():
            raise AssertionError(f"never unknown: {open_}")
        case _:
            assert_never(open_)


def _stating(situation: Situation, fact: str, value: Value) -> Situation:
    return replace(situation, facts={**situation.facts, fact: value})


def _records(open_: ConsentLive | NoObjection, situation: Situation, known: StandIns) -> Iterable[Situation]:
    if isinstance(open_, NoObjection) and situation.objections is None:
        yield from (replace(situation, objections=objections) for objections in known.objections)
    elif situation.consents is None:
        yield from (replace(situation, consents=consents) for consents in known.consents)
    else:
        # A consent is on record, and whether it counts hangs on how old the person is.
        yield from (replace(situation, facts={**situation.facts, **person}) for person in known.people(situation))


def _dates(open_: Stored, situation: Situation, known: StandIns) -> Iterable[Situation]:
    event = next((one for one in open_.timetable.events if situation.event(one) is UNKNOWN), None)
    if event is None:
        yield from (replace(situation, legal_hold=value) for value in (False, True))
        return
    for date in (None,) if known.suffices(event, situation) else known.dates(event):
        yield replace(situation, events={**situation.events, event: date})


def _without(requirement: Requirement, fact: str, situation: Situation) -> Situation | None:
    """Search on with a fact left out of a complete record, where it passes no test."""
    found = extend(without_fact(requirement, fact), situation)
    if found is None or fact in found.facts:
        return None
    complete = replace(found, complete=True)
    return complete if evaluator(requirement)(complete) else None
