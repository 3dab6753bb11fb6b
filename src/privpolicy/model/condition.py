"""Conditions on facts, as written under ``when`` and ``unless``."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from privpolicy.model.declaration import Many, Written
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.moment import MomentField

Scalar = bool | int | float | str
"""A value of a fact as written; dates and texts are told apart by the type of the fact."""
FactNumber = Annotated[int | float, Field(allow_inf_nan=False)]


class Comparison(Written):
    """Comparisons of a fact with values, all of which must hold."""

    at_least: FactNumber | None = None
    """The number is this or more."""
    at_most: FactNumber | None = None
    """The number is this or less."""
    before: MomentField | None = None
    """The date is earlier than this."""
    after: MomentField | None = None
    """The date is later than this."""
    not_: Scalar | None = None
    """The value is stated and is another."""

    @model_validator(mode="after")
    def _compares(self) -> Self:
        if not self.model_fields_set:
            raise PydanticCustomError("empty_comparison", "states no comparison")
        return self


def _shape(value: Any) -> str:
    match value:
        case dict() | Comparison():
            return "comparison"
        case list() | tuple():
            return "list"
        case _:
            return "value"


FactTest = Annotated[
    Annotated[Scalar, Tag("value")] | Annotated[Many[Scalar], Tag("list")] | Annotated[Comparison, Tag("comparison")],
    Discriminator(_shape),
]
"""What is asked of one fact: a value, one of several values, or comparisons."""


class Condition(Written):
    """Facts and words, all of which must hold; each other key is the id of a fact."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, FactTest] = Field(init=False)

    any_: "Many[Condition] | None" = None
    """At least one of these holds."""
    all_: "Many[Condition] | None" = None
    """Each of these holds."""
    not_: "Condition | None" = None
    """This does not hold."""

    @property
    def facts(self) -> dict[str, FactTest]:
        """The tests by the id of their fact."""
        return self.__pydantic_extra__

    def named(self) -> "Iterator[str]":
        """Yield the id of every fact that it looks at, at any depth."""
        yield from self.facts
        for below in (*(self.any_ or ()), *(self.all_ or ()), *((self.not_,) if self.not_ is not None else ())):
            yield from below.named()


def _one_or_many(value: Any) -> str:
    return "list" if isinstance(value, list | tuple) else "value"


class Alternative(Condition):
    """A condition under ``unless``: it may also ask for a live consent or for the basis of the activity judged."""

    any_: "Many[Alternative] | None" = None
    """At least one of these holds."""
    all_: "Many[Alternative] | None" = None
    """Each of these holds."""
    not_: "Alternative | None" = None
    """This does not hold; `consent` may not stand below it."""
    consent: Literal[True] | None = None
    """There is a live consent for the purpose of the request."""
    legal_basis: (
        Annotated[
            Annotated[LegalBasis, Tag("value")] | Annotated[Many[LegalBasis], Tag("list")],
            Discriminator(_one_or_many),
        ]
        | None
    ) = None
    """The activity that would permit rests on this basis, or on one of these."""
