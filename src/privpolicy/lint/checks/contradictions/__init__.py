"""Contradictions: what a policy permits and forbids at once, decided on its compiled program (PP80x)."""

from privpolicy.lint.check import Check
from privpolicy.lint.checks.contradictions import activities, bases, prohibitions

CHECKS: tuple[Check, ...] = tuple(
    sorted((*activities.CHECKS, *prohibitions.CHECKS, *bases.CHECKS), key=lambda one: one.id)
)
"""Every check of the family, in the order of its id."""
