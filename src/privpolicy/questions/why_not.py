"""What would permit what is not permitted: the smallest changes to the request, to the facts and to the policy."""

from dataclasses import dataclass
from typing import Any, Literal

from privpolicy.engine.decision import Decision
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.questions.changed_facts import DayChange, FactChange, FactChanges
from privpolicy.questions.changed_policy import PolicyChange, policy_changes
from privpolicy.questions.changed_request import RequestChange, RequestChanges


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Changes of which each alone would permit a request; none at all where it is permitted as it is.

    Each was decided. What is not found here may exist: the search for two changes at once, and for changes to the
    policy, is cut short where there are very many.
    """

    decision: Decision
    requests: tuple[RequestChange, ...] = ()
    facts: tuple[FactChange, ...] = ()
    days: tuple[DayChange, ...] = ()
    policies: tuple[PolicyChange, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        decision = self.decision
        return {
            "outcome": decision.outcome.value,
            "policy": {"id": decision.policy.id, "version": decision.policy.version, "digest": decision.policy.digest},
            "request": decision.to_dict()["request"],
            "reasons": [reason.to_dict() for reason in decision.reasons],
            "changes": {
                "request": [one.to_dict() for one in self.requests],
                "facts": [one.to_dict() for one in self.facts],
                "day": [one.to_dict() for one in self.days],
                "policy": [one.to_dict() for one in self.policies],
            },
        }


def why_not(policy: Policy, request: Request, *, law: Literal["named"] | None = "named") -> WhyNot:
    """Return the smallest changes that would permit a request; raises :class:`RequestError` for an unknown id."""
    decision = policy.decide(request, law=law)
    if decision.outcome is Outcome.PERMIT:
        return WhyNot(decision)
    facts = FactChanges(policy, request, law)
    return WhyNot(
        decision,
        tuple(RequestChanges(policy, request, law).found()),
        tuple(facts.found()),
        tuple(facts.days()),
        tuple(policy_changes(policy, request, law=law)),
    )
