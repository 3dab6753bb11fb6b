"""JSON as RFC 8259 has it, with none of what readers disagree on."""

import json
import math
from typing import Any, NoReturn

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.diagnostics.wording import quote


def read_json(text: str) -> Any:
    """Read JSON; raises :class:`RequestError`, also for double keys, NaN, infinity and nesting without end."""
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
        return value  # noqa: TRY300  # the way out of what was read, beside the ways out of what was not
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if "\n" in text.strip() else f"column {error.colno}"
        raise RequestError(f"this is not JSON: {_lower(error.msg)} ({place})") from None
    except RecursionError:
        raise RequestError("lists and mappings are nested too deeply") from None
    except RequestError:
        raise
    except UnicodeEncodeError:
        raise RequestError(
            "a text holds half a character: an escape such as `\\ud83d` without its other half"
        ) from None
    except ValueError:
        raise RequestError("a number is too long") from None


def decode(data: bytes) -> str:
    """Return the text of some bytes; raises :class:`RequestError` where they are not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RequestError(f"this is not UTF-8: byte 0x{data[error.start]:02X} at position {error.start + 1}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        double = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise RequestError(f"the key {quote(double)} stands twice in one mapping")
    return found


def _no_constant(name: str) -> NoReturn:
    raise RequestError(f"`{name}` is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise RequestError(f"the number {quote(text)} is too large")
    return number


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
