"""Questions with blanks: what is permitted, denied and conditional over everything that could stand in them.

Ids are split, dimension after dimension, by what looks at them among the declarations that still matter, so that one
program answers for a whole product of ids and cells that no activity covers are never looked at. What has the same
answer is joined again, and told by the broadest ids that are true.
"""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal, cast

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine import explain
from privpolicy.engine.bind import bind
from privpolicy.engine.boxes import Box, merged, size
from privpolicy.engine.cell import Point, Program
from privpolicy.engine.compile import kind_of_operation
from privpolicy.engine.need import ConsentNeed, Need, Needs, NoObjectionNeed
from privpolicy.engine.needs import needs
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.programs import Programs
from privpolicy.engine.reason import Reason
from privpolicy.engine.request import Request
from privpolicy.engine.situation import Situation
from privpolicy.engine.statement import ASK, Statement, folded
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension
from privpolicy.model.operation import Operation

if TYPE_CHECKING:
    from privpolicy.engine.policy import Policy

Blanks = Mapping[Dimension, str | Sequence[str] | None]
"""What stands in each dimension: an id, several, or a blank (``None`` or :data:`ASK`)."""
ORDER = (Outcome.PERMIT, Outcome.CONDITIONAL, Outcome.DENY)
_UNCOVERED = Reason("not-covered", "no activity covers it", ("activities",))


def asked(written: Blanks) -> dict[Dimension, tuple[str, ...]]:
    """Return the ids that stand in each dimension, none for a blank. Raises :class:`RequestError`."""
    found: dict[Dimension, tuple[str, ...]] = {}
    for dimension in DIMENSIONS:
        value = written.get(dimension)
        several = () if value is None else (value,) if isinstance(value, str) else tuple(dict.fromkeys(value))
        if ASK in several and len(several) > 1:
            others = ", ".join(f"`{one}`" for one in several if one != ASK)
            raise RequestError(f"`?` asks about everything: leave out either `?` or {others}", dimension)
        found[dimension] = () if ASK in several else several
    return found


def ask(
    policy: "Policy",
    ids: Mapping[Dimension, tuple[str, ...]],
    stated: Mapping[str, Any],
    *,
    outcomes: Collection[Outcome] = ORDER,
    group_by: Dimension | None = None,
    law: Literal["named"] | None = "named",
) -> Iterator[Statement]:
    """Answer a question with blanks; ``stated`` are the keyword arguments of a request beside the five ids.

    Without ``group_by`` the statements are as few as they get, permits first. With it they come id by id as soon as
    each is answered. Raises :class:`RequestError` at once where an id or a fact is unknown.
    """
    known = {dimension: tuple(policy.vocabulary.hierarchies[dimension].parents) for dimension in DIMENSIONS}
    whole = {dimension: ids[dimension] or known[dimension] for dimension in DIMENSIONS}
    if not all(whole.values()):
        return iter(())
    blanks = frozenset(dimension for dimension in DIMENSIONS if not ids[dimension])
    asking = _Asking(policy, policy.programs(law=law), whole, blanks, _situation(policy, whole, ids, stated))
    return asking.statements(tuple(one for one in ORDER if one in outcomes), group_by)


