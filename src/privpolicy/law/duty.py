"""What a controller or processor has to do: notices, records, contracts, deadlines, and rules of every other kind."""

from typing import Literal

from privpolicy.law.fact import Fact, Norm
from privpolicy.model.declaration import Many
from privpolicy.model.duration import DurationField
from privpolicy.model.text import Id, Text


class NoticeItem(Fact):
    """Something that a privacy notice has to say (Art. 13, 14, 21(4) GDPR, or a national addition)."""

    topic: Id
    """What it is about; items of Art. 13 and 14 that ask for the same share one."""
    collected: Literal["from-the-person", "elsewhere", "both"]
    """Where the data comes from: Art. 13, Art. 14, or either."""
    applies: Literal[
        "always",
        "dpo",
        "legitimate-interests",
        "recipients",
        "transfer",
        "consent",
        "automated-decisions",
        "objection",
        "terminal-equipment",
    ]
    """When it is due: always, or where there is such a thing."""
    must_list: Many[Text] = ()
    """What has to be named one by one."""


class RecordItem(Fact):
    """Something that a record of processing activities has to hold (Art. 30)."""

    keeper: Literal["controller", "processor"]
    """Whose record."""
    where_possible: bool = False
    """It is due only where possible."""


class ContractItem(Fact):
    """Something that a contract between controller and processor has to hold (Art. 28(3))."""

    kind: Literal["subject", "clause", "condition"]
    """What the contract describes, what it obliges to, or what surrounds it."""


class Deadline(Fact):
    """A time within which something is due."""

    within: DurationField | None = None
    """How long; none where the law says only *without undue delay*."""
    starts: Text
    """From when it is counted."""
    longest: DurationField | None = None
    """The longest with every extension."""
    condition: Text | None = None
    """When it applies."""


class Rule(Fact):
    """A rule that a guard or a check may rest on, told in our own words."""

    topic: Id
    """What it is about: principles, consent, direct-marketing, transfers, security, breach, impact-assessment, …"""
    text: Text
    """What it says."""
    norm: Norm = "statute"
    """What kind of rule it is."""
    items: Many[Text] = ()
    """A list that belongs to it."""
    threshold: int | None = None
    """A number that it turns on."""
