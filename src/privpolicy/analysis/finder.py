"""Situations from a day on in which requirements hold, remembered by requirement."""

from dataclasses import dataclass, field

from privpolicy.analysis.moments import from_on
from privpolicy.analysis.settled import supposing
from privpolicy.analysis.values import AGE, COUNTRY
from privpolicy.analysis.worlds import extend, favourable, find_world
from privpolicy.engine.compile import HOLDS
from privpolicy.engine.evaluate import holds
from privpolicy.engine.requirement import AllOf, Requirement
from privpolicy.engine.situation import Situation
from privpolicy.model.moment import Moment


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds situations from one day on. The usual case is tried first; where it does not do, everything is searched."""

    at: Moment
    _worlds: dict[Requirement, Situation | None] = field(default_factory=dict, repr=False, compare=False)

    def world(self, requirement: Requirement, further: Requirement = HOLDS) -> Situation | None:
        """Return a situation in which a requirement holds, and a further one with it; ``None`` where there is none.

        What the policy leaves open is taken in favour of both. What is found of the first is remembered.
        """
        if requirement not in self._worlds:
            self._worlds[requirement] = self._find(requirement)
        found = self._worlds[requirement]
        if found is None or further == HOLDS:
            return found
        more = extend(supposing(further, holds=True), found)
        if more is not None and _still_holds(requirement, found, more):
            return more
        return self._search(supposing(AllOf((requirement, further)), holds=True))

    def _find(self, requirement: Requirement) -> Situation | None:
        requirement = supposing(requirement, holds=True)
        return extend(requirement, favourable(requirement, self.at)) or self._search(requirement)

    def _search(self, requirement: Requirement) -> Situation | None:
        return find_world(requirement, from_on(requirement, self.at))


def _still_holds(requirement: Requirement, found: Situation, more: Situation) -> bool:
    """Tell whether a requirement that holds in a situation does so in one that says more.

    Only a person of whom it says more can turn it: somebody may turn out too young to consent.
    """
    if all(found.facts.get(fact) == more.facts.get(fact) for fact in (AGE, COUNTRY)):
        return True
    return holds(supposing(requirement, holds=True), more) is True
