"""The program of one cell: the alternatives that may permit a category, ready to run."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from privpolicy.engine.evaluate import Evaluator
from privpolicy.engine.outcome import Outcome, join
from privpolicy.engine.requirement import Alternative, Requirement
from privpolicy.engine.situation import Situation
from privpolicy.model.operation import Operation

PERMIT, DENY, CONDITIONAL = Outcome.PERMIT, Outcome.DENY, Outcome.CONDITIONAL


PlanKey = tuple[str, tuple[str, ...], str, Operation, str]
"""Purpose, categories, data subject, operation and recipient of a request."""


@dataclass(frozen=True, slots=True)
class Point:
    """One cell of the vocabulary: a purpose, a category, a data subject, an operation and a recipient."""

    purpose: str
    category: str
    data_subject: str
    operation: Operation
    recipient: str


class Program:
    """What may permit, in the order of the policy. Cells in which the same declarations speak share one program.

    Activities are compiled when somebody looks at them: what a record and a day leave of a program is often settled
    by the first.
    """

    __slots__ = ("_alternatives", "_compile", "_evaluator", "_functions", "activities")

    def __init__(
        self,
        activities: tuple[str, ...],
        compile_: Callable[[str], Alternative],
        evaluator: Callable[[Requirement], Evaluator],
    ) -> None:
        self.activities = activities
        self._compile = compile_
        self._evaluator = evaluator
        self._alternatives: tuple[Alternative, ...] | None = None
        self._functions: tuple[tuple[Evaluator, ...], ...] | None = None

    def each(self) -> Iterable[Alternative]:
        """Yield the alternatives, one activity after the other."""
        return self._alternatives if self._alternatives is not None else map(self._compile, self.activities)

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The activities that cover, each with all that must hold so that it permits."""
        if self._alternatives is None:
            self._alternatives = tuple(self.each())
        return self._alternatives

    def outcome(self, situation: Situation) -> Outcome:
        """Return *permit* if one alternative permits, else *conditional* if one is unknown, else *deny*."""
        found = DENY
        for functions in self._functions or self._compiled():
            unknown = False
            for function in functions:
                value = function(situation)
                if value is False:
                    break
                if value is None:
                    unknown = True
            else:
                if not unknown:
                    return PERMIT
                found = CONDITIONAL
        return found

    def _compiled(self) -> tuple[tuple[Evaluator, ...], ...]:
        """Return all clauses as functions."""
        self._functions = tuple(
            tuple(self._evaluator(clause.requirement) for clause in alternative.clauses)
            for alternative in self.alternatives
        )
        return self._functions


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A point and the program that answers it."""

    point: Point
    program: Program


class Plan:
    """The programs that answer a request: one a category, and the different ones among them."""

    __slots__ = ("_answering", "_key", "programs")

    def __init__(self, key: PlanKey, answering: tuple[Program, ...]) -> None:
        self._key = key
        self._answering = answering
        different = {id(program): program for program in answering}
        self.programs = answering if len(different) == len(answering) else tuple(different.values())

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of the request, made for whoever looks at them: thousands of plans are kept."""
        purpose, data, subject, operation, recipient = self._key
        points = (Point(purpose, category, subject, operation, recipient) for category in data)
        return tuple(map(Cell, points, self._answering))

    def outcome(self, situation: Situation) -> Outcome:
        """Return the outcome joined over all categories."""
        programs = self.programs
        if len(programs) == 1:
            return programs[0].outcome(situation)
        return join(program.outcome(situation) for program in programs)
