"""What every statement of a law pack carries: when it holds, where the law says so, where that was looked up."""

import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from privpolicy.model.declaration import Some, Written
from privpolicy.model.interval import Interval
from privpolicy.model.moment import Moment
from privpolicy.model.text import Id, Made, Text

_CITATION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*:[A-Za-z0-9][A-Za-z0-9./-]*")

Confidence = Literal["verified", "recalled"]
"""Found in a source that was read, or known to the compilers of the pack and not found."""
Norm = Literal["statute", "regulation", "decision", "case-law", "guidance"]
"""What kind of rule it is; guidance of an authority does not bind, but is the yardstick of its inspections."""


def _check_citation(value: str) -> Any:
    if not _CITATION.fullmatch(value):
        raise PydanticCustomError(
            "bad_citation", "`{id}` is no citation such as gdpr:6-1-a or cjeu:C-311/18", {"id": value}
        )
    return value


def _check_start(value: Interval) -> Any:
    if value.from_ is None:
        raise PydanticCustomError("endless_past", "`from` is missing: a fact starts on a day")
    return value


def _citation() -> CoreSchema:
    return core_schema.no_info_after_validator_function(_check_citation, core_schema.str_schema())


CitationId = Annotated[str, Made(_citation)]
"""A place in an instrument: ``gdpr:6-1-a``, ``fr-lil:82``, ``cjeu:C-311/18``, ``eu:2023/1795``."""
Valid = Annotated[Interval, AfterValidator(_check_start)]
"""When a fact holds: from its first day to the first day on which it no longer does."""


class PackPart(Written):
    """A mapping in a pack.

    Every question waits for the guards' part of the law, so these models are built late, once, and without texts for a
    schema.
    """

    model_config = ConfigDict(use_attribute_docstrings=False, defer_build=True)


class Sourced(PackPart):
    """A statement with its citations and the sources it was taken from."""

    title: Text
    """What it is, in a few words."""
    cites: Some[CitationId]
    """Where the law says so."""
    source: Some[Text]
    """Where it was looked up: ids of `sources`, or a work in free text."""
    confidence: Confidence
    """Whether a source was read."""
    recheck: bool = False
    """It is in motion: look again before relying on it."""
    note: Text | None = None
    """What a careful reader should know about it."""


class Fact(Sourced):
    """A statement that holds for a time."""

    valid: Valid
    """When it holds."""
    answers: Id | None = None
    """The question it answers; facts of one section that answer the same never hold on the same day."""

    def subjects(self) -> Iterable[tuple[str, ...]]:
        """Return what no other fact of its section may speak of on the same day."""
        return () if self.answers is None else ((self.answers,),)

    def holds_at(self, moment: Moment) -> bool:
        """Tell whether it holds at an instant."""
        return self.valid.holds_at(moment)
