"""This package, through its public interface: the same policy as files, the same question as a request."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.contest.statement import Policy, Question, in_our_language, request_keywords
from benchmarks.generate import write
from benchmarks.peers.protocol import Label

import privpolicy as pp


@dataclass(frozen=True, slots=True)
class One:
    ask: Callable[[pp.Request], pp.Decision]

    def request(self, question: Question) -> pp.Request:
        return pp.Request(**request_keywords(question))

    def decide(self, request: pp.Request) -> bool:
        return self.ask(request).outcome is pp.Outcome.PERMIT


@dataclass(frozen=True, slots=True)
class Many:
    ask: Callable[[Sequence[pp.Request]], Sequence[pp.Decision]]

    def request(self, question: Question) -> pp.Request:
        return pp.Request(**request_keywords(question))

    def decide(self, requests: Sequence[pp.Request]) -> list[bool]:
        permit = pp.Outcome.PERMIT
        return [decision.outcome is permit for decision in self.ask(requests)]


@dataclass(frozen=True, slots=True)
class Ours:
    label: Label

    def start(self, policy: Policy, asked: Sequence[Question]) -> One | Many:
        del asked
        loaded = load(policy)
        if self.label.per_call == 1:
            return One(loaded.decide)
        ask: Any = getattr(loaded, "decide_many", None)
        if ask is None:
            raise ImportError("this version has no decide_many")
        return Many(ask)


def load(policy: Policy) -> pp.Policy:
    """Write a policy as a file and load it as anybody would."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "policy.yaml", in_our_language(policy))
        return pp.load(folder)


WAY = (
    "the policy as a file; hierarchies, consents on record, dates and durations as they are; reasons when they are read"
)
NEW = Ours(Label("privpolicy", None, WAY, ours=True))
AGAIN = Ours(Label("privpolicy, request objects asked before", None, WAY, keeps=True, ours=True))
MANY = Ours(Label("privpolicy, `decide_many` of 100", None, WAY, per_call=100, ours=True))
