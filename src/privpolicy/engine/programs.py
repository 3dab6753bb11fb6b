"""The programs of a policy: compiled when a cell is first asked about, and remembered up to a bound."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

from privpolicy.engine.cell import Cell, Plan, Point, Program
from privpolicy.engine.compile import HOLDS, Compiler, Judged
from privpolicy.engine.evaluate import holds
from privpolicy.engine.index import Index, members
from privpolicy.engine.requirement import Alternative, Clause
from privpolicy.engine.situation import Situation
from privpolicy.model.operation import Operation

REMEMBERED = 4096
"""How many plans, programs and sets of clauses are kept compiled."""

PlanKey = tuple[str, tuple[str, ...], str, Operation, str]
"""Purpose, categories, data subject, operation and recipient of a request."""
Key = TypeVar("Key")
Kept = TypeVar("Kept")


class Programs:
    """What a compiler yields over an index. Threads may ask at once: the worst is that one program is made twice."""

    __slots__ = ("_clauses", "_compiler", "_plans", "_programs", "index")

    def __init__(self, index: Index, compiler: Compiler) -> None:
        self.index = index
        self._compiler = compiler
        self._plans: dict[PlanKey, Plan] = {}
        self._programs: dict[tuple[str, Operation, int, int, Hashable], Program] = {}
        self._clauses: dict[tuple[str, str, Operation, Hashable], tuple[Clause, ...]] = {}

    @property
    def law(self) -> tuple[str, ...]:
        """The law packs whose guards speak in these programs."""
        guards = self._compiler.guards
        return guards.packs if guards is not None else ()

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
            if holds(self._compiler.prohibited_anyhow(name, point), situation):
                yield self._compiler.prohibition(name, Judged())

    def _program(self, point: Point) -> Program:
        """Return the program of a cell: one for all cells of a purpose in which the same declarations speak."""
        permitting, forbidding = self.index.covering_at(point), self.index.touching_at(point)
        key = (point.purpose, point.operation, permitting, forbidding if permitting else 0, self._mark(point))
        program = self._programs.get(key)
        if program is None:
            prohibitions = tuple(members(self.index.prohibitions, forbidding))
            activities = members(self.index.activities, permitting)
            program = Program.of(tuple(self._alternative(name, point, prohibitions) for name in activities))
            _remember(self._programs, key, program)
        return program

    def _alternative(self, name: str, point: Point, prohibitions: tuple[str, ...]) -> Alternative:
        clauses = self._activity_clauses(name, point)
        judged = self._compiler.judged(name, point)
        bars = (self._compiler.prohibition(prohibition, judged) for prohibition in prohibitions)
        return Alternative(name, (*clauses, *(bar for bar in bars if bar.requirement != HOLDS)))

    def _activity_clauses(self, name: str, point: Point) -> tuple[Clause, ...]:
        key = (name, point.purpose, point.operation, self._mark(point))
        clauses = self._clauses.get(key)
        if clauses is None:
            clauses = self._compiler.clauses(name, point)
            _remember(self._clauses, key, clauses)
        return clauses

    def _mark(self, point: Point) -> Hashable:
        guards = self._compiler.guards
        return guards.mark(point) if guards is not None else None


def _remember(memory: dict[Key, Kept], key: Key, kept: Kept) -> None:
    """Keep something compiled; a full memory starts anew, so that none grows without bound."""
    if len(memory) >= REMEMBERED:
        memory.clear()
    memory[key] = kept
