"""Whether it matters to a requirement who a person is, beside whether it may consent at all."""

from collections.abc import Sequence
from typing import Literal

from privpolicy.analysis.values import AGE, COUNTRY
from privpolicy.engine.requirement import ConsentLive, FactIs, Requirement

By = Literal["subject", "guardian"]


def matter(found: Sequence[Requirement]) -> bool:
    """Tell whether requirements that are no connectives look at age or country but for one and the same consent.

    Where none does, a consent that a person is too young for is no more than no consent, on every day: ages need not
    be stated, and the days on which an age of consent changed turn nothing.
    """
    limits = [leaf.minors for leaf in found if isinstance(leaf, ConsentLive)]
    looked_at = any(isinstance(leaf, FactIs) and leaf.fact in {AGE, COUNTRY} for leaf in found)
    return looked_at or any(limit != limits[0] for limit in limits[1:])


def givers(found: Sequence[Requirement]) -> tuple[By, ...]:
    """Return who gives the consents that stand for all."""
    limits = [leaf.minors for leaf in found if isinstance(leaf, ConsentLive) and leaf.minors is not None]
    if not limits:
        return ("subject",)
    if matter(found):
        return ("subject", "guardian")
    return ("guardian",) if limits[0].child else ("subject",)
