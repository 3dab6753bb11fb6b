"""What a decision can be."""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """The outcome of a decision; only ``PERMIT`` lets a caller go on."""

    PERMIT = "permit"
    DENY = "deny"
    CONDITIONAL = "conditional"


def join(outcomes: Iterable[Outcome]) -> Outcome:
    """Join the outcomes of several categories: any deny denies, else any conditional is conditional."""
    joined = Outcome.PERMIT
    for outcome in outcomes:
        if outcome is Outcome.DENY:
            return outcome
        if outcome is Outcome.CONDITIONAL:
            joined = outcome
    return joined
