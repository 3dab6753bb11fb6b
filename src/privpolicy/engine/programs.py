"""The programs of a policy: compiled when a cell is first asked about, and remembered up to a bound."""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple, TypeVar

from privpolicy.engine.cell import Cell, Plan, Point, Program
from privpolicy.engine.compile import HOLDS, Compiler, Judged
from privpolicy.engine.evaluate import Evaluator, evaluator, holds
from privpolicy.engine.guards import Guards
from privpolicy.engine.index import Index, members
from privpolicy.engine.requirement import Alternative, Clause
from privpolicy.engine.situation import Situation
from privpolicy.model.operation import Operation

REMEMBERED = 4096
"""How many plans, programs and sets of clauses are kept compiled."""

PlanKey = tuple[str, tuple[str, ...], str, Operation, str]
"""Purpose, categories, data subject, operation and recipient of a request."""
ClauseKey = tuple[str, str, str, Operation, Hashable]
"""Activity, prohibition or nothing, purpose, operation, and what guards look at."""
Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Ready(NamedTuple):
    """Clauses, and the same as functions of the situation."""

    clauses: tuple[Clause, ...]
    functions: tuple[Evaluator, ...]


class Programs:
    """What a compiler yields over an index. Threads may ask at once: the worst is that one program is made twice."""

    __slots__ = ("_clauses", "_plans", "_programs", "compiler", "index")

    def __init__(self, index: Index, compiler: Compiler) -> None:
        self.index = index
        self.compiler = compiler
        self._plans: dict[PlanKey, Plan] = {}
        self._programs: dict[tuple[str, Operation, int, int, Hashable], Program] = {}
        self._clauses: dict[ClauseKey, Ready] = {}

    @property
    def law(self) -> tuple[str, ...]:
        """The law packs whose guards speak in these programs."""
        return self.guards.packs if self.guards is not None else ()

    @property
    def guards(self) -> Guards | None:
        """The guards that speak in these programs; ``None``: the policy is asked alone."""
        return self.compiler.guards

    def plan(self, key: PlanKey) -> Plan:
        """Return the plan of a request. Raises ``KeyError`` for an id that the policy does not know."""
        plan = self._plans.get(key)
        if plan is None:
            purpose, data, subject, operation, recipient = key
            points = (Point(purpose, category, subject, operation, recipient) for category in data)
            plan = Plan.of(tuple(Cell(point, self._program(point)) for point in points))
            _remember(self._plans, key, plan)
        return plan

    def forbidding(self, point: Point, situation: Situation) -> Iterable[Clause]:
        """Yield the prohibitions that would forbid a request under any basis, where no activity covers it."""
        for name in members(self.index.prohibitions, self.index.touching_at(point)):
            if holds(self.compiler.prohibited_anyhow(name, point), situation):
                yield self.compiler.prohibition(name, Judged())

    def _program(self, point: Point) -> Program:
        """Return the program of a cell: one for all cells of a purpose in which the same declarations speak."""
        permitting, forbidding = self.index.covering_at(point), self.index.touching_at(point)
        key = (point.purpose, point.operation, permitting, forbidding if permitting else 0, self._mark(point))
        program = self._programs.get(key)
        if program is None:
            prohibitions = tuple(members(self.index.prohibitions, forbidding))
            activities = tuple(members(self.index.activities, permitting))
            found = [self._ready(name, point, prohibitions) for name in activities]
            alternatives = (Alternative(name, one.clauses) for name, one in zip(activities, found, strict=True))
            program = Program(tuple(alternatives), tuple(one.functions for one in found))
            _remember(self._programs, key, program)
        return program

    def _ready(self, name: str, point: Point, prohibitions: tuple[str, ...]) -> Ready:
        """Return all that must hold so that an activity permits at a point which prohibitions touch."""
        mark = self._mark(point)
        own = self._remembered(
            (name, "", point.purpose, point.operation, mark), lambda: self.compiler.clauses(name, point)
        )
        bars = [self._bar(name, prohibition, point, mark) for prohibition in prohibitions]
        if not bars:
            return own
        return Ready(
            (*own.clauses, *(clause for bar in bars for clause in bar.clauses)),
            (*own.functions, *(function for bar in bars for function in bar.functions)),
        )

    def _bar(self, name: str, prohibition: str, point: Point, mark: Hashable) -> Ready:
        def make() -> tuple[Clause, ...]:
            bar = self.compiler.prohibition(prohibition, self.compiler.judged(name, point))
            return () if bar.requirement == HOLDS else (bar,)

        return self._remembered((name, prohibition, point.purpose, point.operation, mark), make)

    def _remembered(self, key: ClauseKey, make: Callable[[], tuple[Clause, ...]]) -> Ready:
        """Return clauses with their functions: cells that share clauses share what is compiled of them."""
        ready = self._clauses.get(key)
        if ready is None:
            clauses = make()
            ready = Ready(clauses, tuple(evaluator(clause.requirement) for clause in clauses))
            _remember(self._clauses, key, ready)
        return ready

    def _mark(self, point: Point) -> Hashable:
        return self.guards.mark(point) if self.guards is not None else None


def _remember(memory: dict[Key, Kept], key: Key, kept: Kept) -> None:
    """Keep something compiled; a full memory starts anew, so that none grows without bound."""
    if len(memory) >= REMEMBERED:
        memory.clear()
    memory[key] = kept
