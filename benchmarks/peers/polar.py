"""Oso: facts in Polar and a rule that joins them; or a fact for each cell asked about."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.contest.by_hand import FOREVER, by_hand
from benchmarks.contest.statement import Policy, Question, above, age, cells, consented
from benchmarks.peers.protocol import Label

WAY = "a fact a purpose of an activity, found by it, and a rule in Polar; three queries, what is broader, consent and "
WAY += "age given"
WAY_INDEXED = (
    "facts in Polar for each cell asked about and rule, found by the cell; three queries, consent and age given"
)

RULES = """
allow([purposes, consented, export, age], operation, [categories, subjects, recipients]) if
    purpose in purposes and
    activity(purpose, data, of, operations, by, on_consent, days) and
    operation in operations and
    age < days and
    stands(on_consent, consented) and
    overlap(categories, data) and overlap(subjects, of) and overlap(recipients, by) and
    not prohibited(purposes, categories, operation, consented, export) and
    cut;

prohibited(purposes, categories, operation, consented, export) if
    prohibition(operation, data, excepted, on_export, unless_consent) and
    applies(on_export, export) and
    not lifted(unless_consent, consented) and
    overlap(categories, data) and
    not overlap(purposes, excepted);

overlap(some, others) if each in some and each in others and cut;
"""
RULES_BY_CELL = """
allow([consented, export, age], cell, _) if
    activity(cell, on_consent, days) and
    age < days and
    stands(on_consent, consented) and
    not prohibited(cell, consented, export) and
    cut;

prohibited(cell, consented, export) if
    prohibition(cell, on_export, unless_consent) and
    applies(on_export, export) and
    not lifted(unless_consent, consented);
"""
TESTS = """
stands(false, _);
stands(true, true);
applies(false, _);
applies(true, true);
lifted(true, true);
"""


@dataclass(frozen=True, slots=True)
class Knowledge:
    oso: Any
    by_cell: bool

    def request(self, question: Question) -> list[tuple[Any, ...]]:
        facts = [consented(question), question.export, age(question)]
        if self.by_cell:
            return [(facts, " ".join(cell), "") for cell in cells(question)]
        purposes, subjects, recipients = (
            list(above(name)) for name in (question.purpose, question.subject, question.recipient)
        )
        return [
            ([purposes, *facts], question.operation, [list(above(category)), subjects, recipients])
            for category in question.data
        ]

    def decide(self, request: list[tuple[Any, ...]]) -> bool:
        allowed = self.oso.is_allowed
        return all(allowed(*each) for each in request)


@dataclass(frozen=True, slots=True)
class Oso:
    label: Label
    indexed: bool

    def start(self, policy: Policy, asked: Sequence[Question]) -> Knowledge:
        import oso  # noqa: PLC0415  # it may not be installed

        engine = oso.Oso()
        facts = _by_cell(policy, asked) if self.indexed else _facts(policy)
        engine.load_str("\n".join((*facts, RULES_BY_CELL if self.indexed else RULES, TESTS)))
        return Knowledge(engine, self.indexed)


def _facts(policy: Policy) -> Iterator[str]:
    for activity in policy.activities:
        listed = (activity.data, activity.subjects, activity.operations, activity.recipients)
        days = FOREVER if activity.days is None else activity.days
        for purpose in activity.purposes:
            yield f"activity({_join(purpose, *listed, activity.on_consent, days)});"
    for each in policy.prohibitions:
        for operation in each.operations:
            shown = _join(operation, each.data, each.except_purposes, each.on_export, each.unless_consent)
            yield f"prohibition({shown});"


def _by_cell(policy: Policy, asked: Sequence[Question]) -> Iterator[str]:
    index = by_hand(policy)
    yield 'activity("", false, 0);'  # a rule has to be declared even where no fact says it
    yield 'prohibition("", false, false);'
    for cell in dict.fromkeys(cell for question in asked for cell in cells(question)):
        covering, touching = index.at(cell)
        name = " ".join(cell)
        for activity in covering:
            yield f"activity({_join(name, activity.on_consent, FOREVER if activity.days is None else activity.days)});"
        for each in touching:
            yield f"prohibition({_join(name, each.on_export, each.unless_consent)});"


def _join(*values: object) -> str:
    return ", ".join(json.dumps(value) for value in values)


OSO = Oso(Label("oso", "oso", WAY), indexed=False)
OSO_INDEXED = Oso(Label("oso, indexed by hand", "oso", WAY_INDEXED), indexed=True)
