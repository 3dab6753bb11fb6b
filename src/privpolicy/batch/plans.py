"""What a table asks, compiled: for each different question the alternatives that may permit it, as bit masks.

A clause that stands in many alternatives is one bit. A row works out once which of the clauses fail and which are
unknown; an alternative is judged by what of that its mask lets through.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pyarrow as pa

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.bind import bind
from privpolicy.engine.compile import HOLDS, simplify
from privpolicy.engine.leaves import leaves
from privpolicy.engine.nearest import nearest
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.engine.requirement import (
    AllOf,
    Alternative,
    AnyOf,
    Clause,
    ClauseKind,
    ConsentLive,
    Constant,
    NoObjection,
    Not,
    OriginAmong,
    Requirement,
    Stored,
)

Law = Literal["named"] | None
Key = Mapping[str, Any]
"""A question as a table asks it: values by path, ``None`` for what is left out."""

WORD = 31
"""Clauses in a word: a bit each for unknown, and one for false so many places higher."""
KINDS: tuple[ClauseKind, ...] = (
    "in-force",
    "condition",
    "consent",
    "objection",
    "restriction",
    "origin",
    "retention",
    "legal-hold",
    "transfer",
    "special-category",
    "criminal-data",
    "terminal-equipment",
    "prohibition",
)
"""In the order in which requirements are judged and told."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A clause whatever the purpose of the question: what it is about, its place among others, what it requires.

    ``requirement`` is ``None`` for a slot: the retention schedule that the plan of a row names.
    """

    rank: int
    order: int
    kind: ClauseKind
    requirement: Requirement | None

    @property
    def looks_into_lists(self) -> bool:
        """Whether the clause asks for consents or objections, which takes longer than all else."""
        return self.requirement is not None and looks_into_lists(self.requirement)


@dataclass(frozen=True, slots=True)
class Way:
    """One activity that may permit: what must hold, and what a permit obliges to."""

    activity: str
    shapes: tuple[Shape, ...]
    stored: Stored | None
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what may permit each of its categories, alike categories once."""

    key: Key
    error: str | None
    broader: tuple[str, ...] = ()
    overlapping: tuple[str, ...] = ()
    programs: tuple[tuple[Way, ...], ...] = ()
    silence: tuple[str, ...] = ()
    """For each program without an alternative the code of the first reason; empty for the others."""


@dataclass(frozen=True, slots=True)
class Plans:
    """The questions of a table, and what they need."""

    questions: tuple[Question, ...]
    shapes: tuple[Shape, ...]
    """Every clause, in the order in which an alternative tells its own."""
    slots: Mapping[Stored, tuple[int, int]]
    """The slot of each retention requirement, and its number there, from 1."""
    duties: tuple[str, ...]
    """The safeguards that a permit may oblige to, in the order of the policy."""
    width: int
    """How many programs a question has at most."""
    depth: int
    """How many alternatives a program has at most."""

    @property
    def slot_count(self) -> int:
        """How many slots there are."""
        return max((slot for slot, _ in self.slots.values()), default=-1) + 1

    def duty_words(self) -> list[tuple[str, ...]]:
        """Return the safeguards in the portions that have a bit each in one word."""
        return [self.duties[first : first + 2 * WORD] for first in range(0, len(self.duties), 2 * WORD)]

    def shapes_of(self, question: Question) -> set[Shape]:
        """Return the clauses of a question."""
        return {shape for ways in question.programs for way in ways for shape in clauses(way, self)}

    def alternatives(self) -> Iterator[tuple[int, int, Way]]:
        """Yield the alternatives of all questions, each with the number of its program and its own."""
        for question in self.questions:
            for program, ways in enumerate(question.programs):
                for number, way in enumerate(ways):
                    yield program, number, way


def plans_for(policy: Policy, keys: Iterable[Key], law: Law) -> Plans:
    """Compile the questions that a table asks; a question that is at fault keeps its error."""
    order = _Order.of(policy)
    questions = tuple(_question(policy, key, law, order) for key in keys)
    slots = _slots(questions)
    shapes = {shape for question in questions for ways in question.programs for way in ways for shape in way.shapes}
    shapes |= {_slot_shape(slot) for slot, _ in slots.values()}
    return Plans(
        questions,
        tuple(sorted(shapes, key=lambda shape: (shape.rank, shape.order))),
        slots,
        tuple(policy.model.safeguards),
        max((len(question.programs) for question in questions), default=0),
        max((len(ways) for question in questions for ways in question.programs), default=0),
    )


