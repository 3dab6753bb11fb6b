"""Values of a fact that stand for all others: those it is compared with, one beside and between them, one that is none.

Save for a boolean, a fact may also be left out of a complete record, where it passes no test.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from privpolicy.analysis.dates import between, shifted
from privpolicy.engine.requirement import Bound, FactIs, OneOf, Other
from privpolicy.engine.situation import Value
from privpolicy.model.country import CODES
from privpolicy.model.moment import Moment
from privpolicy.model.request import OLDEST

AGE, COUNTRY = "age", "country"


@dataclass(frozen=True, slots=True)
class Absent:
    """A fact that is left out of a complete record."""

    fact: str


ABSENT: Final = Absent("")


def values_of(tests: Sequence[FactIs], beside: Iterable[int]) -> Iterator[Value | Absent]:
    """Yield values of a fact that stand for all in tests of it; numbers also stand beside some further ones."""
    named: dict[Value, None] = {}
    for one in tests:
        match one.test:
            case OneOf(several):
                named.update(dict.fromkeys(several))
            case Other(value) | Bound(_, value):
                named[value] = None
    fact = tests[0].fact
    match tests[0].type:
        case "boolean":
            yield from (True, False)
            return
        case "enum":
            yield from tests[0].values
        case "number":
            numbers = _numbers({value for value in (*named, *beside) if isinstance(value, int | float)})
            yield from map(_of_a_person, numbers) if fact == AGE else numbers
        case "date":
            yield from _moments({value for value in named if isinstance(value, Moment)})
        case "text":
            yield from named
            yield _another(fact, named)
    yield ABSENT


def _of_a_person(age: float) -> float:
    """Return the nearest age that a person can have: what lies further off is like the first or the last."""
    return min(max(age, 0), OLDEST)


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
        yield between(low, high)
    yield from shifted(ordered[-1], 1)
    yield from shifted(ordered[0], -1)


def _another(fact: str, named: Iterable[Value]) -> str:
    """Return a text that is none of some: for a country another country."""
    texts = set(named)
    others = sorted(CODES) if fact == COUNTRY else (f"other{'-other' * n}" for n in range(len(texts) + 1))
    return next(text for text in others if text not in texts)
