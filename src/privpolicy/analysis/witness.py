"""A concrete request for what was found: something to paste into a shell, or to decide."""

import shlex
from collections.abc import Iterator
from typing import Any

from privpolicy.engine.cell import Point
from privpolicy.engine.need import write_value
from privpolicy.engine.record import stating_consent, stating_objection
from privpolicy.engine.request import Request
from privpolicy.engine.situation import Situation
from privpolicy.model.moment import Moment, write_moment

_SUBJECT = ("age", "country")


def witness(point: Point, situation: Situation) -> Request:
    """Return the request that asks about a cell and states what a situation does."""
    facts = {name: write_value(value) for name, value in situation.facts.items()}
    context: dict[str, Any] = {
        "consents": None if situation.consents is None else list(map(stating_consent, situation.consents)),
        "objections": None if situation.objections is None else list(map(stating_objection, situation.objections)),
        "restricted": situation.restricted,
        "legal-hold": situation.legal_hold,
        "events": dict(situation.events),
        "subject": {name: facts.pop(name) for name in _SUBJECT if name in facts},
        "facts": facts,
    }
    return Request(
        purpose=point.purpose,
        data=[point.category],
        data_subject=point.data_subject,
        operation=point.operation,
        recipient=point.recipient,
        origin=situation.origin,
        at=write_moment(situation.at),
        complete=situation.complete,
        context={key: value for key, value in context.items() if value is not None},
    )


def command(request: Request, policy: str | None = None) -> str:
    """Write a request as the command line that puts it to a policy: ``privpolicy check POLICY --purpose …``."""
    asked = (*((policy,) if policy else ()), *_words(request))
    return "privpolicy check " + " ".join(shlex.quote(word) for word in asked)


def _words(request: Request) -> Iterator[str]:
    yield from ("--purpose", request.purpose)
    for category in request.data:
        yield from ("--data", category)
    if request.data_subject is not None:
        yield from ("--data-subject", request.data_subject)
    yield from ("--operation", request.operation)
    yield from ("--recipient", request.recipient)
    if request.origin is not None:
        yield from ("--origin", request.origin)
    yield from ("--at", _day(request.at))
    yield from _known(request)
    if request.complete:
        yield "--complete"


def _known(request: Request) -> Iterator[str]:
    context = request.context
    if context.consents == ():
        yield "--no-consent"
    for consent in context.consents or ():
        marks = (*(("explicit",) if consent.explicit else ()), *(("guardian",) if consent.by == "guardian" else ()))
        yield from ("--consent", ",".join((f"{consent.purpose}={_day(consent.given)}", *marks)))
    if context.objections == ():
        yield "--no-objection"
    for objection in context.objections or ():
        yield from ("--objection", f"{objection.purpose}={_day(objection.raised)}")
    if context.restricted is not None:
        yield "--restricted" if context.restricted else "--not-restricted"
    if context.legal_hold is not None:
        yield "--legal-hold" if context.legal_hold else "--no-legal-hold"
    for event, date in context.events.items():
        yield from ("--event", f"{event}={'' if date is None else _day(date)}")
    for name, value in context.facts.items():
        yield from ("--fact", f"{name}={str(value).lower() if isinstance(value, bool) else value}")
    if context.subject.age is not None:
        yield from ("--age", str(context.subject.age))
    if context.subject.country is not None:
        yield from ("--country", context.subject.country)


def _day(moment: Moment) -> str:
    return write_moment(moment).removesuffix("T00:00:00Z")
