"""A file of policy tests as written."""

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from privpolicy.engine.reason import ReasonCode
from privpolicy.model.declaration import Many, Some, Written
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.moment import MomentField
from privpolicy.model.text import Id, Text

OutcomeName = Literal["permit", "deny", "conditional"]
LawSwitch = Literal["on", "off"]


def _kind(value: Any) -> str:
    """Tell a mapping from a text, and a list from both, so that a fault speaks of what was meant."""
    if isinstance(value, dict):
        return "mapping"
    return "list" if isinstance(value, list | tuple) else "text"


def _mapping_or_list(value: Any) -> str:
    return "mapping" if isinstance(value, dict) else "list"


def _mapping_or_text(value: Any) -> str:
    return "mapping" if _kind(value) != "text" else "text"


class ExpectedReason(Written):
    """A reason told apart from others of its code: by what it points to, or by the activity of which it speaks."""

    code: ReasonCode
    """What it is."""
    path: Text | None = None
    """What brings it about, such as `prohibitions.no-sale`; what stands below is meant too."""
    activity: Id | None = None
    """The activity of which it speaks."""


OneReason = Annotated[
    Annotated[ReasonCode, Tag("text")] | Annotated[ExpectedReason, Tag("mapping")], Discriminator(_mapping_or_text)
]
"""A code, or more than a code."""


class ReasonsAmong(Written):
    """Some of the reasons, and some that must not be among them."""

    include: Many[OneReason] = ()
    """Each of these is among the reasons; there may be others."""
    exclude: Many[OneReason] = ()
    """None of these is."""


Reasons = Annotated[
    Annotated[Some[OneReason], Tag("list")] | Annotated[ReasonsAmong, Tag("mapping")], Discriminator(_mapping_or_list)
]
"""All reasons, or some of them."""


class ExpectedNeed(Written):
    """Something that would have to be stated: exactly one of `fact`, `event` and `policy` says what."""

    fact: Text | None = None
    """A fact, or `consent`, `no-objection`, `restricted`, `legal-hold`, `subject.age` or `subject.country`."""
    event: Text | None = None
    """An event."""
    policy: Text | None = None
    """What the policy leaves open, such as `recipients.chat.country`."""
    value: Any = None
    """The value of the fact, or the date of the event; null: it has not happened."""
    purpose: Text | None = None
    """The purpose of the consent, or the one that no objection reaches."""
    explicit: bool = False
    """Only an explicit consent settles it."""
    by: Literal["subject", "guardian"] = "subject"
    """Who gives the consent."""

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if sum(one is not None for one in (self.fact, self.event, self.policy)) != 1:
            raise PydanticCustomError("one_need", "it names one of `fact`, `event` and `policy`")
        return self


class ExpectedCategory(Written):
    """What must be answered for one of the categories asked; what is not stated is not compared."""

    outcome: OutcomeName | None = None
    """The answer."""
    activity: Id | None = None
    """The activity that permits, or the first that would; null: none."""
    legal_basis: LegalBasis | None = None
    """The legal basis of that activity; null: none."""
    reasons: Reasons | None = None
    """Why: a list is all of the reasons, in any order."""
    needs: Many[Many[ExpectedNeed]] | None = None
    """What would settle it: alternatives, each of which is a list of statements, in any order."""
    obligations: Many[Id] | None = None
    """The safeguards due, in any order; an empty list: none."""
    until: MomentField | None = None
    """When the answer turns though no fact changes; null: never."""


class Expected(ExpectedCategory):
    """What must be answered; what is not stated is not compared."""

    policy_alone: OutcomeName | None = None
    """What the policy answers without the law, whether or not that is the same."""
    categories: dict[Id, ExpectedCategory] = Field(default_factory=dict)
    """What must be answered for single categories, by their ids."""


Expect = Annotated[
    Annotated[OutcomeName, Tag("text")] | Annotated[Expected, Tag("mapping")], Discriminator(_mapping_or_text)
]
"""An outcome, or more than an outcome."""


class Defaults(Written):
    """What the cases of a file have in common."""

    request: dict[str, Any] = Field(default_factory=dict)
    """What every request states unless its case says otherwise: mappings are joined key by key."""
    law: LawSwitch | None = None
    """Whether the law packs of the policy are asked as well; left out: on."""
    expect: Expect | None = None
    """What must be answered where a case states no outcome of its own; further keys of the case are added."""


class Case(Written):
    """A question, and the answer that it must have."""

    name: Text
    """What is asked, in words; the name of each case of a file is its own."""
    source: Text | Some[Text] | None = None
    """Where the notice or the law says so."""
    request: dict[str, Any] = Field(default_factory=dict)
    """The question, as in a request file; what the defaults state need not be repeated."""
    matrix: dict[str, Some[Any]] | None = None
    """Values of keys of the request, such as `recipient` or `context.facts.contract`; each combination is a case."""
    at: MomentField | None = None
    """The instant asked about: short for `at` in the request."""
    law: LawSwitch | None = None
    """Whether the law packs of the policy are asked as well; left out: as the defaults say, else on."""
    expect: Expect | None = None
    """The answer: an outcome, or a mapping of whatever of a decision is to be compared."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the notice or the law says so."""
        if self.source is None:
            return ()
        return (self.source,) if isinstance(self.source, str) else self.source


class PolicyTests(Written):
    """Questions to a policy, and the answers that it must give."""

    policy: Text | None = None
    """The path of the policy, from this file; left out: the policy that the file lies beside or below."""
    defaults: Defaults = Field(default_factory=Defaults)
    """What the cases have in common."""
    cases: Some[Case]
    """The cases, in order."""
