"""The expressions of ZEN (GoRules): one expression over the rules of the cells asked about, chosen by hand."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.contest.by_hand import by_hand
from benchmarks.contest.statement import Policy, Question
from benchmarks.peers.cel import WAY, Expression
from benchmarks.peers.protocol import Label

EXPRESSION = """
all(categories,
  some(#.rules, (not #.on_consent or $root.consented) and $root.age < #.days)
  and none(#.bans, (not #.on_export or $root.export) and not (#.unless_consent and $root.consented)))
"""


@dataclass(frozen=True, slots=True)
class Zen:
    label: Label

    def start(self, policy: Policy, asked: Sequence[Question]) -> Expression:
        del asked
        import zen  # noqa: PLC0415  # it may not be installed

        return Expression(by_hand(policy), zen.compile_expression(EXPRESSION).evaluate, lambda plain: plain)


ZEN = Zen(Label("zen-engine", "zen-engine", WAY))
