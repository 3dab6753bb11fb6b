"""A decision as JSON has it. These models describe what is written and read nothing."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from privpolicy.engine.outcome import Outcome
from privpolicy.engine.reason import ReasonCode
from privpolicy.model.declaration import Many, kebab
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.moment import MomentField
from privpolicy.model.operation import Operation
from privpolicy.model.request import Context
from privpolicy.model.text import Id


class Answer(BaseModel):
    """A part of a decision: every key is always there, and no other."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        alias_generator=kebab,
        arbitrary_types_allowed=True,
    )


class Answered(Answer):
    """The policy that answered."""

    id: str
    """The id of the policy."""
    version: str | None
    """The version of the policy; null: it states none."""
    digest: str
    """The digest over the names and the bytes of its files, such as `sha256:…`."""


class Understood(Answer):
    """The request as understood, defaults filled in."""

    purpose: str
    """Why."""
    data: Many[str]
    """What data: the categories asked about, in order."""
    data_subject: str
    """Whose data."""
    operation: Operation
    """What is done."""
    recipient: str
    """Who does it or, for `disclose`, receives the data."""
    origin: str | None
    """The activity under which the data was collected; null: not stated."""
    at: MomentField
    """The instant asked about."""
    complete: bool
    """The context is the whole record."""
    context: Context
    """What was stated, and nothing else."""


class FactNeed(Answer):
    """A fact with the value that settles it."""

    fact: str
    """The id of a fact, or `restricted`, `legal-hold`, `subject.age`, `subject.country`."""
    value: bool | int | float | str
    """The value."""


class EventNeed(Answer):
    """An event with the date that settles it."""

    event: str
    """The id of the event."""
    value: MomentField | None
    """The date; null: it has not happened."""


class ConsentNeed(Answer):
    """A live consent on record."""

    fact: Literal["consent"]
    """Tells that a consent is needed."""
    purpose: str
    """The purpose of the consent."""
    explicit: Literal[True] = True
    """Only an explicit consent settles it; left out: any does."""
    by: Literal["guardian"] = "guardian"
    """A guardian must give it; left out: the person may."""


class NoObjectionNeed(Answer):
    """No objection on record."""

    fact: Literal["no-objection"]
    """Tells that no objection may be on record."""
    purpose: str
    """The purpose that no objection reaches."""


class PolicyNeed(Answer):
    """Something that the policy would have to say, and no request can."""

    policy: str
    """The path in the policy, such as `recipients.chat.country`."""


class Reason(Answer):
    """One ground of a decision."""

    code: ReasonCode
    """What it is."""
    message: str
    """The same in words."""
    path: str
    """The declaration or key that brings it about."""
    at: str | None
    """The place of it, as `file:line:column`; null: it is not written."""
    cites: Many[str]
    """Where the law says so: citation ids."""
    activity: str | None
    """The activity of which it speaks."""


class Category(Answer):
    """The answer for one of the categories asked about."""

    category: str
    """The id of the category."""
    outcome: Outcome
    """The answer."""
    activity: str | None
    """The activity that permits, or the first that would if what is missing were known; null on a denial."""
    legal_basis: LegalBasis | None
    """The legal basis of that activity."""
    obligations: Many[str]
    """Safeguards that the permit obliges to."""
    until: MomentField | None
    """The first instant at which this outcome is another though no fact changes; null: there is none."""
    needs: Many[Many[FactNeed | EventNeed | ConsentNeed | NoObjectionNeed | PolicyNeed]]
    """Alternatives, each a set of facts that would settle a conditional outcome to a permit."""
    reasons: Many[Reason]
    """Why."""


class Law(Answer):
    """Which law was asked."""

    named: Many[Id]
    """The law packs that the policy names."""
    applied: Many[Id]
    """The law packs that were applied."""


class DecisionModel(Answer):
    """The answer to a request."""

    outcome: Outcome
    """The answer, joined over the categories: any deny denies, else any conditional is conditional, else permit."""
    policy: Answered
    """The policy that answered."""
    request: Understood
    """The request as understood, defaults filled in."""
    categories: Many[Category]
    """The answer for each category, in the order of the request."""
    obligations: Many[str]
    """Safeguards that a permit obliges to, over all categories, each once."""
    until: MomentField | None
    """The first instant at which the outcome is another though no fact changes; null: there is none."""
    policy_alone: Outcome = Outcome.PERMIT
    """What the policy alone would answer, where the law changes the answer; left out: the same."""
    law: Law = Law(named=(), applied=())
    """Which law was asked; only the command line says so."""
