"""The programs of a policy: compiled when a cell is first asked about, and remembered up to a bound."""

from collections.abc import Hashable, Iterable
from functools import partial

from privpolicy.engine.cell import Plan, PlanKey, Point, Program
from privpolicy.engine.compile import HOLDS, Compiler, Judged
from privpolicy.engine.diagram import Diagrams
from privpolicy.engine.evaluate import Evaluator, all_of, any_of, evaluator, holds
from privpolicy.engine.guards import Guards
from privpolicy.engine.index import Index, members
from privpolicy.engine.memory import Memory
from privpolicy.engine.request import Question
from privpolicy.engine.requirement import AllOf, Alternative, AnyOf, Clause, Requirement
from privpolicy.engine.residual import Residual
from privpolicy.engine.situation import Situation
from privpolicy.engine.terms import Terms
from privpolicy.model.operation import Operation

REMEMBERED = 1024
"""How many plans, programs and sets of clauses are kept compiled, twice over: see :class:`Memory`."""
NODES = 8 * REMEMBERED
"""How many nodes of diagrams are made before all that was left of plans is forgotten and made anew."""

ClauseKey = tuple[str, str, str, Operation, Hashable]
"""Activity, prohibition or nothing, purpose, operation, and what guards look at."""


class Programs:
    """What a compiler yields over an index. Threads may ask at once: the worst is that one program is made twice."""

    __slots__ = (
        "_clauses",
        "_evaluators",
        "_plans",
        "_programs",
        "compiler",
        "diagrams",
        "index",
        "residuals",
        "terms",
    )

    def __init__(self, index: Index, compiler: Compiler) -> None:
        self.index = index
        self.compiler = compiler
        self.terms = Terms.of(compiler.vocabulary)
        self.residuals: Memory[int, Residual] = Memory(REMEMBERED)
        self._plans: Memory[PlanKey, Plan] = Memory(REMEMBERED)
        self._programs: Memory[tuple[str, Operation, int, int, Hashable], Program] = Memory(REMEMBERED)
        self._clauses: Memory[ClauseKey, tuple[Clause, ...]] = Memory(REMEMBERED)
        self._evaluators: Memory[Requirement, Evaluator] = Memory(REMEMBERED)
        self.diagrams = Diagrams(NODES, self._evaluator, self.residuals.clear)

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
            plan = Plan(key, tuple(map(self._program, points)))
            self._plans.keep(key, plan)
        return plan

    def residual(self, question: Question) -> Residual:
        """Return what is left of a plan. Raises ``KeyError`` for an id that the policy does not know."""
        key = hash(question)
        residual = self.residuals.get(key)
        if residual is None or residual.question != question:
            purpose, data, subject, operation, recipient, _ = question
            if subject is None:
                (subject,) = self.compiler.vocabulary.hierarchies["data-subject"].roots
            plan = self.plan((purpose, data, subject, operation, recipient))
            residual = Residual(question, plan, self.diagrams)
            self.residuals.keep(key, residual)
        return residual

    def forbidding(self, point: Point, situation: Situation) -> Iterable[Clause]:
        """Yield the prohibitions that would forbid a request under any basis, where no activity covers it."""
        for name in members(self.index.prohibitions, self.index.touching_at(point)):
            if holds(self.compiler.prohibited_anyhow(name, point), situation):
                yield self.compiler.prohibition(name, Judged())

    def _program(self, point: Point) -> Program:
        """Return the program of a cell: one for all cells of a purpose in which the same declarations speak."""
        permitting, forbidding = self.index.covering_at(point), self.index.touching_at(point)
        mark = self.guards.mark(point) if self.guards is not None else None
        key = (point.purpose, point.operation, permitting, forbidding if permitting else 0, mark)
        program = self._programs.get(key)
        if program is None:
            compiled = partial(self._alternative, point, forbidding, mark)
            program = Program(tuple(members(self.index.activities, permitting)), compiled, self._evaluator)
            self._programs.keep(key, program)
        return program

    def _alternative(self, point: Point, forbidding: int, mark: Hashable, name: str) -> Alternative:
        """Return an activity with all that must hold so that it permits at a point which prohibitions touch."""
        return Alternative(name, self._ready(name, point, forbidding, mark))

    def _ready(self, name: str, point: Point, forbidding: int, mark: Hashable) -> tuple[Clause, ...]:
        key = (name, "", point.purpose, point.operation, mark)
        own = self._clauses.get(key)
        if own is None:
            own = self.compiler.clauses(name, point)
            self._clauses.keep(key, own)
        if not forbidding:
            return own
        bars = (self._bar(name, one, point, mark) for one in members(self.index.prohibitions, forbidding))
        return (*own, *(clause for bar in bars for clause in bar))

    def _bar(self, name: str, prohibition: str, point: Point, mark: Hashable) -> tuple[Clause, ...]:
        """Return the clause by which a prohibition must not forbid what an activity permits; none where it cannot."""
        key = (name, prohibition, point.purpose, point.operation, mark)
        bars = self._clauses.get(key)
        if bars is None:
            bar = self.compiler.prohibition(prohibition, self.compiler.judged(name, point))
            bars = () if bar.requirement == HOLDS else (bar,)
            self._clauses.keep(key, bars)
        return bars

    def _evaluator(self, requirement: Requirement) -> Evaluator:
        """Return a requirement as a function; programs share those of the same parts."""
        match requirement:
            case AllOf(parts):
                return all_of(tuple(map(self._evaluator, parts)))
            case AnyOf(parts):
                return any_of(tuple(map(self._evaluator, parts)))
            case _:
                found = self._evaluators.get(requirement)
                if found is None:
                    found = evaluator(requirement)
                    self._evaluators.keep(requirement, found)
                return found
