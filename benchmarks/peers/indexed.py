"""The yardstick: a dictionary that somebody writes for one program, with nothing but the answer in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from benchmarks.contest.by_hand import FOREVER, by_hand
from benchmarks.contest.statement import Activity, Cell, Policy, Prohibition, Question, age, cells, consented
from benchmarks.peers.protocol import Label

Limits = tuple[int, ...]
"""The days of storage, by whether the data is exported and a consent stands; 0 where it is forbidden."""
Plain = tuple[str, tuple[str, ...], str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class Table:
    limits: dict[Cell, Limits]

    def request(self, question: Question) -> Plain:
        state = 2 * bool(question.export) + consented(question)
        purpose, subject, operation, recipient = (
            question.purpose,
            question.subject,
            question.operation,
            question.recipient,
        )
        return purpose, question.data, subject, operation, recipient, state, age(question)

    def decide(self, request: Plain) -> bool:
        purpose, data, subject, operation, recipient, state, days = request
        limits = self.limits
        for category in data:
            limit = limits.get((purpose, category, subject, operation, recipient))
            if limit is None or days >= limit[state]:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Indexed:
    label: Label

    def start(self, policy: Policy, asked: Sequence[Question]) -> Table:
        index = by_hand(policy)
        return Table({cell: _limits(*index.at(cell)) for question in asked for cell in cells(question)})


def _limits(covering: Sequence[Activity], touching: Sequence[Prohibition]) -> Limits:
    found = []
    for export, consent in product((False, True), repeat=2):
        forbidden = any((export or not each.on_export) and not (consent and each.unless_consent) for each in touching)
        days = [FOREVER if each.days is None else each.days for each in covering if consent or not each.on_consent]
        found.append(0 if forbidden else max(days, default=0))
    return tuple(found)


WAY = "a dictionary from each cell asked about to its days of storage; consent and age given"
INDEXED = Indexed(Label("hand-indexed Python", None, WAY))
