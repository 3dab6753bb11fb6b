"""The checks, one module a family."""

from privpolicy.lint.check import Check
from privpolicy.lint.checks import (
    contradictions,
    impact,
    legal_basis,
    purposes,
    recipients,
    retention,
    style,
    transparency,
)

FAMILIES: dict[str, tuple[Check, ...]] = {
    "legal basis and consent": legal_basis.CHECKS,
    "purposes and data": purposes.CHECKS,
    "retention": retention.CHECKS,
    "recipients and transfers": recipients.CHECKS,
    "transparency and rights": transparency.CHECKS,
    "impact assessment": impact.CHECKS,
    "contradictions": contradictions.CHECKS,
    "unused and style": style.CHECKS,
}
"""The checks that ship, by family."""

CHECKS: tuple[Check, ...] = tuple(one for checks in FAMILIES.values() for one in checks)
"""Every check that ships, in the order of its id."""
