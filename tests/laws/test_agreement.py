"""The engine and the naive evaluator, which shares no code with it, answer alike."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.laws import oracle
from tests.laws.strategies import cases, policies, to_yaml
from tests.laws.world import Plain, asked

import privpolicy as pp
from privpolicy.model.moment import read_moment, write_moment

Case = tuple[Plain, Plain]


def told(decision: pp.Decision) -> tuple[str, tuple[tuple[str, str, str | None], ...]]:
    return decision.outcome.value, tuple((c.category, c.outcome.value, c.activity) for c in decision.categories)


@given(cases())
def test_outcome_and_activity(case: Case) -> None:
    policy, request = case
    verdict = oracle.decide(policy, request, law=False)
    expected = verdict.outcome, tuple((c.category, c.outcome, c.activity) for c in verdict.categories)
    assert told(asked(policy, request)) == expected


@given(cases())
def test_reasons_of_a_denial(case: Case) -> None:
    policy, request = case
    verdict = oracle.decide(policy, request, law=False)
    for mine, naive in zip(asked(policy, request).categories, verdict.categories, strict=True):
        if mine.outcome == "deny":
            assert _alike({reason.code for reason in mine.reasons}) == _alike(set(naive.codes))


CONSENT_LACKS = {"consent-missing", "consent-withdrawn", "consent-expired", "consent-not-explicit"}


def _alike(codes: set[str]) -> set[str]:
    """Which lack of several consents is told is a choice of words; that one is told is not."""
    return {"consent" if code in CONSENT_LACKS else code for code in codes}


@given(cases())
def test_until(case: Case) -> None:
    policy, request = case
    decision = asked(policy, request)
    assert _text(decision.to_dict()["until"]) == _text(oracle.until(policy, request, law=False))
    for category in decision.categories:
        assert _text(category.to_dict()["until"]) == _text(oracle.until(policy, request, category.category, law=False))


def _text(moment: str | None) -> str | None:
    return None if moment is None else write_moment(read_moment(moment))


@given(policies(), st.data())
def test_every_policy_loads_from_its_files(tmp_path_factory: Any, policy: Plain, data: st.DataObject) -> None:
    folder: Path = tmp_path_factory.mktemp("policy")
    for number, section in enumerate(data.draw(st.permutations(sorted(policy)))):
        (folder / f"{number}.yaml").write_text(to_yaml({section: policy[section]}), encoding="utf-8")
    assert [d for d in pp.validate(folder) if d.is_error] == []


@given(cases())
def test_decisions_are_total_and_deterministic(case: Case) -> None:
    policy, request = case
    first, second = asked(policy, request).to_dict(), asked(policy, request).to_dict()
    assert first == second
