"""A compiled policy: immutable, thread-safe, and ready to answer."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeVar

from privpolicy.engine.bind import bind
from privpolicy.engine.cell import Cell, Plan, Point, Program
from privpolicy.engine.citations import Citations
from privpolicy.engine.compile import HOLDS, Compiler, Judged
from privpolicy.engine.decision import Decision
from privpolicy.engine.evaluate import holds
from privpolicy.engine.guards import Guards
from privpolicy.engine.index import Index, members
from privpolicy.engine.request import Request
from privpolicy.engine.requirement import Alternative, Clause
from privpolicy.engine.situation import Situation
from privpolicy.engine.vocabulary import Vocabulary
from privpolicy.model.operation import Operation
from privpolicy.model.policy_model import PolicyModel
from privpolicy.source.path import NodePath

REMEMBERED = 4096
"""How many plans, programs and sets of clauses a policy keeps compiled."""

PlanKey = tuple[str, tuple[str, ...], str, str, str]
Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Policy:
    """What a policy means. Made by :func:`privpolicy.load`; answers with :meth:`decide`.

    A policy does not change once it is made: it can be shared between threads, and pickled to other processes.
    """

    __slots__ = (
        "_clauses",
        "_compiler",
        "_index",
        "_places",
        "_plans",
        "_programs",
        "cites",
        "digest",
        "guards",
        "model",
        "vocabulary",
    )

    model: PolicyModel
    """The policy as written."""
    vocabulary: Vocabulary
    """Its names and how they are ordered."""
    digest: str
    """``sha256:`` and the digest of the files it was read from."""
    cites: Citations
    """The articles that reasons rest on."""
    guards: Guards | None
    """What the law of the day adds; ``None``: the policy is asked alone."""

    def __init__(
        self,
        model: PolicyModel,
        *,
        digest: str = "",
        places: Mapping[NodePath, str] | None = None,
        cites: Citations | None = None,
        guards: Guards | None = None,
    ) -> None:
        self.model = model
        self.digest = digest
        self.cites = cites if cites is not None else Citations()
        self._places = dict(places or {})
        self.vocabulary = Vocabulary.of(model)
        self._index = Index.of(model, self.vocabulary)
        self.guards = guards
        self._compiler = Compiler(model, self.vocabulary, self.cites, guards)
        self._plans: dict[PlanKey, Plan] = {}
        self._programs: dict[tuple[str, Operation, int, int, Hashable], Program] = {}
        self._clauses: dict[tuple[str, str, Operation, Hashable], tuple[Clause, ...]] = {}

    @property
    def id(self) -> str:
        """The id of the policy."""
        return self.model.policy.id

    @property
    def version(self) -> str | None:
        """The version of the policy."""
        return self.model.policy.version

    @property
    def law(self) -> tuple[str, ...]:
        """The law packs that it names."""
        return self.model.policy.law

    def decide(self, request: Request) -> Decision:
        """Answer a request. Reasons, needs and dates are worked out when they are asked for.

        Raises :class:`RequestError` when the request names an id that the policy does not know.
        """
        bound = request._bound  # noqa: SLF001  # a request remembers the last policy it was bound to
        if bound is None or bound.vocabulary is not self.vocabulary:
            bound = bind(request, self.vocabulary)
            object.__setattr__(request, "_bound", bound)
        key = (request.purpose, request.data, bound.data_subject, request.operation, request.recipient)
        plan = self._plans.get(key)
        return Decision(self, request, bound, plan if plan is not None else self._plan(key, request.operation))

    def place(self, path: NodePath) -> str | None:
        """Return ``file:line:column`` of what stands at a path, or of the nearest that is written above it."""
        for length in range(len(path), 0, -1):
            place = self._places.get(path[:length])
            if place is not None:
                return place
        return None

    def __repr__(self) -> str:
        return f"<Policy {self.id!r} version {self.version!r}: {len(self.model.activities)} activities>"

    def __getstate__(self) -> dict[str, Any]:
        """Leave what is compiled behind: it is made anew from the same model."""
        kept = {"model": self.model, "digest": self.digest, "places": self._places}
        return {**kept, "cites": self.cites, "guards": self.guards}

    def __setstate__(self, state: dict[str, Any]) -> None:
        Policy.__init__(self, **state)

    def _plan(self, key: PlanKey, operation: Operation) -> Plan:
        purpose, data, subject, _, recipient = key
        points = (Point(purpose, category, subject, operation, recipient) for category in data)
        plan = Plan.of(tuple(Cell(point, self._program(point)) for point in points))
        _remember(self._plans, key, plan)
        return plan

    def _program(self, point: Point) -> Program:
        """Return the program of a cell: one for all cells of a purpose in which the same declarations speak."""
        permitting, forbidding = self._index.covering_at(point), self._index.touching_at(point)
        mark = self.guards.mark(point) if self.guards else None
        key = (point.purpose, point.operation, permitting, forbidding if permitting else 0, mark)
        program = self._programs.get(key)
        if program is None:
            prohibitions = tuple(members(self._index.prohibitions, forbidding))
            activities = members(self._index.activities, permitting)
            program = Program.of(tuple(self._alternative(name, point, prohibitions) for name in activities))
            _remember(self._programs, key, program)
        return program

    def _alternative(self, name: str, point: Point, prohibitions: tuple[str, ...]) -> Alternative:
        clauses = self._activity_clauses(name, point)
        judged = self._compiler.judged(name, point)
        bars = (self._compiler.prohibition(prohibition, judged) for prohibition in prohibitions)
        return Alternative(name, (*clauses, *(bar for bar in bars if bar.requirement != HOLDS)))

    def _activity_clauses(self, name: str, point: Point) -> tuple[Clause, ...]:
        key = (name, point.purpose, point.operation, self.guards.mark(point) if self.guards else None)
        clauses = self._clauses.get(key)
        if clauses is None:
            clauses = self._compiler.clauses(name, point)
            _remember(self._clauses, key, clauses)
        return clauses

    def forbidding(self, point: Point, situation: Situation) -> Iterable[Clause]:
        """Yield the prohibitions that would forbid a request under any basis, where no activity covers it."""
        for name in members(self._index.prohibitions, self._index.touching_at(point)):
            if holds(self._compiler.prohibited_anyhow(name, point), situation):
                yield self._compiler.prohibition(name, Judged())

    @property
    def index(self) -> Index:
        """Which declarations speak to which ids."""
        return self._index


def _remember(memory: dict[Key, Kept], key: Key, kept: Kept) -> None:
    """Keep something compiled; a full memory starts anew, so that none grows without bound."""
    if len(memory) >= REMEMBERED:
        memory.clear()
    memory[key] = kept
