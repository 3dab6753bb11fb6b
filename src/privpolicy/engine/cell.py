"""The program of one cell: the alternatives that may permit a category, ready to run."""

from dataclasses import dataclass

from privpolicy.engine.evaluate import Evaluator
from privpolicy.engine.outcome import Outcome, join
from privpolicy.engine.requirement import Alternative
from privpolicy.engine.situation import Situation
from privpolicy.model.operation import Operation

PERMIT, DENY, CONDITIONAL = Outcome.PERMIT, Outcome.DENY, Outcome.CONDITIONAL


@dataclass(frozen=True, slots=True)
class Point:
    """One cell of the vocabulary: a purpose, a category, a data subject, an operation and a recipient."""

    purpose: str
    category: str
    data_subject: str
    operation: Operation
    recipient: str


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """What may permit, in the order of the policy, and the same as functions of the situation.

    Cells in which the same declarations speak share one program.
    """

    alternatives: tuple[Alternative, ...]
    functions: tuple[tuple[Evaluator, ...], ...]

    def outcome(self, situation: Situation) -> Outcome:
        """Return *permit* if one alternative permits, else *conditional* if one is unknown, else *deny*."""
        found = DENY
        for functions in self.functions:
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


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A point and the program that answers it."""

    point: Point
    program: Program


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The cells of a request, one a category, and the different programs among them."""

    cells: tuple[Cell, ...]
    programs: tuple[Program, ...]

    @classmethod
    def of(cls, cells: tuple[Cell, ...]) -> "Plan":
        """Make a plan of the cells of a request."""
        return cls(cells, tuple({id(cell.program): cell.program for cell in cells}.values()))

    def outcome(self, situation: Situation) -> Outcome:
        """Return the outcome joined over all categories."""
        programs = self.programs
        if len(programs) == 1:
            return programs[0].outcome(situation)
        return join(program.outcome(situation) for program in programs)
