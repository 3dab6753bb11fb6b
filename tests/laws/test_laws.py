"""The laws of the language, each over random policies and requests (docs/semantics.md, "Laws")."""

import random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.laws.stating import filled, narrower, outcome_at, smaller, stating
from tests.laws.strategies import cases, more_activities, more_prohibitions, requests
from tests.laws.world import Plain, asked, compiled

import privpolicy as pp
from privpolicy.engine.outcome import Outcome
from privpolicy.model.moment import read_moment

Case = tuple[Plain, Plain]
ORDER = {Outcome.DENY: 0, Outcome.CONDITIONAL: 1, Outcome.PERMIT: 2}


@given(cases())
def test_1_nothing_permits_then_deny(case: Case) -> None:
    policy, request = case
    decision = asked({**policy, "activities": {}} if "origin" not in request else policy, request)
    if "origin" not in request:
        assert decision.outcome == "deny"


@given(cases())
def test_2_a_prohibition_that_forbids_is_never_outweighed(case: Case) -> None:
    policy, request = case
    forbidding = {**policy, "prohibitions": {**policy.get("prohibitions", {}), "all-of-it": {}}}
    decision = asked(forbidding, request)
    assert decision.outcome == "deny"
    assert all("prohibited" in {reason.code for reason in c.reasons} for c in decision.categories)


@given(cases(), st.randoms(use_true_random=False))
def test_3_order_does_not_matter(case: Case, chance: random.Random) -> None:
    policy, request = case
    shuffled = _shuffled(policy, chance)
    other = _shuffled(request, chance)
    assert asked(policy, request).outcome == asked(shuffled, other).outcome


def _shuffled(value: Any, chance: random.Random) -> Any:
    """Shuffle declarations, keys and entries; the phases of a schedule have an order of their own."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: value[key] if key == "phases" else _shuffled(value[key], chance) for key in keys}
    if isinstance(value, list):
        return [_shuffled(item, chance) for item in chance.sample(value, len(value))]
    return value


@given(cases(), st.data())
def test_4_an_added_activity_takes_no_permit_away(case: Case, data: st.DataObject) -> None:
    policy, request = case
    added = {**policy, "activities": {**policy["activities"], "added": data.draw(more_activities(policy))}}
    if asked(policy, request).outcome == "permit":
        assert asked(added, request).outcome == "permit"


@given(cases(), st.data())
def test_5_an_added_prohibition_moves_nothing_towards_permit(case: Case, data: st.DataObject) -> None:
    policy, request = case
    forbidden = {**policy.get("prohibitions", {}), "added": data.draw(more_prohibitions(policy))}
    before, after = asked(policy, request), asked({**policy, "prohibitions": forbidden}, request)
    assert ORDER[after.outcome] <= ORDER[before.outcome]


@given(cases(), st.data())
def test_6_what_is_narrower_than_a_permitted_request_is_permitted(case: Case, data: st.DataObject) -> None:
    policy, request = case
    decision = asked(policy, request)
    assume(decision.outcome == "permit")
    assert asked(policy, narrower(decision, data)).outcome == "permit"


@given(cases(), st.data())
def test_7_a_stated_fact_never_turns_permit_and_deny_into_each_other(case: Case, data: st.DataObject) -> None:
    policy, request = case
    fuller = filled(request, data.draw(requests(policy)).get("context") or {})
    request, fuller = {**request, "complete": False}, {**fuller, "complete": False}
    before, after = asked(policy, request).outcome, asked(policy, fuller).outcome
    assert {before, after} != {Outcome.PERMIT, Outcome.DENY}
    if before != "conditional":
        assert after == before


@given(cases())
def test_8_each_set_of_needs_gives_permit_and_no_smaller_one_does(case: Case) -> None:
    policy, request = case
    request = {**request, "complete": False}
    decision = asked(policy, request)
    if decision.outcome != "conditional":
        assert decision.needs == ()
        assert all(category.needs == () for category in decision.categories if category.outcome != "conditional")
        return
    for needs in decision.needs:
        assert asked(policy, stating(decision, needs)).outcome == "permit"
        for fewer in smaller(needs):
            assert asked(policy, stating(decision, fewer)).outcome != "permit"


@given(cases(), st.data())
def test_9_the_outcome_is_constant_until_it_turns(case: Case, data: st.DataObject) -> None:
    policy, request = case
    decision = asked(policy, request)
    end = decision.to_dict()["until"]
    start = decision.request.at
    last = read_moment(end) if end else read_moment("2200-01-01")
    seconds = int((last.assume_utc() - start.assume_utc()).total("seconds"))
    later = start.add(seconds=data.draw(st.integers(0, max(seconds - 1, 0))), naive_arithmetic_ok=True)
    assert outcome_at(decision, later) == decision.outcome
    if end:
        assert outcome_at(decision, last) != decision.outcome


@given(cases())
def test_10_decide_is_total(case: Case) -> None:
    policy, request = case
    decision = asked(policy, request)
    assert bool(decision) == (decision.outcome == "permit")
    assert decision.to_dict()["outcome"] == decision.outcome
    assert decision.reasons


@given(cases(), st.data())
def test_11_many_answered_at_once_are_the_same_as_each_alone(case: Case, data: st.DataObject) -> None:
    policy, first = case
    asked_for = [first, *data.draw(st.lists(requests(policy), max_size=3))]
    shared = compiled(policy)
    together = [shared.decide(pp.Request.parse(request)).to_dict() for request in (*asked_for, *reversed(asked_for))]
    alone = [asked(policy, request).to_dict() for request in asked_for]
    assert together == [*alone, *reversed(alone)]
