"""Where a policy says yes and no at once: activities that never permit, or that a prohibition or a consent stops.

Everything is decided on the compiled program of a region (:mod:`privpolicy.analysis.regions`) by looking for a
situation in which it holds (:mod:`privpolicy.analysis.worlds`), from a day on.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain

from privpolicy.analysis.moments import from_on
from privpolicy.analysis.regions import Region, Regions
from privpolicy.analysis.stand_ins import leaves
from privpolicy.analysis.witness import witness
from privpolicy.analysis.worlds import extend, favourable, find_world, supposing
from privpolicy.engine.cell import Point
from privpolicy.engine.compile import HOLDS, simplify
from privpolicy.engine.evaluate import holds
from privpolicy.engine.guards import Guarded
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.engine.requirement import (
    AllOf,
    AnyOf,
    Clause,
    ConsentLive,
    Constant,
    NoObjection,
    Not,
    Requirement,
    Within,
)
from privpolicy.engine.situation import Situation, Value
from privpolicy.model.activity import Activity, CompellingGrounds
from privpolicy.model.condition import Alternative
from privpolicy.model.duration import Duration, read_duration
from privpolicy.model.moment import Moment
from privpolicy.model.operation import PROTECTIVE, Operation
from privpolicy.model.retention import Schedule

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
    _doing: dict[Hashable, Mapping[str, Value] | None] = field(default_factory=dict, repr=False, compare=False)
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
        if usual is None or self._plainly_permits(name, usual, law=law):
            # What protects asks for almost nothing: an activity that can only be ended is no permission.
            return None
        first: _Own | None = None
        for region in self.regions.listed(name, frozenset()):
            if region.point.operation in PROTECTIVE:
                continue
            first = first or self.own(region)
            cells = chain((region,), self.regions.covered(region, frozenset()))
            if any(self._holds(one, law=law) for one in cells if not law or self._lawful(one)):
                return None
        clauses = first.clauses if first is not None else ()
        return Never(name, self._culprits(tuple(one for one in clauses if law or one.kind not in OF_THE_LAW)))

    def _plainly_permits(self, name: str, operation: Operation, *, law: bool) -> bool:
        """Tell whether an activity permits something in the usual case, as far as that shows without compiling it.

        It is in force, data was collected just now, somebody consented just now and nobody objected; what remains are
        its conditions, which look at facts alone, and what the law adds.
        """
        activity = self.policy.model.activities[name]
        compiler = self.regions.programs.compiler
        in_force = all(
            one is None or one.holds_at(self.at) for one in (self.policy.model.policy.effective, activity.effective)
        )
        if not in_force or not _lasts(activity.consent.valid_for) or not self._starts_active(activity):
            return False
        if activity.when is not None and self.world(compiler.condition(activity.when)) is None:
            return False
        if not law:
            return True
        purpose, category, subject, recipient = (one[0] for one in _dimensions(activity))
        return all(map(self._surely, self._law(name, Point(purpose, category, subject, operation, recipient))))

    def _lawful(self, region: Region) -> bool:
        """Tell whether each clause that the law adds in a region can hold by itself."""
        return all(self.world(clause.requirement) is not None for clause in self._law(region.activity, region.point))

    def _law(self, name: str, point: Point) -> tuple[Clause, ...]:
        programs = self.regions.programs
        if programs.guards is None:
            return ()
        activity = self.policy.model.activities[name]
        return programs.guards.clauses(Guarded(name, activity, programs.compiler.consent(activity, point)), point)

    def _starts_active(self, activity: Activity) -> bool:
        match activity.retention:
            case None:
                return True
            case str() as name if name in self.policy.model.retention:
                phase = self.policy.model.retention[name].phases[0]
            case Schedule(phases=phases):
                phase = phases[0]
            case text:
                return _lasts(read_duration(text))
        return phase.phase == "active" and _lasts(phase.for_)

    def _holds(self, region: Region, *, law: bool) -> bool:
        own = self.own(region)
        clauses = [one for one in own.clauses if law or one.kind not in OF_THE_LAW]
        if all(map(self._surely, clauses)):
            return True
        if any(self.world(one.requirement) is None for one in clauses):
            return False
        return self.world(own.both if law else own.of_policy) is not None

    def _surely(self, clause: Clause) -> bool:
        """Tell whether a clause can hold beside every other of its activity, as is mostly plain to see.

        A consent given now, no objection, no restriction and no origin hold together whatever else does; a condition
        looks at facts, a schedule at events, and nothing else does.
        """
        match clause.kind:
            case "objection" | "restriction" | "origin":
                return True
            case "consent":
                return isinstance(clause.requirement, ConsentLive) and _lasts(clause.requirement.valid_for)
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
        if self._meets_nothing_that_stops(name, self.prohibitions):
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
            self._passed[key] = self._apart(
                region.activity, region.point.purpose, prohibitions
            ) or self._passes_together(region, prohibitions)
        return self._passed[key]

    def _meets_nothing_that_stops(self, name: str, among: frozenset[str]) -> bool:
        """Tell whether all prohibitions that an activity meets can be met at once, apart from what it looks at."""
        met = self.regions.meeting(name, among)
        return not met or self._apart(name, self.policy.model.activities[name].purposes[0], met)

    def _apart(self, name: str, purpose: str, prohibitions: tuple[str, ...]) -> bool:
        """Tell whether prohibitions can be met at once, without a consent, by facts that an activity ignores."""
        activity = self.policy.model.activities[name]
        stated: dict[str, Value] = {}
        for prohibition in prohibitions:
            facts = self._facts_that_do(prohibition, name, purpose)
            if facts is None or any(stated.setdefault(fact, value) != value for fact, value in facts.items()):
                return False
        return _facts(activity).isdisjoint(stated)

    def _facts_that_do(self, prohibition: str, name: str, purpose: str) -> Mapping[str, Value] | None:
        """Return facts under which a prohibition does not forbid what has the basis of an activity, consent aside."""
        key = (prohibition, self.policy.model.activities[name].legal_basis)
        if key not in self._doing:
            compiler = self.regions.programs.compiler
            judged = compiler.judged(name, Point(purpose, "", "", "use", ""))
            bar = without_consent(compiler.prohibition(prohibition, judged).requirement)
            dated = any(isinstance(leaf, Within) for leaf in leaves(bar))
            found = None if dated else self._find(bar)
            self._doing[key] = None if found is None or found.complete else found.facts
        return self._doing[key]

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
        if self._meets_nothing_that_stops(name, self._asking):
            return
        for region in self.regions.listed(name, self._asking):
            for one in region.prohibitions:
                if one in told or self._apart(name, region.point.purpose, (one,)):
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
            self._own[key] = _Own(clauses, _together(policy), _together(law))
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
        further = supposing(further, holds=True)
        return extend(further, found) or self._search(supposing(AllOf((requirement, further)), holds=True))

    def _find(self, requirement: Requirement) -> Situation | None:
        requirement = supposing(requirement, holds=True)
        return extend(requirement, favourable(requirement, self.at)) or self._search(requirement)

    def _search(self, requirement: Requirement) -> Situation | None:
        return find_world(requirement, from_on(requirement, self.at))


def _facts(activity: Activity) -> frozenset[str]:
    """Return the facts that an activity looks at."""
    grounds = activity.compelling_grounds
    conditions = (activity.when, grounds.when if isinstance(grounds, CompellingGrounds) else None)
    return frozenset(fact for one in conditions if one is not None for fact in one.named())


def _lasts(duration: Duration | None) -> bool:
    """Tell whether something with this duration, or without one, lasts at all."""
    return duration is None or bool(duration)


def _dimensions(activity: Activity) -> tuple[tuple[str, ...], ...]:
    return (activity.purposes, activity.data, activity.data_subjects, activity.recipients)


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
