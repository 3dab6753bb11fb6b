"""A whole policy as written."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from privpolicy.model.activity import Activity
from privpolicy.model.concept import DataCategory, DataSubject, Event, Fact, Purpose, Safeguard
from privpolicy.model.country import Country
from privpolicy.model.declaration import Bare, Declaration, Many, Written
from privpolicy.model.interval import Interval
from privpolicy.model.notice import Notice
from privpolicy.model.prohibition import Prohibition
from privpolicy.model.recipient import Recipient
from privpolicy.model.retention import Schedule
from privpolicy.model.text import Id, Language, Text


class Languages(Written):
    """The languages of a notice and which of them prevails."""

    authoritative: Language | None = None
    """The language whose text prevails."""
    others: Many[Language] = ()
    """Languages it is translated into."""


def _whole(value: Any) -> Any:
    """Take no boolean and no decimal for the number of a version."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


class PolicyHeader(Declaration):
    """What the policy is and when it holds."""

    language: Annotated[Literal[1], BeforeValidator(_whole)]
    """The version of the policy language: 1."""
    id: Id
    """The id of the policy."""
    version: Text | None = None
    """The version of the policy."""
    effective: Interval | None = None
    """When the policy is in force; outside, every activity is `not-in-force`."""
    law: Many[Id] = ()
    """Law packs whose guards apply."""
    languages: Languages | None = None
    """The languages of the notice."""


class Contact(Written):
    """Somebody to write to."""

    name: Text | None = None
    """Who."""
    contact: Text | None = None
    """An e-mail address, a telephone number or a page."""
    address: Text | None = None
    """A postal address."""


class Representative(Written):
    """The representative in the Union (Art. 27 GDPR)."""

    name: Text | None = None
    """Who."""
    country: Country | None = None
    """Where it is established."""
    contact: Text | None = None
    """An e-mail address, a telephone number or a page."""


class Controller(Declaration):
    """Who determines purposes and means (Art. 4(7), 13(1)(a) GDPR)."""

    name: Text | None = None
    """Its name."""
    address: Text | None = None
    """Its postal address."""
    country: Country | None = None
    """Where it is established."""
    contact: Text | None = None
    """An e-mail address, a telephone number or a page."""
    dpo: Contact | None = None
    """The data-protection officer (Art. 37 GDPR)."""
    representative: Representative | None = None
    """The representative in the Union (Art. 27 GDPR)."""


class PolicyModel(Written):
    """A privacy policy: sections of declarations, merged from all files of its folder."""

    policy: PolicyHeader
    """What the policy is and when it holds."""
    controller: Controller | None = None
    """Who determines purposes and means."""
    purposes: dict[Id, Bare[Purpose]] = Field(default_factory=dict)
    """Why data is processed; the dots of an id are the hierarchy."""
    data_categories: dict[Id, Bare[DataCategory]] = Field(default_factory=dict)
    """What data is processed; the dots of an id are the hierarchy."""
    data_subjects: dict[Id, Bare[DataSubject]] = Field(default_factory=dict)
    """Whose data is processed; the dots of an id are the hierarchy."""
    recipients: dict[Id, Bare[Recipient]] = Field(default_factory=dict)
    """Who receives or processes data; built in: controller, data-subject, public."""
    events: dict[Id, Bare[Event]] = Field(default_factory=dict)
    """Dated happenings that clocks start or stop at; built in: collected."""
    facts: dict[Id, Fact] = Field(default_factory=dict)
    """What a request may state; built in: age and country of the subject."""
    retention: dict[Id, Schedule] = Field(default_factory=dict)
    """Schedules: how long data is kept."""
    safeguards: dict[Id, Bare[Safeguard]] = Field(default_factory=dict)
    """Measures that a permission may oblige to."""
    activities: dict[Id, Activity] = Field(default_factory=dict)
    """The permissions: one processing activity each."""
    prohibitions: dict[Id, Bare[Prohibition]] = Field(default_factory=dict)
    """What no activity outweighs."""
    notice: Notice | None = None
    """What persons are told; nothing is decided by it."""
