"""Plain input, read without a detour: mappings, lists, texts, booleans and numbers of just these types.

What is read here is what :class:`~privpolicy.model.request.RequestModel` makes of it. Everything else is left to that
model, which alone knows all that may stand for something and what is wrong with the rest: to turn something away here
is always right, and only slower.
"""

from math import isfinite
from typing import Any, Literal, NoReturn

from privpolicy.engine.record import RecordedConsent, RecordedObjection, recorded_consent, recorded_objection
from privpolicy.model.moment import Moment, read_moment
from privpolicy.model.operation import OPERATIONS, Operation
from privpolicy.model.request import OLDEST, Consent, FactValue, Objection

Facts = dict[str, FactValue | None]
Stated = tuple[
    tuple[RecordedConsent, ...] | None,
    tuple[RecordedObjection, ...] | None,
    bool | None,
    bool | None,
    dict[str, Moment | None],
    int | float | None,
    str | None,
    Facts,
]
"""Consents, objections, restricted, legal hold, events, age, country and facts; ``None``: not known."""

_CONSENT = frozenset({"purpose", "given", "withdrawn", "explicit", "by"})
_OBJECTION = frozenset({"purpose", "raised", "withdrawn"})
_SUBJECT = frozenset({"age", "country"})
_CONTEXT = frozenset({"consents", "objections", "restricted", "legal-hold", "events", "subject", "facts"})
_GIVERS = frozenset({"subject", "guardian"})
_OPERATIONS = frozenset(OPERATIONS)
_LARGEST = 2**63


class NotPlain(Exception):  # noqa: N818  # no error: it only turns to the longer way
    """Something that is not read here."""


def check_text(written: object) -> None:
    """Make sure that this is a text, without letters beyond ASCII: among those there may be half a character."""
    if type(written) is not str or not written.isascii():
        raise NotPlain


def operation(written: object) -> Operation:
    """Read an operation."""
    if type(written) is str and written in _OPERATIONS:
        return written
    raise NotPlain


def truth(written: object) -> bool | None:
    """Read true, false or nothing."""
    if written is None or written is True or written is False:
        return written
    raise NotPlain


def stated(written: object, *, by_name: bool) -> Stated:
    """Read a context. Raises :class:`NotPlain`, ``KeyError`` or ``ValueError`` for what is not read here."""
    if written is None:
        return None, None, None, None, {}, None, None, {}
    if type(written) is not dict:
        raise NotPlain
    if by_name and "legal_hold" in written:
        written = _renamed(written)
    if not _CONTEXT.issuperset(written):
        raise NotPlain
    get = written.get
    consents, objections, subject = get("consents"), get("objections"), get("subject")
    restricted, hold, events, facts = get("restricted"), get("legal-hold"), get("events"), get("facts")
    age, country = (None, None) if subject is None else _subject(subject)
    return (
        None if consents is None else _consents(consents),
        None if objections is None else _objections(objections),
        None if restricted is None else truth(restricted),
        None if hold is None else truth(hold),
        {} if events is None else _events(events),
        age,
        country,
        {} if facts is None else _facts(facts),
    )


def _renamed(written: dict[Any, Any]) -> dict[Any, Any]:
    if "legal-hold" in written:
        raise NotPlain
    return {"legal-hold" if key == "legal_hold" else key: value for key, value in written.items()}


def _consents(written: object) -> tuple[RecordedConsent, ...]:
    if type(written) is not list and type(written) is not tuple:
        raise NotPlain
    return tuple(map(_consent, written))


def _consent(written: object) -> RecordedConsent:
    if type(written) is not dict or not _CONSENT.issuperset(written):
        return recorded_consent(written) if type(written) is Consent else _nothing()
    purpose, given = written["purpose"], read_moment(written["given"])
    if type(purpose) is not str or not purpose.isascii():
        raise NotPlain
    if len(written) == 2:
        return RecordedConsent(purpose, given, None, False, "subject")  # noqa: FBT003  # by place: one a request
    withdrawn, explicit, by = written.get("withdrawn"), written.get("explicit"), written.get("by")
    return RecordedConsent(
        purpose,
        given,
        None if withdrawn is None else _end(withdrawn, given),
        explicit if explicit is True or explicit is False else truth(explicit) or False,
        "subject" if by is None else _giver(by),
    )


def _giver(written: object) -> Literal["subject", "guardian"]:
    if type(written) is str and written in _GIVERS:
        return written  # type: ignore[return-value]  # one of them
    raise NotPlain


def _nothing() -> NoReturn:
    raise NotPlain


def _objections(written: object) -> tuple[RecordedObjection, ...]:
    if type(written) is not list and type(written) is not tuple:
        raise NotPlain
    return tuple(map(_objection, written))


def _objection(written: object) -> RecordedObjection:
    if type(written) is not dict or not _OBJECTION.issuperset(written):
        return recorded_objection(written) if type(written) is Objection else _nothing()
    purpose, raised, withdrawn = written["purpose"], read_moment(written["raised"]), written.get("withdrawn")
    if type(purpose) is not str or not purpose.isascii():
        raise NotPlain
    return RecordedObjection(purpose, raised, None if withdrawn is None else _end(withdrawn, raised))


def _end(written: object, start: Moment) -> Moment:
    end = read_moment(written)
    if end < start:
        raise NotPlain
    return end


def _events(written: object) -> dict[str, Moment | None]:
    if type(written) is not dict:
        raise NotPlain
    found: dict[str, Moment | None] = {}
    for name, date in written.items():
        if type(name) is not str or not name.isascii():
            raise NotPlain
        found[name] = None if date is None else read_moment(date)
    return found


def _subject(written: object) -> tuple[int | float | None, str | None]:
    if type(written) is not dict or not _SUBJECT.issuperset(written):
        raise NotPlain
    age, country = written.get("age"), written.get("country")
    if age is not None and not ((type(age) is int or type(age) is float) and 0 <= age <= OLDEST):
        raise NotPlain
    if country is not None and not (type(country) is str and country.isascii()):
        raise NotPlain
    return age, country


def _facts(written: object) -> Facts:
    if type(written) is not dict:
        raise NotPlain
    found = written.copy()  # what is looked at is what is kept
    for name, value in found.items():
        if type(name) is not str or not name.isascii():
            raise NotPlain
        if value is True or value is False:
            continue
        kind = type(value)
        if kind is str:
            if not value.isascii():
                raise NotPlain
        elif not ((kind is int and -_LARGEST <= value < _LARGEST) or (kind is float and isfinite(value))):
            raise NotPlain
    return found
