"""Activities that never permit: what they ask for cannot hold together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
    lawful = _Lawful(scope, name)
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
    if any(scope.world(one.requirement) is None for one in clauses):
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
    lawful = _Lawful(scope, name)
    purpose = activity.purposes[0]
    return any(
        lawful.surely_at(Point(purpose, category, subject, operation, recipient))
        for recipient, category, subject in product(activity.recipients, activity.data, activity.data_subjects)
    )
