"""On what processing may rest: legal bases, special categories, offences (Art. 6, 9, 10 GDPR)."""

from collections.abc import Iterable
from typing import Literal

from privpolicy.law.fact import Fact
from privpolicy.model.declaration import Many, Some
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.text import Text


class BasisRule(Fact):
    """A legal basis of Art. 6(1)."""

    conditions: Some[Text]
    """What must be so, all of it."""
    must_name: Literal["law", "interest"] | None = None
    """What an activity on this basis has to name."""
    public_authorities: Literal["usable", "limited", "excluded"]
    """Whether a public authority may use it for its tasks."""
    not_for: Many[Text] = ()
    """Purposes for which it was held not to serve."""
    ends: Text | None = None
    """What ends it."""


class SpecialCondition(Fact):
    """A condition of Art. 9(2), needed beside a legal basis."""

    needs_law: bool
    """It holds only where a law of the Union or of a member state provides for it."""
    contract_suffices: bool = False
    """A contract with a health professional serves instead of a law (Art. 9(2)(h))."""
    conditions: Some[Text]
    """What must be so, all of it."""
    usual_bases: Some[LegalBasis]
    """Legal bases it commonly stands beside: a reading, not the text."""


class CriminalDataRule(Fact):
    """When data on convictions and offences may be processed (Art. 10)."""

    bases: Some[LegalBasis]
    """The legal bases that can carry it."""
    needs_law: bool
    """An activity must name the law that allows it."""

    def subjects(self) -> Iterable[tuple[str, ...]]:
        """Return one subject: only one rule holds on a day."""
        return (("criminal-data",),) if self.answers is None else ((self.answers,),)
