"""Purposes and data (PP41x to PP49x)."""

from privpolicy.lint.check import Check

CHECKS: tuple[Check, ...] = ()
