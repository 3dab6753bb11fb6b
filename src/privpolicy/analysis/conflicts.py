"""Where a policy says yes and no at once: activities that never permit, or that a prohibition or a consent stops.

Everything is decided on the compiled program of a region (:mod:`privpolicy.analysis.regions`) by looking for a
situation in which it holds (:mod:`privpolicy.analysis.worlds`), from a day on.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from privpolicy.analysis.moments import from_on
from privpolicy.analysis.regions import Region, Regions
from privpolicy.analysis.stand_ins import leaves
from privpolicy.analysis.witness import witness
from privpolicy.analysis.worlds import extend, favourable, find_world, supposing
from privpolicy.engine.compile import HOLDS, simplify
from privpolicy.engine.evaluate import holds
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.engine.requirement import (
    AllOf,
    AnyOf,
    Clause,
    ConsentLive,
    Constant,
    FactIs,
    NoObjection,
    Not,
    Requirement,
    Within,
)
from privpolicy.engine.situation import Situation
from privpolicy.model.condition import Alternative
from privpolicy.model.moment import Moment
from privpolicy.model.operation import PROTECTIVE

OF_THE_LAW = frozenset({"transfer", "special-category", "criminal-data", "terminal-equipment"})
"""Kinds of clauses that guards add."""


@dataclass(frozen=True, slots=True)
class Never:
    """An activity that can never permit anything, and the clauses that cannot hold together."""

    activity: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """Cells that an activity covers and prohibitions forbid in every situation in which it would permit them.

    ``whole``: these are all the cells in which it could permit anything. ``narrower``: what is forbidden is a part of
    these cells, and something narrower is not.
    """

    activity: str
    prohibitions: tuple[str, ...]
    regions: tuple[Region, ...]
    whole: bool
    narrower: bool
    request: Request
    """A request that is denied though the activity would permit it."""


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


@dataclass(frozen=True, slots=True)
class _Own:
    """What must hold so that an activity permits a region, prohibitions aside: of the policy, and of the law."""

    clauses: tuple[Clause, ...]
    of_policy: Requirement
    of_law: Requirement
    facts: frozenset[str]
    """The facts that the policy's part looks at."""

    @property
    def both(self) -> Requirement:
        return simplify(AllOf((self.of_policy, self.of_law)))


