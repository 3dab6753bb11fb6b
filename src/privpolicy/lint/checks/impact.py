"""Screening for an impact assessment (PP76x)."""

from privpolicy.lint.check import Check

CHECKS: tuple[Check, ...] = ()
