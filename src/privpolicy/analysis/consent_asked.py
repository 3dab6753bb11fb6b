"""What activities on another basis than consent may do only with a consent."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace

from privpolicy.analysis.by_facts import ByFacts
from privpolicy.analysis.regions import Region
from privpolicy.analysis.scope import OF_THE_LAW, Scope
from privpolicy.analysis.settled import without_consent
from privpolicy.analysis.witness import witness
from privpolicy.engine.compile import HOLDS
from privpolicy.engine.request import Request
from privpolicy.engine.requirement import Clause
from privpolicy.model.condition import Alternative


@dataclass(frozen=True, slots=True)
class ConsentAsked:
    """Cells for which an activity on another basis than consent can permit only with a live consent."""

    activity: str
    region: Region
    prohibition: str | None
    """The prohibition that asks for it; ``None``: the law does."""
    clause: Clause | None
    """The clause of the law that asks for it."""
    request: Request
    """A request without a consent, for which the basis alone would do."""


def consent_asked(scope: Scope, by_facts: ByFacts, names: Iterable[str]) -> Iterator[ConsentAsked]:
    """Yield what a prohibition lets some activities do only with a consent, once for an activity and prohibition."""
    declared = scope.policy.model.prohibitions
    asking = frozenset(name for name in scope.prohibitions if any(map(_asks_consent, declared[name].unless)))
    for name in names:
        met = scope.regions.meeting(name, asking)
        if met and not by_facts.lift(name, met, consented=False):
            left = {one for one in met if not by_facts.lift(name, (one,), consented=False)}
            yield from _consent_asked(scope, name, asking, left)


def _consent_asked(scope: Scope, name: str, asking: frozenset[str], left: set[str]) -> Iterator[ConsentAsked]:
    free: set[tuple[Hashable, str]] = set()
    for region in scope.regions.listed(name, asking):
        for one in region.prohibitions:
            if one in left and (region.mark, one) not in free:
                request = _denied_without(scope, region, one)
                if request is None:
                    free.add((region.mark, one))
                elif not _free_below(scope, region, one):
                    left.remove(one)
                    yield ConsentAsked(name, region, one, None, request)


def _denied_without(scope: Scope, region: Region, prohibition: str) -> Request | None:
    """Return a request that a prohibition denies for want of a consent alone; ``None`` where it does not."""
    own, bar = without_consent(scope.terms(region).of_policy), scope.bars(region, (prohibition,))
    situation = scope.world(own)
    if situation is None or scope.world(own, without_consent(bar)) is not None or scope.world(own, bar) is None:
        return None
    return witness(region.point, replace(situation, consents=()))


def _free_below(scope: Scope, region: Region, prohibition: str) -> bool:
    """Tell whether a part of a region needs no consent: the prohibition then meets something narrower in it alone."""
    for below in scope.regions.covered(region, frozenset({prohibition})):
        if scope.world(without_consent(scope.terms(below).of_policy)) is None:
            continue
        if prohibition not in below.prohibitions or _denied_without(scope, below, prohibition) is None:
            return True
    return False


def consent_asked_by_law(scope: Scope, names: Iterable[str]) -> Iterator[ConsentAsked]:
    """Yield what the law lets some activities do only with a consent, once for an activity."""
    for name in names:
        declared = scope.policy.model.activities[name]
        if declared.terminal_equipment is not None or declared.special_category_condition == "explicit-consent":
            regions = scope.regions.listed(name, frozenset())
            found = (asked for region in regions if (asked := _asked_by_law(scope, region)) is not None)
            yield from (one for one in (next(found, None),) if one is not None)


def _asked_by_law(scope: Scope, region: Region) -> ConsentAsked | None:
    terms = scope.terms(region)
    if terms.of_law == HOLDS or without_consent(terms.of_law) == terms.of_law:
        return None
    policy_alone = without_consent(terms.of_policy)
    situation = scope.world(policy_alone)
    if situation is None or scope.world(policy_alone, without_consent(terms.of_law)) is not None:
        return None
    clauses = [one for one in terms.clauses if one.kind in OF_THE_LAW]
    asking = [one for one in clauses if scope.world(without_consent(one.requirement)) is None]
    if not asking or scope.world(terms.both) is None:
        return None
    return ConsentAsked(
        region.activity, region, None, asking[0], witness(region.point, replace(situation, consents=()))
    )


def _asks_consent(item: Alternative) -> bool:
    return item.consent is True or any(map(_asks_consent, (*(item.any_ or ()), *(item.all_ or ()))))
