"""Texts and numbers that remember how they were written, and the ids of the language."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

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


def _text() -> CoreSchema:
    return core_schema.no_info_before_validator_function(as_written, core_schema.str_schema())


def _id() -> CoreSchema:
    return core_schema.no_info_before_validator_function(_check_id, core_schema.str_schema(pattern=ID_PATTERN))


def _language() -> CoreSchema:
    examples = {"pydantic_js_updates": {"examples": ["fr", "en"]}}
    return core_schema.str_schema(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", metadata=examples)


def _localised() -> CoreSchema:
    return core_schema.union_schema([_text(), core_schema.dict_schema(_language(), _text())])


def _texts() -> CoreSchema:
    return core_schema.union_schema([_text(), core_schema.tuple_variable_schema(_text(), strict=False)])


@dataclass(frozen=True, slots=True)
class Made:
    """A type whose schema a function makes at once: what hundreds of fields hold need not be worked out for each."""

    schema: Callable[[], CoreSchema]
    pattern: str | None = None
    """What the text looks like, for whoever looks at the type."""

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        return self.schema()


Text = Annotated[str, Made(_text)]
"""A text; a number written without quotes counts as its text."""

Texts = Annotated[str | tuple[str, ...], Made(_texts)]
"""A text, or several, kept as a tuple."""

Id = Annotated[str, Made(_id, ID_PATTERN)]
"""An id of the language: lower-case words joined by ``-``, in segments joined by ``.``."""

Language = Annotated[str, Made(_language)]
"""A language tag after BCP 47."""

LocalisedText = Annotated[str | dict[str, str], Made(_localised)]
"""A text, or a text per language."""
