"""Where data may flow and on what ground (Chapter V GDPR)."""

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from privpolicy.law.fact import CitationId, Fact, Valid
from privpolicy.model.country import Country
from privpolicy.model.declaration import Many, Some
from privpolicy.model.moment import Moment, MomentField
from privpolicy.model.text import Id, Text

Tool = Literal["adequacy", "standard-clauses", "binding-rules", "derogation"]
"""A tool that a policy can name."""
Flow = Literal[
    "controller-to-controller", "controller-to-processor", "processor-to-processor", "processor-to-controller"
]
"""From what to what data goes."""


class Area(Fact):
    """Countries to which data flows freely, since the same law applies there or counts as applying."""

    countries: Some[Country]
    """The countries, and territories with a code of their own."""
    status: Literal["directive", "union", "eea-efta", "transition", "bridge"]
    """Why: Directive 95/46/EC before the Regulation, the Regulation itself, or a withdrawal's aftermath."""

    def subjects(self) -> Iterable[tuple[str, ...]]:
        """Return its countries."""
        return ((country,) for country in self.countries)


class Adequacy(Fact):
    """A decision of the Commission that a country, or who is listed in it, protects data adequately (Art. 45)."""

    country: Country | None = None
    """The country or territory; an international organisation has none."""
    organisation: Text | None = None
    """The international organisation."""
    decision: CitationId
    """The decision."""
    adopted: MomentField
    """The day of adoption; where notification or publication came later, see `certain-from`."""
    certain_from: MomentField | None = None
    """The day from which nobody can dispute its effect."""
    partial: bool = False
    """It reaches only recipients under a `framework`, which a transfer tool must name."""
    framework: Id | None = None
    """The id under which a policy names a partial decision."""
    scope: Text
    """Whom or what it reaches."""
    exclusions: Many[Text] = ()
    """What it leaves out, and until when."""
    ended_by: CitationId | None = None
    """The judgment or decision that ended it."""
    review: MomentField | None = None
    """The day of the last review by the Commission."""

    @model_validator(mode="after")
    def _is_of_one(self) -> Self:
        if (self.country is None) == (self.organisation is None):
            raise PydanticCustomError("adequacy_of", "a decision is of one `country` or of one `organisation`")
        if self.partial != (self.framework is not None):
            raise PydanticCustomError("framework", "a partial decision has a `framework`, and no other has one")
        return self

    def subjects(self) -> Iterable[tuple[str, ...]]:
        """Return country or organisation, and the framework."""
        return ((self.country or self.organisation or "", self.framework or ""),)


class ClauseSet(Fact):
    """A set of standard contractual clauses (Art. 46(2)(c)). It serves while `valid`; its id is a framework."""

    decision: CitationId
    """The decision that adopted it."""
    signable: Valid
    """When new contracts could be made with it."""
    flows: Some[Flow]
    """Between whom it was made."""

    @model_validator(mode="after")
    def _signed_while_valid(self) -> Self:
        opens, closes, ends = self.valid.from_, self.signable.until, self.valid.until
        if self.signable.from_ != opens or (ends is not None and (closes is None or closes > ends)):
            raise PydanticCustomError("signable", "`signable` starts with `valid` and ends no later")
        return self

    def serves(self, signed: Moment, moment: Moment) -> bool:
        """Tell whether clauses signed at one instant carry a transfer at another."""
        return self.signable.holds_at(signed) and signed <= moment and self.valid.holds_at(moment)


class TransferGround(Fact):
    """A kind of ground for a transfer (Art. 45, 46, 49)."""

    tool: Tool | None = None
    """The word by which a policy names it; none where the language has no word for it."""
    authorised: bool = False
    """It needs the authorisation of a supervisory authority first (Art. 46(3))."""

    def subjects(self) -> Iterable[tuple[str, ...]]:
        """Return the tool."""
        return () if self.tool is None else ((self.tool,),)


class Derogation(Fact):
    """A case in which data may go without adequacy and without safeguards (Art. 49); narrow and for the occasion."""

    conditions: Some[Text]
    """What must be so, all of it."""
    public_authorities: bool = True
    """Public authorities may use it in the exercise of their powers (Art. 49(3))."""
