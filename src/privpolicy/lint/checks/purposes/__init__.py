"""Purposes and data (PP41x to PP49x)."""

from privpolicy.lint.check import Check
from privpolicy.lint.checks.purposes import breadth, children, data, exposure, origins, sensitive, wording

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            *wording.CHECKS,
            *sensitive.CHECKS,
            *breadth.CHECKS,
            *origins.CHECKS,
            *children.CHECKS,
            *data.CHECKS,
            *exposure.CHECKS,
        ),
        key=lambda one: one.id,
    )
)
