"""From what age a child consents itself (Art. 8 GDPR)."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from privpolicy.law.fact import Fact
from privpolicy.model.country import Country

_Age = Annotated[int, Field(ge=0, le=130)]


class AgeOfConsent(Fact):
    """The age in a country, or with no country the age wherever none is set."""

    country: Country | None = None
    """The country; left out for the age that counts wherever no other does."""
    age: _Age
    """From this age on a child consents itself; below, a guardian consents or agrees."""
    floor: _Age | None = None
    """The lowest age that a member state may set; only where no country is named."""

    @model_validator(mode="after")
    def _floor_of_all(self) -> Self:
        if self.floor is not None and self.country is not None:
            raise PydanticCustomError("floor", "`floor` belongs to the age that counts for every country")
        return self

    def subjects(self) -> Iterable[tuple[str, ...]]:
        """Return the country."""
        return ((self.country or "",),)
