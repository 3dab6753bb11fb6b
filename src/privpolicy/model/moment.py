"""Instants: read from a date or a date and time, always in UTC."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from time import time_ns
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError
from whenever import Instant, PlainDateTime

Moment = PlainDateTime
"""An instant, kept as the UTC date and time on which calendar arithmetic is done."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(:[0-5]\d([.,]\d{1,6})?)?)(|[Zz]|[+-]\d{2}:?\d{2})")


def now() -> Moment:
    """Return the present instant, in whole microseconds."""
    return Instant.from_timestamp(time_ns() // 1000 * 1000, unit="nanosecond").to_fixed_offset().to_plain()


def read_moment(value: object) -> Moment:
    """Read an instant from text, a date or an aware datetime; a date means 00:00 UTC.

    Raises ``ValueError`` with a message for people when the value is no instant, names no time zone or is finer than a
    microsecond.
    """
    if type(value) is str:  # a text that may compare as it likes is read each time
        return known_moment(value)
    match value:
        case PlainDateTime():
            return _whole(value)
        case datetime():
            return _of_datetime(value)
        case date():
            return PlainDateTime(value.year, value.month, value.day)
        case Instant():
            return _whole(value.to_fixed_offset().to_plain())
        case str():
            return _of_text(value)
        case _:
            raise ValueError("expected a date such as 2019-11-15 or an instant such as 2019-11-15T10:00:00Z")


def write_moment(moment: Moment) -> str:
    """Write an instant as RFC 3339 in UTC: ``2019-11-15T10:00:00Z``."""
    return moment.format_iso() + "Z"


def to_datetime(moment: Moment) -> datetime:
    """Return the standard library's aware datetime for an instant."""
    return moment.to_stdlib().replace(tzinfo=UTC)


def _whole(moment: Moment) -> Moment:
    """Refuse what no text states and no standard datetime holds."""
    if moment.nanosecond % 1000:
        raise ValueError(f"`{write_moment(moment)}` is finer than a microsecond")
    return moment


def _of_datetime(value: datetime) -> Moment:
    if value.tzinfo is None:
        raise ValueError("a time needs a zone: add `Z` or an offset such as `+01:00`")
    if getattr(value, "nanosecond", 0):  # those of pandas hold more than their class
        raise ValueError(f"`{value.isoformat()}` is finer than a microsecond")
    try:
        utc = value.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"`{value.isoformat()}` is no instant of the calendar") from None
    if type(value) is datetime:
        return PlainDateTime(utc.replace(tzinfo=None))
    day, nanosecond = (utc.year, utc.month, utc.day), utc.microsecond * 1000
    return PlainDateTime(*day, utc.hour, utc.minute, utc.second, nanosecond=nanosecond)


def _of_text(text: str) -> Moment:
    """Read a text: the common forms without a detour, then all others and the reasons why one is none."""
    if len(text) == 20 and text[10] == "T" and text[13] == text[16] == ":" and text[19] == "Z":
        try:
            return PlainDateTime.parse_iso(text[:19])
        except ValueError:
            pass
    if len(text) == 10 and text[4] == "-":
        try:
            return PlainDateTime.parse_iso(f"{text}T00:00:00")
        except ValueError:
            pass
    if _DATE.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"`{text}` is no date of the calendar") from None
        return PlainDateTime(day.year, day.month, day.day)
    parts = _DATE_TIME.fullmatch(text)
    if parts is None:
        raise ValueError(f"`{text}` is no date such as 2019-11-15 and no instant such as 2019-11-15T10:00:00Z")
    if not parts[5]:
        raise ValueError(f"`{text}` names no time zone: add `Z` or an offset such as `+01:00`")
    try:
        return Instant.parse_iso(f"{parts[1]}T{parts[2]}{parts[5].upper()}").to_fixed_offset().to_plain()
    except ValueError:
        raise ValueError(f"`{text}` is no instant of the calendar") from None


known_moment = lru_cache(4096)(_of_text)
"""Read an instant from a text, lately read ones from memory: it is bounded, and what a text means never changes."""


def _validate(value: Any) -> Moment:
    try:
        return read_moment(value)
    except ValueError as error:
        raise PydanticCustomError("bad_date", "{reason}", {"reason": str(error)}) from None


MomentField = Annotated[
    PlainDateTime,
    BeforeValidator(_validate),
    WithJsonSchema(
        {
            "type": "string",
            "description": "A date (00:00 UTC) or an instant with its zone, after RFC 3339.",
            "anyOf": [{"format": "date"}, {"format": "date-time"}],
            "examples": ["2019-11-15", "2019-11-15T10:00:00Z"],
        }
    ),
    Field(),
]
"""A pydantic field that reads an instant."""
