"""Contradictions (PP80x)."""

from privpolicy.lint.check import Check

CHECKS: tuple[Check, ...] = ()
