"""What is looked at: the activities and prohibitions of a policy from a day on, and what must hold for each."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from privpolicy.analysis.finder import Finder
from privpolicy.analysis.regions import Region, Regions
from privpolicy.engine.cell import Point
from privpolicy.engine.compile import Compiler, simplify
from privpolicy.engine.guards import Guarded
from privpolicy.engine.policy import Policy
from privpolicy.engine.requirement import AllOf, Clause, Requirement
from privpolicy.engine.situation import Situation
from privpolicy.model.duration import Duration
from privpolicy.model.moment import Moment

OF_THE_LAW = frozenset({"transfer", "special-category", "criminal-data", "terminal-equipment"})
"""Kinds of clauses that guards add."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What must hold so that an activity permits a region, prohibitions aside: of the policy, and of the law."""

    clauses: tuple[Clause, ...]
    of_policy: Requirement
    of_law: Requirement

    @classmethod
    def of(cls, clauses: tuple[Clause, ...]) -> "Terms":
        """Part the clauses of an activity."""
        return cls(
            clauses,
            together(one for one in clauses if one.kind not in OF_THE_LAW),
            together(one for one in clauses if one.kind in OF_THE_LAW),
        )

    @property
    def both(self) -> Requirement:
        """What the policy and the law ask for together."""
        return simplify(AllOf((self.of_policy, self.of_law)))


@dataclass(frozen=True)
class Scope:
    """A policy from a day on: the activities and prohibitions of it that are looked at, under the law."""

    policy: Policy
    at: Moment
    activities: tuple[str, ...]
    prohibitions: frozenset[str]
    _bars: dict[Hashable, Requirement] = field(default_factory=dict, repr=False, compare=False)
    _terms: dict[Hashable, Terms] = field(default_factory=dict, repr=False, compare=False)
    _conditions: dict[str, Situation | None] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def regions(self) -> Regions:
        """The regions of the activities."""
        return Regions(self.policy, self.policy.programs())

    @cached_property
    def finder(self) -> Finder:
        """What finds situations in which requirements hold, from the day on."""
        return Finder(self.at)

    @property
    def compiler(self) -> Compiler:
        """What yields requirements."""
        return self.regions.programs.compiler

    def world(self, *requirements: Requirement) -> Situation | None:
        """Return a situation from the day on in which a requirement holds, and a further one with it."""
        return self.finder.world(*requirements)

    def terms(self, region: Region) -> Terms:
        """Return what must hold so that an activity permits a region; cells of one mark share it."""
        key = (region.activity, region.mark)
        if key not in self._terms:
            self._terms[key] = Terms.of(self.compiler.clauses(region.activity, region.point))
        return self._terms[key]

    def under_condition(self, name: str) -> Situation | None:
        """Return a situation in which the condition of an activity holds; ``None`` where it never does."""
        if name not in self._conditions:
            self._conditions[name] = self.world(self.compiler.condition(self.policy.model.activities[name].when))
        return self._conditions[name]

    def law(self, name: str, point: Point) -> tuple[Clause, ...]:
        """Return what the law adds so that an activity permits at a point."""
        compiler = self.compiler
        if compiler.guards is None:
            return ()
        activity = self.policy.model.activities[name]
        return compiler.guards.clauses(Guarded(name, activity, compiler.consent(activity, point)), point)

    def bars(self, region: Region, prohibitions: Iterable[str]) -> Requirement:
        """Return the requirement that none of some prohibitions forbids what an activity permits in a region."""
        return simplify(AllOf(tuple(self._bar(region, one) for one in prohibitions)))

    def _bar(self, region: Region, prohibition: str) -> Requirement:
        key = (prohibition, region.activity, region.mark)
        if key not in self._bars:
            judged = self.compiler.judged(region.activity, region.point)
            self._bars[key] = self.compiler.prohibition(prohibition, judged).requirement
        return self._bars[key]

    def possible(self, region: Region) -> bool:
        """Tell whether an activity may permit a region, prohibitions and the law aside."""
        return self.world(self.terms(region).of_policy) is not None


def together(clauses: Iterable[Clause]) -> Requirement:
    """Return the requirement that every clause holds."""
    return simplify(AllOf(tuple(clause.requirement for clause in clauses)))


def lasts(duration: Duration | None) -> bool:
    """Tell whether something with this duration, or without one, lasts at all."""
    return duration is None or bool(duration)
