"""Rego, the language of Open Policy Agent, in the two interpreters of it that run in process from PyPI."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.contest.by_hand import FOREVER, by_hand
from benchmarks.contest.statement import Activity, Policy, Prohibition, Question, above, age, cells, consented, exported
from benchmarks.peers.protocol import Label

PLAIN = """
package privacy

import rego.v1

default allow := false

allow if not refused

refused if {
    some category in input.data
    not permitted(category)
}

refused if {
    some category in input.data
    prohibited(category)
}

permitted(category) if {
    some rule in data.activities
    input.operation in rule.operations
    within(rule.purposes, data.above.purposes[input.purpose])
    within(rule.data, data.above.categories[category])
    within(rule.subjects, data.above.subjects[input.subject])
    within(rule.recipients, data.above.recipients[input.recipient])
    input.age < rule.days
    stands(rule)
}

prohibited(category) if {
    some ban in data.prohibitions
    input.operation in ban.operations
    within(ban.data, data.above.categories[category])
    not within(ban.except_purposes, data.above.purposes[input.purpose])
    applies(ban)
    not lifted(ban)
}

within(names, wide) if {
    some name in names
    name in wide
}
"""
INDEXED = """
package privacy

import rego.v1

default allow := false

allow if not refused

refused if {
    some cell in input.cells
    not permitted(cell)
}

refused if {
    some cell in input.cells
    prohibited(cell)
}

permitted(cell) if {
    some rule in data.cells[cell].rules
    input.age < rule.days
    stands(rule)
}

prohibited(cell) if {
    some ban in data.cells[cell].bans
    applies(ban)
    not lifted(ban)
}
"""
TESTS = """
stands(rule) if not rule.on_consent
stands(_) if input.consented
applies(ban) if not ban.on_export
applies(_) if input.export
lifted(ban) if {
    ban.unless_consent
    input.consented
}
"""
RULE = "data.privacy.allow"
WAY = "a module and its data as users write them; what is broader, consent and age given"
WAY_INDEXED = "as the plain form, with the activities of each cell asked about indexed in the data by hand"

Plain = dict[str, Any]


def document(policy: Policy) -> Plain:
    """Return what the plain module reads under ``data``."""
    names = {
        "purposes": policy.purposes,
        "categories": policy.categories,
        "subjects": policy.subjects,
        "recipients": policy.recipients,
    }
    return {
        "above": {kind: {name: list(above(name)) for name in each} for kind, each in names.items()},
        "activities": [asdict(each) | _days(each) for each in policy.activities],
        "prohibitions": [asdict(each) for each in policy.prohibitions],
    }


def cell_document(policy: Policy, asked: Iterable[Question]) -> Plain:
    """Return what the indexed module reads under ``data``."""
    index = by_hand(policy)
    return {"cells": {" ".join(cell): _cell(*index.at(cell)) for question in asked for cell in cells(question)}}


def _cell(covering: Iterable[Activity], touching: Iterable[Prohibition]) -> Plain:
    return {
        "rules": [{"on_consent": each.on_consent} | _days(each) for each in covering],
        "bans": [{"on_export": each.on_export, "unless_consent": each.unless_consent} for each in touching],
    }


def _days(activity: Activity) -> Plain:
    return {"days": FOREVER if activity.days is None else activity.days}


def as_input(question: Question) -> Plain:
    """Return what the modules read under ``input``."""
    return {
        "purpose": question.purpose,
        "data": list(question.data),
        "cells": [" ".join(cell) for cell in cells(question)],
        "subject": question.subject,
        "operation": question.operation,
        "recipient": question.recipient,
        **exported(question),
        "consented": consented(question),
        "age": age(question),
    }


@dataclass(frozen=True, slots=True)
class RegorusEngine:
    engine: Any

    def request(self, question: Question) -> str:
        return json.dumps(as_input(question))

    def decide(self, request: str) -> bool:
        self.engine.set_input_json(request)
        return self.engine.eval_rule(RULE) is True


@dataclass(frozen=True, slots=True)
class Regorus:
    label: Label
    indexed: bool

    def start(self, policy: Policy, asked: Sequence[Question]) -> RegorusEngine:
        import regorus  # noqa: PLC0415  # it may not be installed

        engine = regorus.Engine()
        engine.add_policy("privacy.rego", (INDEXED if self.indexed else PLAIN) + TESTS)
        engine.add_data_json(json.dumps(cell_document(policy, asked) if self.indexed else document(policy)))
        return RegorusEngine(engine)


@dataclass(frozen=True, slots=True)
class RegopyEngine:
    interpreter: Any

    def request(self, question: Question) -> Any:
        from regopy import Input  # noqa: PLC0415  # it may not be installed

        return Input(as_input(question))

    def decide(self, request: Any) -> bool:
        self.interpreter.set_input(request)
        return str(self.interpreter.query(RULE)) == '{"expressions":[true]}'


@dataclass(frozen=True, slots=True)
class Regopy:
    """It is not indexed by hand: its time goes with the size of the data, and an index makes that larger."""

    label: Label

    def start(self, policy: Policy, asked: Sequence[Question]) -> RegopyEngine:
        del asked
        from regopy import Interpreter  # noqa: PLC0415  # it may not be installed

        interpreter = Interpreter()
        interpreter.add_module("privacy", PLAIN + TESTS)
        interpreter.add_data_json(json.dumps(document(policy)))
        return RegopyEngine(interpreter)


REGORUS = Regorus(Label("Rego (regorus)", "gordon-to-regorus", WAY), indexed=False)
REGORUS_INDEXED = Regorus(Label("Rego (regorus), indexed by hand", "gordon-to-regorus", WAY_INDEXED), indexed=True)
REGOPY = Regopy(Label("Rego (regopy)", "regopy", WAY))
