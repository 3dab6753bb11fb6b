"""A request as understood: read, typed, with its defaults filled in."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Self

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine import plain
from privpolicy.engine.plain import NotPlain, Stated
from privpolicy.engine.read import read
from privpolicy.engine.record import (
    RecordedConsent,
    RecordedObjection,
    recorded_consent,
    recorded_objection,
    stating_consent,
    stating_objection,
)
from privpolicy.engine.situation import Situation, Value, state_of
from privpolicy.model.moment import Moment, now, read_moment, write_moment
from privpolicy.model.operation import Operation
from privpolicy.model.request import Context, FactValue, RequestModel
from privpolicy.source.path import NodePath

Cells = tuple[str, tuple[str, ...], str | None, Operation, str]
"""Purpose, categories, data subject, operation and recipient of a request."""
Question = tuple[str, tuple[str, ...], str | None, Operation, str, int]
"""The same, and the state of the record."""

Written = tuple[Any, ...]
"""The nine fields of a request in the order of its arguments."""


class Request:
    """A question to a policy about a processing of personal data.

    ``purpose``, ``data``, ``data_subject``, ``recipient`` and ``origin`` are ids of the policy, ``data`` one or
    several; ``operation`` is one of the built-in operations. ``at`` is a date (00:00 UTC), an aware datetime or either
    as text, and the present instant when left out. ``context`` is a mapping with the keys of a request file or a
    :class:`Context`. Requests are immutable. Raises :class:`RequestError` when it cannot be read; ids are checked when
    a policy decides.
    """

    __slots__ = ("_context", "_question", "_situation", "_stated")

    _question: Question
    _situation: Situation
    """What is known, with the defaults of the record applied; facts as written."""
    _stated: Stated
    """What is known as written."""
    _context: Context
    """The same for whoever asks for it, made when somebody does."""

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
        written = (purpose, data, data_subject, operation, recipient, origin, at, complete, context)
        if not _plainly(self, written, by_name=True):
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
        if not (known and _plainly(request, tuple(map(written.get, _KEYS_IN_ORDER)), by_name=False)):
            _take(request, read(written, by_name=False))
        return request

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
        """What is known, as written."""
        try:
            return self._context
        except AttributeError:
            _put_context(self, _context(self._stated))
            return self._context

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
        # Its parts, not what a file states: that leaves out null facts, and has no text for a nanosecond.
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
_NOTHING: frozenset[NodePath] = frozenset()

# The places of a request, which it does not let be set.
_put_question, _put_situation = Request.__dict__["_question"].__set__, Request.__dict__["_situation"].__set__
_put_stated, _put_context = Request.__dict__["_stated"].__set__, Request.__dict__["_context"].__set__


def _plainly(request: Request, written: Written, *, by_name: bool) -> bool:
    """Fill a request from plain input; false, and nothing done, where it is not plain."""
    purpose, data, subject, operation, recipient, origin, at, complete, context = written
    data = tuple(data) if type(data) is list or type(data) is tuple else (data,)
    for one in (purpose, *data):
        if type(one) is not str or not one.isascii():
            return False
    if not data:
        return False
    try:
        if subject is not None:
            plain.check_text(subject)
        if recipient is not None:
            plain.check_text(recipient)
        if origin is not None:
            plain.check_text(origin)
        moment = now() if at is None else read_moment(at)
        operation = "use" if operation is None else plain.operation(operation)
        stated = plain.stated(context, by_name=by_name)
        complete = plain.truth(complete) or False
    except (NotPlain, KeyError, ValueError):
        return False
    *_, age, country, facts = stated
    known: Mapping[str, Value] = facts  # type: ignore[assignment]  # plain facts are never null
    if age is not None or country is not None:
        known = _known(facts, age, country)
    cells = (purpose, data, subject, operation, "controller" if recipient is None else recipient)
    _fill(request, cells, (moment, complete, origin), stated, known)
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
    cells = (model.purpose, model.data, model.data_subject, model.operation or "use", recipient)
    known = _known(context.facts, context.subject.age, context.subject.country)
    at = model.at if model.at is not None else now()
    _fill(request, cells, (at, bool(model.complete), model.origin), stated, known)


def _fill(
    request: Request, cells: Cells, asked: tuple[Moment, bool, str | None], stated: Stated, facts: Mapping[str, Value]
) -> None:
    """Apply the defaults of the record; ``asked`` are the instant, whether the record is whole, and the origin."""
    at, complete, origin = asked
    consents, objections, restricted, hold, events, _, _, _ = stated
    if complete:
        consents, objections = consents or (), objections or ()
        restricted, hold = restricted or False, hold or False
        if "collected" not in events:
            events = {**events, "collected": at}
    situation = Situation(at, complete, origin, consents, objections, restricted, hold, events, facts, _NOTHING)
    _put_question(request, (*cells, state_of(situation)))
    _put_situation(request, situation)
    _put_stated(request, stated)


def _known(facts: Mapping[str, FactValue | None], age: float | None, country: str | None) -> dict[str, Value]:
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
    *_, age, country, facts = stated
    _fill(request, cells, asked, stated, _known(facts, age, country))
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
