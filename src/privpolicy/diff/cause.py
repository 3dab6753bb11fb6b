"""What brought a difference about: the activities that ask for something else there, and what was changed so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from privpolicy.analysis.difference import Difference, Kind
from privpolicy.analysis.sides import Alternative, Side, Sides
from privpolicy.engine.cell import Point
from privpolicy.engine.requirement import Clause, ClauseKind, Requirement
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension
from privpolicy.model.operation import Operation
from privpolicy.source.path import NodePath

SECTION_OF: Mapping[Dimension, str] = {
    "purpose": "purposes",
    "data": "data-categories",
    "data-subject": "data-subjects",
    "recipient": "recipients",
    "operation": "operations",
}
"""The section that declares the ids of a dimension."""
_OF_THE_LAW: frozenset[Kind] = frozenset(
    {"transfer", "special-category", "criminal-data", "terminal-equipment", "consent"}
)


@dataclass(frozen=True, slots=True)
class Cause:
    """In what two policies differ in some cells, and through which declarations.

    ``paths`` name an activity, a prohibition, a section in which ids stand elsewhere, or a key of the header.
    """

    kinds: tuple[Kind, ...]
    paths: tuple[NodePath, ...]


@dataclass(frozen=True)
class Causes:
    """Two policies, asked what brought their differences about."""

    sides: Sides

    def of(self, difference: Difference) -> Cause:
        """Return what a difference lies in, told of the activities that changed there alone."""
        point = first_point(difference)
        old, new = ({one.activity: one for one in side.alternatives(point)} for side in self.sides.both)
        kinds: dict[Kind, None] = {}
        paths: dict[NodePath, None] = {}
        for name in dict.fromkeys((*old, *new)):
            found = self._kinds(name, old.get(name), new.get(name), point)
            told = {kind: where for kind, where in found.items() if kind in difference.kinds} or found
            for kind, where in told.items():
                kinds[kind] = None
                paths |= dict.fromkeys(where or self._paths(name, kind, difference))
        ordered = [*(one for one in difference.kinds if one in kinds), *(one for one in kinds)]
        return Cause(tuple(dict.fromkeys(ordered)) or difference.kinds, tuple(sorted(paths)))

    def _kinds(
        self, name: str, old: Alternative | None, new: Alternative | None, point: Point
    ) -> dict[Kind, tuple[NodePath, ...]]:
        """Return in what an activity asks for something else, with the prohibitions that do."""
        if old is not None and new is not None:
            return self._clauses(old, new)
        if old is None and new is None:
            return {}
        less = self.sides.old if old is None else self.sides.new
        if name not in less.policy.model.activities:
            return {"activity": ()}
        return dict.fromkeys(less.falls_short(name, point), ())

    def _clauses(self, old: Alternative, new: Alternative) -> dict[Kind, tuple[NodePath, ...]]:
        before, after = _asked(old.clauses), _asked(new.clauses)
        found: dict[Kind, tuple[NodePath, ...]] = {}
        for (kind, _), clause in [
            *((key, one) for key, one in before.items() if key not in after),
            *((key, one) for key, one in after.items() if key not in before),
        ]:
            own = kind == "prohibition" and str(clause.path[1]) in self.sides.prohibitions
            found[kind] = (*found.get(kind, ()), *([clause.path[:2]] if own else []))
        return found

    def _paths(self, name: str, kind: Kind, difference: Difference) -> Iterable[NodePath]:
        """Return what changed where no prohibition did: the activity, the ids of the cells, or the policy."""
        old, new = self.sides.both
        if kind == "retention" and (schedule := self._shared(name)) is not None:
            return [("retention", schedule)]
        if old.activity(name) != new.activity(name):
            return [("activities", name)]
        if (path := _of_the_policy(old, new, kind)) is not None:
            return [path]
        sections: list[NodePath] = [
            (SECTION_OF[dimension],)
            for dimension in DIMENSIONS
            if all(one in self.sides.ids[dimension] for one in difference.ids[dimension])
        ]
        return sections or [("facts",) if kind in {"condition", "prohibition"} else ("policy",)]

    def _shared(self, name: str) -> str | None:
        """Return the schedule that an activity names in both policies and that is another now."""
        declared = [side.policy.model.activities.get(name) for side in self.sides.both]
        named = {one.retention if one is not None else None for one in declared}
        schedule = named.pop() if len(named) == 1 else None
        models = [side.policy.model.retention for side in self.sides.both]
        if not isinstance(schedule, str) or not all(schedule in model for model in models):
            return None
        return schedule if models[0][schedule] != models[1][schedule] else None


def _asked(clauses: Iterable[Clause]) -> dict[tuple[ClauseKind, Requirement], Clause]:
    return {(clause.kind, clause.requirement): clause for clause in clauses}


def _of_the_policy(old: Side, new: Side, kind: Kind) -> NodePath | None:
    if kind == "in-force" and old.policy.model.policy.effective != new.policy.model.policy.effective:
        return ("policy", "effective")
    if kind in _OF_THE_LAW and old.programs.law != new.programs.law:
        return ("policy", "law")
    return None


def first_point(difference: Difference) -> Point:
    """Return a cell of a difference."""
    purpose, category, subject, operation, recipient = (difference.ids[dimension][0] for dimension in DIMENSIONS)
    return Point(purpose, category, subject, cast("Operation", operation), recipient)
