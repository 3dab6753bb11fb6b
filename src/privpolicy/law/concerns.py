"""By which marks and words a policy's own declarations are recognised as what a fact of the law is about."""

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from privpolicy.law.fact import PackPart
from privpolicy.model.declaration import Many
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.text import Text


class Signs(PackPart):
    """What gives a concept away: its DPV term, or whole words of its id and titles."""

    dpv: Many[Text] = ()
    """Prefixed terms, any of which suffices."""
    words: Many[Text] = ()
    """Words or runs of words, in any language, any of which suffices."""
    unless: Many[Text] = ()
    """Words that show something else is meant."""


class Concerns(PackPart):
    """Which activities a period is about. All that is stated has to fit; missing one is better than a wrong one.

    With ``data`` the period is about the data, wherever it lies; without it about the use for a purpose.
    """

    data: Signs | None = None
    """The categories kept."""
    purposes: Signs | None = None
    """The purposes, and what is narrower."""
    subjects: Signs | None = None
    """The data subjects, and who is narrower."""
    direct_marketing: bool = False
    """A purpose is direct marketing."""
    legal_claims: bool = False
    """A purpose is the defence of legal claims."""
    bases: Many[LegalBasis] = ()
    """The legal bases; none: any."""
    counts: Literal["all", "after-event"] = "all"
    """Whether all phases count, or those alone that follow the event at which the clock starts."""
    clock: Many[Text] = ()
    """Words of events at which the clock starts; none: collection, or any event where only what follows one counts."""
    ends: Many[Text] = ()
    """Words of events that are an end of their own: where no other ends a phase, the period is not missed."""
    spares: Signs | None = None
    """Categories to which a duty to keep surely does not extend, in whatever file they lie."""

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        marked = self.direct_marketing or self.legal_claims
        if not marked and self.data is None and self.purposes is None and self.subjects is None:
            raise PydanticCustomError("no_sign", "state `data`, `purposes`, `subjects` or a mark")
        return self
