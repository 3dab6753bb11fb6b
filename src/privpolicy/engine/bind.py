"""Bind a request to the vocabulary of a policy: every id must exist, every fact must have its type."""

import difflib
from collections.abc import Collection
from dataclasses import dataclass, replace

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.compile import typed
from privpolicy.engine.request import Request
from privpolicy.engine.situation import Situation, Value
from privpolicy.engine.vocabulary import BUILT_IN_FACTS, Vocabulary


@dataclass(slots=True, eq=False)
class Bound:
    """A request with every id checked against a vocabulary: whose data it asks about, and what is known."""

    data_subject: str
    situation: Situation


def bind(request: Request, vocabulary: Vocabulary) -> Bound:
    """Bind a request; raises :class:`RequestError` for an id that the policy does not know or a value it cannot be."""
    hierarchies = vocabulary.hierarchies
    known: Collection[str] = hierarchies["purpose"].parents
    if request.purpose not in known:
        raise _unknown(request.purpose, known, "purpose", "purpose")
    known = hierarchies["data"].parents
    for number, category in enumerate(request.data):
        if category not in known:
            raise _unknown(category, known, "data category", f"data.{number}")
    known = hierarchies["recipient"].parents
    if request.recipient not in known:
        raise _unknown(request.recipient, known, "recipient", "recipient")
    if request.origin is not None and request.origin not in vocabulary.activities:
        raise _unknown(request.origin, vocabulary.activities, "activity", "origin")
    return Bound(_data_subject(request, vocabulary), _situation(request, vocabulary))


def _data_subject(request: Request, vocabulary: Vocabulary) -> str:
    hierarchy = vocabulary.hierarchies["data-subject"]
    subject = request.data_subject
    if subject is not None:
        if subject not in hierarchy.parents:
            raise _unknown(subject, hierarchy.parents, "data subject", "data-subject")
        return subject
    if len(hierarchy.roots) != 1:
        roots = ", ".join(f"`{root}`" for root in hierarchy.roots)
        raise RequestError(f"`data-subject` is required: the policy knows {roots or 'none'}", "data-subject")
    return hierarchy.roots[0]


def _situation(request: Request, vocabulary: Vocabulary) -> Situation:
    found = request._situation  # noqa: SLF001  # what a request knows before a policy types its facts
    purposes = vocabulary.hierarchies["purpose"].parents
    for number, consent in enumerate(found.consents or ()):
        if consent.purpose not in purposes:
            raise _unknown(consent.purpose, purposes, "purpose", f"context.consents.{number}.purpose")
    for number, objection in enumerate(found.objections or ()):
        if objection.purpose not in purposes:
            raise _unknown(objection.purpose, purposes, "purpose", f"context.objections.{number}.purpose")
    for event in found.events:
        if event not in vocabulary.events:
            raise _unknown(event, vocabulary.events, "event", f"context.events.{event}")
    return replace(found, facts=_facts(request, vocabulary))


def _facts(request: Request, vocabulary: Vocabulary) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    *_, age, country, written = request._stated  # noqa: SLF001  # without making a context of it
    for name, value in written.items():
        path = f"context.facts.{name}"
        if name in BUILT_IN_FACTS:
            raise RequestError(f"`{name}` is stated as `context.subject.{name}`", path)
        if name not in vocabulary.facts:
            raise _unknown(name, vocabulary.facts, "fact", path)
        if value is None:
            continue
        try:
            facts[name] = typed(value, vocabulary.facts[name])
        except ValueError as error:
            said = value if isinstance(value, str) else str(value).lower()
            raise RequestError(f"{error}, found `{said}`", path) from None
    if age is not None:
        facts["age"] = age
    if country is not None:
        facts["country"] = country
    return facts


def _unknown(name: str, names: Collection[str], kind: str, path: str) -> RequestError:
    near = difflib.get_close_matches(name, names, n=1)
    advice = f": did you mean `{near[0]}`?" if near else ""
    return RequestError(f"the policy knows no {kind} `{name}`{advice}", path)
