"""What a person may ask for, and under which legal basis (Chapter III GDPR)."""

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from privpolicy.law.fact import CitationId, Fact, PackPart
from privpolicy.model.declaration import Many
from privpolicy.model.legal_basis import LEGAL_BASES, LegalBasis
from privpolicy.model.text import Text

Availability = Literal["yes", "no", "depends"]
"""It exists, it does not (or is blocked until shown otherwise), or see `depends-on`."""


class Case(PackPart):
    """A case in which a right exists, or in which it does not."""

    title: Text
    """The case, in a few words."""
    cites: CitationId
    """Where it stands."""


class Right(Fact):
    """A right of the data subject."""

    by_basis: dict[LegalBasis, Availability]
    """Whether it exists, for each of the six legal bases."""
    depends_on: Text | None = None
    """What a `depends` hangs on, and what a `no` leaves open."""
    effect: Text | None = None
    """What follows from it."""
    limits: Text | None = None
    """How far it reaches."""
    grounds: Many[Case] = ()
    """The cases in which it exists; any one suffices."""
    exceptions: Many[Case] = ()
    """The cases in which it does not, as far as necessary."""

    @model_validator(mode="after")
    def _speaks_of_every_basis(self) -> Self:
        missing = [basis for basis in LEGAL_BASES if basis not in self.by_basis]
        if missing:
            raise PydanticCustomError("bases", "`by-basis` says nothing of {bases}", {"bases": ", ".join(missing)})
        if "depends" in self.by_basis.values() and self.depends_on is None:
            raise PydanticCustomError("depends", "`depends` needs a `depends-on`")
        return self
