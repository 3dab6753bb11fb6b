"""Cedar: a permit an activity, a forbid a prohibition, and the hierarchies as entities with parents."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.contest.by_hand import FOREVER, ByHand, by_hand
from benchmarks.contest.statement import (
    Activity,
    Policy,
    Prohibition,
    Question,
    above,
    age,
    cells,
    consented,
    exported,
)
from benchmarks.peers.protocol import Label

WAY = "a permit an activity, a forbid a prohibition, hierarchies as entities, all parsed before; three requests, "
WAY += "consent and age given"
WAY_SLICED = "as the plain form, the policies and entities of each cell parsed before and chosen outside of the clock"

Plain = dict[str, Any]
KINDS = ("Purpose", "Category", "Subject", "Recipient")


def permit(activity: Activity) -> str:
    """Return an activity as a policy of Cedar."""
    tests = [
        f"principal in {_set('Purpose', activity.purposes)}",
        f"resource in {_set('Category', activity.data)}",
        f"context.subject in {_set('Subject', activity.subjects)}",
        f"context.recipient in {_set('Recipient', activity.recipients)}",
        f"context.age < {FOREVER if activity.days is None else activity.days}",
    ]
    if activity.on_consent:
        tests.append("context.consented")
    return f"permit (principal, action in {_set('Action', activity.operations)}, resource) when {{{_and(tests)}}};"


def forbid(prohibition: Prohibition) -> str:
    """Return a prohibition as a policy of Cedar."""
    tests = [
        f"resource in {_set('Category', prohibition.data)}",
        f"!(principal in {_set('Purpose', prohibition.except_purposes)})",
    ]
    if prohibition.on_export:
        tests.append("context.export")
    unless = " unless {context.consented}" if prohibition.unless_consent else ""
    actions = _set("Action", prohibition.operations)
    return f"forbid (principal, action in {actions}, resource) when {{{_and(tests)}}}{unless};"


def _set(kind: str, names: Iterable[str]) -> str:
    return "[" + ", ".join(f'{kind}::"{name}"' for name in names) + "]"


def _and(tests: Iterable[str]) -> str:
    return " && ".join(tests)


def entities(names: Mapping[str, Iterable[str]]) -> str:
    """Return concepts by kind as the JSON of Cedar's entities, each below what is next broader."""
    found = []
    for kind, each in names.items():
        for name in each:
            broader = above(name)[1:2]
            parents = [{"type": kind, "id": parent} for parent in broader]
            found.append({"uid": {"type": kind, "id": name}, "attrs": {}, "parents": parents})
    return json.dumps(found)


def _vocabulary(policy: Policy) -> Mapping[str, Iterable[str]]:
    return dict(zip(KINDS, (policy.purposes, policy.categories, policy.subjects, policy.recipients), strict=True))


def requests(question: Question) -> list[Plain]:
    """Return a request a category."""
    context = {
        "subject": {"__entity": {"type": "Subject", "id": question.subject}},
        "recipient": {"__entity": {"type": "Recipient", "id": question.recipient}},
        "consented": consented(question),
        **exported(question),
        "age": age(question),
    }
    stated = json.dumps(context)
    return [
        {
            "principal": f'Purpose::"{question.purpose}"',
            "action": f'Action::"{question.operation}"',
            "resource": f'Category::"{category}"',
            "context": stated,
        }
        for category in question.data
    ]


@dataclass(frozen=True, slots=True)
class Whole:
    """All policies and entities for every request."""

    cedar: Any
    policies: Any
    entities: Any

    def request(self, question: Question) -> list[Plain]:
        return requests(question)

    def decide(self, request: list[Plain]) -> bool:
        authorized, policies, known = self.cedar.is_authorized, self.policies, self.entities
        return all(authorized(each, policies, known).allowed for each in request)


@dataclass(frozen=True, slots=True)
class Sliced:
    """The policies and entities that can matter to a cell."""

    cedar: Any
    index: ByHand
    kept: dict[object, Any] = field(default_factory=dict)

    def request(self, question: Question) -> list[tuple[Plain, Any, Any]]:
        return [
            (request, *self._slice(cell)) for request, cell in zip(requests(question), cells(question), strict=True)
        ]

    def decide(self, request: list[tuple[Plain, Any, Any]]) -> bool:
        authorized = self.cedar.is_authorized
        return all(authorized(each, policies, known).allowed for each, policies, known in request)

    def _slice(self, cell: tuple[str, str, str, str, str]) -> Any:
        if cell not in self.kept:
            covering, touching = self.index.at(cell)
            text = "\n".join([*map(permit, covering), *map(forbid, touching)])
            purpose, category, subject, _, recipient = cell
            names = dict(zip(KINDS, map(above, (purpose, category, subject, recipient)), strict=True))
            parsed = self.cedar.Entities.from_json_str(entities(names))
            self.kept[cell] = self.cedar.PolicySet.from_str(text), parsed
        return self.kept[cell]


@dataclass(frozen=True, slots=True)
class Cedar:
    label: Label
    sliced: bool

    def start(self, policy: Policy, asked: Sequence[Question]) -> Whole | Sliced:
        import cedarpy  # noqa: PLC0415  # it may not be installed

        if self.sliced:
            engine = Sliced(cedarpy, by_hand(policy))
            for question in asked:
                engine.request(question)
            return engine
        text = "\n".join([*map(permit, policy.activities), *map(forbid, policy.prohibitions)])
        known = cedarpy.Entities.from_json_str(entities(_vocabulary(policy)))
        return Whole(cedarpy, cedarpy.PolicySet.from_str(text), known)


CEDAR = Cedar(Label("Cedar", "cedarpy", WAY), sliced=False)
CEDAR_SLICED = Cedar(Label("Cedar, sliced by hand", "cedarpy", WAY_SLICED), sliced=True)
