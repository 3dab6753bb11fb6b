"""A decision: its outcome at once, everything else when it is asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from privpolicy.engine import explain
from privpolicy.engine.cell import Cell, Program
from privpolicy.engine.nearest import nearest
from privpolicy.engine.need import Needs
from privpolicy.engine.needs import needs, settle
from privpolicy.engine.outcome import Outcome, join
from privpolicy.engine.programs import Programs
from privpolicy.engine.reason import Reason
from privpolicy.engine.request import Request
from privpolicy.engine.residual import Residual
from privpolicy.engine.situation import Situation
from privpolicy.engine.turn import turns
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.moment import Moment, to_datetime, write_moment

if TYPE_CHECKING:
    from privpolicy.engine.policy import Policy


@dataclass(frozen=True, slots=True)
class CategoryDecision:
    """The answer for one of the categories that a request names."""

    category: str
    outcome: Outcome
    activity: str | None
    """The activity that permits, or the first that would if what is missing were known; none on a denial."""
    legal_basis: LegalBasis | None
    """The legal basis of that activity."""
    obligations: tuple[str, ...]
    """Safeguards that a permit obliges to."""
    until: datetime | None
    """The first instant at which this outcome is another though no fact changes; ``None``: no such instant."""
    needs: Needs
    """Sets of facts of which each would settle a conditional outcome to a permit."""
    reasons: tuple[Reason, ...]
    """Why."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "category": self.category,
            "outcome": self.outcome.value,
            "activity": self.activity,
            "legal-basis": self.legal_basis,
            "obligations": list(self.obligations),
            "until": _written(self.until),
            "needs": [[need.to_dict() for need in alternative] for alternative in self.needs],
            "reasons": [reason.to_dict() for reason in self.reasons],
        }


