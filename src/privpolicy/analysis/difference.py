"""In which cells, and in what, two policies give different answers: decided over all facts and all time.

For a cell both policies yield the requirement that it is permitted. Where the two are not the same, a situation is
looked for in which one holds and the other does not; if there is none, the cell means the same in both. The kind of a
difference is found in the same way: an old alternative all of whose other clauses hold in a newly permitted situation
failed for that one clause alone.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import product
from operator import or_
from typing import Literal, cast

from privpolicy.analysis.moments import edges, on_the_calendar
from privpolicy.analysis.settled import settled, supposing
from privpolicy.analysis.sides import OLD, Alternative, Side, Sides, ids_of, point_of
from privpolicy.analysis.witness import witness
from privpolicy.analysis.worlds import find_world
from privpolicy.engine.cell import Point
from privpolicy.engine.compile import HOLDS, kind_of_operation, simplify
from privpolicy.engine.leaves import leaves
from privpolicy.engine.request import Request
from privpolicy.engine.requirement import AllOf, AnyOf, ClauseKind, Constant, FactIs, Not, OriginAmong, Requirement
from privpolicy.engine.situation import Situation
from privpolicy.engine.vocabulary import DIMENSIONS, SECTIONS, Dimension
from privpolicy.model.activity import Activity
from privpolicy.model.moment import Moment, read_moment
from privpolicy.model.operation import Operation

Effect = Literal["widens", "narrows", "changes"]
"""More is permitted, less is, or more here and less there."""
Standing = Literal["denied", "conditional", "permitted"]
"""Whether a cell is never permitted, always, or depending on facts and time."""
Kind = ClauseKind | Dimension | Literal["activity", "several"]
"""What a difference lies in: a clause, a dimension in which coverage changed, an activity, or several things."""
Ids = Mapping[Dimension, tuple[str, ...]]
Asked = tuple[tuple[ClauseKind, Requirement], ...]
"""What an activity asks for in a cell, each with its kind."""
Programme = Mapping[str, Asked]
"""What each activity that covers a cell asks for."""

USUAL = read_moment("2025-01-01")
"""The instant of a request that hangs on no day."""
BEFORE_ALL = read_moment("1900-01-01")
"""An instant before anything a policy or a law speaks of."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Cells in which two policies differ in the same way: the product of the ids of each dimension.

    ``kinds`` says in what; ``widened`` is a request that only the new policy permits, ``narrowed`` one that only the
    old permits. Such a request may state what only one of the two knows: :meth:`Sides.outcomes` decides it.
    """

    effect: Effect
    kinds: tuple[Kind, ...]
    ids: Ids
    old_activities: tuple[str, ...]
    new_activities: tuple[str, ...]
    before: Standing
    after: Standing
    widened: Request | None
    narrowed: Request | None


@dataclass(frozen=True, slots=True)
class _Compared:
    """How two requirements differ, in situations: what only the new permits, and what only the old does."""

    widened: Situation | None
    narrowed: Situation | None
    kinds: tuple[Kind, ...]
    before: Standing
    after: Standing


@dataclass(frozen=True)
class Comparison:
    """Two policies compared, from an instant on or, without one, over all time."""

    sides: Sides
    since: Moment | None = None
    _known: dict[Hashable, _Compared | None] = field(default_factory=dict, repr=False, compare=False)
    _worlds: dict[Requirement, Situation | None] = field(default_factory=dict, repr=False, compare=False)

    def differences(self) -> Iterator[Difference]:
        """Yield every difference, region by region; regions may overlap, and are as small as they were found."""
        for ids in self._where():
            for region in self._regions(ids):
                point = _first(region)
                found = self.compared(point)
                if found is not None:
                    yield self._difference(region, point, found)

    def first_widening(self) -> Difference | None:
        """Return a difference in which the new policy permits more, or ``None`` where it never does."""
        return next((one for one in self.differences() if one.widened is not None), None)

    def _difference(self, region: Ids, point: Point, found: _Compared) -> Difference:
        old, new = (tuple(one.activity for one in side.alternatives(point)) for side in self.sides.both)
        widened = witness(point, found.widened) if found.widened is not None else None
        narrowed = witness(point, found.narrowed) if found.narrowed is not None else None
        effect: Effect = "changes" if widened and narrowed else "widens" if widened else "narrows"
        kinds = found.kinds
        if not old or not new:
            less, more = self.sides.both if not old else self.sides.both[::-1]
            kinds = tuple(self._uncovered(less, more, point))
        return Difference(effect, kinds, region, old, new, found.before, found.after, widened, narrowed)

    # --- Where they can differ --------------------------------------------------------------------------------------

    def _where(self) -> Iterator[Ids]:
        """Yield products of ids that together hold every cell in which the two can differ."""
        names = dict.fromkeys(name for side in self.sides.both for name in side.policy.model.activities)
        for name in names:
            covered = self._covered(name)
            if name in self.sides.activities:
                yield covered
                continue
            for dimension in DIMENSIONS:
                changed = tuple(one for one in covered[dimension] if one in self.sides.ids[dimension])
                if changed:
                    yield {**covered, dimension: changed}
            for prohibition in sorted(self.sides.prohibitions):
                touched = {
                    dimension: tuple(one for one in covered[dimension] if self._touches(prohibition, dimension, one))
                    for dimension in DIMENSIONS
                }
                if all(touched.values()):
                    yield touched

    def _covered(self, name: str) -> dict[Dimension, tuple[str, ...]]:
        """Return everything that an activity covers in either policy, by dimension."""
        found: dict[Dimension, dict[str, None]] = {dimension: {} for dimension in DIMENSIONS}
        for side in self.sides.both:
            activity = side.policy.model.activities.get(name)
            if activity is not None:
                for dimension in DIMENSIONS:
                    narrower = side.policy.vocabulary.narrower(dimension, _listed(activity, dimension))
                    found[dimension].update(dict.fromkeys(sorted(narrower)))
        return {dimension: tuple(ids) for dimension, ids in found.items()}

    def _touches(self, prohibition: str, dimension: Dimension, one: str) -> bool:
        return any(
            side.programs.index.touching[dimension].get(one, 0) & side.bit(prohibition) for side in self.sides.both
        )

    # --- Regions ----------------------------------------------------------------------------------------------------

    def _regions(self, ids: Ids) -> Iterator[Ids]:
        """Split a product of ids into regions whose cells neither policy tells apart."""
        relevant = [self._relevant(side, ids) for side in self.sides.both]
        classes = [self._classes(dimension, ids[dimension], relevant) for dimension in DIMENSIONS]
        for chosen in product(*classes):
            yield dict(zip(DIMENSIONS, chosen, strict=True))

    def _relevant(self, side: Side, ids: Ids) -> tuple[int, int]:
        """Return the activities that can cover, and the prohibitions that can touch, a cell among some."""
        index = side.programs.index
        found = []
        for masks in (index.covering, index.touching):
            unions = (
                reduce(or_, (masks[dimension].get(one, 0) for one in ids[dimension]), 0) for dimension in DIMENSIONS
            )
            found.append(reduce(lambda one, other: one & other, unions))
        return found[0], found[1]

    def _classes(
        self, dimension: Dimension, ids: Iterable[str], relevant: list[tuple[int, int]]
    ) -> list[tuple[str, ...]]:
        found: dict[Hashable, list[str]] = {}
        for one in ids:
            sign = tuple(
                self._sign(side, dimension, one, *masks) for side, masks in zip(self.sides.both, relevant, strict=True)
            )
            found.setdefault(sign, []).append(one)
        return [tuple(several) for several in found.values()]

    def _sign(self, side: Side, dimension: Dimension, one: str, covering: int, touching: int) -> Hashable:
        index = side.programs.index
        if one not in index.covering[dimension]:
            return None
        masks = (index.covering[dimension][one] & covering, index.touching[dimension][one] & touching)
        match dimension:
            case "purpose":
                return one
            case "operation":
                return (*masks, kind_of_operation(cast("Operation", one)))
            case "data" | "data-subject" | "recipient":
                guards = side.programs.guards
                return (*masks, guards.mark(point_of(dimension, one)) if guards is not None else None)

    # --- What differs -----------------------------------------------------------------------------------------------

    def compared(self, point: Point) -> _Compared | None:
        """Return how the two differ in a cell, ``None`` where they do not."""
        old, new = (_programme(side.alternatives(point)) for side in self.sides.both)
        if self.sides.clashing:
            old = {name: tuple((kind, self._apart(one)) for kind, one in asked) for name, asked in old.items()}
        key = (frozenset(old.values()), frozenset(new.values()))
        if key not in self._known:
            self._known[key] = None if key[0] == key[1] else self._compare(old, new)
        return self._known[key]

    def _apart(self, requirement: Requirement) -> Requirement:
        """Tell a fact of the old policy from one of the new that has its name and another type."""

        def apart(leaf: Requirement, _: bool) -> Requirement:
            if isinstance(leaf, FactIs) and leaf.fact in self.sides.clashing:
                return replace(leaf, fact=f"{leaf.fact}{OLD}")
            return leaf

        return settled(requirement, apart)

    def _compare(self, old: Programme, new: Programme) -> _Compared | None:
        widened, more = self._beyond(new, old)
        narrowed, less = self._beyond(old, new)
        if widened is None and narrowed is None:
            return None
        return _Compared(
            widened, narrowed, tuple(dict.fromkeys((*more, *less))), self._standing(old), self._standing(new)
        )

    def _beyond(self, more: Programme, less: Programme) -> tuple[Situation | None, list[Kind]]:
        """Return a situation in which one program permits and the other does not, and in what the two differ there.

        What an alternative asks for is taken as given in the other program, so that only what differs is negated.
        """
        found: Situation | None = None
        kinds: dict[Kind, None] = {}
        for clauses in more.values():
            given = frozenset(requirement for _, requirement in clauses)
            left = {name: _without(other, given) for name, other in less.items()}
            denied = _and(*(Not(_all(rest)) for rest in left.values()))
            permitted = _all(clauses)
            situation = self._world(denied, permitted)
            if situation is None:
                continue
            found = found or situation
            for rest in left.values():
                asked = dict.fromkeys(kind for kind, _ in rest)
                for kind in asked:
                    others = tuple((other, requirement) for other, requirement in rest if other != kind)
                    if kind not in kinds and (
                        not others or self._world(denied, _and(permitted, _all(others))) is not None
                    ):
                        kinds[kind] = None
        return found, list(kinds) or (["several"] if found is not None and less else [])

    def _uncovered(self, less: Side, more: Side, point: Point) -> list[Kind]:
        """Say in which dimension the coverage of a declared activity falls short of a cell."""
        if not less.knows(point):
            ids = zip(DIMENSIONS, ids_of(point), strict=True)
            return [dimension for dimension, one in ids if not less.knows_id(dimension, one)]
        names = [one.activity for one in more.alternatives(point)]
        short = [less.falls_short(name, point) for name in names if name in less.policy.model.activities]
        fewest: tuple[Dimension, ...] = min(short, key=len, default=())
        return list(fewest) if fewest else ["activity"]

    def _standing(self, program: Programme) -> Standing:
        permits = simplify(AnyOf(tuple(map(_all, program.values()))))
        if self._world(permits) is None:
            return "denied"
        return "conditional" if self._world(simplify(Not(permits))) is not None else "permitted"

    def _world(self, first: Requirement, then: Requirement = HOLDS) -> Situation | None:
        """Return a situation in which a requirement holds, and a second one with it.

        The first is tried alone: where it cannot hold at all, the second is never looked at.
        """
        if self._alone(first) is None:
            return None
        if then == HOLDS:
            return self._alone(first)
        both = _and(first, then)
        return self._anywhen(both, self._origins(both))

    def _alone(self, requirement: Requirement) -> Situation | None:
        if requirement not in self._worlds:
            self._worlds[requirement] = self._anywhen(requirement, self._origins(requirement))
        return self._worlds[requirement]

    def _anywhen(self, requirement: Requirement, origins: Iterable[str | None]) -> Situation | None:
        if isinstance(requirement, Constant) and not requirement.holds:
            return None
        moments = self._moments(requirement)
        return next((found for one in origins if (found := find_world(requirement, moments, one)) is not None), None)

    def _origins(self, requirement: Requirement) -> Iterator[str | None]:
        """Yield origins that stand for all that both policies know: none, and one for each set of clauses with it."""
        yield None
        asked = [leaf.activities for leaf in leaves(requirement) if isinstance(leaf, OriginAmong)]
        known = set.intersection(*(set(side.policy.model.activities) for side in self.sides.both)) if asked else ()
        seen: set[Hashable] = set()
        for name in sorted(known):
            sign = tuple(name in activities for activities in asked)
            if sign not in seen:
                seen.add(sign)
                yield name

    def _moments(self, requirement: Requirement) -> tuple[Moment, ...]:
        """Return an instant for each stretch of time in which a requirement does not turn, the latest first."""
        start = self.since if self.since is not None else BEFORE_ALL
        turning = sorted({one for one in edges(requirement) if one > start})
        if not turning and self.since is None:
            turning, start = [], USUAL
        starts = (start, *turning)
        stretches = zip(starts, (*turning, None), strict=True)
        return (*reversed(starts), *on_the_calendar(requirement, reversed(list(stretches))))

    @cached_property
    def same(self) -> bool:
        """Whether the two mean the same in every cell."""
        return next(self.differences(), None) is None


def _programme(alternatives: Iterable[Alternative]) -> Programme:
    return {one.activity: tuple((clause.kind, clause.requirement) for clause in one.clauses) for one in alternatives}


def _without(asked: Asked, given: frozenset[Requirement]) -> Asked:
    return tuple((kind, requirement) for kind, requirement in asked if requirement not in given)


def _all(asked: Asked) -> Requirement:
    return _and(*(requirement for _, requirement in asked))


def _and(*parts: Requirement) -> Requirement:
    return supposing(AllOf(parts), holds=False)


def _listed(activity: Activity, dimension: Dimension) -> tuple[str, ...]:
    ids: tuple[str, ...] = getattr(activity, SECTIONS[dimension].replace("-", "_"))
    return ids


def _first(ids: Ids) -> Point:
    purpose, category, subject, operation, recipient = (ids[dimension][0] for dimension in DIMENSIONS)
    return Point(purpose, category, subject, cast("Operation", operation), recipient)
