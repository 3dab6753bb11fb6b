"""A request as understood: read, typed, with its defaults filled in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.model.moment import Moment, now, write_moment
from privpolicy.model.operation import Operation
from privpolicy.model.request import Consent, Context, Objection, RequestModel
from privpolicy.source.path import dotted

if TYPE_CHECKING:
    from privpolicy.engine.bind import Bound


class Request:
    """A question to a policy about a processing of personal data.

    ``purpose``, ``data``, ``data_subject``, ``recipient`` and ``origin`` are ids of the policy, ``data`` one or
    several; ``operation`` is one of the built-in operations. ``at`` is a date (00:00 UTC), an aware datetime or either
    as text, and the present instant when left out. ``context`` is a mapping with the keys of a request file or a
    :class:`Context`. Requests are immutable. Raises :class:`RequestError` when it cannot be read; ids are checked when
    a policy decides.
    """

    __slots__ = (
        "_bound",
        "at",
        "complete",
        "context",
        "data",
        "data_subject",
        "operation",
        "origin",
        "purpose",
        "recipient",
    )

    purpose: str
    data: tuple[str, ...]
    data_subject: str | None
    operation: Operation
    recipient: str
    origin: str | None
    at: Moment
    complete: bool
    context: Context
    _bound: "Bound | None"

    def __init__(
        self,
        *,
        purpose: str,
        data: str | Sequence[str],
        data_subject: str | None = None,
        operation: str | None = None,
        recipient: str | None = None,
        origin: str | None = None,
        at: str | date | datetime | None = None,
        complete: bool = False,
        context: Context | Mapping[str, Any] | None = None,
    ) -> None:
        written = {
            "purpose": purpose,
            "data": data,
            "data_subject": data_subject,
            "operation": operation,
            "recipient": recipient,
            "origin": origin,
            "at": at,
            "complete": complete,
            "context": context,
        }
        _understand(self, _read(written, by_name=True))

    @classmethod
    def parse(cls, written: object) -> Self:
        """Read a request as it stands in a file, its keys in kebab-case.

        Raises :class:`RequestError`.
        """
        if not isinstance(written, Mapping):
            raise RequestError("a request is a mapping with at least `purpose` and `data`")
        request = cls.__new__(cls)
        _understand(request, _read(written, by_name=False))
        return request

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a request is immutable: `{name}` cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a request is immutable: `{name}` cannot be deleted")

    def __eq__(self, other: object) -> bool:
        return self._parts() == other._parts() if isinstance(other, Request) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.purpose, self.data, self.data_subject, self.operation, self.recipient, self.at))

    def __repr__(self) -> str:
        return f"Request({', '.join(f'{name}={value!r}' for name, value in self.to_dict().items())})"

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.to_dict(),)

    def _parts(self) -> tuple[object, ...]:
        return (
            self.purpose,
            self.data,
            self.data_subject,
            self.operation,
            self.recipient,
            self.origin,
            self.at,
            self.complete,
            self.context,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the request as understood, in the keys of a request file."""
        return {
            "purpose": self.purpose,
            "data": list(self.data),
            "data-subject": self.data_subject,
            "operation": self.operation,
            "recipient": self.recipient,
            "origin": self.origin,
            "at": write_moment(self.at),
            "complete": self.complete,
            "context": _written_context(self.context),
        }


def _understand(request: Request, model: RequestModel) -> None:
    """Fill in what was left out."""
    put = object.__setattr__
    put(request, "purpose", model.purpose)
    put(request, "data", model.data)
    put(request, "data_subject", model.data_subject)
    put(request, "operation", model.operation or "use")
    put(request, "recipient", model.recipient or "controller")
    put(request, "origin", model.origin)
    put(request, "at", model.at if model.at is not None else now())
    put(request, "complete", bool(model.complete))
    put(request, "context", _own(model.context) if model.context is not None else Context())
    put(request, "_bound", None)


def _own(context: Context) -> Context:
    """Return a context whose mappings nobody else holds: a request never changes once it is made."""
    return context.model_copy(update={"events": dict(context.events), "facts": dict(context.facts)})


def _again(written: dict[str, Any]) -> Request:
    return Request.parse(written)


def _read(written: Mapping[str, Any], *, by_name: bool) -> RequestModel:
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


def _written_context(context: Context) -> dict[str, Any]:
    """Write a context with what was stated and nothing else."""
    written: dict[str, Any] = {}
    if context.consents is not None:
        written["consents"] = [_written_consent(consent) for consent in context.consents]
    if context.objections is not None:
        written["objections"] = [_written_objection(objection) for objection in context.objections]
    if context.restricted is not None:
        written["restricted"] = context.restricted
    if context.legal_hold is not None:
        written["legal-hold"] = context.legal_hold
    if context.events:
        written["events"] = {event: _written_end(moment) for event, moment in context.events.items()}
    subject = {"age": context.subject.age, "country": context.subject.country}
    if stated := {key: value for key, value in subject.items() if value is not None}:
        written["subject"] = stated
    if facts := {fact: value for fact, value in context.facts.items() if value is not None}:
        written["facts"] = facts
    return written


def _written_consent(consent: Consent) -> dict[str, Any]:
    return {
        "purpose": consent.purpose,
        "given": write_moment(consent.given),
        "withdrawn": _written_end(consent.withdrawn),
        "explicit": consent.explicit,
        "by": consent.by,
    }


def _written_objection(objection: Objection) -> dict[str, Any]:
    return {
        "purpose": objection.purpose,
        "raised": write_moment(objection.raised),
        "withdrawn": _written_end(objection.withdrawn),
    }


def _written_end(moment: Moment | None) -> str | None:
    return None if moment is None else write_moment(moment)
