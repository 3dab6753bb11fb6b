"""The gate: whether every name exists, and whether what is said of it fits together."""

from collections.abc import Callable

from privpolicy.diagnostics.finding import Finding
from privpolicy.engine.gate.conditions import conditions
from privpolicy.engine.gate.hierarchies import hierarchies
from privpolicy.engine.gate.law import KnownLaw, law
from privpolicy.engine.gate.notice import notice
from privpolicy.engine.gate.recipients import recipients
from privpolicy.engine.gate.references import references
from privpolicy.engine.gate.retention import retention
from privpolicy.engine.gate.scope import Scope
from privpolicy.model.policy_model import PolicyModel

CHECKS: tuple[Callable[[Scope], list[Finding]], ...] = (
    hierarchies,
    recipients,
    references,
    conditions,
    retention,
    notice,
)
"""All that the gate asks, in the order of the language page."""


def resolve(model: PolicyModel, known: Callable[[], KnownLaw]) -> list[Finding]:
    """Return what keeps a well-shaped policy from being compiled; nothing means that compiling cannot fail."""
    scope = Scope.of(model)
    return [*(finding for check in CHECKS for finding in check(scope)), *law(model, known)]
