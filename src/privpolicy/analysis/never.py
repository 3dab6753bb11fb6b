"""Activities that never permit: what they ask for cannot hold together."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, product

from privpolicy.analysis.regions import Region
from privpolicy.analysis.scope import OF_THE_LAW, Scope, Terms, lasts, together
from privpolicy.engine.cell import Point
from privpolicy.engine.evaluate import holds
from privpolicy.engine.requirement import Clause, ConsentLive
from privpolicy.engine.situation import Situation
from privpolicy.model.activity import Activity
from privpolicy.model.duration import read_duration
from privpolicy.model.operation import PROTECTIVE, Operation
from privpolicy.model.retention import Schedule


@dataclass(frozen=True, slots=True)
class Never:
    """An activity that can never permit anything, and the clauses that cannot hold together."""

    activity: str
    clauses: tuple[Clause, ...]


def never(scope: Scope, names: Iterable[str], *, law: bool) -> Iterator[Never]:
    """Yield those of some activities that can never permit, prohibitions aside: by the policy, or under the law too.

    What protects asks for almost nothing: an activity that can only be ended is no permission.
    """
    for name in names:
        operations = scope.policy.model.activities[name].operations
        usual = next((one for one in operations if one not in PROTECTIVE), None)
        if usual is not None and not _plainly_permits(scope, name, usual, law=law):
            found = _never(scope, name, law=law)
            if found is not None:
                yield found


def _never(scope: Scope, name: str, *, law: bool) -> Never | None:
    first: Terms | None = None
    lawful = _Lawful(scope, name, _by_itself)
    for region in scope.regions.listed(name, frozenset()):
        if region.point.operation in PROTECTIVE:
            continue
        first = first or scope.terms(region)
        cells = chain((region,), scope.regions.covered(region, frozenset()))
        if any(_holds(scope, one, law=law) for one in cells if not law or lawful.at(one.point)):
            return None
    clauses = first.clauses if first is not None else ()
    return Never(name, _culprits(scope, tuple(one for one in clauses if law or one.kind not in OF_THE_LAW)))


def _holds(scope: Scope, region: Region, *, law: bool) -> bool:
    terms = scope.terms(region)
    clauses = [one for one in terms.clauses if law or one.kind not in OF_THE_LAW]
    if all(_surely(scope, one) for one in clauses):
        return True
    if not all(_by_itself(scope, one) for one in clauses):
        return False
    return scope.world(terms.both if law else terms.of_policy) is not None


def _culprits(scope: Scope, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Return clauses of which none can be left out so that they never hold together."""
    kept = clauses
    for clause in clauses:
        fewer = tuple(one for one in kept if one is not clause)
        if scope.world(together(fewer)) is None:
            kept = fewer
    return kept


# --- What is plain to see -------------------------------------------------------------------------------------------


def _plainly_permits(scope: Scope, name: str, operation: Operation, *, law: bool) -> bool:
    """Tell whether an activity permits something in the usual case, as far as that shows without compiling it.

    It is in force, data was collected just now, somebody consented just now and nobody objected; what remains are
    its conditions, which look at facts alone, and what the law adds.
    """
    model = scope.policy.model
    activity = model.activities[name]
    in_force = all(one is None or one.holds_at(scope.at) for one in (model.policy.effective, activity.effective))
    if not in_force or not lasts(activity.consent.valid_for) or not _starts_active(scope, activity):
        return False
    if activity.when is not None and scope.under_condition(name) is None:
        return False
    if not law:
        return True
    lawful = _Lawful(scope, name, _surely)
    purpose = activity.purposes[0]
    return any(
        lawful.at(Point(purpose, category, subject, operation, recipient))
        for recipient, category, subject in product(activity.recipients, activity.data, activity.data_subjects)
    )


def _starts_active(scope: Scope, activity: Activity) -> bool:
    match activity.retention:
        case None:
            return True
        case str() as name if name in scope.policy.model.retention:
            phase = scope.policy.model.retention[name].phases[0]
        case Schedule(phases=phases):
            phase = phases[0]
        case text:
            return lasts(read_duration(text))
    return phase.phase == "active" and lasts(phase.for_)


@dataclass(frozen=True, slots=True)
class _Lawful:
    """Judges what the law adds to an activity; points that guards do not tell apart are judged once."""

    scope: Scope
    activity: str
    judge: Callable[[Scope, Clause], bool]
    _found: dict[Hashable, bool] = field(default_factory=dict)

    def at(self, point: Point) -> bool:
        """Tell whether each clause that the law adds at a point is judged well."""
        guards = self.scope.compiler.guards
        key = (point.purpose, guards.mark(point) if guards is not None else None)
        if key not in self._found:
            self._found[key] = all(self.judge(self.scope, one) for one in self.scope.law(self.activity, point))
        return self._found[key]


def _by_itself(scope: Scope, clause: Clause) -> bool:
    """Tell whether a clause can hold by itself."""
    return scope.world(clause.requirement) is not None


def _surely(scope: Scope, clause: Clause) -> bool:
    """Tell whether a clause can hold beside every other of its activity, as is mostly plain to see.

    A consent given now, no objection, no restriction and no origin hold together whatever else does; a condition
    looks at facts, a schedule at events, and nothing else does; some hold on the day whatever is stated.
    """
    match clause.kind, clause.requirement:
        case "objection" | "restriction" | "origin", _:
            return True
        case "condition" | "retention", requirement:
            return scope.world(requirement) is not None
        case _, ConsentLive(valid_for=duration):
            return lasts(duration)
        case _, requirement:
            return holds(requirement, Situation(scope.at, complete=False)) is True
