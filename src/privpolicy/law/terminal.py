"""Storing on a user's device and reading from it (Art. 5(3) Directive 2002/58/EC)."""

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from privpolicy.law.fact import Fact, Norm
from privpolicy.model.declaration import Many
from privpolicy.model.duration import DurationField
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.text import Text


class TerminalRule(Fact):
    """A rule on terminal equipment, an exemption from it, or what an authority made of them."""

    kind: Literal["rule", "exemption", "yardstick"]
    """The duty, a case outside it, or the way in which an authority applied both."""
    norm: Norm
    """What kind of rule it is."""
    basis: LegalBasis | None = None
    """The only legal basis that a rule admits."""
    must: Many[Text] = ()
    """What must be so, all of it."""
    must_not: Many[Text] = ()
    """What may not be so."""

    @model_validator(mode="after")
    def _rules_have_a_basis(self) -> Self:
        if (self.kind == "rule") != (self.basis is not None):
            raise PydanticCustomError("basis", "a rule has a `basis`, and nothing else has one")
        return self


class TerminalFigure(Fact):
    """A period that an authority recommends for trackers, what they collect or the choice about them."""

    at_most: DurationField
    """No longer than this."""
    starts: Text
    """From when it is counted."""
    norm: Norm
    """What kind of rule it is."""
