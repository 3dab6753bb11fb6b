"""Containment agrees with every single decision of both policies, and a counter-example is always one."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.strategies import Plain, requests
from tests.laws.test_difference import changed
from tests.laws.world import compiled, compiled_under_law

import privpolicy as pp
from privpolicy.engine.policy import Policy
from privpolicy.questions.within import Containment, within


def bare(**changes: Any) -> Plain:
    activity = {
        "purposes": ["billing"],
        "legal-basis": "contract",
        "data-subjects": ["customer"],
        "data": ["contact"],
    }
    return {
        "policy": {"language": 1, "id": "plain"},
        "purposes": {"billing": {}, "mail": {}},
        "data-categories": {"contact": {}, "contact.email": {}, "health": {}},
        "data-subjects": {"customer": {}},
        "recipients": {"bank": {"role": "third-party"}},
        "facts": {"paid": {"type": "boolean"}},
        "activities": {"pay": {**activity, **changes}} if changes.pop("pay", True) else {},
    }


def asked(policy: Policy, request: pp.Request) -> str:
    try:
        return policy.decide(request).outcome.value
    except pp.RequestError:
        return "deny"


def is_counter_example(inner: Policy, outer: Policy, found: Containment) -> None:
    for one in found.counter_examples:
        assert asked(inner, one.inner.request) == "permit" == one.inner.outcome.value
        assert asked(outer, one.outer.request) != "permit" != one.outer.outcome.value
        assert one.outer.message
        assert one.where


@st.composite
def pairs(draw: st.DrawFn, lawful: bool = False) -> tuple[Plain, Plain, list[Plain]]:
    old, new, _ = draw(changed(lawful))
    return old, new, [draw(requests(new)) for _ in range(4)]


def agrees(inner: Policy, outer: Policy, asking: list[Plain]) -> None:
    found = within(inner, outer)
    is_counter_example(inner, outer, found)
    is_counter_example(inner, outer, every := within(inner, outer, every_kind=True))
    assert bool(found) == bool(every)
    if found:
        for request in asking:
            parsed = pp.Request.parse(request)
            if parsed.origin is None or parsed.origin in outer.model.activities:
                assert not (asked(inner, parsed) == "permit" and asked(outer, parsed) == "deny")


@settings(max_examples=80)
@given(pairs())
def test_it_agrees_with_decisions(case: tuple[Plain, Plain, list[Plain]]) -> None:
    agrees(compiled(case[1]), compiled(case[0]), case[2])


@settings(max_examples=30)
@given(pairs(lawful=True))
def test_it_agrees_with_decisions_under_the_law(case: tuple[Plain, Plain, list[Plain]]) -> None:
    agrees(compiled_under_law(case[1]), compiled_under_law(case[0]), case[2])


def test_a_policy_is_within_itself() -> None:
    assert within(compiled(bare()), compiled(bare()))
    assert within(compiled(bare()), compiled(bare())).counter_examples == ()


@pytest.mark.parametrize(
    ("wider", "kinds"),
    [
        ({"data": ["contact", "health"]}, ("data",)),
        ({"purposes": ["billing", "mail"]}, ("purpose",)),
        ({"recipients": ["controller", "bank"]}, ("recipient",)),
    ],
)
def test_what_is_not_covered_is_named(wider: Plain, kinds: tuple[str, ...]) -> None:
    found = within(compiled(bare(**wider)), compiled(bare()))
    assert not found
    assert found.counter_examples[0].kinds == kinds
    assert within(compiled(bare()), compiled(bare(**wider)))


def test_a_condition_less_is_more() -> None:
    inner, outer = compiled(bare()), compiled(bare(when={"paid": True}))
    found = within(inner, outer)
    assert [one.kinds for one in found.counter_examples] == [("condition",)]
    assert found.counter_examples[0].request.context.facts == {"paid": False}
    assert within(outer, inner)


def test_an_id_that_outer_does_not_know_is_not_permitted() -> None:
    known = bare()
    inner = {**known, "purposes": {**known["purposes"], "billing.late": {}}}
    found = within(compiled(inner), compiled(known))
    assert not found
    assert "billing.late" in found.counter_examples[0].outer.message
    assert found.counter_examples[0].outer.reason is None


def test_nothing_is_within_anything() -> None:
    nothing = {**bare(), "activities": {}}
    assert within(compiled(nothing), compiled(bare()))
    assert within(compiled(nothing), compiled(nothing))
    assert not within(compiled(bare()), compiled(nothing))


def test_a_fact_of_one_name_and_two_types() -> None:
    other = bare(when={"paid": "yes"})
    other["facts"] = {"paid": {"type": "text"}}
    inner, outer = compiled(other), compiled(bare(when={"paid": True}))
    is_counter_example(inner, outer, within(inner, outer))
    assert not within(inner, outer)
    assert within(inner, compiled(bare()))


def test_from_a_day_on() -> None:
    inner = compiled(bare(effective={"until": "2020-01-01"}, operations=["use"]))
    outer = compiled({**bare(), "activities": {}})
    assert not within(inner, outer)
    assert not pp.within(inner, outer, at="2019-06-01")
    assert pp.within(inner, outer, at="2020-01-01")
