"""Recipients and transfers (PP61x to PP69x)."""

from privpolicy.lint.check import Check

CHECKS: tuple[Check, ...] = ()
