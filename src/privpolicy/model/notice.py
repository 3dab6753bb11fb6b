"""What persons are told: the privacy notice, as far as it can be checked against the policy (Art. 12-14, 21(4) GDPR).

Nothing here permits or forbids. A decision never looks at it; the linter compares it with what is done and with what
the law wants said.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from privpolicy.model.declaration import Bare, Declaration, Many
from privpolicy.model.duration import DurationField
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.moment import MomentField
from privpolicy.model.text import Id, Text

_MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


def _check_month(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(_MONTH, value):
        return value
    raise PydanticCustomError("bad_date", "expected a date such as 2019-11-15 or a month such as 2019-11")


Month = Annotated[
    str,
    BeforeValidator(_check_month),
    WithJsonSchema({"type": "string", "pattern": _MONTH, "examples": ["2019-11"]}),
]
"""A month, where no day is known."""
Override = Literal["compelling-grounds", "legal-claims", "legal-obligation"]
"""What a notice may let prevail over a right."""
Fee = Literal["never", "excessive-requests", "possible"]
"""Whether an answer may cost something: never, only where requests are excessive (Art. 12(5)), or at any time."""
IdentityCheck = Literal["in-doubt", "always"]
"""Whose identity is checked: in reasonable doubt (Art. 12(6)), or everybody's."""
RefusalPart = Literal["reasons", "complaint", "remedy", "deadline"]
"""What somebody whose request is refused is told (Art. 12(4))."""


class Told(Declaration):
    """Something that the notice says."""

    silent_on: Many[Id] = ()
    """Activities of which it does not say so."""


class RightTold(Declaration):
    """A right of which the notice speaks (Art. 13(2)(b)-(d) GDPR)."""

    right: Id | None = None
    """Which right of the law packs it is, where its own id is another: a right that is told more than once."""
    bases: Many[LegalBasis] | None = None
    """Legal bases for which it is promised; left out: wherever the law gives it."""
    conditions: Many[Text] = ()
    """What the notice makes it depend on beyond the law, in the policy's own words."""
    exceptions: Many[Override] = ()
    """What the notice lets prevail over it."""
    addressed_to: Id | None = None
    """The recipient to whom the person is sent; left out: the controller."""


class RequestsTold(Declaration):
    """How the notice says that requests of data subjects are answered (Art. 12 GDPR)."""

    fee: Fee | None = None
    """Whether an answer may cost something: never, only where requests are excessive (Art. 12(5)), or at any time."""
    identity: IdentityCheck | None = None
    """Whose identity is checked: in reasonable doubt (Art. 12(6)), or everybody's."""
    identity_document: bool = False
    """A copy of an official document is named as proof."""
    within: DurationField | None = None
    """The time within which requests are answered (Art. 12(3))."""
    refusal: Many[RefusalPart] | None = None
    """Requests may be refused; what the person is then told (Art. 12(4)). Left out: no refusal is spoken of."""


class Statement(Declaration):
    """A sentence of the notice that needs a reader, told in the policy's own words."""

    text: Text
    """What it says, repetitions and open ends included."""
    concerns: Many[Id] = ()
    """Activities that it is about."""


class Reference(Declaration):
    """A place to which the notice sends its reader: a table, a link, another notice."""

    leads_to: Text | None = None
    """Where it is found; left out: nowhere."""


class Notice(Declaration):
    """What persons are told, and how (Art. 12-14 GDPR)."""

    published: MomentField | Month | None = None
    """The day printed on it, or no more than its month such as 2019-11."""
    from_elsewhere: Many[Id] = ()
    """Data subjects whose data does not come from themselves (Art. 14)."""
    tells: dict[Id, Bare[Told]] = Field(default_factory=dict)
    """What it says, by topic of the items that the law packs want said."""
    rights: dict[Id, Bare[RightTold]] = Field(default_factory=dict)
    """The rights that it names, by their ids in the law packs."""
    requests: RequestsTold | None = None
    """How it says that requests are answered."""
    statements: dict[Id, Statement] = Field(default_factory=dict)
    """Sentences that need a reader."""
    references: dict[Id, Bare[Reference]] = Field(default_factory=dict)
    """Places to which it sends its reader."""
