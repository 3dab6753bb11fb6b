"""py-abac: one JSON policy an activity or prohibition, with conditions over lists of concepts."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.contest.by_hand import FOREVER
from benchmarks.contest.statement import Activity, Policy, Prohibition, Question, above, age, consented, exported
from benchmarks.peers.protocol import Label

WAY = "a JSON policy an activity in its MemoryStorage, deny overrides; three requests, what is broader, consent and "
WAY += "age given"

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Point:
    pdp: Any
    access_request: Any

    def request(self, question: Question) -> list[Any]:
        # Its conditions know no booleans.
        context = {"age": age(question), "consented": int(consented(question))}
        context |= {name: int(value) for name, value in exported(question).items()}
        subject = {"purpose": list(above(question.purpose)), "recipient": list(above(question.recipient))}
        return [
            self.access_request.from_json(
                {
                    "subject": {"id": "", "attributes": subject},
                    "resource": {
                        "id": "",
                        "attributes": {"category": list(above(category)), "subject": list(above(question.subject))},
                    },
                    "action": {"id": "", "attributes": {"operation": question.operation}},
                    "context": context,
                }
            )
            for category in question.data
        ]

    def decide(self, request: list[Any]) -> bool:
        allowed = self.pdp.is_allowed
        return all(allowed(each) for each in request)


@dataclass(frozen=True, slots=True)
class PyAbac:
    label: Label

    def start(self, policy: Policy, asked: Sequence[Question]) -> Point:
        del asked
        from py_abac import PDP, AccessRequest  # noqa: PLC0415  # it may not be installed
        from py_abac import Policy as AbacPolicy  # noqa: PLC0415
        from py_abac.storage.memory import MemoryStorage  # noqa: PLC0415

        logging.getLogger("py_abac").setLevel(logging.WARNING)
        storage = MemoryStorage()
        for stated in (*map(_permit, policy.activities), *map(_forbid, policy.prohibitions)):
            storage.add(AbacPolicy.from_json(stated))
        return Point(PDP(storage), AccessRequest)


def _any_in(names: Sequence[str]) -> Plain:
    return {"condition": "AnyIn", "values": list(names)}


def _permit(activity: Activity) -> Plain:
    context: Plain = {"$.age": {"condition": "Lt", "value": FOREVER if activity.days is None else activity.days}}
    if activity.on_consent:
        context["$.consented"] = {"condition": "Eq", "value": 1}
    return {
        "uid": activity.name,
        "description": "",
        "effect": "allow",
        "priority": 0,
        "targets": {},
        "rules": {
            "subject": {"$.purpose": _any_in(activity.purposes), "$.recipient": _any_in(activity.recipients)},
            "resource": {"$.category": _any_in(activity.data), "$.subject": _any_in(activity.subjects)},
            "action": {"$.operation": {"condition": "IsIn", "values": list(activity.operations)}},
            "context": context,
        },
    }


def _forbid(prohibition: Prohibition) -> Plain:
    context: Plain = {}
    if prohibition.on_export:
        context["$.export"] = {"condition": "Eq", "value": 1}
    if prohibition.unless_consent:
        context["$.consented"] = {"condition": "Eq", "value": 0}
    return {
        "uid": prohibition.name,
        "description": "",
        "effect": "deny",
        "priority": 0,
        "targets": {},
        "rules": {
            # Its AllNotIn holds already where one of the values is elsewhere.
            "subject": {"$.purpose": {"condition": "Not", "value": _any_in(prohibition.except_purposes)}},
            "resource": {"$.category": _any_in(prohibition.data)},
            "action": {"$.operation": {"condition": "IsIn", "values": list(prohibition.operations)}},
            "context": context,
        },
    }


PY_ABAC = PyAbac(Label("py-abac", "py_abac", WAY))
