"""Plain input, read without a detour: mappings, lists, texts, booleans and numbers of just these types.

What is read here is what :class:`~privpolicy.model.request.RequestModel` makes of it. Everything else is left to that
model, which alone knows all that may stand for something and what is wrong with the rest: to turn something away here
is always right, and only slower.
"""

from math import isfinite
from typing import Any, Literal, NoReturn

from privpolicy.engine.record import (
    Facts,
    RecordedConsent,
    RecordedObjection,
    Stated,
    recorded_consent,
    recorded_objection,
)
from privpolicy.model.moment import Moment, known_moment, read_moment
from privpolicy.model.operation import OPERATIONS
from privpolicy.model.request import OLDEST, Consent, Objection

_CONSENT = frozenset({"purpose", "given", "withdrawn", "explicit", "by"})
_OBJECTION = frozenset({"purpose", "raised", "withdrawn"})
_SUBJECT = frozenset({"age", "country"})
_CONTEXT = frozenset({"consents", "objections", "restricted", "legal-hold", "events", "subject", "facts"})
_GIVERS = frozenset({"subject", "guardian"})
KNOWN_OPERATIONS = frozenset(OPERATIONS)
_LARGEST = 2**63
_new = object.__new__


class NotPlain(Exception):  # noqa: N818  # no error: it only turns to the longer way
    """Something that is not read here."""


def check_text(written: object) -> None:
    """Make sure that this is a text, without letters beyond ASCII: among those there may be half a character."""
    if type(written) is not str or not written.isascii():
        raise NotPlain


def truth(written: object) -> bool | None:
    """Read true, false or nothing."""
    if written is None or written is True or written is False:
        return written
    raise NotPlain


def stated(written: object, *, by_name: bool) -> Stated:  # noqa: C901  # to call a reader for each key takes longer
    """Read a context. Raises :class:`NotPlain`, ``KeyError`` or ``ValueError`` for what is not read here."""
    consents = objections = restricted = hold = age = country = None
    events: dict[str, Moment | None] = {}
    facts: Facts = {}
    if written is None:
        return consents, objections, restricted, hold, events, age, country, facts
    if type(written) is not dict:
        raise NotPlain
    for key, value in written.items():
        if type(key) is not str:
            raise NotPlain
        if value is None:
            if key not in _CONTEXT:
                return stated(_renamed(written, by_name=by_name), by_name=False)
        elif key == "consents":
            consents = _consents(value)
        elif key == "events":
            if type(value) is not dict:
                raise NotPlain
            for name, date in value.items():
                if type(name) is not str or not name.isascii():
                    raise NotPlain
                events[name] = known_moment(date) if type(date) is str else None if date is None else read_moment(date)
        elif key == "facts":
            if type(value) is not dict:
                raise NotPlain
            facts = value.copy()  # what is looked at is what is kept
            for name, fact in facts.items():
                if type(name) is not str or not name.isascii():
                    raise NotPlain
                if fact is True or fact is False:
                    continue
                if type(fact) is not str:
                    _check_number(fact)
                elif not fact.isascii():
                    raise NotPlain
        elif key == "objections":
            objections = _objections(value)
        elif key == "restricted":
            restricted = truth(value)
        elif key == "legal-hold":
            hold = truth(value)
        elif key == "subject":
            age, country = _subject(value)
        else:
            return stated(_renamed(written, by_name=by_name), by_name=False)
    return consents, objections, restricted, hold, events, age, country, facts


def _renamed(written: dict[Any, Any], *, by_name: bool) -> dict[Any, Any]:
    """Return a context with its one key renamed that keyword arguments write otherwise."""
    if not by_name or "legal_hold" not in written or "legal-hold" in written:
        raise NotPlain
    return {"legal-hold" if key == "legal_hold" else key: value for key, value in written.items()}


def _consents(written: object) -> tuple[RecordedConsent, ...]:
    if type(written) is not list and type(written) is not tuple:
        raise NotPlain
    found = []
    for one in written:
        if type(one) is not dict:
            found.append(recorded_consent(one) if type(one) is Consent else _nothing())
            continue
        purpose, given = one["purpose"], one["given"]
        if type(purpose) is not str or not purpose.isascii():
            raise NotPlain
        made = _new(RecordedConsent)  # field by field: most requests make one
        made.purpose = purpose
        made.given = known_moment(given) if type(given) is str else read_moment(given)
        made.withdrawn = None
        made.explicit = False
        made.by = "subject"
        if len(one) != 2:
            explicit = one.get("explicit")
            if explicit is True and len(one) == 3:
                made.explicit = explicit
            else:
                _extend(made, one)
        found.append(made)
    return tuple(found)


def _extend(consent: RecordedConsent, written: dict[Any, Any]) -> None:
    """Read what a consent says besides its purpose and when it was given."""
    if not _CONSENT.issuperset(written):
        raise NotPlain
    withdrawn, by = written.get("withdrawn"), written.get("by")
    consent.explicit = truth(written.get("explicit")) or False
    if withdrawn is not None:
        consent.withdrawn = _end(withdrawn, consent.given)
    if by is not None:
        consent.by = _giver(by)


def _giver(written: object) -> Literal["subject", "guardian"]:
    if type(written) is str and written in _GIVERS:
        return written  # type: ignore[return-value]  # one of them
    raise NotPlain


def _nothing() -> NoReturn:
    raise NotPlain


def _objections(written: object) -> tuple[RecordedObjection, ...]:
    if type(written) is not list and type(written) is not tuple:
        raise NotPlain
    return tuple(map(_objection, written)) if written else ()


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


def _subject(written: object) -> tuple[int | float | None, str | None]:
    if type(written) is not dict or not _SUBJECT.issuperset(written):
        raise NotPlain
    age, country = written.get("age"), written.get("country")
    if age is not None and not ((type(age) is int or type(age) is float) and 0 <= age <= OLDEST):
        raise NotPlain
    if country is not None and not (type(country) is str and country.isascii()):
        raise NotPlain
    return age, country


def _check_number(value: object) -> None:
    """Make sure that this is a number as facts have them; a null is left to the model."""
    if type(value) is int:
        if not -_LARGEST <= value < _LARGEST:
            raise NotPlain
    elif type(value) is not float or not isfinite(value):
        raise NotPlain
