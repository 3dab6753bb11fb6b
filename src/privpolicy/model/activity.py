"""Processing activities: the permissions of a policy (Art. 6, 30 GDPR)."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from privpolicy.model.condition import Condition
from privpolicy.model.declaration import Declaration, Many, Some, Written
from privpolicy.model.duration import DurationField
from privpolicy.model.interval import Interval
from privpolicy.model.legal_basis import LegalBasis, SpecialCategoryCondition
from privpolicy.model.operation import Operation
from privpolicy.model.retention import Schedule
from privpolicy.model.text import Id, Text


def _text_or_mapping(value: Any) -> str:
    return "mapping" if isinstance(value, dict | Written) else "text"


class ConsentSettings(Written):
    """What a consent must be to count for an activity (Art. 7, 9(2)(a) GDPR)."""

    explicit: bool = False
    """Only an explicit consent counts."""
    valid_for: DurationField | None = None
    """How long a consent counts from the instant it was given."""


class TerminalEquipment(Written):
    """Storing or reading information on the user's device (Art. 5(3) Directive 2002/58/EC)."""

    strictly_necessary: bool
    """Strictly necessary for a service that the user expressly requested."""


class CompellingGrounds(Written):
    """Grounds that outweigh an objection (Art. 21(1) GDPR)."""

    text: Text
    """The grounds, in words."""
    when: Condition | None = None
    """The facts under which they are shown."""


class Activity(Declaration):
    """One processing activity: it permits what it covers while all of its requirements hold."""

    purposes: Some[Id]
    """Why; narrower purposes are covered too."""
    legal_basis: LegalBasis
    """The legal basis of Art. 6(1) GDPR on which it rests."""
    data_subjects: Some[Id]
    """Whose data; narrower data subjects are covered too."""
    data: Some[Id]
    """What data; narrower categories are covered too."""
    operations: Some[Operation] = ("collect", "record", "store", "use", "consult", "restrict", "erase")
    """What is done; left out: collect, record, store, use, consult, restrict, erase."""
    recipients: Some[Id] = ("controller",)
    """Who carries it out or, for `disclose`, who receives the data; left out: the controller."""
    retention: (
        Annotated[
            Annotated[Text, Tag("text")] | Annotated[Schedule, Tag("mapping")],
            Discriminator(_text_or_mapping),
        ]
        | None
    ) = None
    """The id of a schedule, a duration from `collected` such as P13M, or a schedule in place."""
    obligations: Many[Id] = ()
    """Safeguards that a permit obliges to."""
    when: Condition | None = None
    """Facts that must hold."""
    effective: Interval | None = None
    """When the activity is in force."""
    further_processing_of: Many[Id] = ()
    """Activities whose data it may use (Art. 6(4), 13(3) GDPR)."""
    legitimate_interest: Text | None = None
    """The legitimate interest pursued (Art. 13(1)(d) GDPR)."""
    law: Text | None = None
    """The law relied on (Art. 6(3) GDPR)."""
    special_category_condition: SpecialCategoryCondition | None = None
    """The condition of Art. 9(2) GDPR on which special data is processed."""
    consent: ConsentSettings = Field(default_factory=ConsentSettings)
    """What a consent must be to count for this activity."""
    terminal_equipment: TerminalEquipment | None = None
    """It stores or reads information on the user's device."""
    compelling_grounds: (
        Annotated[
            Annotated[Text, Tag("text")] | Annotated[CompellingGrounds, Tag("mapping")],
            Discriminator(_text_or_mapping),
        ]
        | None
    ) = None
    """Grounds that outweigh an objection, save one to direct marketing (Art. 21(1) GDPR)."""
    role: Literal["controller", "joint-controller", "processor"] = "controller"
    """What the author of the policy is in this activity."""
    processing_for: Id | None = None
    """The controller for whom it acts."""
