"""From what is written to what it means: the requirements under which each activity permits.

Compilation runs only on a policy in which the gate found nothing, so it cannot fail.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from privpolicy.engine.cell import Point
from privpolicy.engine.citations import Citations
from privpolicy.engine.guards import Guarded, Guards
from privpolicy.engine.requirement import (
    AllOf,
    AnyOf,
    Bound,
    Clause,
    ClauseKind,
    ConsentLive,
    Constant,
    FactIs,
    NoObjection,
    Not,
    NotOnHold,
    OneOf,
    OriginAmong,
    Other,
    Requirement,
    Stored,
    Test,
    Unrestricted,
    Within,
)
from privpolicy.engine.situation import Value
from privpolicy.engine.timetable import Stage, Timetable
from privpolicy.engine.vocabulary import FactType, Vocabulary
from privpolicy.model.activity import Activity, CompellingGrounds
from privpolicy.model.condition import Alternative as Exemption
from privpolicy.model.condition import Comparison, Condition, FactTest, Scalar
from privpolicy.model.duration import read_duration
from privpolicy.model.interval import Interval
from privpolicy.model.legal_basis import LEGAL_BASES, LegalBasis
from privpolicy.model.moment import read_moment
from privpolicy.model.operation import DESTRUCTIVE, PROTECTIVE, Operation
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.retention import Phase, Schedule
from privpolicy.source.path import NodePath

HOLDS = Constant(holds=True)
KEPT_ON_HOLD: frozenset[Operation] = frozenset({"store", "restrict"})
"""What goes on after a schedule has ended while a legal hold lasts."""
LEFT_WHILE_RESTRICTED: frozenset[Operation] = frozenset({"store", "restrict", "erase"})
"""What a restricted phase without purposes allows."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a prohibition and a restriction look at in the activity that would permit; ``None``: there is none."""

    legal_basis: LegalBasis | None = None
    consent: ConsentLive | None = None


