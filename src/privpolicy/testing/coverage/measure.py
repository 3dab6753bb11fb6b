"""How much of a policy its tests decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from privpolicy.engine.policy import Policy
from privpolicy.loading.load import Loaded
from privpolicy.source.span import Span
from privpolicy.syntax.locate import locate
from privpolicy.syntax.nodes import Mapping as Tree
from privpolicy.testing.coverage.decided import decided
from privpolicy.testing.coverage.points import Decidable, decidable
from privpolicy.testing.report import Result


@dataclass(frozen=True, slots=True)
class Measured:
    """A point, where it is written, and how many cases decide it."""

    point: Decidable
    span: Span
    cases: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The points of all policies that were asked, in the order in which they are written."""

    points: tuple[Measured, ...]

    @property
    def decided(self) -> int:
        """How many points some case decides."""
        return sum(one.cases > 0 for one in self.points)

    @property
    def open(self) -> tuple[Measured, ...]:
        """The points that no case decides."""
        return tuple(one for one in self.points if not one.cases)

    @property
    def percent(self) -> float:
        """How many of a hundred points are decided; a policy with nothing to decide is decided."""
        return 100 * self.decided / len(self.points) if self.points else 100.0


def measure(results: Iterable[Result], policies: Iterable[tuple[Loaded, Policy | None]]) -> Coverage:
    """Measure policies by the cases that were put to them."""
    asked = tuple(results)
    found: list[Measured] = []
    for loaded, policy in policies:
        if policy is not None and loaded.tree is not None:
            found += _of_policy(policy, loaded.tree, [one for one in asked if one.decision.policy is policy])
    return Coverage(tuple(found))


def counts(results: Iterable[Result], policy: Policy) -> Mapping[Decidable, int]:
    """Return for each point how many cases decide it."""
    found: dict[Decidable, int] = {}
    for result in results:
        for point in decided(result.case, policy):
            found[point] = found.get(point, 0) + 1
    return found


def _of_policy(policy: Policy, tree: Tree, results: list[Result]) -> Iterable[Measured]:
    found = counts(results, policy)
    for point in decidable(policy.model, policy.vocabulary):
        yield Measured(point, locate(tree, point.path, on_key=True), found.get(point, 0))