def _slot_shape(slot: int) -> Shape:
    return Shape(KINDS.index("retention"), slot, "retention", None)


@dataclass(frozen=True, slots=True)
class _Order:
    """Where a clause stands among others of its kind in an alternative."""

    prohibitions: Mapping[str, int]
    recipients: Mapping[str, int]

    @classmethod
    def of(cls, policy: Policy) -> "_Order":
        return cls(
            {name: number for number, name in enumerate(policy.model.prohibitions)},
            {name: number for number, name in enumerate(policy.vocabulary.hierarchies["recipient"].parents)},
        )

    def of_clause(self, clause: Clause) -> int:
        match clause.kind:
            case "prohibition":
                return self.prohibitions[str(clause.path[1])]
            case "transfer":
                return self.recipients[str(clause.path[1])]
            case _:
                return 0 if clause.path[0] == "policy" else 1


def _question(policy: Policy, key: Key, law: Law, order: _Order) -> Question:
    try:
        request = Request.parse({path: value for path, value in key.items() if value is not None})
        bound = bind(request, policy.vocabulary)
    except RequestError as error:
        return Question(key, str(error))
    programs = policy.programs(law=law)
    plan = programs.plan((request.purpose, request.data, bound.data_subject, request.operation, request.recipient))
    silence = []
    for program in plan.programs:
        cell = next(cell for cell in plan.cells if cell.program is program)
        shortfalls = nearest(programs.index, cell.point)[1]
        narrower = bool(shortfalls) and shortfalls[0].narrower
        silence.append("" if program.alternatives else "too-broad" if narrower else "not-covered")
    return Question(
        key,
        None,
        tuple(sorted(policy.vocabulary.hierarchies["purpose"].ancestors[request.purpose])),
        tuple(sorted(policy.vocabulary.overlapping("purpose", request.purpose))),
        tuple(
            tuple(_way(policy, found, request.origin, order) for found in program.alternatives)
            for program in plan.programs
        ),
        tuple(silence),
    )


def _way(policy: Policy, alternative: Alternative, origin: str | None, order: _Order) -> Way:
    shapes, stored = [], None
    for clause in alternative.clauses:
        requirement = simplify(_anyhow(clause.requirement, origin))
        if isinstance(requirement, Stored):
            stored = requirement
        elif requirement != HOLDS:
            rank = KINDS.index(clause.kind)
            shapes.append(Shape(rank, order.of_clause(clause), clause.kind, requirement))
    duties = policy.model.activities[alternative.activity].obligations
    return Way(alternative.activity, tuple(shapes), stored, duties)


def _anyhow(requirement: Requirement, origin: str | None) -> Requirement:
    """Return a requirement without the purpose, which the question states, and with the origin settled."""
    match requirement:
        case ConsentLive():
            return replace(requirement, purpose="", broader=frozenset())
        case NoObjection(lifted_by=consent):
            lifted = replace(consent, purpose="", broader=frozenset()) if consent is not None else None
            return NoObjection("", frozenset(), lifted)
        case OriginAmong(activities):
            return Constant(origin is None or origin in activities)
        case AllOf(parts):
            return AllOf(tuple(_anyhow(part, origin) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_anyhow(part, origin) for part in parts))
        case Not(part):
            return Not(_anyhow(part, origin))
        case _:
            return requirement


def _slots(questions: Iterable[Question]) -> dict[Stored, tuple[int, int]]:
    """Give each retention requirement a slot such that no two of one question share one, as registers are given."""
    beside: dict[Stored, set[Stored]] = {}
    for question in questions:
        together = {way.stored for ways in question.programs for way in ways if way.stored is not None}
        for one in together:
            beside.setdefault(one, set()).update(together - {one})
    slots: dict[Stored, tuple[int, int]] = {}
    sizes: dict[int, int] = {}
    for one in sorted(beside, key=lambda stored: -len(beside[stored])):
        taken = {slots[other][0] for other in beside[one] if other in slots}
        slot = next(number for number in range(len(taken) + 1) if number not in taken)
        sizes[slot] = sizes.get(slot, 0) + 1
        slots[one] = slot, sizes[slot]
    return slots