class Decision:
    """The answer to a request. True in a condition only when it is a permit.

    ``outcome`` is settled when the decision is made; reasons, needs, obligations and dates are worked out from the
    same compiled program when they are asked for, and are the same however often that is.
    """

    __slots__ = ("_categories", "_programs", "_residual", "_situation", "outcome", "policy", "request")

    outcome: Outcome
    """``permit``, ``deny`` or ``conditional``, joined over the categories asked."""

    def __init__(  # noqa: PLR0917  # by place: keywords take time, and one place makes decisions
        self,
        policy: "Policy",
        request: Request,
        situation: Situation,
        residual: Residual,
        programs: Programs,
        outcome: Outcome,
    ) -> None:
        self.policy = policy
        self.request = request
        self._situation = situation
        self._residual = residual
        self._programs = programs
        self._categories: tuple[CategoryDecision, ...] | None = None
        self.outcome = outcome

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.policy, self.request, "named" if self.law else None)

    def __bool__(self) -> bool:
        return self.outcome is Outcome.PERMIT

    def __repr__(self) -> str:
        return f"<Decision {self.outcome.value} on {self.request.purpose!r} for {', '.join(self.request.data)}>"

    @property
    def categories(self) -> tuple[CategoryDecision, ...]:
        """The answer for each category, in the order of the request."""
        if self._categories is None:
            self._categories = tuple(self._category(cell) for cell in self._residual.plan.cells)
        return self._categories

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, over all categories, each reason once."""
        return tuple(dict.fromkeys(reason for category in self.categories for reason in category.reasons))

    @property
    def obligations(self) -> tuple[str, ...]:
        """Safeguards that a permit obliges to, over all categories, each once."""
        return tuple(dict.fromkeys(duty for category in self.categories for duty in category.obligations))

    @property
    def needs(self) -> Needs:
        """Sets of facts of which each would settle the whole to a permit; empty where nothing stated would."""
        if self.outcome is not Outcome.CONDITIONAL:
            return ()
        open_ = [category.needs for category in self.categories if category.outcome is Outcome.CONDITIONAL]
        if len(open_) == 1:
            return open_[0]
        return settle(_joined(open_), self._situation, lambda s: self._residual.plan.outcome(s) is Outcome.PERMIT)

    @property
    def until(self) -> datetime | None:
        """The first instant at which the outcome is another though no fact changes; ``None``: no such instant."""
        return _first_turn(self._residual.plan.programs, self._situation, self.outcome)

    @property
    def law(self) -> tuple[str, ...]:
        """The law packs that were applied; none where the policy was asked alone."""
        return self._programs.law

    @property
    def policy_alone(self) -> Outcome:
        """The outcome without the law."""
        return self.policy.decide(self.request, law=None).outcome

    def to_dict(self) -> dict[str, Any]:
        """Return the decision as JSON has it: see the schema ``decision.schema.json``."""
        alone = self.policy_alone
        differing = {} if alone is self.outcome else {"policy-alone": alone.value}
        return {
            "outcome": self.outcome.value,
            "policy": {"id": self.policy.id, "version": self.policy.version, "digest": self.policy.digest},
            "request": self.request.to_dict() | {"data-subject": self._residual.plan.cells[0].point.data_subject},
            "categories": [category.to_dict() for category in self.categories],
            "obligations": list(self.obligations),
            "until": _written(self.until),
            **differing,
        }

    def _category(self, cell: Cell) -> CategoryDecision:
        situation = self._situation
        outcome = cell.program.outcome(situation)
        chosen = explain.decisive(cell.program, situation, outcome)
        activity = self.policy.model.activities[chosen.activity] if chosen is not None else None
        missing: Needs = ()
        if outcome is Outcome.CONDITIONAL:
            missing = needs(cell.program.alternatives, situation, lambda s: cell.program.outcome(s) is Outcome.PERMIT)
        return CategoryDecision(
            category=cell.point.category,
            outcome=outcome,
            activity=chosen.activity if chosen is not None else None,
            legal_basis=activity.legal_basis if activity is not None else None,
            obligations=activity.obligations if activity is not None and outcome is Outcome.PERMIT else (),
            until=_first_turn((cell.program,), situation, outcome),
            needs=missing,
            reasons=tuple(self._placed(self._reasons(cell, situation, outcome))),
        )

    def _reasons(self, cell: Cell, situation: Situation, outcome: Outcome) -> Iterator[Reason]:
        alternatives = cell.program.alternatives
        match outcome:
            case Outcome.PERMIT:
                chosen = next(found for found in alternatives if explain.truth_of(found, situation))
                model = self.policy.model
                cites = self.policy.cites.bases.get(model.activities[chosen.activity].legal_basis, ())
                yield from explain.grounds(model, chosen, situation, cites)
            case Outcome.CONDITIONAL:
                for alternative in alternatives:
                    if explain.truth_of(alternative, situation) is None:
                        yield from explain.openings(alternative, situation)
            case Outcome.DENY if alternatives:
                for alternative in alternatives:
                    yield from explain.failures(alternative, situation)
            case Outcome.DENY:
                activity, shortfalls = nearest(self._programs.index, cell.point)
                yield from explain.silence(shortfalls, activity)
                yield from map(explain.forbidden, self._programs.forbidding(cell.point, situation))

    def _placed(self, reasons: Iterable[Reason]) -> Iterator[Reason]:
        for reason in dict.fromkeys(reasons):
            yield replace(reason, at=self.policy.place(reason.path))


def _again(policy: "Policy", request: Request, law: Literal["named"] | None) -> Decision:
    """Make a decision anew from what it was made of."""
    return policy.decide(request, law=law)


def _joined(alternatives: Iterable[Needs]) -> Iterator[frozenset[Any]]:
    """Join the needs of several categories, one set of each."""
    ways: list[frozenset[Any]] = [frozenset()]
    for needs_ in alternatives:
        ways = [way | frozenset(need) for way in ways for need in needs_][:256]
    yield from ways


def _first_turn(programs: tuple[Program, ...], situation: Situation, outcome: Outcome) -> datetime | None:
    """Return the first instant after the one asked about at which the joined outcome is another."""
    found: set[Moment] = {
        moment
        for program in programs
        for alternative in program.alternatives
        for clause in alternative.clauses
        for moment in turns(clause.requirement, situation)
        if moment > situation.at
    }
    for moment in sorted(found):
        moved = situation.moved_to(moment)
        if join(program.outcome(moved) for program in programs) is not outcome:
            return to_datetime(moment)
    return None


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else write_moment(Moment(moment.replace(tzinfo=None)))
