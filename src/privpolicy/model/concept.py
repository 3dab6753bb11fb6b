"""The vocabulary of a policy: purposes, data categories, data subjects, events, facts and safeguards."""

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from privpolicy.model.declaration import Declaration, Many, Some
from privpolicy.model.text import Id, Text


class Concept(Declaration):
    """A node of a hierarchy: the dots of its id name one parent, ``broader`` further ones."""

    broader: Many[Id] = ()
    """Further broader concepts; this one counts as narrower than each of them."""


class Purpose(Concept):
    """Why data is processed (Art. 5(1)(b) GDPR)."""

    direct_marketing: bool | None = None
    """Direct marketing: an objection is absolute (Art. 21(2)-(3)). Narrower purposes inherit it."""
    legal_claims: bool | None = None
    """Establishment, exercise or defence of legal claims (Art. 18(2), 21(1)). Narrower purposes inherit it."""


class DataCategory(Concept):
    """What data is processed."""

    sensitivity: Literal["ordinary", "special", "criminal"] | None = None
    """Special (Art. 9) or criminal (Art. 10) data; ordinary unless stated. Narrower categories inherit it."""


class DataSubject(Concept):
    """Whose data is processed."""

    child: bool | None = None
    """These persons are, or may be, children (Art. 8). Narrower data subjects inherit it."""


class Event(Declaration):
    """A dated happening at which clocks start or stop."""


class Fact(Declaration):
    """Something that a request may state."""

    type: Literal["boolean", "enum", "number", "date", "text"]
    """The type of its values."""
    values: Some[Text] | None = None
    """The values of an enum."""

    @model_validator(mode="after")
    def _enums_have_values(self) -> Self:
        if self.type == "enum" and self.values is None:
            raise PydanticCustomError("missing_values", "an enum needs its `values`")
        if self.type != "enum" and self.values is not None:
            raise PydanticCustomError(
                "needless_values",
                "`values` belongs to an enum, and this fact is a {type}",
                {"type": self.type},
            )
        return self


class Safeguard(Declaration):
    """A technical or organisational measure that a permission may oblige to (Art. 25, 32 GDPR)."""
