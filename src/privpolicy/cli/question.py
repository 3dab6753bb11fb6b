"""A request typed as options, and the option that a fault of the request came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from privpolicy.cli.fault import Fault
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.vocabulary import BUILT_IN_FACTS, FactType
from privpolicy.model.moment import now, write_moment

_BOOLEANS = {"true": True, "false": False}
_OPTIONS = {"consents": "--consent", "objections": "--objection", "events": "--event", "facts": "--fact"}


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed; ``None`` and empty mean that an option was not given."""

    purpose: str | None = None
    data: Sequence[str] = ()
    data_subject: str | None = None
    operation: str | None = None
    recipient: str | None = None
    origin: str | None = None
    at: str | None = None
    complete: bool = False
    consents: Sequence[str] = ()
    no_consent: bool = False
    objections: Sequence[str] = ()
    no_objection: bool = False
    restricted: bool | None = None
    legal_hold: bool | None = None
    events: Sequence[str] = ()
    facts: Sequence[str] = ()
    age: float | None = None
    country: str | None = None

    @property
    def is_asked(self) -> bool:
        """Whether any option was given."""
        return self != Question()

    def written(self, facts: Mapping[str, FactType]) -> dict[str, Any]:
        """Return the request as a file would have it. Raises :class:`Fault` for an option that cannot be read."""
        if self.purpose is None:
            raise Fault("--purpose is missing: why is the data processed?", "`privpolicy show` lists the purposes")
        if not self.data:
            raise Fault("--data is missing: which data is it?", "`privpolicy show` lists the data categories")
        at = self.at if self.at is not None else write_moment(now().round("second", mode="floor"))
        asked = {
            "purpose": self.purpose,
            "data": list(self.data),
            "data-subject": self.data_subject,
            "operation": self.operation,
            "recipient": self.recipient,
            "origin": self.origin,
        }
        return {
            **{key: value for key, value in asked.items() if value is not None},
            "at": at,
            "complete": self.complete,
            "context": self._context(at, facts),
        }

    def _context(self, at: str, facts: Mapping[str, FactType]) -> dict[str, Any]:
        stated: dict[str, Any] = {
            "consents": _record(
                "consent", self.consents, [_consent(one, at) for one in self.consents], self.no_consent
            ),
            "objections": _record(
                "objection", self.objections, [_objection(one, at) for one in self.objections], self.no_objection
            ),
            "restricted": self.restricted,
            "legal-hold": self.legal_hold,
        }
        subject = {"age": self.age, "country": self.country}
        return {
            **{key: value for key, value in stated.items() if value is not None},
            "events": {event: _event_date(date) for event, date in _pairs("--event", self.events, "EVENT=2019-11-15")},
            "subject": {key: value for key, value in subject.items() if value is not None},
            "facts": {
                name: _fact_value(name, value, facts) for name, value in _pairs("--fact", self.facts, "FACT=VALUE")
            },
        }


def option_of(error: RequestError) -> str | None:
    """Return the option that a fault of the request came from."""
    match error.path.split("."):
        case [""]:
            return None
        case ["context", "subject", name, *_]:
            return f"--{name}"
        case ["context", "events" | "facts" as part, *name]:
            return f"{_OPTIONS[part]} {'.'.join(name)}"
        case ["context", part, *_]:
            return _OPTIONS.get(part, f"--{part}")
        case [name, *_]:
            return f"--{name}"
        case _:
            return None


def _record(
    name: str,
    typed: Sequence[str],
    read: list[dict[str, Any]],
    none: bool,
) -> list[dict[str, Any]] | None:
    if none and typed:
        raise Fault(f"--{name} and --no-{name} contradict each other", "give one of the two")
    return read if typed or none else None


def _consent(text: str, at: str) -> dict[str, Any]:
    """Read ``PURPOSE[=DATE][,explicit][,guardian]``."""
    stated, *words = text.split(",")
    purpose, _, given = stated.partition("=")
    consent: dict[str, Any] = {"purpose": purpose, "given": given or at}
    for word in words:
        match word:
            case "explicit":
                consent["explicit"] = True
            case "guardian":
                consent["by"] = "guardian"
            case _:
                raise Fault(
                    f"--consent {text}: `{word}` says nothing about a consent",
                    "write `PURPOSE=2019-11-15,explicit` or `PURPOSE=2019-11-15,guardian`",
                )
    return consent


def _objection(text: str, at: str) -> dict[str, Any]:
    """Read ``PURPOSE[=DATE]``."""
    purpose, _, raised = text.partition("=")
    return {"purpose": purpose, "raised": raised or at}


def _pairs(option: str, typed: Sequence[str], form: str) -> list[tuple[str, str]]:
    found: dict[str, str] = {}
    for text in typed:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise Fault(f"{option} {text}: no value", f"write `{option} {form}`")
        if name in found:
            raise Fault(f"{option} {name} is given twice", "keep one of the two")
        found[name] = value
    return list(found.items())


def _event_date(text: str) -> str | None:
    return None if text in {"", "null"} else text


def _fact_value(name: str, text: str, facts: Mapping[str, FactType]) -> bool | float | str | None:
    """Read a value by the type of its fact; what cannot be read so is left for the engine to refuse."""
    if name in BUILT_IN_FACTS:
        raise Fault(f"--fact {name}={text}: `{name}` has an option of its own", f"write `--{name} {text}`")
    declared = facts.get(name)
    if text == "null" or declared is None:
        return None if text == "null" and declared is not None else text
    match declared.type:
        case "boolean":
            return _BOOLEANS.get(text, text)
        case "number":
            return _number(text)
        case _:
            return text


def _number(text: str) -> float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