@dataclass(frozen=True)
class Conflicts:
    """The conflicts of a policy from a day on, among activities and prohibitions that are not over by then."""

    policy: Policy
    at: Moment
    activities: tuple[str, ...]
    prohibitions: frozenset[str]
    _barred: dict[Hashable, Requirement] = field(default_factory=dict, repr=False, compare=False)
    _apart: dict[Hashable, frozenset[str] | None] = field(default_factory=dict, repr=False, compare=False)
    _passed: dict[Hashable, bool] = field(default_factory=dict, repr=False, compare=False)
    _own: dict[Hashable, _Own] = field(default_factory=dict, repr=False, compare=False)
    _worlds: dict[Requirement, Situation | None] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def regions(self) -> Regions:
        """The regions of the activities, under the law."""
        return Regions(self.policy, self.policy.programs())

    # --- Never ------------------------------------------------------------------------------------------------------

    @cached_property
    def never(self) -> tuple[Never, ...]:
        """Activities that can never permit, whatever is stated and whatever the law says."""
        return tuple(found for name in self.activities if (found := self._never(name, law=False)) is not None)

    @cached_property
    def never_under_law(self) -> tuple[Never, ...]:
        """Activities that could permit, but never under the law."""
        hopeless = {one.activity for one in self.never}
        rest = (name for name in self.activities if name not in hopeless)
        return tuple(found for name in rest if (found := self._never(name, law=True)) is not None)

    def _never(self, name: str, *, law: bool) -> Never | None:
        operations = self.policy.model.activities[name].operations
        usual = next((one for one in operations if one not in PROTECTIVE), None)
        if usual is None or self._holds(self.own(self.regions.first(name, usual)), law=law):
            return None
        first: _Own | None = None
        for region in self.regions.listed(name, frozenset()):
            if region.point.operation in PROTECTIVE:
                # What protects asks for almost nothing: an activity that can only be ended is no permission.
                continue
            own = self.own(region)
            first = first or own
            below = (self.own(one) for one in self.regions.covered(region, frozenset()))
            if any(self._holds(one, law=law) for one in chain((own,), below)):
                return None
        clauses = first.clauses if first is not None else ()
        kinds = (one for one in clauses if law or one.kind not in OF_THE_LAW)
        return Never(name, self._culprits(tuple(kinds)))

    def _holds(self, own: _Own, *, law: bool) -> bool:
        clauses = (one for one in own.clauses if law or one.kind not in OF_THE_LAW)
        return all(map(self._surely, clauses)) or self.world(own.both if law else own.of_policy) is not None

    def _surely(self, clause: Clause) -> bool:
        """Tell whether a clause can hold beside every other of its activity, as is mostly plain to see.

        A consent given now, no objection, no restriction and no origin hold together whatever else does; a condition
        looks at facts, a schedule at events, and nothing else does.
        """
        match clause.kind:
            case "objection" | "restriction" | "origin":
                return True
            case "consent":
                return isinstance(clause.requirement, ConsentLive) and clause.requirement.valid_for is None
            case "in-force" | "transfer":
                return holds(clause.requirement, Situation(self.at, complete=False)) is True
            case "condition" | "retention":
                return self.world(clause.requirement) is not None
            case _:
                return False

    def _culprits(self, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        """Return clauses of which none can be left out so that they never hold together."""
        kept = clauses
        for clause in clauses:
            fewer = tuple(one for one in kept if one is not clause)
            if self.world(_together(fewer)) is None:
                kept = fewer
        return kept

    # --- Prohibitions -----------------------------------------------------------------------------------------------

    @cached_property
    def stopped(self) -> tuple[Stopped, ...]:
        """What prohibitions always stop, one entry for an activity and the prohibitions that stop it together."""
        hopeless = {one.activity for one in self.never}
        return tuple(found for name in self.activities if name not in hopeless for found in self._stopped(name))

    def _stopped(self, name: str) -> Iterator[Stopped]:
        if not self.regions.meeting(name, self.prohibitions):
            return
        regions = list(self.regions.listed(name, self.prohibitions))
        by = {number: self._stopping(region) for number, region in enumerate(regions) if region.prohibitions}
        if not any(by.values()):
            return
        free = any(by.get(number) is None and self._possible(region) for number, region in enumerate(regions))
        stopped: dict[tuple[str, ...], list[tuple[Region, bool]]] = {}
        for number, names in by.items():
            if names and self._possible(regions[number]):
                below = self.regions.covered(regions[number], self.prohibitions)
                narrower = any(self._possible(one) and self._stopping(one) is None for one in below)
                free = free or narrower
                stopped.setdefault(names, []).append((regions[number], narrower))
        for names, found in stopped.items():
            first = found[0][0]
            denied = self.world(self.own(first).of_policy, Not(self._bars(first, names)))
            if denied is not None:
                partly = all(narrower for _, narrower in found)
                whole = not free and len(stopped) == 1
                stopping = tuple(region for region, _ in found)
                yield Stopped(name, names, stopping, whole, partly, witness(first.point, denied))

    def _possible(self, region: Region) -> bool:
        return self.world(self.own(region).of_policy) is not None

    def _stopping(self, region: Region) -> tuple[str, ...] | None:
        """Return the prohibition, or the few together, that always stop a region; ``None`` where it may go on."""
        if self._passes(region, region.prohibitions):
            return None
        for one in region.prohibitions:
            if not self._passes(region, (one,)):
                return (one,)
        kept = region.prohibitions
        for one in region.prohibitions:
            fewer = tuple(name for name in kept if name != one)
            if not self._passes(region, fewer):
                kept = fewer
        return kept

    def _passes(self, region: Region, prohibitions: tuple[str, ...]) -> bool:
        key = (region.activity, region.mark, prohibitions)
        if key not in self._passed:
            self._passed[key] = self._passes_apart(region, prohibitions) or self._passes_together(region, prohibitions)
        return self._passed[key]

    def _passes_apart(self, region: Region, prohibitions: tuple[str, ...]) -> bool:
        """Tell whether prohibitions can be met, without a consent, by facts that the activity does not look at."""
        basis = self.policy.model.activities[region.activity].legal_basis
        if (prohibitions, basis) not in self._apart:
            bars = without_consent(self._bars(region, prohibitions))
            dated = any(isinstance(leaf, Within) for leaf in leaves(bars))
            found = None if dated else self._find(bars)
            self._apart[prohibitions, basis] = None if found is None or found.complete else frozenset(found.facts)
        facts = self._apart[prohibitions, basis]
        return facts is not None and facts.isdisjoint(self.own(region).facts)

    def _passes_together(self, region: Region, prohibitions: tuple[str, ...]) -> bool:
        bars = self._bars(region, prohibitions)
        if isinstance(bars, Constant):
            return bars.holds
        return self.world(self.own(region).of_policy, bars) is not None

    def _bars(self, region: Region, prohibitions: Iterable[str]) -> Requirement:
        return simplify(AllOf(tuple(self._bar(region, one) for one in prohibitions)))

    def _bar(self, region: Region, prohibition: str) -> Requirement:
        """Return the requirement that a prohibition does not forbid what an activity permits in a region."""
        compiler = self.regions.programs.compiler
        key = (prohibition, region.activity, region.mark)
        if key not in self._barred:
            judged = compiler.judged(region.activity, region.point)
            self._barred[key] = compiler.prohibition(prohibition, judged).requirement
        return self._barred[key]

    def lets_through(self, region: Region, exemption: Requirement, prohibitions: tuple[str, ...]) -> bool:
        """Tell whether an activity may permit a region where an exemption holds and no other prohibition forbids."""
        requirement = simplify(AllOf((exemption, self._bars(region, prohibitions))))
        return self.world(self.own(region).of_policy, requirement) is not None

    # --- Consent ----------------------------------------------------------------------------------------------------

    @cached_property
    def consent_asked(self) -> tuple[ConsentAsked, ...]:
        """What a prohibition lets an activity on another basis do only with a consent."""
        return tuple(found for name in self._on_other_bases for found in self._consent_asked(name))

    @cached_property
    def consent_asked_by_law(self) -> tuple[ConsentAsked, ...]:
        """What the law lets an activity on another basis do only with a consent."""
        return tuple(found for name in self._on_other_bases for found in self._consent_asked_by_law(name))

    @property
    def _on_other_bases(self) -> Iterator[str]:
        activities = self.policy.model.activities
        return (name for name in self.activities if activities[name].legal_basis != "consent")

    def _consent_asked(self, name: str) -> Iterator[ConsentAsked]:
        told: set[str] = set()
        if not self.regions.meeting(name, self._asking):
            return
        for region in self.regions.listed(name, self._asking):
            for one in region.prohibitions:
                if one in told or self._passes_apart(region, (one,)):
                    continue
                own, bar = without_consent(self.own(region).of_policy), self._bars(region, (one,))
                situation = self.world(own)
                if situation is None or self.world(own, without_consent(bar)) is not None:
                    continue
                if self.world(own, bar) is not None:
                    told.add(one)
                    request = witness(region.point, replace(situation, consents=()))
                    yield ConsentAsked(name, region, one, None, request)

    @cached_property
    def _asking(self) -> frozenset[str]:
        """The prohibitions that a consent may lift."""
        declared = self.policy.model.prohibitions
        return frozenset(name for name in self.prohibitions if any(map(_asks_consent, declared[name].unless)))

    def _consent_asked_by_law(self, name: str) -> Iterator[ConsentAsked]:
        declared = self.policy.model.activities[name]
        if declared.terminal_equipment is None and declared.special_category_condition != "explicit-consent":
            return
        for region in self.regions.listed(name, frozenset()):
            own = self.own(region)
            if own.of_law == HOLDS or without_consent(own.of_law) == own.of_law:
                continue
            policy_alone = without_consent(own.of_policy)
            situation = self.world(policy_alone)
            if situation is None or self.world(policy_alone, without_consent(own.of_law)) is not None:
                continue
            clauses = [one for one in own.clauses if one.kind in OF_THE_LAW]
            asking = [one for one in clauses if self.world(without_consent(one.requirement)) is None]
            if asking and self.world(own.both) is not None:
                request = witness(region.point, replace(situation, consents=()))
                yield ConsentAsked(name, region, None, asking[0], request)
                return

    # --- What holds -------------------------------------------------------------------------------------------------

    def own(self, region: Region) -> _Own:
        """Return what must hold so that an activity permits a region; cells of one mark share it."""
        key = (region.activity, region.mark)
        if key not in self._own:
            clauses = self.regions.programs.compiler.clauses(region.activity, region.point)
            law = tuple(one for one in clauses if one.kind in OF_THE_LAW)
            policy = tuple(one for one in clauses if one.kind not in OF_THE_LAW)
            of_policy = _together(policy)
            facts = frozenset(leaf.fact for leaf in leaves(of_policy) if isinstance(leaf, FactIs))
            self._own[key] = _Own(clauses, of_policy, supposing(_together(law), holds=True), facts)
        return self._own[key]

    def world(self, requirement: Requirement, further: Requirement = HOLDS) -> Situation | None:
        """Return a situation from the day on in which a requirement holds, and a further one with it.

        The usual case is tried first; where it does not do, everything is searched.
        """
        if requirement not in self._worlds:
            self._worlds[requirement] = self._find(requirement)
        found = self._worlds[requirement]
        if found is None or further == HOLDS:
            return found
        return extend(simplify(further), found) or self._search(simplify(AllOf((requirement, further))))

    def _find(self, requirement: Requirement) -> Situation | None:
        return extend(requirement, favourable(requirement, self.at)) or self._search(requirement)

    def _search(self, requirement: Requirement) -> Situation | None:
        return find_world(requirement, from_on(requirement, self.at))


def _asks_consent(item: Alternative) -> bool:
    return item.consent is True or any(map(_asks_consent, (*(item.any_ or ()), *(item.all_ or ()))))


def _together(clauses: tuple[Clause, ...]) -> Requirement:
    return simplify(AllOf(tuple(clause.requirement for clause in clauses)))


def without_consent(requirement: Requirement) -> Requirement:
    """Return a requirement as it reads where no consent was ever given."""
    return simplify(_without_consent(requirement))


def _without_consent(requirement: Requirement) -> Requirement:
    match requirement:
        case ConsentLive():
            return Constant(holds=False)
        case NoObjection(purpose, overlapping):
            return NoObjection(purpose, overlapping)
        case AllOf(parts):
            return AllOf(tuple(_without_consent(part) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_without_consent(part) for part in parts))
        case Not(part):
            return Not(_without_consent(part))
        case _:
            return requirement