def _situation(
    policy: "Policy",
    whole: Mapping[Dimension, tuple[str, ...]],
    ids: Mapping[Dimension, tuple[str, ...]],
    stated: Mapping[str, Any],
) -> Situation:
    """Bind requests that between them name every id that is no blank."""
    columns = [ids[one] or whole[one][:1] for one in ("purpose", "data-subject", "operation", "recipient")]
    bound = None
    for purpose, subject, operation, recipient in zip_longest(*columns):
        request = Request(
            purpose=purpose or columns[0][0],
            data=ids["data"] or whole["data"][:1],
            data_subject=subject or columns[1][0],
            operation=operation or columns[2][0],
            recipient=recipient or columns[3][0],
            **stated,
        )
        bound = bound or request
        bind(request, policy.vocabulary)
    if bound is None:
        raise AssertionError("every dimension holds an id")
    return bind(bound, policy.vocabulary).situation


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is said of a cell, and what cells must share to be told together."""

    outcome: Outcome
    activity: str | None
    needs: Needs
    reason: Reason

    @property
    def key(self) -> Hashable:
        if self.outcome is Outcome.DENY:
            return (self.outcome, self.reason.code, self.reason.path)
        return (self.outcome, self.activity, frozenset(map(frozenset, self.needs)))


@dataclass(frozen=True, slots=True)
class _Part:
    """Ids chosen in the first dimensions of an order, one that stands for them, and the declarations left to speak."""

    depth: int
    masks: dict[Dimension, int]
    chosen: dict[Dimension, str]
    covering: int
    touching: int


@dataclass(frozen=True)
class _Asking:
    """One question to one policy."""

    policy: "Policy"
    programs: Programs
    ids: Mapping[Dimension, tuple[str, ...]]
    blanks: frozenset[Dimension]
    situation: Situation
    _known: dict[int, tuple[Program, Outcome, _Answer | None]] = field(default_factory=dict)

    def statements(self, outcomes: Sequence[Outcome], group_by: Dimension | None) -> Iterator[Statement]:
        """Yield what is answered, as far as it has one of some outcomes."""
        order = DIMENSIONS if group_by is None else (group_by, *(one for one in DIMENSIONS if one != group_by))
        groups = [None] if group_by is None else [1 << number for number in range(len(self.ids[group_by]))]
        for group in groups:
            found: dict[Hashable, tuple[_Answer, list[Box]]] = {}
            whole = {dimension: (1 << len(self.ids[dimension])) - 1 for dimension in DIMENSIONS}
            if group is not None and group_by is not None:
                whole[group_by] = group
            for box, point in self._regions(order, whole):
                answer = self._answer(point, outcomes)
                if answer is not None:
                    found.setdefault(answer.key, (answer, []))[1].append(box)
            for outcome in outcomes:
                for answer, boxes in found.values():
                    if answer.outcome is outcome:
                        yield from (self._statement(answer, box) for box in sorted(merged(boxes), key=_first))

    # --- Regions ------------------------------------------------------------------------------------------------

    def _regions(
        self, order: Sequence[Dimension], whole: Mapping[Dimension, int]
    ) -> Iterator[tuple[Box, Point | None]]:
        """Yield products of ids that share no cell, each with a cell that answers for it; none where nothing covers."""
        waiting: list[_Part] = [_Part(0, {}, {}, -1, -1)]
        while waiting:
            part = waiting.pop()
            if not part.covering:
                yield tuple(part.masks.get(one, whole[one]) for one in DIMENSIONS), None
            elif part.depth == len(order):
                yield tuple(part.masks[one] for one in DIMENSIONS), _point(part.chosen)
            else:
                waiting += reversed(list(self._split(part, order[part.depth], whole[order[part.depth]])))

    def _split(self, part: "_Part", dimension: Dimension, among: int) -> Iterator["_Part"]:
        """Split by one more dimension: ids at which the same declarations are left to speak stay together."""
        index = self.programs.index
        covers, touches = index.covering[dimension], index.touching[dimension]
        classes: dict[Hashable, _Part] = {}
        for number, one in enumerate(self.ids[dimension]):
            if not among >> number & 1:
                continue
            covering, touching = part.covering & covers[one], part.touching & touches[one]
            if dimension == "purpose":
                touching &= ~index.excepted[one]
            key = (covering, touching, self._kind(dimension, one)) if covering else None
            found = classes.get(key)
            if found is None:
                masks = {**part.masks, dimension: 1 << number}
                classes[key] = _Part(part.depth + 1, masks, {**part.chosen, dimension: one}, covering, touching)
            else:
                found.masks[dimension] |= 1 << number
        yield from classes.values()

    def _kind(self, dimension: Dimension, one: str) -> Hashable:
        """Return what else the answer of a cell hangs on."""
        guards = self.programs.guards
        match dimension:
            case "purpose":
                return one
            case "operation":
                return kind_of_operation(cast("Operation", one))
            case "data" | "data-subject" | "recipient":
                return guards.mark(_point({dimension: one})) if guards is not None else None

    # --- Answers ------------------------------------------------------------------------------------------------

    def _answer(self, point: Point | None, outcomes: Collection[Outcome]) -> _Answer | None:
        if point is None:
            return _Answer(Outcome.DENY, None, (), _UNCOVERED) if Outcome.DENY in outcomes else None
        key = (point.purpose, (point.category,), point.data_subject, point.operation, point.recipient)
        program = self.programs.plan(key).cells[0].program
        if id(program) not in self._known:
            outcome = program.outcome(self.situation)
            answer = self._answered(program, outcome, point) if outcome in outcomes else None
            self._known[id(program)] = (program, outcome, answer)  # kept, so that no other takes its place in memory
        return self._known[id(program)][2]

    def _answered(self, program: Program, outcome: Outcome, point: Point) -> _Answer:
        situation = self.situation
        missing: Needs = ()
        chosen = explain.decisive(program, situation, outcome)
        if outcome is Outcome.CONDITIONAL:
            found = needs(program.alternatives, situation, lambda s: program.outcome(s) is Outcome.PERMIT)
            missing = tuple(tuple(_blank(need, point.purpose) for need in way) for way in found)
        reason = next(iter(self._reasons(program, outcome)))
        placed = replace(reason, at=self.policy.place(reason.path))
        return _Answer(outcome, chosen.activity if chosen is not None else None, missing, placed)

    def _reasons(self, program: Program, outcome: Outcome) -> Iterable[Reason]:
        chosen = explain.decisive(program, self.situation, outcome)
        if chosen is not None and outcome is Outcome.PERMIT:
            activity = self.policy.model.activities[chosen.activity]
            cites = self.policy.cites.bases.get(activity.legal_basis, ())
            yield from explain.grounds(self.policy.model, chosen, self.situation, cites)
        elif chosen is not None:
            yield from explain.openings(chosen, self.situation)
        elif program.alternatives:
            yield from explain.failures(program.alternatives[0], self.situation)
        else:
            yield _UNCOVERED

    def _statement(self, answer: _Answer, box: Box) -> Statement:
        ids = {
            dimension: tuple(one for number, one in enumerate(self.ids[dimension]) if mask >> number & 1)
            for dimension, mask in zip(DIMENSIONS, box, strict=True)
        }
        hierarchies = self.policy.vocabulary.hierarchies
        purposes, data, subjects, operations, recipients = (folded(ids[one], hierarchies[one]) for one in DIMENSIONS)
        activity = self.policy.model.activities[answer.activity] if answer.activity is not None else None
        return Statement(
            outcome=answer.outcome,
            purposes=purposes,
            data=data,
            data_subjects=subjects,
            operations=operations,
            recipients=recipients,
            any_of=frozenset(one for one in self.blanks if len(ids[one]) == len(self.ids[one])),
            activity=answer.activity,
            legal_basis=activity.legal_basis if activity is not None else None,
            needs=answer.needs,
            reason=answer.reason,
            cells=size(box),
        )


def _first(box: Box) -> tuple[int, ...]:
    """Sort products by the first of their ids."""
    return tuple((mask & -mask).bit_length() for mask in box)


def _blank(need: Need, purpose: str) -> Need:
    match need:
        case ConsentNeed() | NoObjectionNeed() if need.purpose == purpose:
            return replace(need, purpose=ASK)
        case _:
            return need


def _point(ids: Mapping[Dimension, str]) -> Point:
    """Return a cell of which not all ids need be known."""
    purpose, category, subject, operation, recipient = (ids.get(one, "") for one in DIMENSIONS)
    return Point(purpose, category, subject, cast("Operation", operation or "use"), recipient)
