"""Bind a request to the vocabulary of a policy: every id must exist, every fact must have its type."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.compile import typed
from privpolicy.engine.request import Request
from privpolicy.engine.situation import Situation, Value
from privpolicy.engine.vocabulary import BUILT_IN_FACTS, Vocabulary
from privpolicy.model.moment import Moment


@dataclass(slots=True, eq=False)
class Bound:
    """A request with every id checked against a vocabulary: whose data it asks about, and what is known."""

    vocabulary: Vocabulary
    data_subject: str
    situation: Situation


def bind(request: Request, vocabulary: Vocabulary) -> Bound:
    """Bind a request; raises :class:`RequestError` for an id that the policy does not know or a value it cannot be."""
    hierarchies = vocabulary.hierarchies
    _known(request.purpose, hierarchies["purpose"].ancestors, "purpose", "purpose")
    for number, category in enumerate(request.data):
        _known(category, hierarchies["data"].ancestors, "data category", f"data.{number}")
    _known(request.recipient, hierarchies["recipient"].ancestors, "recipient", "recipient")
    if request.origin is not None:
        _known(request.origin, vocabulary.activities, "activity", "origin")
    return Bound(vocabulary, _data_subject(request, vocabulary), _situation(request, vocabulary))


def _data_subject(request: Request, vocabulary: Vocabulary) -> str:
    hierarchy = vocabulary.hierarchies["data-subject"]
    if request.data_subject is not None:
        _known(request.data_subject, hierarchy.ancestors, "data subject", "data-subject")
        return request.data_subject
    if len(hierarchy.roots) != 1:
        roots = ", ".join(f"`{root}`" for root in hierarchy.roots)
        raise RequestError(f"`data-subject` is required: the policy knows {roots or 'none'}", "data-subject")
    return hierarchy.roots[0]


def _situation(request: Request, vocabulary: Vocabulary) -> Situation:
    context = request.context
    purposes = vocabulary.hierarchies["purpose"].ancestors
    for number, consent in enumerate(context.consents or ()):
        _known(consent.purpose, purposes, "purpose", f"context.consents.{number}.purpose")
    for number, objection in enumerate(context.objections or ()):
        _known(objection.purpose, purposes, "purpose", f"context.objections.{number}.purpose")
    complete = request.complete
    return Situation(
        at=request.at,
        complete=complete,
        origin=request.origin,
        consents=() if complete and context.consents is None else context.consents,
        objections=() if complete and context.objections is None else context.objections,
        restricted=False if complete and context.restricted is None else context.restricted,
        legal_hold=False if complete and context.legal_hold is None else context.legal_hold,
        events=_events(request, vocabulary),
        facts=_facts(request, vocabulary),
    )


def _events(request: Request, vocabulary: Vocabulary) -> dict[str, Moment | None]:
    events = dict(request.context.events)
    for event in events:
        _known(event, vocabulary.events, "event", f"context.events.{event}")
    if request.complete:
        events.setdefault("collected", request.at)
    return events


def _facts(request: Request, vocabulary: Vocabulary) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    for name, value in request.context.facts.items():
        path = f"context.facts.{name}"
        if name in BUILT_IN_FACTS:
            raise RequestError(f"`{name}` is stated as `context.subject.{name}`", path)
        _known(name, vocabulary.facts, "fact", path)
        if value is None:
            continue
        try:
            facts[name] = typed(value, vocabulary.facts[name])
        except ValueError as error:
            said = value if isinstance(value, str) else str(value).lower()
            raise RequestError(f"{error}, found `{said}`", path) from None
    if request.context.subject.age is not None:
        facts["age"] = request.context.subject.age
    if request.context.subject.country is not None:
        facts["country"] = request.context.subject.country
    return facts


def _known(name: str, names: Collection[str], kind: str, path: str) -> None:
    if name in names:
        return
    near = difflib.get_close_matches(name, names, n=1)
    advice = f": did you mean `{near[0]}`?" if near else ""
    raise RequestError(f"the policy knows no {kind} `{name}`{advice}", path)
