"""Legal basis and consent (PP31x to PP39x)."""

from privpolicy.lint.check import Check

CHECKS: tuple[Check, ...] = ()