@dataclass(frozen=True, slots=True)
class Bits:
    """Which bit of a row's words stands for each clause; bit 0 is that of what never holds."""

    name: str
    """The name of the masks that go with them."""
    numbers: Mapping[Shape, int]

    @property
    def words(self) -> int:
        """How many words the bits take."""
        return max(self.numbers.values(), default=0) // WORD + 1

    def masks(self, shapes: Iterable[Shape]) -> list[int]:
        """Return the words in which the bits of some clauses are set, both for unknown and for false."""
        masks = [0] * self.words
        for shape in shapes:
            word, bit = divmod(self.numbers[shape], WORD)
            masks[word] |= 1 << bit | 1 << bit + WORD
        return masks

    @property
    def never(self) -> list[int]:
        """Return the words of an alternative that there is not."""
        return [1 << WORD] + [0] * (self.words - 1)


def looks_into_lists(requirement: Requirement) -> bool:
    """Tell whether a requirement asks for consents or objections, which takes longer than all else."""
    return any(isinstance(part, ConsentLive | NoObjection) for part in leaves(requirement))


def table_of(plans: Plans, every: Iterable[Bits], identity: Mapping[str, pa.Array]) -> pa.Table:
    """Return the questions as a table to join: what identifies them, and what a row needs to know of its own."""
    columns: dict[str, pa.Array] = dict(identity)
    listed = pa.list_(pa.string())
    for name, kind in (("error", pa.string()), ("broader", listed), ("overlapping", listed)):
        columns[f"__{name}"] = pa.array([getattr(question, name) for question in plans.questions], kind)
    for slot in range(plans.slot_count):
        columns[f"__slot{slot}"] = pa.array(
            [_in_slot(question, plans, slot) for question in plans.questions], pa.int16()
        )
    masks = {(bits.name, way): bits.masks(clauses(way, plans)) for bits in every for _, _, way in plans.alternatives()}
    for program in range(plans.width):
        silent = [question.silence[program : program + 1] for question in plans.questions]
        columns[f"__silence{program}"] = pa.array([codes[0] if codes else "" for codes in silent], pa.string())
        for number in range(plans.depth):
            ways = [_way_at(question, program, number) for question in plans.questions]
            activities = [way.activity if isinstance(way, Way) else None for way in ways]
            columns[f"__activity{program}_{number}"] = pa.array(activities, pa.string())
            for word, together in enumerate(plans.duty_words()):
                duties = [_duties(way, together) if isinstance(way, Way) else 0 for way in ways]
                columns[f"__duty{program}_{number}_{word}"] = pa.array(duties, pa.int64())
            for bits in every:
                absent = {None: [0] * bits.words, False: bits.never}
                found = [masks[bits.name, way] if isinstance(way, Way) else absent[way] for way in ways]
                for word in range(bits.words):
                    column = pa.array([mask[word] for mask in found], pa.int64())
                    columns[f"__{bits.name}{program}_{number}_{word}"] = column
    return pa.table(columns)


def _duties(way: Way, listed: Sequence[str]) -> int:
    return sum(1 << bit for bit, duty in enumerate(listed) if duty in way.duties)


def _way_at(question: Question, program: int, number: int) -> Way | Literal[False] | None:
    """Return an alternative; ``False`` where its program has no such one, and ``None`` where there is no program."""
    if program >= len(question.programs):
        return None
    ways = question.programs[program]
    return ways[number] if number < len(ways) else False


def _in_slot(question: Question, plans: Plans, slot: int) -> int:
    """Return the number of the retention requirement that a question has in a slot; 0: none."""
    stored = {way.stored for ways in question.programs for way in ways if way.stored is not None}
    return next((plans.slots[one][1] for one in stored if plans.slots[one][0] == slot), 0)


def clauses(way: Way, plans: Plans) -> tuple[Shape, ...]:
    """Return the clauses of an alternative, that of its slot among them."""
    return way.shapes if way.stored is None else (*way.shapes, _slot_shape(plans.slots[way.stored][0]))
