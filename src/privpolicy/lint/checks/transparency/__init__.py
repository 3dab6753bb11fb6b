"""Transparency and rights (PP70x to PP74x)."""

from privpolicy.lint.check import Check
from privpolicy.lint.checks.transparency import (
    circumstances,
    controller,
    items,
    promises,
    record,
    requests,
    rights,
    wording,
)

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            *controller.CHECKS,
            *items.CHECKS,
            *rights.CHECKS,
            *circumstances.CHECKS,
            *requests.CHECKS,
            *promises.CHECKS,
            *wording.CHECKS,
            *record.CHECKS,
        ),
        key=lambda one: one.id,
    )
)
