"""Values that stand for all others in one requirement at one instant, as far as it can tell them apart.

- A fact: every value it is compared with, one on either side and between two of them, one that is none of them, and,
  save for a boolean, that it is left out of a complete record.
- An event: none, and one date for every combination of the durations that may run from it having run out or not.
- Consents and objections: one purpose for every combination of requirements that look at it, given so long ago that
  each combination of lifetimes has run out; sets of them as far as they add something.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeVar

from privpolicy.engine.evaluate import live_consent
from privpolicy.engine.requirement import (
    AgeOfConsent,
    AllOf,
    AnyOf,
    Bound,
    ConsentLive,
    FactIs,
    NoObjection,
    Not,
    OneOf,
    Other,
    Requirement,
    Stored,
)
from privpolicy.engine.situation import Situation, Value
from privpolicy.model.country import CODES
from privpolicy.model.duration import Duration, add
from privpolicy.model.moment import Moment
from privpolicy.model.request import Consent, Objection

AGE, COUNTRY = "age", "country"
APART = 4
"""Days beside a date at which a clock runs out: more than any month is longer than another."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Absent:
    """A fact that is left out of a complete record."""

    fact: str


ABSENT: Final = Absent("")


def leaves(requirement: Requirement) -> Iterator[Requirement]:
    """Yield every requirement in one that is no connective; a consent that lifts an objection too."""
    waiting = [requirement]
    while waiting:
        match waiting.pop():
            case AllOf(parts) | AnyOf(parts):
                waiting += parts
            case Not(part):
                waiting.append(part)
            case NoObjection(lifted_by=ConsentLive() as lifted_by) as leaf:
                yield leaf
                yield lifted_by
            case leaf:
                yield leaf


class StandIns:
    """The stand-ins of one requirement at one instant, each made when it is first asked for."""

    __slots__ = ("_at", "_consents", "_dates", "_leaves", "_objections", "_values")

    def __init__(self, found: tuple[Requirement, ...], at: Moment) -> None:
        self._leaves = found
        self._at = at
        self._values: dict[str, tuple[Value | Absent, ...]] = {}
        self._dates: dict[str, tuple[Moment | None, ...]] = {}
        self._consents: tuple[tuple[Consent, ...], ...] | None = None
        self._objections: tuple[tuple[Objection, ...], ...] | None = None

    @classmethod
    def of(cls, requirement: Requirement, at: Moment) -> "StandIns":
        """Return the stand-ins of a requirement at an instant."""
        return cls(tuple(dict.fromkeys(leaves(requirement))), at)

    def values(self, fact: str) -> tuple[Value | Absent, ...]:
        """Return values of a fact that stand for all, :data:`ABSENT` for one left out of a complete record."""
        if fact not in self._values:
            tests = [leaf for leaf in self._leaves if isinstance(leaf, FactIs) and leaf.fact == fact]
            countries = _one_each(_countries(self._limits()), self._age_in) if fact == COUNTRY else ()
            self._values[fact] = tuple(
                dict.fromkeys((*_values(tests, self._ages() if fact == AGE else ()), *countries))
            )
        return self._values[fact]

    def dates(self, event: str) -> tuple[Moment | None, ...]:
        """Return dates of an event that stand for all, ``None`` for one that has not happened."""
        if event not in self._dates:
            chains = {chain for leaf in self._leaves if isinstance(leaf, Stored) for chain in _chains(leaf, event)}
            self._dates[event] = tuple(_dates(self._at, sorted(chains, key=repr)))
        return self._dates[event]

    @property
    def consents(self) -> tuple[tuple[Consent, ...], ...]:
        """Records of consents that stand for all, the one with none first."""
        if self._consents is None:
            asked = [leaf for leaf in self._leaves if isinstance(leaf, ConsentLive)]
            self._consents = tuple(_consents(asked, self._at))
        return self._consents

    @property
    def objections(self) -> tuple[tuple[Objection, ...], ...]:
        """Records of objections that stand for all, the one with none first."""
        if self._objections is None:
            asked = [leaf for leaf in self._leaves if isinstance(leaf, NoObjection)]
            given = {consent.given for record in self.consents for consent in record}
            self._objections = tuple(_objections(asked, self._at, sorted(given)))
        return self._objections

    def people(self, situation: Situation) -> Iterator[dict[str, Value]]:
        """Yield what is stated of a person so that whether it may consent alone is settled."""
        limits = self._limits()
        stated = situation.facts.get(COUNTRY)
        countries = [stated] if stated is not None else [None, *_one_each(_countries(limits), self._age_in)]
        for country in countries:
            there: dict[str, Value] = {} if country is None else {COUNTRY: country}
            for age in sorted({limit.at(self._at, country) for limit in limits}, reverse=True):
                yield {**there, AGE: age}
                yield {**there, AGE: age - 1}

    def _limits(self) -> list[AgeOfConsent]:
        return [leaf.minors for leaf in self._leaves if isinstance(leaf, ConsentLive) and leaf.minors is not None]

    def _age_in(self, country: str) -> Hashable:
        return tuple(limit.at(self._at, country) for limit in self._limits())

    def _ages(self) -> Iterable[int]:
        limits = self._limits()
        return {limit.at(self._at, country) for limit in limits for country in (None, *_countries(limits))}


