"""Calendar durations after ISO 8601, such as ``P1Y6M`` or ``PT36H``."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError
from whenever import ItemizedDelta

from privpolicy.model.moment import Moment

Duration = ItemizedDelta
"""Years, months, weeks, days and a time, each as written."""

_FORM = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+([.,]\d{1,6})?S)?)?")


def read_duration(text: str) -> Duration:
    """Read a duration; raises ``ValueError`` with a message for people."""
    if not _FORM.fullmatch(text):
        advice = _advice(text)
        raise ValueError(f"`{text}` is no ISO 8601 duration such as P13M or PT36H{advice}")
    try:
        return ItemizedDelta.parse_iso(text)
    except ValueError:
        raise ValueError(f"`{text}` is longer than any calendar") from None


def write_duration(duration: Duration) -> str:
    """Write a duration the way it is written in a policy."""
    return duration.format_iso().upper()


def add(moment: Moment, duration: Duration) -> Moment | None:
    """Add on the calendar: years and months together, clamped once, then weeks, days and time.

    ``None`` means that the calendar ends before (the year 9999): never.
    """
    try:
        return moment.add(duration, naive_arithmetic_ok=True)
    except ValueError:
        return None


def latest_end(begun: Moment, duration: Duration) -> Moment | None:
    """Return the latest end of what began at an instant or any time before it; ``None``: the calendar ends before.

    Of two months that are clamped to the same day the one that began later may end earlier: P1M from 30 January 23:00
    ends on 28 February at 23:00, from 31 January 01:00 at 01:00.
    """
    ends = [add(start, duration) for start in (begun, _eve(begun)) if start is not None]
    return None if None in ends else max(end for end in ends if end is not None)


def counts_months(duration: Duration) -> bool:
    """Tell whether a duration counts years or months, which alone may be clamped."""
    return any(amount for unit, amount in duration.items() if unit in {"years", "months"})


def _eve(moment: Moment) -> Moment | None:
    """Return the last microsecond of the day before; ``None`` on the first day of the calendar."""
    try:
        return Moment(moment.year, moment.month, moment.day).subtract(nanoseconds=1000, naive_arithmetic_ok=True)
    except ValueError:
        return None


def _advice(text: str) -> str:
    timeless = re.fullmatch(r"P(\d+[HS])", text)
    return f": write `PT{timeless[1]}`" if timeless else ""


def _validate(value: Any) -> Duration:
    if isinstance(value, ItemizedDelta):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("bad_duration", "expected a duration such as P13M or PT36H")
    try:
        return read_duration(value)
    except ValueError as error:
        raise PydanticCustomError("bad_duration", "{reason}", {"reason": str(error)}) from None


DurationField = Annotated[
    ItemizedDelta,
    BeforeValidator(_validate),
    WithJsonSchema(
        {
            "type": "string",
            "description": "An ISO 8601 duration; years and months are counted on the calendar.",
            "pattern": r"^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?$",
            "examples": ["P13M", "P1Y", "PT36H"],
        }
    ),
]
"""A pydantic field that reads a duration."""
