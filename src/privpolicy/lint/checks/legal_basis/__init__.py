"""Legal basis and consent (PP31x to PP39x)."""

from privpolicy.lint.check import Check
from privpolicy.lint.checks.legal_basis import bases, consent, consenting, contract, devices, marketing, naming

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            *naming.CHECKS,
            *bases.CHECKS,
            *contract.CHECKS,
            *consent.CHECKS,
            *consenting.CHECKS,
            *marketing.CHECKS,
            *devices.CHECKS,
        ),
        key=lambda one: one.id,
    )
)
