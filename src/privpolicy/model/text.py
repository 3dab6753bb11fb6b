"""Texts and numbers that remember how they were written, and the ids of the language."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from privpolicy.source.written import WrittenFloat, WrittenInt

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$"
_ID = re.compile(ID_PATTERN)


def as_written(value: Any) -> Any:
    """Return the text of a plain scalar that YAML reads as a number."""
    return value.text if isinstance(value, WrittenInt | WrittenFloat) else value


def _check_id(value: Any) -> Any:
    value = as_written(value)
    if isinstance(value, str) and not _ID.match(value):
        raise PydanticCustomError(
            "bad_id",
            "`{id}` is no id: lower-case letters and digits, words joined by `-`, segments by `.`",
            {"id": value},
        )
    return value


@dataclass(frozen=True, slots=True)
class _Read:
    """Reads a text with a function first.

    As `BeforeValidator` does, without a look at the signature of the function for each of hundreds of ids and texts.
    """

    first: Callable[[Any], Any]
    pattern: str | None = None

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        text = core_schema.str_schema(pattern=self.pattern)
        return core_schema.no_info_before_validator_function(self.first, text)


Text = Annotated[str, _Read(as_written)]
"""A text; a number written without quotes counts as its text."""

Id = Annotated[str, _Read(_check_id, ID_PATTERN)]
"""An id of the language: lower-case words joined by ``-``, in segments joined by ``.``."""

Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", examples=["fr", "en"])]
"""A language tag after BCP 47."""

LocalisedText = Text | dict[Language, Text]
"""A text, or a text per language."""
