"""What a decision, a load, a look of the linter and a check cost: the clock around them, and nothing else.

Everything runs in this process on one core through the public API, garbage collection as it is.
"""

import gc
import statistics
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter_ns

from benchmarks.lookup import covers, disagreements, table_for
from benchmarks.memory import Memory, memory
from benchmarks.timing import Timing, batch, time_each
from benchmarks.workload import Question, outcomes, questions

import privpolicy as pp
from privpolicy import api

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "policies" / "multi-planning"

LINTED_AT = "2026-01-01"

HOT, AGAIN, AFRESH = "one question over and over", "many questions asked again", "new request"
ALONE = "many questions asked again, without the law"
MADE, MANY, COLD = "request made in the time", "new requests in lists of a hundred", "cells never asked before"
READ = "new request, and the decision read whole"
KINDS = {
    HOT: "each of 100 questions asked a hundred times in a row, as in the innermost loop of a program",
    AGAIN: "a thousand request objects in turn, asked before, all cells known",
    ALONE: "the same request objects to the policy alone: what the guards of the law cost is the difference",
    AFRESH: "request objects made beforehand and never asked, all cells known",
    MADE: "from keyword arguments to the answer, all cells known",
    MANY: "`decide_many` of request objects never asked, the time shared among them, all cells known",
    READ: "as before, with every category, reason, need and date that the decision can give",
    COLD: "request objects made beforehand, every question about cells that a policy just loaded has never seen",
}


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is asked and how often."""

    questions: int = 1000
    rounds: int = 15
    loads: int = 7
    processes: int = 15


@dataclass(slots=True)
class Measured:
    """All that was measured on one policy."""

    name: str
    size: int
    activities: int
    answers: dict[str, int]
    distinct: int
    """Questions in the workload in which no cell comes twice."""
    read: Timing = field(default_factory=Timing)
    compiled: Timing = field(default_factory=Timing)
    loaded: Timing = field(default_factory=Timing)
    saved: Timing = field(default_factory=Timing)
    reopened: Timing = field(default_factory=Timing)
    saved_size: int = 0
    linted: Timing = field(default_factory=Timing)
    findings: int = 0
    diffed: Timing = field(default_factory=Timing)
    altered: int = 0
    asked: Timing = field(default_factory=Timing)
    """One category and four blanks: permits and conditional answers."""
    statements: int = 0
    contained: Timing = field(default_factory=Timing)
    """The altered policy within the one that it was, both compiled."""
    held: Memory | None = None
    lookup: Timing = field(default_factory=Timing)
    by_answer: dict[str, list[float]] = field(default_factory=lambda: {answer.value: [] for answer in pp.Outcome})
    """One question over and over, by what it is answered."""
    decisions: dict[str, Timing] = field(default_factory=lambda: {kind: Timing() for kind in KINDS})


def measure(path: Path, effort: Effort) -> Measured:
    """Measure one policy. Raises ``RuntimeError`` where the yardstick does not say what the policy says."""
    found, unseen = _measure_warm(path, effort)
    gc.collect()  # what follows starts as a program starts that has loaded nothing yet
    for number in range(effort.loads):
        _time_cold(path, unseen, found, alone=bool(number % 2))
    _time_saved(path, effort, found)
    _time_lint(path, effort, found)
    return found


def _measure_warm(path: Path, effort: Effort) -> tuple[Measured, Sequence[Question]]:
    policy = pp.load(path)
    asked = questions(policy, effort.questions, repeat=True)
    unseen = questions(policy, effort.questions, repeat=False)
    for workload in (asked, unseen):
        wrong = disagreements(policy, table_for(policy.model, workload), workload)
        if wrong:
            raise RuntimeError(f"{path}: the dictionary and the policy differ on the coverage of {wrong[0]}")
    size = sum(file.stat().st_size for file in path.rglob("*.yaml") if "tests" not in file.parts)
    found = Measured(path.name, size, len(policy.model.activities), outcomes(policy, asked), len(unseen))
    _time_warm(policy, asked, effort, found)
    del policy
    found.held = memory(path, asked)
    return found, unseen


def _time_warm(policy: pp.Policy, asked: Sequence[Question], effort: Effort, found: Measured) -> None:
    table = table_for(policy.model, asked)
    kept = _made(asked)
    batch(policy.decide, kept)
    batch(lambda request: policy.decide(request, law=None), kept)
    for _ in range(effort.rounds):
        _time_hot(policy, kept[:100], found)
        found.lookup.time(lambda question: covers(table, question), asked)
        found.decisions[AGAIN].time(policy.decide, kept)
        found.decisions[ALONE].time(lambda request: policy.decide(request, law=None), kept)
        found.decisions[AFRESH].time(policy.decide, _made(asked), again=_made(asked))
        found.decisions[MADE].time(lambda question: policy.decide(pp.Request(**question)), asked)
        found.decisions[READ].time(lambda request: policy.decide(request).to_dict(), _made(asked[:200]))
        _time_lists(policy, asked, found.decisions[MANY])


def _time_lists(policy: pp.Policy, asked: Sequence[Question], timing: Timing) -> None:
    size = min(100, len(asked))
    requests = _made(asked)
    lists = [requests[first : first + size] for first in range(0, len(requests) - size + 1, size)]
    timing.alone(policy.decide_many, lists, answers=size)
    timing.means.append(statistics.mean(timing.calls[-len(lists) :]))


def _time_hot(policy: pp.Policy, requests: Sequence[pp.Request], found: Measured) -> None:
    timing = found.decisions[HOT]
    times = [batch(policy.decide, [request] * 100) for request in requests]
    timing.means.append(statistics.mean(times))
    timing.medians.append(statistics.median(times))
    for request, time in zip(requests, times, strict=True):
        timing.calls += time_each(policy.decide, [request] * 10)
        found.by_answer[policy.decide(request).outcome.value].append(time)


def _time_cold(path: Path, unseen: Sequence[Question], found: Measured, *, alone: bool) -> None:
    """Load, and ask the new policy what it has never been asked: in one batch, or each call timed alone."""
    start = perf_counter_ns()
    read = api.inspect(path)
    between = perf_counter_ns()
    policy = api.compiled(read)
    end = perf_counter_ns()
    found.read.medians.append(between - start)
    found.compiled.medians.append(end - between)
    found.loaded.medians.append(end - start)
    del read
    requests = _made(unseen)
    if alone:
        found.decisions[COLD].alone(policy.decide, requests)
    else:
        found.decisions[COLD].means.append(batch(policy.decide, requests))


def load_time(path: Path, effort: Effort) -> Timing:
    """Load a policy again and again."""
    found = Timing()
    for _ in range(effort.loads):
        gc.collect()
        start = perf_counter_ns()
        pp.load(path)
        found.medians.append(perf_counter_ns() - start)
    return found


def _time_saved(path: Path, effort: Effort, found: Measured) -> None:
    """Save a compiled policy and open it again, and compare an answer. Nothing else is kept of either."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "policy.saved"
        for _ in range(effort.loads):
            policy = pp.load(path)
            request = pp.Request(**questions(policy, 1, repeat=True)[0])
            expected = policy.decide(request).to_dict()
            gc.collect()
            start = perf_counter_ns()
            digest = pp.save(policy, file)
            between = perf_counter_ns()
            del policy
            gc.collect()
            begin = perf_counter_ns()
            reopened = pp.reopen(file, digest)
            end = perf_counter_ns()
            if reopened.decide(request).to_dict() != expected:
                raise RuntimeError(f"{path}: the reopened policy answers {request} otherwise")
            found.saved.medians.append(between - start)
            found.reopened.medians.append(end - begin)
        found.saved_size = file.stat().st_size


