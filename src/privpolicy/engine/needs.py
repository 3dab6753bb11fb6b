"""What is missing: the smallest sets of facts that would settle a conditional answer to a permit.

Candidates are read off the requirement program (which statements would make this hold?) and each is proved by
deciding with it, so that what is returned is never wrong. Programs that hang on very many unknown facts at once are cut
short: then some alternatives are left out, but none is added.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice, product
from typing import assert_never

from privpolicy.engine.candidates import COUNTRY, Constants, constants_of, countries_of, dates_of, values_of
from privpolicy.engine.evaluate import evaluator, holds, old_enough, passes
from privpolicy.engine.need import (
    SUBJECT_FACTS,
    ConsentNeed,
    EventNeed,
    FactNeed,
    Need,
    Needs,
    NoObjectionNeed,
    PolicyNeed,
    state,
    topic,
)
from privpolicy.engine.requirement import (
    AgeOfConsent,
    AllOf,
    Alternative,
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
from privpolicy.engine.situation import UNKNOWN, Situation

Way = frozenset[Need]
Ways = tuple[Way, ...]

MOST_WAYS = 256
"""How many alternatives are followed at once."""
MOST_EVENTS = 3
"""How many unstated events of one schedule are dated together."""
MOST_TRIED = 10_000
"""How many sets of dates are tried with one schedule."""

NOTHING: Way = frozenset()


def needs(alternatives: Sequence[Alternative], situation: Situation, permits: Callable[[Situation], bool]) -> Needs:
    """Return the minimal sets of facts which, once stated, make ``permits`` true."""
    constants = constants_of(alternatives)
    found = settle(_candidates(alternatives, situation, constants), situation, permits)
    if found or COUNTRY in constants:
        return found
    # An age may be right only in some country: look once more with a country for each age of consent.
    constants[COUNTRY] = tuple(countries_of(alternatives, situation))
    return settle(_candidates(alternatives, situation, constants), situation, permits) if constants[COUNTRY] else ()


def _candidates(alternatives: Sequence[Alternative], situation: Situation, constants: Constants) -> dict[Way, None]:
    found: dict[Way, None] = {}
    asked = (tuple(clause.requirement for clause in alternative.clauses) for alternative in alternatives)
    for parts in dict.fromkeys(asked):
        found |= dict.fromkeys(_ways(AllOf(parts), situation, constants, wanted=True))
    return found


def settle(candidates: Iterable[Way], situation: Situation, permits: Callable[[Situation], bool]) -> Needs:
    """Keep of some candidates what is proved to permit, cut to what is needed and free of repetition."""
    proved = [
        _smallest(way, situation, permits)
        for way in sorted(candidates, key=len)
        if way and permits(state(situation, way))
    ]
    minimal = [way for way in dict.fromkeys(proved) if not any(_weaker(other, way) for other in proved)]
    return tuple(tuple(sorted(way, key=_order)) for way in _representative(minimal))


def _weaker(one: Way, other: Way) -> bool:
    """Tell whether one set asks less than another: fewer facts, or any consent where that asks for an explicit one."""
    plain = frozenset(replace(need, explicit=False) if isinstance(need, ConsentNeed) else need for need in other)
    return one != other and one <= other | plain


def _smallest(way: Way, situation: Situation, permits: Callable[[Situation], bool]) -> Way:
    for need in sorted(way, key=_order):
        fewer = way - {need}
        if permits(state(situation, fewer)):
            way = fewer
    return way


def _representative(ways: list[Way]) -> Iterator[Way]:
    """Keep one of several ways that differ only in the value of a number or the date of a fact or event."""
    seen: set[frozenset[object]] = set()
    for way in ways:
        shape = frozenset(_shape(need) for need in way)
        if shape not in seen:
            seen.add(shape)
            yield way


def _shape(need: Need) -> object:
    match need:
        case FactNeed(fact, value) if not isinstance(value, bool | str):
            return (fact, type(value))
        case EventNeed(event, date) if date is not None:
            return (event, "dated")
        case _:
            return need


_KINDS = (ConsentNeed, FactNeed, EventNeed, PolicyNeed, NoObjectionNeed)


def _order(need: Need) -> tuple[int, str, str]:
    """Put what the policy asks first, and the standing exceptions (restriction, hold, objection) last."""
    standing = isinstance(need, FactNeed) and need.fact in {"restricted", "legal-hold"}
    return (len(_KINDS) if standing else _KINDS.index(type(need)), *topic(need))


def _ways(requirement: Requirement, situation: Situation, constants: Constants, *, wanted: bool) -> Ways:
    """Return sets of statements that would give a requirement the wanted truth; none where it is settled otherwise."""
    truth = holds(requirement, situation)
    if truth is not None:
        return (NOTHING,) if truth == wanted else ()
    match requirement:
        case AllOf(parts) | AnyOf(parts):
            found = [_ways(part, situation, constants, wanted=wanted) for part in parts]
            every = isinstance(requirement, AllOf) == wanted
            return _product(found) if every else _cut(way for ways in found for way in ways)
        case Not(part):
            return _ways(part, situation, constants, wanted=not wanted)
        case FactIs():
            return _facts(requirement, constants, wanted=wanted)
        case ConsentLive():
            return _consents(requirement, situation, constants) if wanted else ()
        case NoObjection():
            return _objections(requirement, situation, constants, wanted=wanted)
        case Unrestricted():
            return (frozenset({FactNeed("restricted", not wanted)}),)
        case NotOnHold():
            return (frozenset({FactNeed("legal-hold", not wanted)}),)
        case Stored():
            return tuple(islice(_dates(requirement, situation, wanted=wanted), MOST_WAYS))
        case Undeclared(path):
            return (frozenset({PolicyNeed(path)}),) if wanted else ()
        case Constant() | Within() | OriginAmong():
            return ()
        case _:
            assert_never(requirement)


def _objections(requirement: NoObjection, situation: Situation, constants: Constants, *, wanted: bool) -> Ways:
    if not wanted:
        return ()
    if situation.objections is None:
        return (frozenset({NoObjectionNeed(requirement.purpose)}),)
    lifted_by = requirement.lifted_by
    return _consents(lifted_by, situation, constants) if lifted_by is not None else ()


def _consents(requirement: ConsentLive, situation: Situation, constants: Constants) -> Ways:
    """Return the consents that would count, with the age and country in which the person gives them alone."""
    limit = requirement.minors
    alone = (NOTHING,) if limit is None else tuple(_grown(limit, situation, constants))
    if situation.consents is not None:
        return tuple(way for way in alone if way)
    own = ConsentNeed(requirement.purpose, requirement.explicit)
    guarded = (frozenset({replace(own, by="guardian")}),) if alone != (NOTHING,) else ()
    return (*(way | {own} for way in alone), *guarded)


def _grown(limit: AgeOfConsent, situation: Situation, constants: Constants) -> Iterator[Way]:
    """Yield what makes the person old enough to consent alone; nothing where that is so as it is."""
    if old_enough(limit, situation):
        yield NOTHING
        return
    country = situation.facts.get(COUNTRY)
    unknown = old_enough(limit, situation) is None
    if unknown:
        yield frozenset({FactNeed("subject.age", limit.at(situation.at, country))})
    if country is None:
        for name in constants.get(COUNTRY, ()):
            age, there = limit.at(situation.at, name), FactNeed("subject.country", name)
            if unknown:
                yield frozenset({FactNeed("subject.age", age), there})
            elif old_enough(limit, replace(situation, facts={**situation.facts, COUNTRY: name})):
                yield frozenset({there})


def _facts(requirement: FactIs, constants: Constants, *, wanted: bool) -> Ways:
    name = SUBJECT_FACTS.get(requirement.fact, requirement.fact)
    fitting = (value for value in values_of(requirement, constants) if passes(requirement.test, value) == wanted)
    return tuple(frozenset({FactNeed(name, value)}) for value in fitting)


def _dates(requirement: Stored, situation: Situation, *, wanted: bool) -> Iterator[Way]:
    """Yield dates of unstated events, and a legal hold where it is not stated, that settle a schedule: few first."""
    open_ = [event for event in requirement.timetable.events if situation.event(event) is UNKNOWN]
    choices: dict[str, tuple[Need, ...]] = {
        event: tuple(EventNeed(event, date) for date in dates_of(event, requirement, situation)) for event in open_
    }
    if situation.legal_hold is None and requirement.ended_on_hold:
        choices["legal-hold"] = (FactNeed("legal-hold", value=False), FactNeed("legal-hold", value=True))
    allowed = evaluator(requirement)
    tried = (
        dated
        for size in range(1, min(len(choices), MOST_EVENTS) + 1)
        for chosen in combinations(choices, size)
        for dated in product(*(choices[event] for event in chosen))
    )
    found: set[Way] = set()
    for dated in islice(tried, MOST_TRIED):
        parts = (frozenset(part) for size in range(1, len(dated)) for part in combinations(dated, size))
        way = frozenset(dated)
        if found.isdisjoint(parts) and allowed(state(situation, way)) is wanted:
            found.add(way)
            yield way
    nowhere = frozenset(EventNeed(event, None) for event in open_)
    if len(open_) > MOST_EVENTS and not found and allowed(state(situation, nowhere)) is wanted:
        yield nowhere


def _product(found: Sequence[Ways]) -> Ways:
    ways: Ways = (NOTHING,)
    for options in found:
        if not options:
            return ()
        ways = _cut(joined for way in ways for option in options if (joined := _joined(way, option)) is not None)
    return ways


def _joined(one: Way, other: Way) -> Way | None:
    """Join two sets of statements; ``None`` where they contradict each other. An explicit consent is a consent."""
    joined = one | other
    joined -= {
        ConsentNeed(need.purpose, by=need.by) for need in joined if isinstance(need, ConsentNeed) and need.explicit
    }
    return joined if len({topic(need) for need in joined}) == len(joined) else None


def _cut(ways: Iterable[Way]) -> Ways:
    distinct = tuple(dict.fromkeys(ways))
    if len(distinct) <= MOST_WAYS:
        return distinct
    return tuple(sorted(distinct, key=len)[:MOST_WAYS])