@dataclass(frozen=True, slots=True)
class Compiler:
    """Yields the clauses of activities and prohibitions for a request's purpose and operation."""

    model: PolicyModel
    vocabulary: Vocabulary
    cites: Citations
    guards: Guards | None = None

    def clauses(self, name: str, point: Point) -> tuple[Clause, ...]:
        """Return all that must hold so that an activity which covers a point permits it, prohibitions aside."""
        activity = self.model.activities[name]
        path: NodePath = ("activities", name)
        purpose, operation = point.purpose, point.operation
        found = [*self._storage(activity, path, purpose, operation)]
        if operation not in PROTECTIVE:
            consent = self.consent(activity, point)
            found = [
                *self._force(activity, path),
                *self._condition(activity, path),
                *self._basis(activity, path, purpose, consent),
                *self._restriction(activity, path, purpose, operation, consent),
                *self._origin(name, activity, path, consent),
                *found,
                *(self.guards.clauses(Guarded(name, activity, consent), point) if self.guards else ()),
            ]
        return tuple(clause for clause in found if clause.favour or not _settled(clause.requirement))

    def prohibition(self, name: str, judged: Judged) -> Clause:
        """Return the clause by which a prohibition that touches a request must not forbid it."""
        prohibition = self.model.prohibitions[name]
        forbids = AllOf(
            (
                _within(prohibition.effective),
                self.condition(prohibition.when),
                Not(AnyOf(tuple(self.exemption(item, judged) for item in prohibition.unless))),
            )
        )
        return self._clause("prohibition", simplify(Not(forbids)), ("prohibitions", name))

    def prohibited_anyhow(self, name: str, point: Point) -> Requirement:
        """Return the requirement that a prohibition forbids under every basis, no activity being judged."""
        minors = self.guards.age_of_consent(point) if self.guards else None
        consent = ConsentLive(point.purpose, self._broader(point.purpose), minors=minors)
        clauses = (self.prohibition(name, Judged(basis, consent)).requirement for basis in LEGAL_BASES)
        return simplify(AllOf(tuple(Not(clause) for clause in clauses)))

    def judged(self, name: str, point: Point) -> Judged:
        """Return what prohibitions look at in an activity."""
        activity = self.model.activities[name]
        return Judged(activity.legal_basis, self.consent(activity, point))

    def consent(self, activity: Activity, point: Point) -> ConsentLive:
        """Return the live consent that counts for an activity and the purpose of a point."""
        settings = activity.consent
        minors = self.guards.age_of_consent(point) if self.guards else None
        return ConsentLive(point.purpose, self._broader(point.purpose), settings.explicit, settings.valid_for, minors)

    def _broader(self, purpose: str) -> frozenset[str]:
        return self.vocabulary.hierarchies["purpose"].ancestors[purpose]

    def _clause(
        self, kind: ClauseKind, requirement: Requirement, path: NodePath, cites: tuple[str, ...] = ()
    ) -> Clause:
        return Clause(kind, requirement, path, cites or self.cites.clauses.get(kind, ()))

    def _force(self, activity: Activity, path: NodePath) -> Iterable[Clause]:
        yield self._clause("in-force", _within(self.model.policy.effective), ("policy", "effective"))
        yield self._clause("in-force", _within(activity.effective), (*path, "effective"))

    def _condition(self, activity: Activity, path: NodePath) -> Iterable[Clause]:
        yield self._clause("condition", self.condition(activity.when), (*path, "when"))

    def _basis(self, activity: Activity, path: NodePath, purpose: str, consent: ConsentLive) -> Iterable[Clause]:
        basis = activity.legal_basis
        here = (*path, "legal-basis")
        if basis == "consent":
            yield self._clause("consent", consent, here, self.cites.bases.get(basis, ()))
        marketing = purpose in self.vocabulary.direct_marketing
        overlapping = self.vocabulary.overlapping("purpose", purpose)
        if marketing:
            lifted_by = consent if basis == "consent" else None
            unobjected = NoObjection(purpose, overlapping, lifted_by)
            yield self._clause("objection", unobjected, here, self.cites.marketing_objection)
        elif basis in {"legitimate-interests", "public-task"}:
            grounds = self._grounds(activity)
            yield self._clause("objection", _any(NoObjection(purpose, overlapping), grounds), here)

    def _grounds(self, activity: Activity) -> Requirement:
        match activity.compelling_grounds:
            case None:
                return Constant(holds=False)
            case CompellingGrounds(when=condition):
                return self.condition(condition)
            case str():
                return HOLDS

    def _restriction(
        self, activity: Activity, path: NodePath, purpose: str, operation: Operation, consent: ConsentLive
    ) -> Iterable[Clause]:
        """Article 18(2): what goes on although processing is restricted."""
        covering = self._broader(purpose).intersection(activity.purposes)
        if operation != "store" and covering.isdisjoint(self.vocabulary.legal_claims):
            yield self._clause("restriction", _any(Unrestricted(), consent), path)

    def _origin(self, name: str, activity: Activity, path: NodePath, consent: ConsentLive) -> Iterable[Clause]:
        compatible: Requirement = OriginAmong(frozenset((name, *activity.further_processing_of)))
        if activity.legal_basis == "consent":
            compatible = _any(compatible, consent)
        yield self._clause("origin", compatible, (*path, "further-processing-of"))

    def _storage(self, activity: Activity, path: NodePath, purpose: str, operation: Operation) -> Iterable[Clause]:
        found = self._schedule(activity, path)
        if found is not None:
            schedule, here = found
            yield self._clause("retention", self._stored(schedule, purpose, operation), here)
        if operation in DESTRUCTIVE:
            yield self._clause("legal-hold", NotOnHold(), path)

    def _schedule(self, activity: Activity, path: NodePath) -> tuple[Schedule, NodePath] | None:
        match activity.retention:
            case None:
                return None
            case Schedule() as schedule:
                return schedule, (*path, "retention")
            case name if name in self.model.retention:
                return self.model.retention[name], ("retention", name)
            case text:
                phase = Phase.model_construct(phase="active", for_=read_duration(text))
                return Schedule.model_construct(phases=(phase,), then="erase"), (*path, "retention")

    def _stored(self, schedule: Schedule, purpose: str, operation: Operation) -> Requirement:
        in_phase = tuple(self._allowed(phase, purpose, operation) for phase in schedule.phases)
        ended = operation == "erase" or (operation == "anonymise" and schedule.then == "anonymise")
        stages = tuple(Stage(phase.from_, phase.until_events, phase.for_) for phase in schedule.phases)
        return Stored(
            Timetable.of(stages, schedule.at_least if operation in DESTRUCTIVE else None),
            in_phase,
            ended=ended,
            ended_on_hold=operation in KEPT_ON_HOLD and in_phase[-1],
        )

    def _allowed(self, phase: Phase, purpose: str, operation: Operation) -> bool:
        if operation in DESTRUCTIVE and phase.law is not None:
            return False
        if phase.phase == "active":
            return True
        if not phase.purposes:
            return operation in LEFT_WHILE_RESTRICTED
        return operation in PROTECTIVE or not self._broader(purpose).isdisjoint(phase.purposes)

    def condition(self, condition: Condition | None) -> Requirement:
        """Compile a condition under ``when``."""
        return HOLDS if condition is None else self.exemption(condition, Judged())

    def exemption(self, condition: Condition, judged: Judged) -> Requirement:
        """Compile a condition, judged together with the activity that would permit."""
        parts = [self._fact(name, test) for name, test in condition.facts.items()]
        if isinstance(condition, Exemption):
            if condition.consent and judged.consent is not None:
                parts.append(judged.consent)
            if condition.legal_basis is not None:
                bases = condition.legal_basis
                allowed = (bases,) if isinstance(bases, str) else bases
                parts.append(Constant(judged.legal_basis in allowed))
        if condition.any_ is not None:
            parts.append(AnyOf(tuple(self.exemption(item, judged) for item in condition.any_)))
        if condition.all_ is not None:
            parts.append(AllOf(tuple(self.exemption(item, judged) for item in condition.all_)))
        if condition.not_ is not None:
            parts.append(Not(self.exemption(condition.not_, judged)))
        return simplify(AllOf(tuple(parts)))

    def _fact(self, name: str, test: FactTest) -> Requirement:
        fact = self.vocabulary.facts[name]
        tests = tuple(FactIs(name, fact.type, one, fact.values) for one in _tests(test, fact))
        if tests == (FactIs(name, fact.type, OneOf(()), fact.values),):
            return Constant(holds=False)
        return tests[0] if len(tests) == 1 else AllOf(tests)


