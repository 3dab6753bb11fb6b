"""The answer to requests of one kind: the same cells, and a record in the same state."""

from collections.abc import Callable

from privpolicy.engine.cell import Plan
from privpolicy.engine.evaluate import Evaluator
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.reduce import Reducer
from privpolicy.engine.requirement import Requirement
from privpolicy.engine.situation import Situation
from privpolicy.model.moment import Moment

ERAS = 8
"""Between how many dates of a plan what is left of it is kept; where there are more, dates are compared each time."""
PERMIT, DENY, CONDITIONAL = Outcome.PERMIT, Outcome.DENY, Outcome.CONDITIONAL

Era = tuple[Moment, Moment | None, Evaluator]
"""From when, until when (``None``: for ever), and whether all categories are permitted in between."""


class Residual:
    """What is left of a plan for situations of one state: a function for each stretch of time in which it is the same.

    Threads may ask at once: the worst is that one function is made twice.
    """

    __slots__ = ("_eras", "_evaluator", "plan")

    def __init__(self, plan: Plan, evaluator: Callable[[Requirement], Evaluator]) -> None:
        self.plan = plan
        self._evaluator = evaluator
        self._eras: tuple[Era, ...] = ()

    def outcome(self, situation: Situation) -> Outcome:
        """Return the outcome joined over all categories, of a situation in this state."""
        at = situation.at
        for start, end, evaluate in self._eras:
            if start <= at and (end is None or at < end):
                truth = evaluate(situation)
                break
        else:
            truth = self._reduced(situation)(situation)
        return PERMIT if truth else CONDITIONAL if truth is None else DENY

    def _reduced(self, situation: Situation) -> Evaluator:
        """Reduce the plan for the time around an instant."""
        timeless = len(self._eras) >= ERAS
        reducer = Reducer(situation, timeless=timeless)
        function = self._evaluator(reducer.joined(self.plan.programs))
        era = (reducer.start, reducer.end, function)
        self._eras = (era,) if timeless else (*self._eras, era)
        return function
