"""Which points a case decides, read off the program that decides it.

What made the difference is found by leaving it out: the same situation is put to the clauses of a declaration without
the part in question.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Any

from privpolicy.engine.bind import bind
from privpolicy.engine.cell import Cell, Point
from privpolicy.engine.compile import Compiler, Judged
from privpolicy.engine.evaluate import holds
from privpolicy.engine.index import members
from privpolicy.engine.policy import Policy
from privpolicy.engine.programs import Programs
from privpolicy.engine.requirement import Clause, ClauseKind, ConsentLive, Stored
from privpolicy.engine.situation import UNKNOWN, Situation, Truth
from privpolicy.engine.timetable import standings
from privpolicy.engine.vocabulary import DIMENSIONS
from privpolicy.model.activity import Activity, CompellingGrounds
from privpolicy.model.condition import Condition
from privpolicy.model.prohibition import Prohibition
from privpolicy.model.retention import Schedule
from privpolicy.source.path import NodePath
from privpolicy.testing.case import PolicyCase
from privpolicy.testing.coverage.nodes import parts
from privpolicy.testing.coverage.points import Decidable, Way

OWN: frozenset[ClauseKind] = frozenset(
    {"in-force", "condition", "consent", "objection", "restriction", "retention", "legal-hold", "origin"}
)
"""What an activity asks for itself, neither the law nor a prohibition."""
_REFUSALS: dict[ClauseKind, Way] = {"in-force": "out-of-force", "consent": "unconsented", "objection": "objected"}


def decided(case: PolicyCase, policy: Policy) -> frozenset[Decidable]:
    """Return the points of a policy that a case decides."""
    request = case.request
    bound = bind(request, policy.vocabulary)
    programs = policy.programs(law="named" if case.law else None)
    plan = programs.plan((request.purpose, request.data, bound.data_subject, request.operation, request.recipient))
    found: set[Decidable] = set()
    for cell in plan.cells:
        found.update(_Cell(cell, programs, bound.situation).decided())
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Cell:
    cell: Cell
    programs: Programs
    situation: Situation

    @property
    def point(self) -> Point:
        return self.cell.point

    @property
    def compiler(self) -> Compiler:
        return self.programs.compiler

    def decided(self) -> Iterator[Decidable]:
        permitted = False
        for alternative in self.cell.program.alternatives:
            truths = [(clause, self.holds(clause)) for clause in alternative.clauses]
            if not permitted and all(truth is True for _, truth in truths):
                permitted = True
                yield Decidable(("activities", alternative.activity), "permitted")
            own = [(clause, truth) for clause, truth in truths if clause.kind in OWN]
            yield from self._activity(alternative.activity, own)
            if all(truth is True for _, truth in own):
                judged = self.compiler.judged(alternative.activity, self.point)
                for name in members(self.programs.index.prohibitions, self.programs.index.touching_at(self.point)):
                    yield from self._prohibition(name, judged)
                yield from self._excepted(judged)
        if not self.cell.program.alternatives:
            yield from self._forbidden_anyhow()

    def holds(self, clause: Clause) -> Truth:
        return holds(clause.requirement, self.situation)

    # --- activities -------------------------------------------------------------------------------------------------

    def _activity(self, name: str, own: list[tuple[Clause, Truth]]) -> Iterator[Decidable]:
        activity = self.compiler.model.activities[name]
        path: NodePath = ("activities", name)
        failing = [(clause, truth) for clause, truth in own if truth is not True]
        if len(failing) > 1:
            return
        kind = failing[0][0].kind if failing else None
        for clause, truth in own:
            if kind not in (None, clause.kind):
                continue
            if clause.kind == "condition" and activity.when is not None:
                yield from self._parts(activity.when, (*path, "when"), Judged())
            elif clause.kind == "retention":
                yield from self._standing(clause)
            if truth is False and (way := _REFUSALS.get(clause.kind)) is not None:
                yield Decidable(clause.path, way)
        yield from self._made_the_difference(activity, name, kind)
        if kind == "retention" and failing[0][1] is False:
            yield from self._held_back(failing[0][0])

    def _standing(self, clause: Clause) -> Iterator[Decidable]:
        """Yield the phase in which a schedule stands, where what is stated settles it."""
        stored = clause.requirement
        if not isinstance(stored, Stored) or self.situation.event(stored.timetable.first_event) is UNKNOWN:
            return
        possible = {standing.phase for standing in standings(stored.timetable, self.situation)}
        if len(possible) > 1:
            return
        phase = possible.pop()
        phases = (*clause.path, "phases") if self._is_written_out(clause.path) else clause.path
        if phase == len(stored.in_phase):
            yield Decidable(phases, "ended")
        else:
            yield Decidable((*phases, phase) if phases != clause.path else phases, "in-phase")

    def _is_written_out(self, path: NodePath) -> bool:
        """Tell whether a schedule has phases of its own, and is not a duration."""
        if path[0] == "retention":
            return True
        return isinstance(self.compiler.model.activities[str(path[1])].retention, Schedule)

    def _held_back(self, clause: Clause) -> Iterator[Decidable]:
        stored = clause.requirement
        if isinstance(stored, Stored) and stored.floor:
            floorless = replace(stored, timetable=replace(stored.timetable, floor=None))
            if holds(floorless, self.situation) is True:
                yield Decidable((*clause.path, "at-least"), "held-back")

    def _made_the_difference(self, activity: Activity, name: str, kind: ClauseKind | None) -> Iterator[Decidable]:
        """Yield the settings of an activity without which its own answer would be another."""
        path: NodePath = ("activities", name)
        if kind == "consent":
            consent = self.compiler.consent(activity, self.point)
            if consent.explicit and self._counts(replace(consent, explicit=False)):
                yield Decidable((*path, "consent", "explicit"), "not-explicit")
            if consent.valid_for is not None and self._counts(replace(consent, valid_for=None)):
                yield Decidable((*path, "consent", "valid-for"), "run-out")
        if kind is None and self.situation.origin in activity.further_processing_of:
            number = activity.further_processing_of.index(self.situation.origin or "")
            rest = tuple(one for one in activity.further_processing_of if one != self.situation.origin)
            if not self._asked_of(name, activity.model_copy(update={"further_processing_of": rest})):
                yield Decidable((*path, "further-processing-of", number), "further-use")
        if self.situation.objections and activity.compelling_grounds is not None and kind in (None, "objection"):
            yield from self._grounds(activity, name, outweighed=kind is None)

    def _counts(self, consent: ConsentLive) -> bool:
        return holds(consent, self.situation) is True

    def _grounds(self, activity: Activity, name: str, *, outweighed: bool) -> Iterator[Decidable]:
        if self._asked_of(name, activity.model_copy(update={"compelling_grounds": None})):
            return
        path: NodePath = ("activities", name, "compelling-grounds")
        if outweighed:
            yield Decidable(path, "outweighed")
        grounds = activity.compelling_grounds
        if isinstance(grounds, CompellingGrounds) and grounds.when is not None:
            yield from self._parts(grounds.when, (*path, "when"), Judged())

    def _asked_of(self, name: str, activity: Activity) -> bool:
        """Tell whether all holds that an activity would ask for itself, were it declared otherwise."""
        compiler = self._with("activities", name, activity)
        own = (clause for clause in compiler.clauses(name, self.point) if clause.kind in OWN)
        return all(self.holds(clause) is True for clause in own)

    def _with(self, section: str, name: str, declaration: Any) -> Compiler:
        model = self.compiler.model
        declared = {**getattr(model, section), name: declaration}
        return replace(self.compiler, model=model.model_copy(update={section: declared}))

    # --- prohibitions -----------------------------------------------------------------------------------------------

    def _prohibition(self, name: str, judged: Judged) -> Iterator[Decidable]:
        prohibition = self.compiler.model.prohibitions[name]
        path: NodePath = ("prohibitions", name)
        truth = self._allows(name, prohibition, judged)
        if truth is None:
            return
        yield Decidable(path, "let-through" if truth else "forbade")
        if truth and prohibition.effective is not None and self._bars_without(name, judged, effective=None):
            yield Decidable((*path, "effective"), "out-of-force")
        if prohibition.when is not None and self._bars_without(name, judged, when=None):
            yield from self._parts(prohibition.when, (*path, "when"), Judged())
        if prohibition.unless and self._bars_without(name, judged, unless=()):
            for number, item in enumerate(prohibition.unless):
                here = (*path, "unless", number)
                rest = (*prohibition.unless[:number], *prohibition.unless[number + 1 :])
                if truth and self._bars_without(name, judged, unless=rest):
                    yield Decidable(here, "lifted")
                if len(list(parts(item, here))) > 1:
                    yield from self._parts(item, here, judged)

    def _bars_without(self, name: str, judged: Judged, **update: Any) -> bool:
        """Tell whether a prohibition would forbid, were it declared otherwise."""
        declared = self.compiler.model.prohibitions[name].model_copy(update=update)
        return self._allows(name, declared, judged) is False

    def _allows(self, name: str, declared: Prohibition, judged: Judged) -> Truth:
        return self.holds(self._with("prohibitions", name, declared).prohibition(name, judged))

    def _excepted(self, judged: Judged) -> Iterator[Decidable]:
        """Yield the exceptions but for which a prohibition would have forbidden."""
        index, point = self.programs.index, self.point
        ids = (point.purpose, point.category, point.data_subject, point.operation, point.recipient)
        touching = reduce(and_, (index.touching[each][one] for each, one in zip(DIMENSIONS, ids, strict=True)))
        broader = self.compiler.vocabulary.hierarchies["purpose"].ancestors[point.purpose]
        for name in members(index.prohibitions, touching & index.excepted[point.purpose]):
            declared = self.compiler.model.prohibitions[name]
            hits = [number for number, purpose in enumerate(declared.except_purposes) if purpose in broader]
            if len(hits) == 1 and self._allows(name, declared, judged) is False:
                yield Decidable(("prohibitions", name, "except-purposes", hits[0]), "excepted")

    def _forbidden_anyhow(self) -> Iterator[Decidable]:
        for clause in self.programs.forbidding(self.point, self.situation):
            yield Decidable(clause.path, "forbade")
            when = self.compiler.model.prohibitions[str(clause.path[1])].when
            if when is not None:
                yield from self._parts(when, (*clause.path, "when"), Judged())

    # --- conditions -------------------------------------------------------------------------------------------------

    def _parts(self, condition: Condition, path: NodePath, judged: Judged) -> Iterator[Decidable]:
        for where, part in parts(condition, path):
            truth = holds(self.compiler.exemption(part, judged), self.situation)
            if truth is not None:
                yield Decidable(where, "held" if truth else "not-held")
