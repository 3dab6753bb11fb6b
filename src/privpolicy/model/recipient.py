"""Recipients of data and what binds them (Art. 4(7)-(10), 26, 28 and 44-49 GDPR)."""

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from privpolicy.model.concept import Concept
from privpolicy.model.country import Country
from privpolicy.model.declaration import Some
from privpolicy.model.interval import Interval
from privpolicy.model.text import Id, Text

Role = Literal["processor", "joint-controller", "third-party", "authority"]
"""What a recipient is to the controller."""


class TransferTool(Interval):
    """A tool on which a transfer to a third country rests (Art. 45, 46, 47, 49 GDPR)."""

    tool: Literal["adequacy", "standard-clauses", "binding-rules", "derogation"]
    """The kind of tool."""
    framework: Id | None = None
    """The partial decision under which the recipient is listed, or the set of clauses signed: an id of a law pack."""
    reference: Text | None = None
    """Where it can be looked up."""

    @model_validator(mode="after")
    def _clauses_are_signed(self) -> Self:
        if self.tool == "standard-clauses" and self.from_ is None:
            raise PydanticCustomError("missing_from", "`standard-clauses` need `from`, the day they were signed")
        return self


class Contract(Interval):
    """The contract or arrangement with a recipient (Art. 26(1), 28(3) GDPR)."""

    kind: Literal["processing-agreement", "joint-controller-arrangement"]
    """A processing agreement (Art. 28(3)) or an arrangement between joint controllers (Art. 26(1))."""
    reference: Text | None = None
    """Where it can be looked up."""


class Recipient(Concept):
    """Who receives data or processes it."""

    role: Role | None = None
    """What this recipient is to the controller; inherited along the dots. A group of recipients needs none."""
    country: Country | None = None
    """Where it is established; inherited along the dots."""
    transfer_tools: Some[TransferTool] | None = None
    """What transfers to it rest on; inherited along the dots."""
    contract: Contract | None = None
    """What binds it; inherited along the dots."""
