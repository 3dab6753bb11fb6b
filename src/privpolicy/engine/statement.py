"""What is answered to a question with blanks: statements that hold for every cell they stand for."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from privpolicy.engine.hierarchy import Hierarchy
from privpolicy.engine.need import Needs
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.reason import Reason
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension
from privpolicy.model.legal_basis import LegalBasis

ASK = "?"
"""A blank. In the needs of a statement: the purpose asked about, whichever of the statement that is."""


@dataclass(frozen=True, slots=True)
class Those:
    """An id that stands for itself and everything narrower, or ``alone`` for itself while something is narrower."""

    id: str
    alone: bool = False

    def __str__(self) -> str:
        return f"{self.id} itself" if self.alone else self.id


@dataclass(frozen=True, slots=True)
class Statement:
    """The same answer for every cell of a product of ids."""

    outcome: Outcome
    purposes: tuple[Those, ...]
    data: tuple[Those, ...]
    data_subjects: tuple[Those, ...]
    operations: tuple[Those, ...]
    recipients: tuple[Those, ...]
    any_of: frozenset[Dimension]
    """Blanks in which it holds for everything that the policy knows."""
    activity: str | None
    """The activity that permits, or the first that would if what is missing were known; none on a denial."""
    legal_basis: LegalBasis | None
    needs: Needs
    """Sets of facts of which each would settle a conditional outcome to a permit; :data:`ASK` is the purpose asked."""
    reason: Reason
    """The first reason, of the first of its cells."""
    cells: int
    """How many cells it stands for."""

    def ids(self, dimension: Dimension) -> tuple[Those, ...]:
        """Return the ids of one dimension."""
        sets = (self.purposes, self.data, self.data_subjects, self.operations, self.recipients)
        return sets[DIMENSIONS.index(dimension)]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "outcome": self.outcome.value,
            **{
                dimension: [{"id": one.id, "narrower-too": not one.alone} for one in self.ids(dimension)]
                for dimension in DIMENSIONS
            },
            "any-of": [dimension for dimension in DIMENSIONS if dimension in self.any_of],
            "cells": self.cells,
            "activity": self.activity,
            "legal-basis": self.legal_basis,
            "needs": [[need.to_dict() for need in alternative] for alternative in self.needs],
            "reason": self.reason.to_dict(),
        }


def folded(ids: Collection[str], hierarchy: Hierarchy) -> tuple[Those, ...]:
    """Return the fewest ids that mean exactly some, in their order."""
    inside = frozenset(ids)
    whole = {one for one in ids if hierarchy.descendants[one] <= inside}
    under = {below for one in whole for below in hierarchy.descendants[one] if below != one}
    return tuple(Those(one, alone=one not in whole) for one in ids if one not in under)
