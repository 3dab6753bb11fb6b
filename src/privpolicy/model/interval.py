"""Half-open intervals of time."""

from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from privpolicy.model.declaration import Written
from privpolicy.model.moment import Moment, MomentField


class Interval(Written):
    """From the first instant that counts to the first that does not; either end may be open."""

    from_: MomentField | None = None
    """The first instant that counts."""
    until: MomentField | None = None
    """The first instant that no longer counts."""

    @model_validator(mode="after")
    def _goes_forward(self) -> Self:
        if self.from_ is not None and self.until is not None and self.until <= self.from_:
            raise PydanticCustomError("reversed_interval", "`until` does not come after `from`")
        return self

    def holds_at(self, moment: Moment) -> bool:
        """Tell whether an instant lies within."""
        return (self.from_ is None or self.from_ <= moment) and (self.until is None or moment < self.until)
