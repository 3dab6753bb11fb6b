"""What may go on beside prohibitions by facts alone: quick to see, and the same for all regions of an activity.

Take facts that meet the condition of an activity and lift some prohibitions, whatever else is stated and on any day.
Where the activity permits a region at all, it permits it with these facts instead of others, and no such prohibition
forbids it. For little else looks at facts: compelling grounds, which nobody needs when nobody objected, and how old
somebody is who consents, which does not matter where a guardian did. An explicit consent that a guardian gave just now
does no harm either, so that it may lift a prohibition as well.

What this does not find has to be searched for, region by region.
"""

from dataclasses import dataclass, field

from privpolicy.analysis.scope import Scope, lasts
from privpolicy.analysis.settled import of_facts
from privpolicy.analysis.worlds import Searchable
from privpolicy.engine.cell import Point
from privpolicy.engine.compile import simplify
from privpolicy.engine.requirement import AllOf
from privpolicy.model.legal_basis import LegalBasis


@dataclass(frozen=True, slots=True)
class ByFacts:
    """Tells what activities may do beside prohibitions that facts lift."""

    scope: Scope
    _bars: dict[tuple[str, LegalBasis, bool], Searchable] = field(default_factory=dict, repr=False, compare=False)
    _lifted: dict[tuple[str, tuple[str, ...], bool], bool] = field(default_factory=dict, repr=False, compare=False)

    def lift(self, name: str, prohibitions: tuple[str, ...], *, consented: bool) -> bool:
        """Tell whether facts lift some prohibitions for all that an activity may do, after a consent or without."""
        key = (name, prohibitions, consented)
        if key not in self._lifted:
            activity = self.scope.policy.model.activities[name]
            may = not consented or lasts(activity.consent.valid_for)
            self._lifted[key] = may and self._lift(name, [self._bar(one, name, consented) for one in prohibitions])
        return self._lifted[key]

    def _lift(self, name: str, bars: list[Searchable]) -> bool:
        start = self.scope.under_condition(name)
        if start is None or start.complete:
            return False
        found = start
        for bar in bars:
            more = bar.extend(found)
            if more is None or more.complete:
                break
            found = more
        else:
            return True
        condition = self.scope.compiler.condition(self.scope.policy.model.activities[name].when)
        joint = self.scope.world(simplify(AllOf((condition, *(bar.requirement for bar in bars)))))
        return joint is not None and not joint.complete

    def _bar(self, prohibition: str, name: str, consented: bool) -> Searchable:
        """Return what facts must be so that a prohibition does not forbid what has the legal basis of an activity."""
        key = (prohibition, self.scope.policy.model.activities[name].legal_basis, consented)
        if key not in self._bars:
            compiler = self.scope.compiler
            anything = Point(self.scope.policy.model.activities[name].purposes[0], "", "", "use", "")
            bar = compiler.prohibition(prohibition, compiler.judged(name, anything)).requirement
            self._bars[key] = Searchable(of_facts(bar, consented=consented))
        return self._bars[key]
