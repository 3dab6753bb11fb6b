"""The question that every peer answers, stated plainly: a policy, a question, and what both mean by their words.

May a company use these three categories of data on this person, for this purpose, by this operation, through this
recipient, now? Five dimensions, four of them with hierarchies (``a.b`` is narrower than ``a``), consents on record, a
limit of storage in days, and prohibitions. Nothing is unknown, so that engines of two values can answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

Cell = tuple[str, str, str, str, str]
"""Purpose, data category, data subject, operation, recipient."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Permits what is equal to or narrower than what it lists, in all five dimensions at once."""

    name: str
    purposes: tuple[str, ...]
    data: tuple[str, ...]
    subjects: tuple[str, ...]
    operations: tuple[str, ...]
    recipients: tuple[str, ...]
    on_consent: bool
    days: int | None
    """Data at least so many days old may be used no more."""


@dataclass(frozen=True, slots=True)
class Prohibition:
    """Forbids its operations on its data for every purpose but those excepted; nothing outweighs it."""

    name: str
    data: tuple[str, ...]
    operations: tuple[str, ...]
    except_purposes: tuple[str, ...]
    on_export: bool
    """Only where the fact ``export`` holds."""
    unless_consent: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """A vocabulary, its permissions and its prohibitions."""

    purposes: tuple[str, ...]
    categories: tuple[str, ...]
    subjects: tuple[str, ...]
    recipients: tuple[str, ...]
    activities: tuple[Activity, ...]
    prohibitions: tuple[Prohibition, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent on record. Days are dates, at midnight UTC."""

    purpose: str
    given: str
    withdrawn: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """What a program asks: leaves of the hierarchies, so that to touch and to cover are one."""

    purpose: str
    data: tuple[str, ...]
    subject: str
    operation: str
    recipient: str
    at: str
    collected: str
    consents: tuple[Consent, ...]
    export: bool | None
    """A fact. None only in :mod:`benchmarks.contest.silence`: nobody stated it."""


@cache
def above(name: str) -> tuple[str, ...]:
    """Return a concept and all that is broader, the nearest first. It is kept: peers pay for no hierarchy twice."""
    parts = name.split(".")
    return tuple(".".join(parts[:length]) for length in range(len(parts), 0, -1))


def reaches(listed: tuple[str, ...], name: str) -> bool:
    """Tell whether one of the concepts listed is the one named, or broader."""
    return not frozenset(listed).isdisjoint(above(name))


def consented(question: Question) -> bool:
    """Tell whether a consent to the purpose or a broader one has been given and not been withdrawn."""
    wide = above(question.purpose)
    for consent in question.consents:
        if consent.purpose in wide and consent.given <= question.at:  # ISO 8601 sorts as time does
            withdrawn = consent.withdrawn
            if withdrawn is None or withdrawn > question.at:
                return True
    return False


def age(question: Question) -> int:
    """Return the whole days since the data was collected."""
    collected = datetime.fromisoformat(question.collected).replace(tzinfo=UTC)
    return (datetime.fromisoformat(question.at) - collected).days


def exported(question: Question) -> Mapping[str, bool]:
    """Return the fact ``export``, or nothing where nobody stated it."""
    return {} if question.export is None else {"export": question.export}


def cells(question: Question) -> list[Cell]:
    """Return what the question asks about, one cell a category."""
    return [
        (question.purpose, category, question.subject, question.operation, question.recipient)
        for category in question.data
    ]


def touched(prohibition: Prohibition, cell: Cell) -> bool:
    """Tell whether a prohibition speaks of a cell at all."""
    purpose, category, _, operation, _ = cell
    return (
        operation in prohibition.operations
        and reaches(prohibition.data, category)
        and not reaches(prohibition.except_purposes, purpose)
    )


def in_our_language(policy: Policy) -> dict[str, Any]:
    """Return the policy as the sections of our files."""
    groups = {name for name in policy.recipients if "." not in name}
    return {
        "policy": {"language": 1, "id": f"contest-{len(policy.activities)}"},
        "purposes": {name: {"title": name} for name in policy.purposes},
        "data-categories": {name: {"title": name} for name in policy.categories},
        "data-subjects": {name: {"title": name} for name in policy.subjects},
        "recipients": {
            name: {"title": name} | ({"role": "processor"} if name in groups else {})
            for name in policy.recipients
            if name != "controller"
        },
        "facts": {"export": {"type": "boolean"}},
        "activities": {activity.name: _activity(activity) for activity in policy.activities},
        "prohibitions": {each.name: _prohibition(each) for each in policy.prohibitions},
    }


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "purposes": list(activity.purposes),
        "legal-basis": "consent" if activity.on_consent else "contract",
        "data-subjects": list(activity.subjects),
        "data": list(activity.data),
        "operations": list(activity.operations),
        "recipients": list(activity.recipients),
        **({} if activity.days is None else {"retention": f"P{activity.days}D"}),
    }


def _prohibition(prohibition: Prohibition) -> dict[str, Any]:
    return {
        "data": list(prohibition.data),
        "operations": list(prohibition.operations),
        "except-purposes": list(prohibition.except_purposes),
        **({"when": {"export": True}} if prohibition.on_export else {}),
        **({"unless": [{"consent": True}]} if prohibition.unless_consent else {}),
    }


def request_keywords(question: Question) -> Mapping[str, Any]:
    """Return the plain keywords of a :class:`privpolicy.Request`."""
    told = question.export is not None
    return {
        "purpose": question.purpose,
        "data": question.data,
        "data_subject": question.subject,
        "operation": question.operation,
        "recipient": question.recipient,
        "at": question.at,
        "complete": told,
        "context": {
            "consents": [
                {"purpose": each.purpose, "given": each.given, "withdrawn": each.withdrawn}
                for each in question.consents
            ],
            "events": {"collected": question.collected},
            **({"facts": {"export": question.export}} if told else {"objections": [], "restricted": False}),
        },
    }
