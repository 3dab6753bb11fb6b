"""What two policies differ in agrees with every single decision of both."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.strategies import Plain, cases, more_activities, more_prohibitions, policies, requests
from tests.laws.world import compiled, compiled_under_law

import privpolicy as pp
from privpolicy.analysis.difference import Comparison, Difference
from privpolicy.analysis.sides import Side, Sides
from privpolicy.engine.policy import Policy


def compared(old: Policy, new: Policy) -> list[Difference]:
    return list(Comparison(Sides(Side(old), Side(new))).differences())


@st.composite
def changed(draw: st.DrawFn, lawful: bool = False) -> tuple[Plain, Plain, Plain]:
    """Draw a policy, what became of it, and a request to one of the two."""
    old, request = draw(cases(lawful))
    kind = draw(st.sampled_from(("other", "activity", "prohibition", "fewer", "vocabulary")))
    if kind == "other":
        new = draw(policies(lawful))
        return old, new, draw(requests(new)) if draw(st.booleans()) else request
    activities, prohibitions = dict(old["activities"]), dict(old.get("prohibitions", {}))
    if kind == "activity":
        name = draw(st.sampled_from(sorted(activities)))
        activities[name] = draw(more_activities(old))
    elif kind == "prohibition":
        prohibitions["added"] = draw(more_prohibitions(old))
    elif kind == "fewer" and prohibitions:
        prohibitions.pop(draw(st.sampled_from(sorted(prohibitions))))
    elif kind == "vocabulary":
        purposes = {name: {**(one or {}), "direct-marketing": True} for name, one in old["purposes"].items()}
        return old, {**old, "purposes": purposes}, request
    return old, {**old, "activities": activities, "prohibitions": prohibitions}, request


def holding(found: list[Difference], request: pp.Request) -> Iterator[Difference]:
    """Yield the differences in whose cells a request for one category lies."""
    asked = {
        "purpose": request.purpose,
        "data": request.data[0],
        "operation": request.operation,
        "recipient": request.recipient,
    }
    for one in found:
        subject = request.data_subject in (None, *one.ids["data-subject"])
        if subject and all(asked[key] in ids for key, ids in one.ids.items() if key in asked):
            yield one


def agrees(old: Policy, new: Policy, request: Plain) -> None:
    sides = Sides(Side(old), Side(new))
    found = list(Comparison(sides).differences())
    for one in found:
        assert (one.effect == "changes") == (one.widened is not None and one.narrowed is not None)
        if one.widened is not None:
            before, after = sides.outcomes(one.widened)
            assert before != "permit" == after
        if one.narrowed is not None:
            before, after = sides.outcomes(one.narrowed)
            assert before == "permit" != after
    for category in [request["data"]] if isinstance(request["data"], str) else request["data"]:
        asked = pp.Request.parse({**request, "data": category})
        if asked.origin is None or asked.origin in old.model.activities.keys() & new.model.activities:
            before, after = sides.outcomes(asked)
            if (before == "permit") != (after == "permit"):
                effects = {one.effect for one in holding(found, asked)}
                assert effects & {"changes", "widens" if after == "permit" else "narrows"}, (before, after)


@given(changed())
def test_every_difference_is_found_and_is_one(case: tuple[Plain, Plain, Plain]) -> None:
    old, new, request = case
    agrees(compiled(old), compiled(new), request)


@settings(max_examples=200)
@given(changed(lawful=True))
def test_every_difference_under_the_law_is_found_and_is_one(case: tuple[Plain, Plain, Plain]) -> None:
    old, new, request = case
    agrees(compiled_under_law(old), compiled_under_law(new), request)


@given(policies(), st.randoms(use_true_random=False))
def test_the_same_policy_in_another_order_differs_in_nothing(policy: Plain, chance: object) -> None:
    shuffled = {
        section: dict(sorted(one.items(), reverse=True)) if section != "policy" else one
        for section, one in policy.items()
    }
    assert compared(compiled(policy), compiled(policy)) == []
    assert compared(compiled(policy), compiled(shuffled)) == []
