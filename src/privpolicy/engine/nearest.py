"""Which activity comes nearest to a request that none covers, and in what it falls short."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from privpolicy.engine.cell import Point
from privpolicy.engine.index import Index, members
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A dimension in which an activity does not cover what was asked; ``narrower``: it covers a part of it."""

    dimension: Dimension
    asked: str
    narrower: bool


@dataclass(frozen=True, slots=True)
class _Reach:
    covering: Mapping[Dimension, int]
    overlapping: Mapping[Dimension, int]


def nearest(index: Index, point: Point) -> tuple[str | None, tuple[Shortfall, ...]]:
    """Return the first activity that falls short in the fewest dimensions, and the dimensions that it misses.

    Dimensions that it covers in part are told where it misses none.

    An activity that covers a part of the request in every dimension is nearer than one that misses it in any.
    """
    asked = _asked(point)
    reach = _Reach(
        {dimension: index.covering[dimension][asked[dimension]] for dimension in DIMENSIONS},
        {dimension: index.overlapping[dimension][asked[dimension]] for dimension in DIMENSIONS},
    )
    everyone = (1 << len(index.activities)) - 1
    for missed in range(len(DIMENSIONS) + 1):
        partial = _least_partial(reach, everyone, missed)
        if partial:
            activity = next(iter(members(index.activities, partial)))
            bit = partial & -partial
            short = [dimension for dimension in DIMENSIONS if not reach.covering[dimension] & bit]
            outside = [dimension for dimension in short if not reach.overlapping[dimension] & bit]
            return activity, tuple(
                Shortfall(dimension, asked[dimension], narrower=not outside) for dimension in outside or short
            )
    return None, ()


def _least_partial(reach: _Reach, everyone: int, missed: int) -> int:
    """Of the activities that miss a number of dimensions, return those that cover most of the others whole."""
    for partial in range(len(DIMENSIONS) - missed + 1):
        found = 0
        for outside in combinations(DIMENSIONS, missed):
            rest = [dimension for dimension in DIMENSIONS if dimension not in outside]
            for narrower in combinations(rest, partial):
                mask = everyone
                for dimension in rest:
                    mask &= (reach.overlapping if dimension in narrower else reach.covering)[dimension]
                found |= mask
        if found:
            return found
    return 0


def _asked(point: Point) -> Mapping[Dimension, str]:
    return {
        "purpose": point.purpose,
        "data": point.category,
        "data-subject": point.data_subject,
        "operation": point.operation,
        "recipient": point.recipient,
    }
