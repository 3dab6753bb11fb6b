"""Records of consents and objections that stand for all others: sets of them as far as they add something.

One purpose stands for all at which the same requirements look; a consent is given so long ago that each combination of
lifetimes has run out, and an objection is raised before, between or after the consents.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

from privpolicy.analysis.dates import APART, between, dates_of, shifted
from privpolicy.analysis.persons import By
from privpolicy.analysis.signs import one_each
from privpolicy.engine.evaluate import live_consent
from privpolicy.engine.requirement import ConsentLive, NoObjection
from privpolicy.model.moment import Moment
from privpolicy.model.request import Consent, Objection

T = TypeVar("T")


def consents_of(asked: Sequence[ConsentLive], at: Moment, by: Sequence[By]) -> Iterator[tuple[Consent, ...]]:
    """Yield no consent, single ones and as many together as make a difference, by those who give them."""
    purposes = one_each(
        sorted({purpose for one in asked for purpose in one.broader}),
        lambda purpose: tuple(purpose in one.broader for one in asked),
    )
    lifetimes = [(one.valid_for,) for one in asked if one.valid_for is not None]
    given = [date for date in dates_of(at, sorted(set(lifetimes), key=repr)) if date is not None]
    singles = [
        Consent(purpose=purpose, given=date, explicit=explicit, by=who)
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


def objections_of(asked: Sequence[NoObjection], at: Moment, given: Sequence[Moment]) -> Iterator[tuple[Objection, ...]]:
    """Yield no objection, single ones raised before, between and after the consents, and several where it matters."""
    purposes = one_each(
        sorted({purpose for one in asked for purpose in one.overlapping}),
        lambda purpose: tuple(purpose in one.overlapping for one in asked),
    )
    raised = [at]
    if any(one.lifted_by is not None for one in asked) and given:
        raised += [between(low, high) for low, high in pairwise((*given, at)) if low < high]
        raised += list(shifted(given[0], -APART))
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
