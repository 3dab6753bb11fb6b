"""Sets of ids told by the broadest that are true: a broader id stands for all below it only where all of that is in."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from privpolicy.engine.policy import Policy
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension


@dataclass(frozen=True, slots=True)
class Told:
    """An id and whether it stands for itself alone though something is narrower."""

    id: str
    alone: bool = False

    def __str__(self) -> str:
        return f"{self.id} itself" if self.alone else self.id


@dataclass(frozen=True)
class Folding:
    """Ids of both policies, folded by what is narrower in either."""

    narrower: Mapping[Dimension, Mapping[str, frozenset[str]]]

    @classmethod
    def of(cls, *policies: Policy) -> "Folding":
        """Fold by the hierarchies of some policies."""
        return cls({dimension: _below(dimension, policies) for dimension in DIMENSIONS})

    def fold(self, dimension: Dimension, ids: Collection[str]) -> tuple[Told, ...]:
        """Return the fewest ids that mean exactly these."""
        below = self.narrower[dimension]
        inside = frozenset(ids)
        whole = {one for one in inside if below[one] <= inside}
        under = {narrower for one in whole for narrower in below[one] if narrower != one and one not in below[narrower]}
        return tuple(Told(one, alone=one not in whole) for one in sorted(inside - under))

    def is_everything(self, dimension: Dimension, ids: Collection[str]) -> bool:
        """Tell whether some ids are all there are."""
        return len(ids) == len(self.narrower[dimension])


def _below(dimension: Dimension, policies: Iterable[Policy]) -> Mapping[str, frozenset[str]]:
    """Return all that is narrower than each id, over the steps of every policy."""
    children: dict[str, set[str]] = {}
    for policy in policies:
        for one, below in policy.vocabulary.hierarchies[dimension].children.items():
            children.setdefault(one, set()).update(below)
    return {one: _reached(one, children) for one in children}


def _reached(start: str, children: Mapping[str, Iterable[str]]) -> frozenset[str]:
    reached = {start}
    waiting = [start]
    for one in waiting:
        fresh = [below for below in children[one] if below not in reached]
        reached.update(fresh)
        waiting += fresh
    return frozenset(reached)
