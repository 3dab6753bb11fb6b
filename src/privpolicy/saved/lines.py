"""The lines of a saved policy: JSON, one value a line, so that each can be read when it is asked for."""

import json
from typing import Any

from privpolicy.model.duration import Duration, write_duration
from privpolicy.model.moment import Moment, write_moment
from privpolicy.saved.errors import AGAIN, SavedPolicyError


def line(value: Any) -> bytes:
    """Return a value as one line without its end; instants and durations become the texts that a policy has."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_text).encode("utf-8", "surrogatepass")


def parsed(data: bytes) -> Any:
    """Return the value of a line; raises :class:`SavedPolicyError` where it is none."""
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise SavedPolicyError("the saved policy is damaged", AGAIN) from None


def _text(value: object) -> str:
    match value:
        case Moment():
            return write_moment(value)
        case Duration():
            return write_duration(value)
    raise TypeError(f"a policy holds no {type(value).__name__}")
