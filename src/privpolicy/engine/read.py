"""Read a request of any form, and say what is wrong with it where it is none."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.model.request import RequestModel
from privpolicy.source.path import dotted


def read(written: Mapping[str, Any], *, by_name: bool) -> RequestModel:
    """Read the fields of a request; ``by_name`` as keyword arguments have them. Raises :class:`RequestError`."""
    try:
        return RequestModel.model_validate(written, by_name=by_name, by_alias=True)
    except ValidationError as error:
        raise _fault_of(error) from None


def _fault_of(error: ValidationError) -> RequestError:
    try:
        return _first_fault(error)
    except UnicodeEncodeError:
        return RequestError("a text holds half a character (an unpaired surrogate)")


def _first_fault(error: ValidationError) -> RequestError:
    fault = error.errors(include_url=False)[0]
    return RequestError(_words(fault), dotted(_KEYS.get(step, step) for step in fault["loc"] if not _is_tag(step)))


_KEYS: Mapping[str | int, str] = {"data_subject": "data-subject"}
"""Keyword arguments that are written otherwise in a request file."""

_TAGS = frozenset({"[key]", "bool", "int", "float", "str", "date", "constrained-float"})


def _is_tag(step: str | int) -> bool:
    return step in _TAGS or (isinstance(step, str) and "[" in step)


def _words(fault: ErrorDetails) -> str:
    match fault["type"]:
        case "missing":
            return f"`{fault['loc'][-1]}` is required"
        case "extra_forbidden" | "unexpected_keyword_argument":
            return f"`{fault['loc'][-1]}` is no key of a request"
        case "too_short":
            return "an empty list asks nothing"
        case "tuple_type" if fault["loc"] == ("data",):
            return f"expected a category or a list of categories, found {_kind(fault['input'])}"
        case "invalid_key":
            return "keys are texts"
        case "literal_error":
            return f"`{fault['input']}` is not one of {fault['ctx']['expected'].replace(chr(39), '`')}"
        case "bad_date" | "withdrawn_before" | "bad_age":
            return fault["msg"]
        case kind:
            return f"expected {_EXPECTED.get(kind, 'another value')}, found {_kind(fault['input'])}"


_EXPECTED = {
    "string_type": "a text",
    "bool_type": "true or false",
    "int_type": "true, false, a number, a text or a date",
    "tuple_type": "a list",
    "mapping_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "finite_number": "a finite number",
}


def _kind(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return f"`{str(value).lower()}`"
        case int() | float():
            return f"the number `{value}`"
        case str():
            return f"the text `{value}`"
        case Mapping():
            return "a mapping"
        case Sequence():
            return "a list"
        case _:
            return f"`{value!r}`"
