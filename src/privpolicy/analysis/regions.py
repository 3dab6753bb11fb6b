"""The cells that an activity covers, gathered into regions: nothing tells the cells of one region apart.

In each dimension the ids that an activity covers are sorted by what looks at them: which prohibitions they touch, what
a guard sees in them, and for purposes and operations what they mean to the engine. A region is one such class a
dimension, so that one program answers for all of its cells.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from operator import or_
from typing import cast

from privpolicy.engine.cell import Point
from privpolicy.engine.compile import kind_of_operation
from privpolicy.engine.index import members
from privpolicy.engine.policy import Policy
from privpolicy.engine.programs import Programs
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension
from privpolicy.model.activity import Activity
from privpolicy.model.operation import Operation


@dataclass(frozen=True, slots=True)
class Region:
    """Cells of one activity that are answered alike: the ids of each dimension, and one cell that stands for all."""

    activity: str
    ids: Mapping[Dimension, tuple[str, ...]]
    point: Point
    mark: Hashable
    """What the engine and the guards tell its cells from others of the activity by, prohibitions aside."""
    prohibitions: tuple[str, ...]
    """The prohibitions that touch its cells."""


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions of a policy's activities, under the law (``programs`` of the policy) or alone."""

    policy: Policy
    programs: Programs
    _met: dict[str, int] = field(default_factory=dict, repr=False, compare=False)
    _masks: dict[frozenset[str], int] = field(default_factory=dict, repr=False, compare=False)

    def listed(self, name: str, among: frozenset[str]) -> Iterator[Region]:
        """Yield the regions of the cells that an activity lists itself; prohibitions ``among`` some are looked at."""
        activity = self.policy.model.activities[name]
        yield from self._regions(name, dict(zip(DIMENSIONS, _lists(activity), strict=True)), among)

    def meeting(self, name: str, among: frozenset[str]) -> tuple[str, ...]:
        """Return those of some prohibitions that touch something an activity lists, in every dimension."""
        met = self._met.get(name)
        if met is None:
            lists = dict(zip(DIMENSIONS, _lists(self.policy.model.activities[name]), strict=True))
            met = self._met[name] = self._touching(-1, lists)
        met &= self._bits(among)
        return tuple(members(self.programs.index.prohibitions, met)) if met else ()

    def covered(self, region: Region, among: frozenset[str]) -> Iterator[Region]:
        """Yield the regions of everything equal to or narrower than the cells of a region; none where nothing is."""
        narrower = self.policy.vocabulary.narrower
        ids = {dimension: tuple(sorted(narrower(dimension, region.ids[dimension]))) for dimension in DIMENSIONS}
        if any(len(ids[dimension]) > len(region.ids[dimension]) for dimension in DIMENSIONS):
            yield from self._regions(region.activity, ids, among)

    def _regions(self, name: str, ids: Mapping[Dimension, tuple[str, ...]], among: frozenset[str]) -> Iterator[Region]:
        looked_at = self._touching(self._bits(among), ids)
        classes = [self._classes(dimension, ids[dimension], looked_at) for dimension in DIMENSIONS]
        index = self.programs.index
        for chosen in product(*classes):
            purpose, category, subject, operation, recipient = (several[0] for _, several in chosen)
            point = Point(purpose, category, subject, cast("Operation", operation), recipient)
            yield Region(
                name,
                {dimension: tuple(several) for dimension, (_, several) in zip(DIMENSIONS, chosen, strict=True)},
                point,
                tuple(kind for kind, _ in chosen),
                tuple(members(index.prohibitions, index.touching_at(point) & looked_at)) if looked_at else (),
            )

    def _bits(self, prohibitions: frozenset[str]) -> int:
        if prohibitions not in self._masks:
            names = enumerate(self.programs.index.prohibitions)
            self._masks[prohibitions] = sum(1 << number for number, name in names if name in prohibitions)
        return self._masks[prohibitions]

    def _touching(self, bits: int, ids: Mapping[Dimension, tuple[str, ...]]) -> int:
        """Return of some prohibitions those that touch something in every dimension."""
        touching = self.programs.index.touching
        for dimension in DIMENSIONS:
            if bits:
                bits &= reduce(or_, map(touching[dimension].__getitem__, ids[dimension]))
        return bits

    def _classes(self, dimension: Dimension, ids: Iterable[str], looked_at: int) -> list[tuple[Hashable, list[str]]]:
        """Sort ids by what looks at them: return each kind with its ids."""
        touching = self.programs.index.touching[dimension]
        found: dict[tuple[int, Hashable], list[str]] = {}
        for one in ids:
            found.setdefault((touching[one] & looked_at, self._kind(dimension, one)), []).append(one)
        return [(kind, several) for (_, kind), several in found.items()]

    def _kind(self, dimension: Dimension, one: str) -> Hashable:
        """Return what else the program of a cell hangs on."""
        guards = self.programs.guards
        match dimension:
            case "purpose":
                return one
            case "operation":
                return kind_of_operation(cast("Operation", one))
            case _ if guards is None:
                return None
            case "data":
                return guards.mark(Point("", one, "", "use", ""))
            case "data-subject":
                return guards.mark(Point("", "", one, "use", ""))
            case "recipient":
                return guards.mark(Point("", "", "", "use", one))


def _lists(activity: Activity) -> tuple[tuple[str, ...], ...]:
    return (activity.purposes, activity.data, activity.data_subjects, activity.operations, activity.recipients)
