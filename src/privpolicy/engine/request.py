"""A request as understood: read, typed, with its defaults filled in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Self

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine import plain
from privpolicy.engine.plain import NotPlain
from privpolicy.engine.read import read
from privpolicy.engine.record import (
    Facts,
    RecordedConsent,
    RecordedObjection,
    Stated,
    recorded_consent,
    recorded_objection,
    stating_consent,
    stating_objection,
)
from privpolicy.engine.situation import Situation, Value, situated
from privpolicy.model.moment import Moment, known_moment, now, read_moment, write_moment
from privpolicy.model.operation import Operation
from privpolicy.model.request import Context, FactValue, RequestModel

Cells = tuple[str, tuple[str, ...], str | None, Operation, str]
"""Purpose, categories, data subject, operation and recipient of a request."""
Question = tuple[str, tuple[str, ...], str | None, Operation, str, int]
"""The same, and the state of the record."""

Made = tuple[int, Question, Situation, Facts, Stated]
"""The hash of the question, the question, and what is known: with the defaults of the record applied and facts as
written, these facts, and all of it as written."""


class Request:
    """A question to a policy about a processing of personal data.

    ``purpose``, ``data``, ``data_subject``, ``recipient`` and ``origin`` are ids of the policy, ``data`` one or
    several; ``operation`` is one of the built-in operations. ``at`` is a date (00:00 UTC), an aware datetime or either
    as text, and the present instant when left out. ``context`` is a mapping with the keys of a request file or a
    :class:`Context`. Requests are immutable. Raises :class:`RequestError` when it cannot be read; ids are checked when
    a policy decides.
    """

    __slots__ = ("_made",)

    _made: Made
    """What whoever decides looks at."""

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
        if not _plainly(
            self, purpose, data, data_subject, operation, recipient, origin, at, complete, context, by_name=True
        ):
            written = (purpose, data, data_subject, operation, recipient, origin, at, complete, context)
            _take(self, read(dict(zip(_FIELDS, written, strict=True)), by_name=True))

    @classmethod
    def parse(cls, written: object) -> Self:
        """Read a request as it stands in a file, its keys in kebab-case.

        Raises :class:`RequestError`.
        """
        if not isinstance(written, Mapping):
            raise RequestError("a request is a mapping with at least `purpose` and `data`")
        request = cls.__new__(cls)
        known = type(written) is dict and _KEYS.issuperset(written)
        if not (known and _plainly(request, *map(written.get, _KEYS_IN_ORDER), by_name=False)):
            _take(request, read(written, by_name=False))
        return request

    @property
    def _question(self) -> Question:
        return self._made[1]

    @property
    def _situation(self) -> Situation:
        """What is known, with the defaults of the record applied; facts as written."""
        return self._made[2]

    @property
    def _stated(self) -> Stated:
        """What is known as written."""
        return self._made[4]

    @property
    def purpose(self) -> str:
        """Why: an id of the policy."""
        return self._question[0]

    @property
    def data(self) -> tuple[str, ...]:
        """The categories asked about."""
        return self._question[1]

    @property
    def data_subject(self) -> str | None:
        """Whose data; ``None``: the only root of the policy's data subjects."""
        return self._question[2]

    @property
    def operation(self) -> Operation:
        """What is done."""
        return self._question[3]

    @property
    def recipient(self) -> str:
        """Who does it or receives the data."""
        return self._question[4]

    @property
    def origin(self) -> str | None:
        """The activity under which the data was collected."""
        return self._situation.origin

    @property
    def at(self) -> Moment:
        """The instant asked about."""
        return self._situation.at

    @property
    def complete(self) -> bool:
        """Whether what is not stated is not so."""
        return self._situation.complete

    @property
    def context(self) -> Context:
        """What is known, as written: each time a copy, which changes nothing of the request."""
        return _context(self._stated)

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
        # Its parts, not what a file states: that leaves out null facts.
        return _again, (self._question[:5], (self.at, self.complete, self.origin), self._stated)

    def _parts(self) -> tuple[object, ...]:
        marks = frozenset(name for name, value in self._stated[-1].items() if isinstance(value, bool))  # 1 is not true
        return (self._question, self.origin, self.at, self.complete, self._stated, marks)

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
            "context": _written_context(self._stated),
        }


_FIELDS = ("purpose", "data", "data_subject", "operation", "recipient", "origin", "at", "complete", "context")
_KEYS_IN_ORDER = tuple(field.replace("_", "-") for field in _FIELDS)
_KEYS = frozenset(_KEYS_IN_ORDER)

# The place of a request, which it does not let be set.
_put_made = Request.__dict__["_made"].__set__


