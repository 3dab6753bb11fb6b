"""All peers on one policy: started, held against the reference, and timed in turns.

Everybody answers the same questions in the same rounds, so that a noisy minute is noisy for all. A peer that disagrees
with the reference, or that would take too long to be held against it, is not timed.
"""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from time import perf_counter
from typing import Any

from benchmarks.contest.draw import draw_policy, draw_questions
from benchmarks.contest.reference import answer
from benchmarks.contest.statement import Policy, Question
from benchmarks.peers.protocol import Engine, Label, Peer
from benchmarks.timing import Timing

TRIED = 3
"""Questions asked to find out how long all of them would take."""


class Standing(StrEnum):
    """What became of a peer."""

    AGREES = "agrees with the reference"
    ABSENT = "not installed"
    DISAGREES = "disagrees with the reference"
    SLOW = "too slow to be checked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ContestEffort:
    """How much is asked and how often."""

    questions: int = 200
    rounds: int = 9
    turn: float = 0.04
    """Seconds a peer has in one round for each of its two timings; it answers five questions in any case."""
    patience: float = 15.0
    """Seconds that checking a peer may take."""


@dataclass(slots=True)
class Result:
    """One peer on one policy."""

    label: Label
    standing: Standing
    note: str = ""
    """What is to be said of it, or of why it was not timed."""
    start: float = 0.0
    """Seconds to load the policy."""
    checked: int = 0
    """Answers that were held against the reference."""
    ready: Timing = field(default_factory=Timing)
    """The request is there in the form that the engine wants."""
    made: Timing = field(default_factory=Timing)
    """It is made within the clock, from plain words."""


@dataclass(frozen=True, slots=True)
class Contest:
    """All peers on a policy of so many activities."""

    activities: int
    permitted: float
    """The share of questions whose answer is a permit."""
    results: tuple[Result, ...]


@dataclass(slots=True)
class _Runner:
    """A peer that agrees, and what it takes to ask it."""

    engine: Engine
    result: Result
    seconds: float
    """About how long a question takes."""
    kept: list[Any]
    """The same request objects for every round, where the peer's row is about them."""


def contest(activities: int, peers: Sequence[Peer], effort: ContestEffort) -> Contest:
    """Let all peers answer, check them, and time those that agree."""
    policy = draw_policy(activities)
    asked = draw_questions(policy, effort.questions)
    expected = [answer(policy, question) for question in asked]
    entered = [_enter(peer, policy, asked, expected, effort) for peer in peers]
    runners = [runner for _, runner in entered if runner is not None]
    gc.collect()
    gc.freeze()  # what the peers hold is no burden to the garbage collection of the others
    try:
        for number in range(effort.rounds):
            for runner in runners:
                _turn(runner, asked, number, effort)
    finally:
        gc.unfreeze()
    return Contest(activities, sum(expected) / len(expected), tuple(result for result, _ in entered))


def _enter(
    peer: Peer, policy: Policy, asked: Sequence[Question], expected: Sequence[bool], effort: ContestEffort
) -> tuple[Result, _Runner | None]:
    """Start a peer and hold it against the reference. Whatever it raises is its own: a row says so, and no more."""
    try:
        begin = perf_counter()
        engine = peer.start(policy, asked)
        result = Result(peer.label, Standing.AGREES, start=perf_counter() - begin)
        seconds = _check(engine, result, asked, expected, effort)
    except ImportError as error:
        return Result(peer.label, Standing.ABSENT, str(error)), None
    except Exception as error:  # noqa: BLE001  # a peer may raise anything at all
        return Result(peer.label, Standing.FAILED, f"{type(error).__name__}: {error}"), None
    if result.standing is not Standing.AGREES:
        return result, None
    return result, _Runner(engine, result, seconds, [engine.request(question) for question in asked])


def _check(
    engine: Engine, result: Result, asked: Sequence[Question], expected: Sequence[bool], effort: ContestEffort
) -> float:
    """Compare all answers with the reference, note what was found, and return the seconds of one answer."""
    given: list[Any] = []
    items = _calls([engine.request(question) for question in asked], result.label.per_call)
    begin = perf_counter()
    for number, item in enumerate(items):
        found = engine.decide(item)
        given += found if result.label.per_call > 1 else [found]
        seconds = (perf_counter() - begin) / (number + 1)
        if number + 1 >= TRIED and seconds * len(items) > effort.patience:
            result.standing = Standing.SLOW
            result.note = f"about {seconds * 1e3:.0f} ms an answer"
            break
    result.checked = len(given)
    wrong = sum(one is not other for one, other in zip(given, expected, strict=False))
    if wrong:
        result.standing = Standing.DISAGREES
        result.note = f"{wrong} of {result.checked} answers"
    return (perf_counter() - begin) / len(given)


def _turn(runner: _Runner, asked: Sequence[Question], number: int, effort: ContestEffort) -> None:
    """Time one round: as many questions as fit into the turn, each round beginning where the last one ended."""
    engine, label, result = runner.engine, runner.result.label, runner.result
    count = min(len(asked), max(5, int(effort.turn / runner.seconds)))
    window = [(number * count + offset) % len(asked) for offset in range(count)]
    plain = [asked[place] for place in window]
    gc.collect()
    # In turns everybody comes back to a processor that others have used: the first answers are not timed.
    warmth = [runner.kept[place] for place in (window if runner.seconds * count < 2 * effort.turn else window[:1])]
    for item in _calls(warmth, label.per_call):
        engine.decide(item)
    if label.keeps:
        result.ready.alone(engine.decide, [runner.kept[place] for place in window])
        return
    requests = _calls([engine.request(question) for question in plain], label.per_call)
    result.ready.alone(engine.decide, requests, answers=label.per_call)
    if label.per_call == 1:
        result.made.alone(lambda question: engine.decide(engine.request(question)), plain)
    else:
        make = engine.request
        result.made.alone(
            lambda some: engine.decide([make(question) for question in some]),
            _calls(plain, label.per_call),
            answers=label.per_call,
        )


def _calls(requests: Sequence[Any], per_call: int) -> Sequence[Any]:
    """Return what one call after the other is given: a request, or a full list of them."""
    return requests if per_call == 1 else list(_lists(requests, per_call))


def _lists(requests: Sequence[Any], size: int) -> Iterator[list[Any]]:
    """Yield lists of one size; where the end is shorter it is filled from the beginning."""
    for first in range(0, len(requests), size):
        some = list(requests[first : first + size])
        while len(some) < size:
            some += islice(requests, size - len(some))
        yield some
