"""A law pack: dated facts by section, and several packs read as one law."""

from typing import Any

from pydantic import Field

from privpolicy.law.duty import ContractItem, Deadline, NoticeItem, RecordItem, Rule
from privpolicy.law.fact import CitationId, Sourced
from privpolicy.law.ground import BasisRule
from privpolicy.law.guard_sections import GuardSections
from privpolicy.law.instrument import Document, Instrument
from privpolicy.law.milestone import Milestone, Pending
from privpolicy.law.period import RetentionPeriod
from privpolicy.law.right import Right
from privpolicy.law.source import Source
from privpolicy.law.terminal import TerminalFigure
from privpolicy.law.transfer import Derogation
from privpolicy.model.declaration import Many
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.moment import MomentField
from privpolicy.model.text import Id, Text


class Sections(GuardSections):
    """Everything that a pack may hold. Each section stands in a file of its name."""

    derogations: dict[Id, Derogation] = Field(default_factory=dict)
    """Cases in which data may go without adequacy and safeguards."""
    legal_bases: dict[LegalBasis, BasisRule] = Field(default_factory=dict)
    """On what processing may rest."""
    rights: dict[Id, Right] = Field(default_factory=dict)
    """What a person may ask for."""
    notice_items: dict[Id, NoticeItem] = Field(default_factory=dict)
    """What a privacy notice has to say."""
    record_items: dict[Id, RecordItem] = Field(default_factory=dict)
    """What a record of processing activities has to hold."""
    contract_items: dict[Id, ContractItem] = Field(default_factory=dict)
    """What a contract with a processor has to hold."""
    deadlines: dict[Id, Deadline] = Field(default_factory=dict)
    """Times within which something is due."""
    terminal_figures: dict[Id, TerminalFigure] = Field(default_factory=dict)
    """Periods recommended for trackers."""
    retention_periods: dict[Id, RetentionPeriod] = Field(default_factory=dict)
    """How long data must, may or should be kept."""
    rules: dict[Id, Rule] = Field(default_factory=dict)
    """Rules of every other kind, by topic."""
    milestones: dict[Id, Milestone] = Field(default_factory=dict)
    """Judgments, decisions and guidance in the order of their days."""
    pending: dict[Id, Pending] = Field(default_factory=dict)
    """What is not law and must change no answer."""
    instruments: dict[Text, Instrument] = Field(default_factory=dict)
    """Laws that can be cited, and series of documents."""
    documents: dict[CitationId, Document] = Field(default_factory=dict)
    """Decisions, judgments and guidance that can be cited."""
    sources: dict[Id, Source] = Field(default_factory=dict)
    """Where facts were looked up."""


class Pack(Sections):
    """The law of one legal order as dated data."""

    id: Id
    """Its id, which is the name of its folder."""
    title: Text
    """Its name for people."""
    checked_to: MomentField
    """The newest source that describes the state of this law is of this day."""
    builds_on: Many[Id] = ()
    """Packs that it refines: whoever names it gets them as well."""


class Law(Sections):
    """Several packs as one, in order; what a pack builds on stands before it."""

    packs: Many[Id] = ()
    """The packs."""

    @classmethod
    def of(cls, packs: tuple[Pack, ...]) -> "Law":
        """Put packs together that were checked; a later pack adds to the sections of an earlier one."""
        merged: dict[str, Any] = {
            section: {key: value for pack in packs for key, value in getattr(pack, section).items()}
            for section in SECTIONS
        }
        return cls.model_construct(packs=tuple(pack.id for pack in packs), **merged)


SECTIONS: dict[str, str] = {name: field.alias or name for name, field in Sections.model_fields.items()}
"""The sections of a pack: attribute and YAML key."""


def statements(sections: GuardSections) -> list[tuple[str, str, Sourced]]:
    """Return section (as written), id and fact of everything in a pack that has citations."""
    return [
        (field.alias or name, key, value)
        for name, field in type(sections).model_fields.items()
        if isinstance(getattr(sections, name), dict)
        for key, value in getattr(sections, name).items()
        if isinstance(value, Sourced)
    ]
