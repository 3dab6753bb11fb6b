"""What every declaration of a policy shares."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import CoreSchema, core_schema

from privpolicy.model.text import LocalisedText, Made, Texts


def kebab(name: str) -> str:
    """Return the YAML key of a field: ``legal_basis`` is written ``legal-basis``, ``from_`` is written ``from``."""
    return name.rstrip("_").replace("_", "-")


class Written(BaseModel):
    """A mapping as written: frozen, strict, and without a place for keys that nobody knows."""

    model_config = ConfigDict(
        defer_build=True,  # most are asked for only within another
        extra="forbid",
        frozen=True,
        strict=True,
        alias_generator=kebab,
        arbitrary_types_allowed=True,
    )


def _prefixed() -> CoreSchema:
    examples = {"pydantic_js_updates": {"examples": ["dpv:Marketing"]}}
    return core_schema.str_schema(pattern=r"^[a-z][a-z0-9-]*:[A-Za-z0-9_.-]+$", metadata=examples)


class Declaration(Written):
    """What every declaration may carry."""

    title: LocalisedText | None = None
    """A short name for people."""
    description: LocalisedText | None = None
    """What it means, as a text or a text per language."""
    source: Texts | None = None
    """Where the notice or the law says so."""
    dpv: Annotated[str, Made(_prefixed)] | None = None
    """The W3C Data Privacy Vocabulary term for this concept, prefixed."""


T = TypeVar("T")
Many = Annotated[tuple[T, ...], Field(strict=False)]
"""A list, kept as a tuple."""
Some = Annotated[tuple[T, ...], Field(strict=False, min_length=1)]
"""A list that holds at least one item."""


def _nothing_written(value: Any) -> Any:
    return {} if value is None else value


Bare = Annotated[T, BeforeValidator(_nothing_written)]
"""A declaration that may be written as an id and nothing else."""