def _countries(limits: Iterable[AgeOfConsent]) -> Iterator[str]:
    yield from dict.fromkeys(country for limit in limits for country in limit.limits if country)


def _one_each(values: Iterable[T], sign: Callable[[T], Hashable]) -> Iterator[T]:
    """Yield the first value of each sign."""
    seen: set[Hashable] = set()
    for value in values:
        if (found := sign(value)) not in seen:
            seen.add(found)
            yield value


# --- Facts ----------------------------------------------------------------------------------------------------------


def _values(tests: Sequence[FactIs], beside: Iterable[int]) -> Iterator[Value | Absent]:
    named: dict[Value, None] = {}
    for one in tests:
        match one.test:
            case OneOf(values):
                named.update(dict.fromkeys(values))
            case Other(value) | Bound(_, value):
                named[value] = None
    kind = tests[0].type
    match kind:
        case "boolean":
            yield from (True, False)
            return
        case "enum":
            yield from tests[0].values
        case "number":
            yield from _numbers({value for value in (*named, *beside) if isinstance(value, int | float)})
        case "date":
            yield from _moments({value for value in named if isinstance(value, Moment)})
        case "text":
            yield from named
            yield _another(tests[0].fact, named)
    yield ABSENT


def _numbers(named: set[int] | set[int | float]) -> Iterator[int | float]:
    ordered = sorted(named)
    yield from ordered
    for low, high in pairwise(ordered):
        yield low / 2 + high / 2
    yield ordered[-1] + 1
    yield ordered[0] - 1 if ordered[0] >= 1 else ordered[0] / 2 if ordered[0] > 0 else ordered[0] - 1


def _moments(named: set[Moment]) -> Iterator[Moment]:
    ordered = sorted(named)
    yield from ordered
    for low, high in pairwise(ordered):
        yield _between(low, high)
    yield from _shifted(ordered[-1], 1)
    yield from _shifted(ordered[0], -1)


def _between(low: Moment, high: Moment) -> Moment:
    apart = high.assume_utc() - low.assume_utc()
    return (low.assume_utc() + apart / 2).to_fixed_offset().to_plain()


def _shifted(date: Moment, days: int) -> Iterator[Moment]:
    try:
        yield date.add(days=days)
    except ValueError:  # the calendar ends there
        return


def _another(fact: str, named: Iterable[Value]) -> str:
    """Return a text that is none of some: for a country another country."""
    texts = set(named)
    others = sorted(CODES) if fact == COUNTRY else (f"other{'-other' * n}" for n in range(len(texts) + 1))
    return next(text for text in others if text not in texts)


# --- Events ---------------------------------------------------------------------------------------------------------

Chain = tuple[Duration, ...]
"""Durations that run one after the other from an event."""


def _chains(requirement: Stored, event: str) -> Iterator[Chain]:
    """Yield the durations after which, counted from an event, something may turn; none for its own day."""
    table = requirement.timetable
    if event == table.first_event and table.floor is not None:
        yield (table.floor,)
    stages = table.stages
    for number, stage in enumerate(stages):
        if event == stage.start or (number == 0 and event == table.first_event):
            yield from _running(stages[number:])
        if event in stage.until:
            yield from _running(stages[number + 1 :])


def _running(stages: Sequence[object]) -> Iterator[Chain]:
    chain: Chain = ()
    for position, stage in enumerate(stages):
        lasts, start = getattr(stage, "lasts", None), getattr(stage, "start", None)
        if lasts is None or (position > 0 and start is not None):
            return
        chain = (*chain, lasts)
        yield chain


