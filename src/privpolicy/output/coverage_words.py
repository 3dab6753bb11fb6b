"""What no case decided, in words."""

from privpolicy.source.path import dotted
from privpolicy.testing.coverage.points import Decidable, Way

_WORDS: dict[Way, str] = {
    "permitted": "never permitted anything",
    "unconsented": "never refused for want of consent",
    "objected": "never refused after an objection",
    "not-explicit": "never refused a consent that is not explicit",
    "run-out": "never refused a consent that has run out",
    "further-use": "never used what was collected under it",
    "outweighed": "never outweighed an objection",
    "out-of-force": "never asked outside it",
    "held": "never true",
    "not-held": "never false",
    "forbade": "never forbade anything",
    "let-through": "never let anything through",
    "lifted": "never lifted the prohibition",
    "excepted": "never made the difference",
    "in-phase": "no case stood in it",
    "ended": "no case came after the last",
    "held-back": "never held back an erasure",
}


def key(point: Decidable) -> str:
    """Return what within its declaration a point is about: ``when.contract``, or nothing for the whole of it."""
    return dotted(point.path[2:] if point.path[0] != "policy" else point.path[1:])


def declaration(point: Decidable) -> str:
    """Return the declaration of a point: ``activities.payment``."""
    return point.declaration if point.path[0] != "policy" else "policy"


def words(point: Decidable) -> str:
    """Say what no case decided: ``never refused for want of consent``."""
    return _WORDS[point.way]


def share(percent: float) -> str:
    """Write a percentage with one decimal, rounded down: 100 % means all."""
    return f"{int(percent * 10 + 1e-9) / 10:.1f} %"
