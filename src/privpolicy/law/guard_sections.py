"""The sections of a pack that guards rest on. Little else is imported here: every question waits for it."""

from pydantic import Field

from privpolicy.law.age import AgeOfConsent
from privpolicy.law.fact import PackPart
from privpolicy.law.ground import CriminalDataRule, SpecialCondition
from privpolicy.law.terminal import TerminalRule
from privpolicy.law.transfer import Adequacy, Area, ClauseSet, TransferGround
from privpolicy.model.legal_basis import SpecialCategoryCondition
from privpolicy.model.text import Id


class GuardSections(PackPart):
    """What guards ask of the law."""

    gdpr_area: dict[Id, Area] = Field(default_factory=dict)
    """Where data flows freely."""
    adequacy: dict[Id, Adequacy] = Field(default_factory=dict)
    """Decisions that a country, or who is listed in it, protects data adequately."""
    clause_sets: dict[Id, ClauseSet] = Field(default_factory=dict)
    """Standard contractual clauses, by the id under which a policy names them."""
    transfer_tools: dict[Id, TransferGround] = Field(default_factory=dict)
    """Kinds of grounds for a transfer."""
    special_category_conditions: dict[SpecialCategoryCondition, SpecialCondition] = Field(default_factory=dict)
    """Conditions for special categories of data."""
    criminal_data: dict[Id, CriminalDataRule] = Field(default_factory=dict)
    """When data on offences may be processed."""
    ages_of_consent: dict[Id, AgeOfConsent] = Field(default_factory=dict)
    """From what age a child consents itself."""
    terminal_equipment: dict[Id, TerminalRule] = Field(default_factory=dict)
    """Storing on a user's device and reading from it."""