def _time_lint(path: Path, effort: Effort, found: Measured) -> None:
    """Read the files and ask every check; what is read once of the law packs is read before."""
    for number in range(effort.loads + 1):
        gc.collect()
        start = perf_counter_ns()
        report = pp.lint(path, at=LINTED_AT)
        if number:
            found.linted.medians.append(perf_counter_ns() - start)
        found.findings = len(report.diagnostics)


def measure_diff(path: Path, other: Path, altered: int, effort: Effort, found: Measured) -> None:
    """Read two policies and compare what they mean; what is read once of the law packs is read before."""
    found.altered = altered
    for number in range(min(effort.loads, 3)):
        gc.collect()
        start = perf_counter_ns()
        report = pp.diff(path, other)
        if number or effort.loads == 1:
            found.diffed.medians.append(perf_counter_ns() - start)
        if not report.changes:
            raise RuntimeError(f"{path}: {altered} activities were altered, and no change was found")


def measure_questions(path: Path, other: Path, effort: Effort, found: Measured) -> None:
    """Ask a question with blanks of policies just compiled, and whether one lies within the other."""
    for number in range(min(effort.loads, 3)):
        inner, outer = pp.load(other), pp.load(path)
        category = next(iter(outer.model.activities.values())).data[0]
        gc.collect()
        start = perf_counter_ns()
        statements = list(outer.ask(data=category, at=LINTED_AT, outcomes=("permit", "conditional")))
        between = perf_counter_ns()
        pp.within(inner, outer)
        end = perf_counter_ns()
        found.statements = len(statements)
        if number or effort.loads == 1:
            found.asked.medians.append(between - start)
            found.contained.medians.append(end - between)


def _made(asked: Iterable[Question]) -> list[pp.Request]:
    return [pp.Request(**question) for question in asked]
