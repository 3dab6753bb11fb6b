"""Where a policy says yes and no at once: activities that never permit, or that a prohibition or a consent stops.

Everything is decided on the compiled program of a region (:mod:`privpolicy.analysis.regions`) by looking for a
situation in which it holds (:mod:`privpolicy.analysis.worlds`), from a day on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from privpolicy.analysis.by_facts import ByFacts
from privpolicy.analysis.consent_asked import ConsentAsked, consent_asked, consent_asked_by_law
from privpolicy.analysis.never import Never, never
from privpolicy.analysis.regions import Region, Regions
from privpolicy.analysis.scope import Scope
from privpolicy.analysis.stopped import Stopped, stopped
from privpolicy.engine.compile import HOLDS, simplify
from privpolicy.engine.policy import Policy
from privpolicy.engine.requirement import AllOf, Requirement
from privpolicy.engine.situation import Situation
from privpolicy.model.moment import Moment


@dataclass(frozen=True)
class Conflicts:
    """The conflicts of a policy from a day on, among activities and prohibitions that are not over by then."""

    policy: Policy
    at: Moment
    activities: tuple[str, ...]
    prohibitions: frozenset[str]

    @cached_property
    def never(self) -> tuple[Never, ...]:
        """Activities that can never permit, whatever is stated and whatever the law says."""
        return tuple(never(self._scope, self.activities, law=False))

    @cached_property
    def never_under_law(self) -> tuple[Never, ...]:
        """Activities that could permit, but never under the law."""
        return tuple(never(self._scope, self._hopeful, law=True))

    @cached_property
    def stopped(self) -> tuple[Stopped, ...]:
        """What prohibitions always stop, one entry for an activity and the prohibitions that stop it together."""
        return tuple(stopped(self._scope, self._by_facts, self._hopeful))

    @cached_property
    def consent_asked(self) -> tuple[ConsentAsked, ...]:
        """What a prohibition lets an activity on another basis do only with a consent."""
        return tuple(consent_asked(self._scope, self._by_facts, self._on_other_bases))

    @cached_property
    def consent_asked_by_law(self) -> tuple[ConsentAsked, ...]:
        """What the law lets an activity on another basis do only with a consent."""
        return tuple(consent_asked_by_law(self._scope, self._on_other_bases))

    @property
    def _hopeful(self) -> tuple[str, ...]:
        hopeless = {one.activity for one in self.never}
        return tuple(name for name in self.activities if name not in hopeless)

    @property
    def _on_other_bases(self) -> Iterator[str]:
        activities = self.policy.model.activities
        return (name for name in self.activities if activities[name].legal_basis != "consent")

    # --- What they are found with -----------------------------------------------------------------------------------

    @cached_property
    def _scope(self) -> Scope:
        return Scope(self.policy, self.at, self.activities, self.prohibitions)

    @cached_property
    def _by_facts(self) -> ByFacts:
        return ByFacts(self._scope)

    @property
    def regions(self) -> Regions:
        """The regions of the activities, under the law."""
        return self._scope.regions

    def world(self, requirement: Requirement, further: Requirement = HOLDS) -> Situation | None:
        """Return a situation from the day on in which a requirement holds, and a further one with it."""
        return self._scope.world(requirement, further)

    def lets_through(self, region: Region, exemption: Requirement, prohibitions: tuple[str, ...]) -> bool:
        """Tell whether an activity may permit a region where an exemption holds and no other prohibition forbids."""
        requirement = simplify(AllOf((exemption, self._scope.bars(region, prohibitions))))
        return self.world(self._scope.terms(region).of_policy, requirement) is not None
