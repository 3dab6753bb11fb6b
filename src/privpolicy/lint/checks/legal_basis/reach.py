"""What activities cover and share, as sets of bits in the order of the policy: thousands are compared at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from privpolicy.engine.index import Index, Masks
from privpolicy.engine.vocabulary import Dimension
from privpolicy.lint.concepts import acting
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.operation import PROTECTIVE
from privpolicy.model.retention import Schedule

Key = TypeVar("Key")
Circumstances = tuple[str, bool]
"""The condition of an activity, and whether its data first has to wait, blocked, until something else is over."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The activities in which the author of the policy decides and that are not over, with what they cover."""

    activities: Mapping[str, Activity]
    names: tuple[str, ...]
    """Every activity of the policy: the bits."""
    index: Index
    places: Mapping[str, int]
    bases: Mapping[LegalBasis, int]
    ordinary: Masks
    """By category, who shares some of it that is not special data."""
    any_data: Masks
    """By category, who shares some of it, special data only with a condition for it."""

    @classmethod
    def of(cls, x: Examined) -> "Reach":
        """Look at a policy."""
        index = x.policy.programs(law=None).index
        places = {name: place for place, name in enumerate(index.activities)}
        activities = dict(acting(x))
        ordinary, any_data = _data(x, index, places)
        return cls(
            activities,
            index.activities,
            index,
            places,
            _grouped(((name, one.legal_basis) for name, one in activities.items()), places),
            ordinary,
            any_data,
        )

    def resting_on(self, basis: LegalBasis) -> Iterator[tuple[str, Activity]]:
        """Yield the activities on a basis."""
        return ((name, one) for name, one in self.activities.items() if one.legal_basis == basis)

    def rivals(self, basis: LegalBasis) -> int:
        """Return the activities whose basis cannot stand beside another: consent beside any, contract beside interests.

        A legal obligation or a public task may come on top of a contract or an interest.
        """
        return _union(
            mask
            for other, mask in self.bases.items()
            if other != basis
            and ("consent" in {basis, other} or {basis, other} == {"contract", "legitimate-interests"})
        )

    def earlier(self, name: str) -> int:
        """Return the activities that stand before one."""
        return (1 << self.places[name]) - 1

    def alike(self, x: Examined) -> Mapping[str, int]:
        """Return, for each activity, those that neither a condition nor a period of retention tells apart from it."""
        circumstances = {name: _circumstances(x, one) for name, one in self.activities.items()}
        together = _grouped(circumstances.items(), self.places)
        return {name: together[one] for name, one in circumstances.items()}

    def covering(self, one: Activity) -> int:
        """Return the activities that cover all of one, itself among them."""
        found = -1
        for dimension, listed in _dimensions(one):
            for concept in listed:
                found &= self.index.covering[dimension].get(concept, 0)
        return found & _union(self.bases.values())

    def touching(self, one: Activity) -> int:
        """Return the prohibitions that touch some of an activity."""
        found = -1
        for dimension, listed in _dimensions(one):
            found &= _union(self.index.touching[dimension].get(concept, 0) for concept in listed)
        return found

    def overlapping(self, dimension: Dimension, listed: Sequence[str]) -> int:
        """Return the activities that share something with what is listed."""
        return _union(self.index.overlapping[dimension].get(concept, 0) for concept in listed)

    def doing(self, operation: str) -> int:
        """Return the activities that permit an operation."""
        return self.index.covering["operation"][operation]

    def receiving(self, recipients: Iterable[str]) -> int:
        """Return the activities that reach one of some recipients."""
        return _union(self.index.covering["recipient"][recipient] for recipient in recipients)

    def near(self, one: Activity) -> int:
        """Return the activities that share data and persons with one. Special data counts only with a condition."""
        shared = self.ordinary if one.special_category_condition is None else self.any_data
        found = _union(shared.get(category, 0) for category in one.data)
        return found & self.overlapping("data-subject", one.data_subjects)

    def sharing(self, one: Activity) -> int:
        """Return the activities that share something with one in every dimension, protective operations aside."""
        found = self.near(one) & self.overlapping("purpose", one.purposes)
        if found:
            found &= self.overlapping("recipient", one.recipients)
            found &= _union(self.doing(operation) for operation in one.operations if operation not in PROTECTIVE)
        return found


def _dimensions(one: Activity) -> tuple[tuple[Dimension, Sequence[str]], ...]:
    return (
        ("purpose", one.purposes),
        ("data", one.data),
        ("data-subject", one.data_subjects),
        ("operation", one.operations),
        ("recipient", one.recipients),
    )


def _circumstances(x: Examined, one: Activity) -> Circumstances:
    kept = x.model.retention.get(one.retention) if isinstance(one.retention, str) else one.retention
    waits = isinstance(kept, Schedule) and kept.phases[0].phase == "restricted"
    return ("" if one.when is None else one.when.model_dump_json(by_alias=True, exclude_none=True)), waits


def _data(x: Examined, index: Index, places: Mapping[str, int]) -> tuple[Masks, Masks]:
    special = x.special_data
    overlapping = index.overlapping["data"]
    if not special:
        return overlapping, overlapping
    conditioned = _union(1 << places[name] for name, one in x.activities.items() if one.special_category_condition)
    covering = {
        category: mask & conditioned if category in special else mask
        for category, mask in index.covering["data"].items()
    }
    below = x.vocabulary.hierarchies["data"].descendants
    return (
        {name: _union(covering[one] for one in below[name] if one not in special) for name in covering},
        {name: _union(covering[one] for one in below[name]) for name in covering},
    )


def _grouped(keys: Iterable[tuple[str, Key]], places: Mapping[str, int]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for name, key in keys:
        found[key] = found.get(key, 0) | 1 << places[name]
    return found


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union