def _plainly(  # noqa: PLR0917  # fields by place, and read in one body: calls take longer than what they do
    request: Request,
    purpose: Any,
    data: Any,
    subject: Any,
    operation: Any,
    recipient: Any,
    origin: Any,
    at: Any,
    complete: Any,
    context: Any,
    *,
    by_name: bool,
) -> bool:
    """Fill a request from plain input; false, and nothing done, where it is not plain."""
    if type(data) is not tuple:
        data = tuple(data) if type(data) is list else (data,)
    if operation is None:
        operation = "use"
    if recipient is None:
        recipient = "controller"
    for one in data:
        if type(one) is not str or not one.isascii():
            return False
    if type(purpose) is not str or not purpose.isascii() or type(recipient) is not str or not recipient.isascii():
        return False
    if subject is not None and (type(subject) is not str or not subject.isascii()):
        return False
    if not data or type(operation) is not str or operation not in plain.KNOWN_OPERATIONS:
        return False
    try:
        if origin is not None:
            plain.check_text(origin)
        moment = known_moment(at) if type(at) is str else now() if at is None else read_moment(at)
        if complete is not True and complete is not False:
            complete = plain.truth(complete) or False
        stated = plain.stated(context, by_name=by_name)
    except (NotPlain, KeyError, ValueError):
        return False
    facts: Mapping[str, Value] = stated[7]  # type: ignore[assignment]  # plain facts are never null
    if stated[5] is not None or stated[6] is not None:
        facts = _known(*stated[5:])
    situation, state = situated(moment, complete, origin, stated, facts)
    question = (purpose, data, subject, operation, recipient, state)
    _put_made(request, (hash(question), question, situation, stated[7], stated))
    return True


def _take(request: Request, model: RequestModel) -> None:
    """Fill a request from what the model has read."""
    context = model.context if model.context is not None else Context()
    consents, objections = context.consents, context.objections
    stated = (
        None if consents is None else tuple(map(recorded_consent, consents)),
        None if objections is None else tuple(map(recorded_objection, objections)),
        context.restricted,
        context.legal_hold,
        dict(context.events),  # mappings that nobody else holds: a request never changes once it is made
        context.subject.age,
        context.subject.country,
        dict(context.facts),
    )
    recipient = "controller" if model.recipient is None else model.recipient
    at = model.at if model.at is not None else now()
    situation, state = situated(at, bool(model.complete), model.origin, stated, _known(*stated[5:]))
    cells = (model.purpose, model.data, model.data_subject, model.operation or "use", recipient)
    _put_made(request, (hash(question := (*cells, state)), question, situation, stated[7], stated))


def _known(age: float | None, country: str | None, facts: Mapping[str, FactValue | None]) -> dict[str, Value]:
    """Return the facts that are stated, those of the person among them."""
    found: dict[str, Value] = {name: value for name, value in facts.items() if value is not None}
    if age is not None:
        found["age"] = age
    if country is not None:
        found["country"] = country
    return found


def _context(stated: Stated) -> Context:
    """Return what is known as it is handed out."""
    consents, objections, restricted, hold, events, age, country, facts = stated
    written: dict[str, Any] = {"events": events, "facts": facts}
    if consents is not None:
        written["consents"] = [stating_consent(one) for one in consents]
    if objections is not None:
        written["objections"] = [stating_objection(one) for one in objections]
    if restricted is not None:
        written["restricted"] = restricted
    if hold is not None:
        written["legal-hold"] = hold
    if person := {name: value for name, value in (("age", age), ("country", country)) if value is not None}:
        written["subject"] = person
    return Context.model_validate(written)


def _again(cells: Cells, asked: tuple[Moment, bool, str | None], stated: Stated) -> Request:
    request = Request.__new__(Request)
    at, complete, origin = asked
    situation, state = situated(at, complete, origin, stated, _known(*stated[5:]))
    _put_made(request, (hash(question := (*cells, state)), question, situation, stated[7], stated))
    return request


def _written_context(stated: Stated) -> dict[str, Any]:
    """Write a context with what was stated and nothing else."""
    consents, objections, restricted, hold, events, age, country, facts = stated
    written: dict[str, Any] = {}
    if consents is not None:
        written["consents"] = [_written_consent(consent) for consent in consents]
    if objections is not None:
        written["objections"] = [_written_objection(objection) for objection in objections]
    if restricted is not None:
        written["restricted"] = restricted
    if hold is not None:
        written["legal-hold"] = hold
    if events:
        written["events"] = {event: _written_end(moment) for event, moment in events.items()}
    if person := {key: value for key, value in (("age", age), ("country", country)) if value is not None}:
        written["subject"] = person
    if known := {fact: value for fact, value in facts.items() if value is not None}:
        written["facts"] = known
    return written


def _written_consent(consent: RecordedConsent) -> dict[str, Any]:
    ends = {"given": write_moment(consent.given), "withdrawn": _written_end(consent.withdrawn)}
    return {**stating_consent(consent), **ends}


def _written_objection(objection: RecordedObjection) -> dict[str, Any]:
    ends = {"raised": write_moment(objection.raised), "withdrawn": _written_end(objection.withdrawn)}
    return {**stating_objection(objection), **ends}


def _written_end(moment: Moment | None) -> str | None:
    return None if moment is None else write_moment(moment)
