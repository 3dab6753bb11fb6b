"""What a request would have to state so that its answer is settled."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, assert_never

from privpolicy.engine.situation import Situation, Value
from privpolicy.model.moment import Moment, write_moment
from privpolicy.model.request import Consent
from privpolicy.source.path import NodePath, dotted


@dataclass(frozen=True, slots=True)
class FactNeed:
    """A fact with its value: declared, ``restricted``, ``legal-hold``, ``subject.age`` or ``subject.country``."""

    fact: str
    value: Value

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"fact": self.fact, "value": write_value(self.value)}


@dataclass(frozen=True, slots=True)
class EventNeed:
    """An event with its date; ``None``: it has not happened."""

    event: str
    value: Moment | None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"event": self.event, "value": None if self.value is None else write_moment(self.value)}


@dataclass(frozen=True, slots=True)
class ConsentNeed:
    """A live consent for a purpose, as the only one on record."""

    purpose: str
    explicit: bool = False
    by: Literal["subject", "guardian"] = "subject"

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        form: dict[str, Any] = {"fact": "consent", "purpose": self.purpose}
        if self.explicit:
            form["explicit"] = True
        if self.by != "subject":
            form["by"] = self.by
        return form


@dataclass(frozen=True, slots=True)
class NoObjectionNeed:
    """No objection on record that reaches a purpose."""

    purpose: str

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"fact": "no-objection", "purpose": self.purpose}


@dataclass(frozen=True, slots=True)
class PolicyNeed:
    """Something that the policy leaves open and no request can state, such as the country of a recipient."""

    path: NodePath

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"policy": dotted(self.path)}


Need = FactNeed | EventNeed | ConsentNeed | NoObjectionNeed | PolicyNeed
Needs = tuple[tuple[Need, ...], ...]
"""Alternatives, each a set of facts of which none can be left out."""

SUBJECT_FACTS = {"age": "subject.age", "country": "subject.country"}


def topic(need: Need) -> tuple[str, str]:
    """Return what a need is about: two needs on one topic cannot both be stated unless they are equal."""
    match need:
        case FactNeed(fact):
            return ("fact", fact)
        case EventNeed(event):
            return ("event", event)
        case ConsentNeed(purpose):
            return ("consent", purpose)
        case NoObjectionNeed(purpose):
            return ("objection", purpose)
        case PolicyNeed(path):
            return ("policy", dotted(path))
        case _:
            assert_never(need)


def state(situation: Situation, needs: Iterable[Need]) -> Situation:
    """Return the situation with needs stated favourably, records being whole."""
    for need in needs:
        situation = _state(situation, need)
    return situation


def _state(situation: Situation, need: Need) -> Situation:
    match need:
        case FactNeed("restricted", bool() as value):
            return replace(situation, restricted=value)
        case FactNeed("legal-hold", bool() as value):
            return replace(situation, legal_hold=value)
        case FactNeed(fact, value):
            return replace(situation, facts={**situation.facts, fact.removeprefix("subject."): value})
        case EventNeed(event, date):
            return replace(situation, events={**situation.events, event: date})
        case ConsentNeed(purpose, explicit, by):
            consent = Consent(purpose=purpose, given=situation.at, explicit=explicit, by=by)
            return replace(situation, consents=(*(situation.consents or ()), consent))
        case NoObjectionNeed():
            return replace(situation, objections=())
        case PolicyNeed(path):
            return replace(situation, supposed=situation.supposed | {path})
        case _:
            assert_never(need)


def write_value(value: Value) -> bool | int | float | str:
    """Write a value of a fact as JSON has it."""
    return write_moment(value) if isinstance(value, Moment) else value
