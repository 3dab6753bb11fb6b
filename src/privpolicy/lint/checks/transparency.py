"""Transparency and rights (PP70x to PP74x)."""

from privpolicy.lint.check import Check

CHECKS: tuple[Check, ...] = ()
