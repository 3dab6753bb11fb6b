"""The vocabulary of a policy, closed for questions: what covers and overlaps what, which marks a concept bears."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from privpolicy.engine.hierarchy import Hierarchy, parents_of
from privpolicy.model.concept import Concept, Fact
from privpolicy.model.operation import OPERATIONS
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.recipient import Recipient, Role

BUILT_IN_RECIPIENTS = ("controller", "data-subject", "public")
BUILT_IN_EVENTS = ("collected",)

Dimension = Literal["purpose", "data", "data-subject", "operation", "recipient"]
DIMENSIONS: tuple[Dimension, ...] = ("purpose", "data", "data-subject", "operation", "recipient")
"""The dimensions of a request, in the order in which a shortfall is told."""
SECTIONS: Mapping[Dimension, str] = {
    "purpose": "purposes",
    "data": "data",
    "data-subject": "data-subjects",
    "operation": "operations",
    "recipient": "recipients",
}
"""The key under which activities and prohibitions list each dimension."""


@dataclass(frozen=True, slots=True)
class FactType:
    """The type of a fact that a request may state, and the values of an enum."""

    type: Literal["boolean", "enum", "number", "date", "text"]
    values: tuple[str, ...] = ()


BUILT_IN_FACTS: Mapping[str, FactType] = {"age": FactType("number"), "country": FactType("text")}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that a policy declares, with everything that follows from how they are ordered."""

    hierarchies: Mapping[Dimension, Hierarchy]
    facts: Mapping[str, FactType]
    events: frozenset[str]
    activities: frozenset[str]
    direct_marketing: frozenset[str]
    """Purposes a request for which is marketing: marked, narrower than a marked one, or with a marked one below."""
    legal_claims: frozenset[str]
    """Purposes marked as the defence of legal claims, own or inherited."""
    roles: Mapping[str, frozenset[Role]]
    """The roles that a recipient has: its own and those of everything narrower."""

    @classmethod
    def of(cls, model: PolicyModel) -> "Vocabulary":
        """Close the vocabulary of a policy in which every name exists."""
        hierarchies = _hierarchies(model)
        purposes = hierarchies["purpose"]
        marketing = _below(purposes, model.purposes, "direct_marketing")
        return cls(
            hierarchies=hierarchies,
            facts={**BUILT_IN_FACTS, **{name: _fact_type(fact) for name, fact in model.facts.items()}},
            events=frozenset((*BUILT_IN_EVENTS, *model.events)),
            activities=frozenset(model.activities),
            direct_marketing=frozenset(
                purpose for purpose, narrower in purposes.descendants.items() if not marketing.isdisjoint(narrower)
            ),
            legal_claims=_below(purposes, model.purposes, "legal_claims"),
            roles=_roles(hierarchies["recipient"], model.recipients),
        )

    def overlapping(self, dimension: Dimension, concept: str) -> frozenset[str]:
        """Return everything equal to, narrower or broader than a concept, or sharing a narrower concept with it."""
        hierarchy = self.hierarchies[dimension]
        return frozenset().union(*(hierarchy.ancestors[narrower] for narrower in hierarchy.descendants[concept]))

    def narrower(self, dimension: Dimension, concepts: Iterable[str]) -> frozenset[str]:
        """Return everything equal to or narrower than one of some concepts."""
        hierarchy = self.hierarchies[dimension]
        return frozenset().union(*(hierarchy.descendants[concept] for concept in concepts))


def own_role(recipients: Mapping[str, Recipient], recipient: str) -> Role | None:
    """Return a recipient's role, its own or the nearest along the dots of its id."""
    while True:
        declared = recipients.get(recipient)
        if declared is not None and declared.role is not None:
            return declared.role
        recipient, dot, _ = recipient.rpartition(".")
        if not dot:
            return None


def _hierarchies(model: PolicyModel) -> dict[Dimension, Hierarchy]:
    sections: dict[Dimension, Mapping[str, Concept]] = {
        "purpose": model.purposes,
        "data": model.data_categories,
        "data-subject": model.data_subjects,
    }
    closed = {dimension: Hierarchy.of(parents_of(concepts)) for dimension, concepts in sections.items()}
    closed["operation"] = Hierarchy.of(dict.fromkeys(OPERATIONS, ()))
    closed["recipient"] = Hierarchy.of(parents_of(model.recipients, BUILT_IN_RECIPIENTS))
    return closed


def _below(hierarchy: Hierarchy, concepts: Mapping[str, Concept], mark: str) -> frozenset[str]:
    marked = [name for name, concept in concepts.items() if getattr(concept, mark)]
    return frozenset().union(*(hierarchy.descendants[name] for name in marked))


def _roles(hierarchy: Hierarchy, recipients: Mapping[str, Recipient]) -> dict[str, frozenset[Role]]:
    own = {recipient: own_role(recipients, recipient) for recipient in hierarchy.ancestors}
    return {
        recipient: frozenset(role for below in narrower if (role := own[below]) is not None)
        for recipient, narrower in hierarchy.descendants.items()
    }


def _fact_type(fact: Fact) -> FactType:
    return FactType(fact.type, fact.values or ())
