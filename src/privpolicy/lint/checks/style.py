"""Unused declarations and style (PP90x to PP93x)."""

from privpolicy.lint.check import Check

CHECKS: tuple[Check, ...] = ()
