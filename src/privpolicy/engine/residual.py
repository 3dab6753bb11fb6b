"""The answer to requests of one kind: the same cells, and a record in the same state."""

from privpolicy.engine.cell import Plan
from privpolicy.engine.diagram import Diagrams, Era, Node
from privpolicy.engine.reduce import Reducer
from privpolicy.engine.request import Question
from privpolicy.engine.situation import Situation
from privpolicy.model.moment import Moment

ERAS = 8
"""Between how many dates of a plan what is left of it is kept; where there are more, dates are compared each time."""

NOWHERE = Node(tree=None, ask=None)
"""Stands in the place of a diagram before any is made; nobody begins here."""


class Residual:
    """What is left of a plan for situations of one state: a diagram for each stretch of time in which it is the same.

    Threads may ask at once: the worst is that it is made twice.
    """

    __slots__ = ("_diagrams", "_eras", "era", "plan", "question")

    def __init__(self, question: Question, plan: Plan, diagrams: Diagrams) -> None:
        self.question = question
        """What is asked; requests that ask something else may have its hash."""
        self.plan = plan
        self.era: Era = (Moment.MAX, Moment.MIN, NOWHERE)
        """The stretch asked about last, for readers in a hurry: replaced as one, so that threads may ask at once."""
        self._diagrams = diagrams
        self._eras: tuple[Era, ...] = ()

    def at(self, situation: Situation) -> Node:
        """Return where to begin asking in a situation of this state."""
        at = situation.at
        for era in self._eras:
            start, end, _ = era
            if start <= at and (end is None or at < end):
                break
        else:
            era = self._reduced(situation)
        self.era = era
        return era[2]

    def _reduced(self, situation: Situation) -> Era:
        """Reduce the plan for the time around an instant."""
        timeless = len(self._eras) >= ERAS
        reducer = Reducer(situation, timeless=timeless)
        left = reducer.joined(self.plan.programs)
        era = self._diagrams.era(reducer.start, reducer.end, left)
        self._eras = (era,) if timeless else (*self._eras, era)
        return era
