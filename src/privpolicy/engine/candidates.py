"""Values that stand for all others: of facts, of countries and of dates, as far as a program can tell them apart."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from privpolicy.engine.requirement import (
    AgeOfConsent,
    AllOf,
    Alternative,
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
from privpolicy.engine.timetable import COLLECTED
from privpolicy.model.country import CODES
from privpolicy.model.duration import Duration
from privpolicy.model.moment import Moment

COUNTRY = "country"
COUNTRIES = tuple(sorted(CODES))

Constants = dict[str, tuple[Value, ...]]
"""Every value that a program compares a fact with, in order of appearance."""


def values_of(requirement: FactIs, constants: Constants) -> Iterable[Value]:
    """Return values that between them stand for all that a program can tell apart."""
    named = constants.get(requirement.fact, ())
    match requirement.type:
        case "boolean":
            return (True, False)
        case "enum":
            return requirement.values
        case "number":
            return (*named, *_numbers_beside([value for value in named if isinstance(value, int | float)]))
        case "date":
            return (*named, *_dates_beside([value for value in named if isinstance(value, Moment)]))
        case "text":
            others = (
                COUNTRIES if requirement.fact == COUNTRY else (f"other{'-other' * n}" for n in range(len(named) + 1))
            )
            return (*named, next(value for value in others if value not in named))


def _numbers_beside(named: Sequence[float]) -> Iterator[float]:
    ordered = sorted(set(named))
    if ordered:
        yield ordered[-1] + 1
        yield ordered[0] - 1
    for low, high in pairwise(ordered):
        yield low + (high - low) // 2 if isinstance(low, int) and isinstance(high, int) else low / 2 + high / 2


def _dates_beside(named: Sequence[Moment]) -> Iterator[Moment]:
    ordered = sorted(set(named))
    for low, high in pairwise(ordered):
        apart = high.assume_utc() - low.assume_utc()
        between = (low.assume_utc() + apart / 2).to_fixed_offset().to_plain()
        yield between.replace(nanosecond=between.nanosecond // 1000 * 1000)  # as fine as an instant may be
    for date in ordered:
        yield from _shifted(date, days=1)
        yield from _shifted(date, days=-1)


def _shifted(date: Moment, *, days: int) -> Iterator[Moment]:
    try:
        yield date.add(days=days)
    except ValueError:
        return


def constants_of(alternatives: Iterable[Alternative]) -> Constants:
    """Return every value that a program compares each fact with."""
    found: dict[str, dict[Value, None]] = {}
    for requirement in _leaves(alternatives):
        match requirement:
            case FactIs(fact, _, OneOf(values)):
                found.setdefault(fact, {}).update(dict.fromkeys(values))
            case FactIs(fact, _, Other(value) | Bound(_, value)):
                found.setdefault(fact, {}).setdefault(value)
            case _:
                pass
    return {fact: tuple(values) for fact, values in found.items()}


def countries_of(alternatives: Iterable[Alternative], situation: Situation) -> Iterator[str]:
    """Yield a country for each age of consent that holds somewhere on the day."""
    seen: set[int] = set()
    for requirement in _leaves(alternatives):
        match requirement:
            case (
                ConsentLive(minors=AgeOfConsent() as limit)
                | NoObjection(lifted_by=ConsentLive(minors=AgeOfConsent() as limit))
            ):
                for country in limit.limits:
                    age = limit.at(situation.at, country)
                    if age not in seen:
                        seen.add(age)
                        yield country
            case _:
                pass


def dates_of(event: str, requirement: Stored, situation: Situation) -> Iterator[Moment | None]:
    """Yield dates of an event that stand for all that matters: none, now, and just before each clock runs out."""
    at = situation.at
    if event == COLLECTED:
        yield at
        yield None
    else:
        yield None
        yield at
    lasting = tuple(stage.lasts for stage in requirement.timetable.stages if stage.lasts is not None)
    floors = (requirement.timetable.floor,) if requirement.timetable.floor is not None else ()
    spans = [lasting[low:high] for low in range(len(lasting)) for high in range(low + 1, len(lasting) + 1)]
    for span in (*spans, *((floor,) for floor in floors)):
        yield from _before(at, span)


def _before(at: Moment, durations: tuple[Duration, ...]) -> Iterator[Moment]:
    """Yield a date from which durations have just run out, and one from which they have not quite."""
    date = at
    try:
        for duration in reversed(durations):
            date = date.subtract(duration, naive_arithmetic_ok=True)
        yield date.subtract(days=4)
        yield date
        yield date.add(days=4)
    except ValueError:
        return


def _leaves(alternatives: Iterable[Alternative]) -> Iterator[Requirement]:
    """Yield every requirement of a program that is no connective."""
    waiting = [clause.requirement for alternative in alternatives for clause in alternative.clauses]
    for requirement in waiting:
        match requirement:
            case AllOf(parts) | AnyOf(parts):
                waiting += parts
            case Not(part):
                waiting.append(part)
            case _:
                yield requirement
