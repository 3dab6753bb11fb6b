"""Retention (PP51x to PP59x)."""

from privpolicy.lint.check import Check

CHECKS: tuple[Check, ...] = ()