def _settled(requirement: Requirement) -> bool:
    return isinstance(requirement, Constant) and requirement.holds


def kind_of_operation(operation: Operation) -> Hashable:
    """Return what the engine tells operations apart by."""
    kept = (operation in KEPT_ON_HOLD, operation in LEFT_WHILE_RESTRICTED)
    return (operation in PROTECTIVE, operation if operation in DESTRUCTIVE else "", operation == "store", *kept)


def typed(value: Scalar, fact: FactType) -> Value:
    """Return a written value of a fact as a value of its type; raises ``ValueError`` when it is none."""
    match fact.type, value:
        case "boolean", bool():
            return value
        case "number", int() | float() if not isinstance(value, bool):
            return value
        case "date", str():
            return read_moment(value)
        case "enum", str() if value in fact.values:
            return value
        case "text", str():
            return value
    raise ValueError(f"expected {describe(fact)}")


def describe(fact: FactType) -> str:
    """Say in words what the values of a fact are."""
    match fact.type:
        case "boolean":
            return "true or false"
        case "number":
            return "a number"
        case "date":
            return "a date such as 2019-11-15"
        case "text":
            return "a text"
        case "enum":
            return "one of " + ", ".join(f"`{value}`" for value in fact.values)


def simplify(requirement: Requirement) -> Requirement:
    """Settle what does not hang on a request, and unfold connectives of one part."""
    match requirement:
        case Within(None, None):
            return HOLDS
        case Not(part):
            part = simplify(part)
            match part:
                case Constant(truth):
                    return Constant(not truth)
                case Not(inner):
                    return inner
                case _:
                    return Not(part)
        case AllOf(parts):
            return _connect(AllOf, parts, neutral=True)
        case AnyOf(parts):
            return _connect(AnyOf, parts, neutral=False)
        case _:
            return requirement


def _connect(kind: type[AllOf] | type[AnyOf], parts: tuple[Requirement, ...], *, neutral: bool) -> Requirement:
    kept: list[Requirement] = []
    for part in map(simplify, parts):
        match part:
            case Constant(truth) if truth == neutral:
                continue
            case Constant():
                return part
            case AllOf(inner) | AnyOf(inner) if isinstance(part, kind):
                kept += inner
            case _:
                kept.append(part)
    if not kept:
        return Constant(neutral)
    return kept[0] if len(kept) == 1 else kind(tuple(kept))


def _any(*parts: Requirement) -> Requirement:
    return simplify(AnyOf(parts))


def _within(interval: Interval | None) -> Requirement:
    return HOLDS if interval is None else simplify(Within(interval.from_, interval.until))


def _tests(test: FactTest, fact: FactType) -> Iterable[Test]:
    if not isinstance(test, Comparison):
        values = test if isinstance(test, tuple) else (test,)
        yield OneOf(tuple(typed(value, fact) for value in values))
        return
    if test.at_least is not None:
        yield Bound(">=", test.at_least)
    if test.at_most is not None:
        yield Bound("<=", test.at_most)
    if test.before is not None:
        yield Bound("<", test.before)
    if test.after is not None:
        yield Bound(">", test.after)
    if test.not_ is not None:
        yield Other(typed(test.not_, fact))
