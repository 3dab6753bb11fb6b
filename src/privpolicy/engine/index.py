"""Which declarations speak to a request: one bit a declaration, one mask an id, an AND a dimension."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from privpolicy.engine.cell import Point
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension, Vocabulary
from privpolicy.model.policy_model import PolicyModel

Masks = Mapping[str, int]
"""A set of declarations, as bits in the order of the policy, for each id."""


@dataclass(frozen=True, slots=True)
class Index:
    """Bit sets of the activities that cover, and of the activities and prohibitions that overlap, each id."""

    activities: tuple[str, ...]
    prohibitions: tuple[str, ...]
    covering: Mapping[Dimension, Masks]
    overlapping: Mapping[Dimension, Masks]
    touching: Mapping[Dimension, Masks]
    excepted: Masks
    """Prohibitions that a purpose is taken out of."""

    @classmethod
    def of(cls, model: PolicyModel, vocabulary: Vocabulary) -> "Index":
        """Index a policy in which every name exists."""
        activities, prohibitions = tuple(model.activities), tuple(model.prohibitions)
        covering: dict[Dimension, Masks] = {}
        overlapping: dict[Dimension, Masks] = {}
        touching: dict[Dimension, Masks] = {}
        allowed = [(a.purposes, a.data, a.data_subjects, a.operations, a.recipients) for a in model.activities.values()]
        forbidden = [
            (p.purposes, p.data, p.data_subjects, p.operations, p.recipients) for p in model.prohibitions.values()
        ]
        for column, dimension in enumerate(DIMENSIONS):
            listed = [row[column] for row in allowed]
            covering[dimension] = _narrower(vocabulary, dimension, listed)
            overlapping[dimension] = _overlapping(vocabulary, dimension, listed)
            touching[dimension] = _overlapping(vocabulary, dimension, [row[column] for row in forbidden])
        roles = [p.recipient_roles for p in model.prohibitions.values()]
        touching["recipient"] = _with_roles(vocabulary, touching["recipient"], roles)
        exceptions = [p.except_purposes for p in model.prohibitions.values()]
        excepted = _narrower(vocabulary, "purpose", exceptions)
        return cls(activities, prohibitions, covering, overlapping, touching, excepted)

    def covering_at(self, point: Point) -> int:
        """Return the activities that cover a point."""
        by = self.covering
        mask = by["purpose"][point.purpose] & by["data"][point.category] & by["data-subject"][point.data_subject]
        return mask & by["operation"][point.operation] & by["recipient"][point.recipient]

    def touching_at(self, point: Point) -> int:
        """Return the prohibitions that touch a point."""
        by = self.touching
        mask = by["purpose"][point.purpose] & by["data"][point.category] & by["data-subject"][point.data_subject]
        mask &= by["operation"][point.operation] & by["recipient"][point.recipient]
        return mask & ~self.excepted[point.purpose]


def members(names: tuple[str, ...], mask: int) -> Iterable[str]:
    """Yield the declarations of a bit set, in the order of the policy."""
    while mask:
        lowest = mask & -mask
        yield names[lowest.bit_length() - 1]
        mask ^= lowest


def _narrower(vocabulary: Vocabulary, dimension: Dimension, listed: Sequence[tuple[str, ...]]) -> Masks:
    own = _own(listed)
    return {
        concept: _union(own.get(broader, 0) for broader in ancestors)
        for concept, ancestors in vocabulary.hierarchies[dimension].ancestors.items()
    }


def _overlapping(vocabulary: Vocabulary, dimension: Dimension, listed: Sequence[tuple[str, ...] | None]) -> Masks:
    """Index what overlaps each id; a declaration that lists nothing overlaps everything."""
    hierarchy = vocabulary.hierarchies[dimension]
    anything = sum(1 << number for number, concepts in enumerate(listed) if concepts is None)
    own = _own([concepts or () for concepts in listed])
    covering = {
        concept: _union(own.get(broader, 0) for broader in ancestors)
        for concept, ancestors in hierarchy.ancestors.items()
    }
    return {
        concept: anything | _union(covering[below] for below in narrower)
        for concept, narrower in hierarchy.descendants.items()
    }


def _with_roles(vocabulary: Vocabulary, masks: Masks, listed: Sequence[tuple[str, ...] | None]) -> Masks:
    anyone = sum(1 << number for number, roles in enumerate(listed) if roles is None)
    own = _own([roles or () for roles in listed])
    return {
        recipient: mask & (anyone | _union(own.get(role, 0) for role in vocabulary.roles[recipient]))
        for recipient, mask in masks.items()
    }


def _own(listed: Sequence[tuple[str, ...]]) -> dict[str, int]:
    own: dict[str, int] = {}
    for number, concepts in enumerate(listed):
        for concept in concepts:
            own[concept] = own.get(concept, 0) | 1 << number
    return own


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
