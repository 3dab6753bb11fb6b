"""The laws of the language, each over random policies and requests (docs/semantics.md, "Laws")."""

import random
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.laws.strategies import cases, more_activities, more_prohibitions, requests
from tests.laws.world import Plain, asked, compiled

import privpolicy as pp
from privpolicy.engine.need import Need
from privpolicy.engine.outcome import Outcome
from privpolicy.model.moment import read_moment, write_moment

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
    vocabulary = decision.policy.vocabulary.hierarchies
    understood = decision.to_dict()["request"]
    for key, dimension in (("purpose", "purpose"), ("data-subject", "data-subject"), ("recipient", "recipient")):
        below = vocabulary[dimension].descendants[understood[key]]  # type: ignore[index]
        understood[key] = data.draw(st.sampled_from(sorted(below)))
    understood["data"] = [
        data.draw(st.sampled_from(sorted(vocabulary["data"].descendants[category]))) for category in understood["data"]
    ]
    assert asked(policy, understood).outcome == "permit"


@given(cases(), st.data())
def test_7_a_stated_fact_never_turns_permit_and_deny_into_each_other(case: Case, data: st.DataObject) -> None:
    policy, request = case
    fuller = _filled(request, data.draw(requests(policy)).get("context") or {})
    request, fuller = {**request, "complete": False}, {**fuller, "complete": False}
    before, after = asked(policy, request).outcome, asked(policy, fuller).outcome
    assert {before, after} != {Outcome.PERMIT, Outcome.DENY}
    if before != "conditional":
        assert after == before


def _filled(request: Plain, further: Plain) -> Plain:
    """State what a request leaves out."""
    context = dict(request.get("context") or {})
    for key, value in further.items():
        if key in {"events", "facts", "subject"}:
            context[key] = {**value, **context.get(key, {})}
        else:
            context.setdefault(key, value)
    return {**request, "context": context}


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
        assert asked(policy, _stating(decision, needs)).outcome == "permit"
        for fewer in _smaller(needs):
            assert asked(policy, _stating(decision, fewer)).outcome != "permit"


def _smaller(needs: tuple[Need, ...]) -> Iterator[tuple[Need, ...]]:
    for size in range(min(len(needs), 5)):
        yield from combinations(needs, size)


def _stating(decision: pp.Decision, needs: tuple[Need, ...]) -> Plain:
    """State needs as a client would, from their JSON form alone."""
    request = decision.to_dict()["request"]
    context: Plain = {"events": {}, "facts": {}, "subject": {}, **request["context"]}
    for need in (one.to_dict() for one in needs):
        match need:
            case {"event": event, "value": value}:
                context["events"] = {**context["events"], event: value}
            case {"fact": "consent", "purpose": purpose}:
                consent = {"purpose": purpose, "given": request["at"], "explicit": need.get("explicit", False)}
                context["consents"] = [*context.get("consents", []), consent]
            case {"fact": "no-objection"}:
                context["objections"] = []
            case {"fact": "restricted" | "legal-hold" as fact, "value": value}:
                context[fact] = value
            case {"fact": str() as fact, "value": value} if fact.startswith("subject."):
                context["subject"] = {**context["subject"], fact.removeprefix("subject."): value}
            case {"fact": fact, "value": value}:
                context["facts"] = {**context["facts"], fact: value}
    return {**request, "context": context}


@given(cases(), st.data())
def test_9_the_outcome_is_constant_until_it_turns(case: Case, data: st.DataObject) -> None:
    policy, request = case
    decision = asked(policy, request)
    end = decision.to_dict()["until"]
    start = decision.request.at
    last = read_moment(end) if end else read_moment("2200-01-01")
    seconds = int((last.assume_utc() - start.assume_utc()).total("seconds"))
    later = start.add(seconds=data.draw(st.integers(0, max(seconds - 1, 0))), naive_arithmetic_ok=True)
    assert _at(decision, later) == decision.outcome
    if end:
        assert _at(decision, last) != decision.outcome


def _at(decision: pp.Decision, moment: Any) -> Outcome:
    """Decide the request as understood at another instant, its defaults fixed."""
    understood = decision.to_dict()["request"]
    context = dict(understood["context"])
    if understood["complete"]:
        context["events"] = {"collected": understood["at"], **context.get("events", {})}
    moved = {**understood, "at": write_moment(moment), "context": context}
    return decision.policy.decide(pp.Request.parse(moved)).outcome


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
