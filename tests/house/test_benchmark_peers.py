"""Every peer is registered and held against a reference that is right; a peer that lies is found out."""

import importlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from benchmarks.contest.draw import draw_policy, draw_questions
from benchmarks.contest.measure import Contest, ContestEffort, Standing, contest
from benchmarks.contest.reference import answer, answers
from benchmarks.contest.silence import silences
from benchmarks.contest.statement import Policy, Question, in_our_language, request_keywords
from benchmarks.peers.indexed import Plain, Table
from benchmarks.peers.ours import load
from benchmarks.peers.protocol import Engine, Label, Peer
from benchmarks.peers.roster import PEERS, YARDSTICK
from tests.laws import oracle

import privpolicy as pp

pytestmark = pytest.mark.filterwarnings("ignore")  # what the libraries of others warn of is theirs

PEER_MODULES = Path(str(importlib.import_module("benchmarks.peers.roster").__file__)).parent
QUICK = ContestEffort(questions=25, rounds=1, turn=0.0, patience=2.0)


@dataclass(frozen=True)
class Lying:
    """The yardstick, except that it gives the wrong answer to every tenth question."""

    label: Label

    def start(self, policy: Policy, asked: Sequence[Question]) -> Engine:
        table = YARDSTICK.start(policy, asked)
        assert isinstance(table, Table)
        return _Lies(table, itertools.count(1))


@dataclass(frozen=True)
class _Lies:
    table: Table
    asked: Iterator[int]

    def request(self, question: Question) -> Plain:
        return self.table.request(question)

    def decide(self, request: Plain) -> bool:
        return self.table.decide(request) is (next(self.asked) % 10 != 0)


@dataclass(frozen=True)
class Failing:
    """A peer that cannot be started."""

    label: Label
    error: Exception

    def start(self, policy: Policy, asked: Sequence[Question]) -> Engine:
        del policy, asked
        raise self.error


def only(peer: Peer, effort: ContestEffort = QUICK) -> Contest:
    return contest(30, (peer,), effort)


def test_no_module_is_left_out_of_the_roster() -> None:
    modules = {path.stem for path in PEER_MODULES.glob("*.py")} - {"protocol", "roster"}
    registered = {type(peer).__module__.rpartition(".")[2] for peer in PEERS}
    assert registered == modules
    titles = [peer.label.title for peer in PEERS]
    assert len(titles) == len(set(titles))


def test_every_peer_of_a_package_is_pinned_in_the_extra() -> None:
    extra = (PEER_MODULES.parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    for peer in PEERS:
        if peer.label.distribution is not None:
            assert f'"{peer.label.distribution}==' in extra


def test_the_contest_is_drawn_alike_each_time() -> None:
    policy = draw_policy(60)
    assert policy == draw_policy(60)
    assert draw_questions(policy, 50) == draw_questions(policy, 50)
    assert policy != draw_policy(61)


def test_the_contest_has_every_reason_to_permit_and_to_deny() -> None:
    policy = draw_policy(300)
    asked = draw_questions(policy, 300)
    permits = [answer(policy, question) for question in asked]
    assert 0.2 < sum(permits) / len(permits) < 0.8
    for feature in ("on_consent", "days"):
        assert len({bool(getattr(activity, feature)) for activity in policy.activities}) == 2
    without = (
        replace(policy, prohibitions=()),
        replace(policy, activities=tuple(replace(each, days=None) for each in policy.activities)),
        replace(policy, activities=tuple(replace(each, on_consent=False) for each in policy.activities)),
    )
    for other in without:  # each of the three decides some of the questions
        assert any(answer(other, question) != permit for question, permit in zip(asked, permits, strict=True))


def test_the_reference_says_what_the_language_page_says() -> None:
    policy = draw_policy(30)
    plain = in_our_language(policy)
    for question in draw_questions(policy, 60):
        keywords = request_keywords(question)
        request = {name.replace("_", "-"): value for name, value in keywords.items()} | {"data": list(question.data)}
        verdict = oracle.decide(plain, request)
        assert [each.outcome == "permit" for each in verdict.categories] == answers(policy, question)
        assert all(each.outcome != "conditional" for each in verdict.categories)


def test_ours_gives_every_category_the_answer_of_the_reference() -> None:
    policy = draw_policy(90)
    loaded = load(policy)
    for question in draw_questions(policy, 60):
        decision = loaded.decide(pp.Request(**request_keywords(question)))
        assert [each.outcome is pp.Outcome.PERMIT for each in decision.categories] == answers(policy, question)


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.label.title)
def test_a_peer_that_is_installed_agrees_with_the_reference(peer: Peer) -> None:
    (result,) = only(peer).results
    if result.standing is Standing.ABSENT:
        pytest.skip(f"{peer.label.distribution} is not installed")
    assert result.standing in (Standing.AGREES, Standing.SLOW), result.note
    assert result.checked >= 3
    if result.standing is Standing.AGREES:
        assert result.checked >= QUICK.questions
        assert result.ready.calls


def test_a_peer_that_lies_is_found_out_and_not_timed() -> None:
    effort = replace(QUICK, questions=60)
    (honest,) = only(YARDSTICK, effort).results
    (lying,) = only(Lying(Label("lying", None, "")), effort).results
    assert honest.standing is Standing.AGREES
    assert lying.standing is Standing.DISAGREES
    assert lying.note == "6 of 60 answers"
    assert not lying.ready.calls


def test_one_that_is_not_there_or_fails_does_not_stop_the_others() -> None:
    peers = (
        Failing(Label("missing", "nothing", ""), ModuleNotFoundError("No module named 'nothing'")),
        Failing(Label("broken", None, ""), OSError("no room")),
        YARDSTICK,
    )
    missing, broken, yardstick = contest(30, peers, QUICK).results
    assert (missing.standing, broken.standing) == (Standing.ABSENT, Standing.FAILED)
    assert broken.note == "OSError: no room"
    assert yardstick.standing is Standing.AGREES


def test_one_that_is_too_slow_to_be_checked_is_not_timed() -> None:
    (result,) = only(YARDSTICK, replace(QUICK, patience=0.0)).results
    assert result.standing is Standing.SLOW
    assert result.checked == 3
    assert not result.ready.calls


def test_what_nobody_stated_is_asked_for_and_not_permitted() -> None:
    ours, dictionary, *others = silences((YARDSTICK, *PEERS))
    assert (ours.holds, ours.fails, ours.unstated) == ("deny", "permit", "conditional, needs export = false")
    assert (dictionary.holds, dictionary.fails, dictionary.unstated) == ("deny", "permit", "permit")
    for other in others:
        assert (other.holds, other.fails) == ("deny", "permit"), other.title