def _dates(at: Moment, chains: Sequence[Chain]) -> Iterator[Moment | None]:
    """Yield one date for every combination of chains having run out at an instant; the latest comes first."""
    turning = sorted({date for chain in chains for date in _back(at, chain)}, reverse=True)
    beside = [shifted for date in turning for days in (APART, -APART) for shifted in _shifted(date, days)]
    between = [_between(low, high) for high, low in pairwise((at, *turning))]
    candidates = sorted({date for date in (at, *turning, *beside, *between) if date <= at}, reverse=True)
    yield None
    yield from _one_each(candidates, lambda date: tuple(_over(date, chain, at) for chain in chains))


def _back(at: Moment, chain: Chain) -> Iterator[Moment]:
    date = at
    try:
        for duration in reversed(chain):
            date = date.subtract(duration, naive_arithmetic_ok=True)
    except ValueError:  # longer ago than the calendar reaches: it never runs out
        return
    yield date


def _over(date: Moment, chain: Chain, at: Moment) -> bool:
    end: Moment | None = date
    for duration in chain:
        end = add(end, duration) if end is not None else None
    return end is not None and end <= at


# --- Consents and objections ----------------------------------------------------------------------------------------


def _consents(asked: Sequence[ConsentLive], at: Moment) -> Iterator[tuple[Consent, ...]]:
    """Yield no consent, single ones and as many together as make a difference."""
    purposes = _one_each(
        sorted({purpose for one in asked for purpose in one.broader}),
        lambda purpose: tuple(purpose in one.broader for one in asked),
    )
    lifetimes = [(one.valid_for,) for one in asked if one.valid_for is not None]
    given = [date for date in _dates(at, sorted(set(lifetimes), key=repr)) if date is not None]
    by: tuple[str, ...] = ("subject", "guardian") if any(one.minors is not None for one in asked) else ("subject",)
    singles = [
        Consent(purpose=purpose, given=date, explicit=explicit, by=who)  # type: ignore[arg-type]
        for purpose in purposes
        for date in given
        for explicit in (True, False)
        for who in by
    ]

    def counts(record: tuple[Consent, ...]) -> Hashable:
        latest: dict[tuple[int, str], Moment] = {}
        for consent in record:
            for number, one in enumerate(asked):
                if live_consent(consent, one, at):
                    key = (number, consent.by)
                    latest[key] = max(consent.given, latest.get(key, consent.given))
        return frozenset(latest.items())

    yield from _records(singles, counts)


def _objections(asked: Sequence[NoObjection], at: Moment, given: Sequence[Moment]) -> Iterator[tuple[Objection, ...]]:
    """Yield no objection, single ones raised before, between and after the consents, and several where it matters."""
    purposes = _one_each(
        sorted({purpose for one in asked for purpose in one.overlapping}),
        lambda purpose: tuple(purpose in one.overlapping for one in asked),
    )
    raised = [at]
    if any(one.lifted_by is not None for one in asked) and given:
        raised += [_between(low, high) for low, high in pairwise((*given, at)) if low < high]
        raised += list(_shifted(given[0], -APART))
    singles = [Objection(purpose=purpose, raised=date) for purpose in purposes for date in sorted(set(raised))]

    def counts(record: tuple[Objection, ...]) -> Hashable:
        return frozenset(
            (number, max(objection.raised for objection in record if objection.purpose in one.overlapping))
            for number, one in enumerate(asked)
            if any(objection.purpose in one.overlapping for objection in record)
        )

    yield from _records(singles, counts)


def _records(singles: Sequence[T], counts: Callable[[tuple[T, ...]], Hashable]) -> Iterator[tuple[T, ...]]:
    """Yield records that differ in what counts of them: the empty one, and ever longer ones until none adds any."""
    seen: set[Hashable] = {counts(())}
    layer: list[tuple[tuple[T, ...], int]] = [((), 0)]
    while layer:
        yield from (record for record, _ in layer)
        longer: list[tuple[tuple[T, ...], int]] = []
        for record, start in layer:
            for number in range(start, len(singles)):
                further = (*record, singles[number])
                if (sign := counts(further)) not in seen:
                    seen.add(sign)
                    longer.append((further, number + 1))
        layer = longer
