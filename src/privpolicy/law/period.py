"""How long data must, may or should be kept."""

from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from privpolicy.law.concerns import Concerns
from privpolicy.law.fact import Fact, Norm
from privpolicy.model.declaration import Many
from privpolicy.model.duration import DurationField
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.text import Text


class RetentionPeriod(Fact):
    """A floor, a ceiling or both, for one kind of data.

    ``norm`` tells how hard it is: a `statute` or `regulation` binds, `guidance` is the yardstick of an authority.
    """

    data: Text
    """What it is about."""
    norm: Norm
    """What kind of rule it is."""
    at_least: DurationField | None = None
    """It must be kept this long."""
    at_most: DurationField | None = None
    """It must, or should, be gone after this. ``P0D`` is a duration, and counts as false in a condition."""
    ends: Text | None = None
    """The happening that ends it, where no duration does."""
    starts: Text
    """From when it is counted."""
    bases: Many[LegalBasis] = ()
    """Legal bases on which it is kept."""
    law: Text | None = None
    """The law behind it, as it is usually named."""
    who: Text | None = None
    """Whom it concerns; left out: everybody."""
    condition: Text | None = None
    """When it applies, and what lengthens it."""
    concerns: Concerns | None = None
    """How a check recognises what it is about; left out: only a reader can."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.at_least is None and self.at_most is None and self.ends is None:
            raise PydanticCustomError("no_period", "write `at-least`, `at-most` or `ends`")
        return self
