"""What is said of all requests at once agrees with every single decision."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.laws.strategies import cases, policies, requests
from tests.laws.world import Plain, asked, asked_under_law, compiled, compiled_under_law

from privpolicy.analysis.conflicts import Conflicts
from privpolicy.analysis.prohibitions import Prohibitions
from privpolicy.engine.policy import Policy
from privpolicy.model.moment import read_moment

EARLIEST = read_moment("1000-01-01")
"""No request of these tests is older: what is said from this day on is said of all of them."""


def conflicts(policy: Policy) -> Conflicts:
    model = policy.model
    return Conflicts(policy, EARLIEST, tuple(model.activities), frozenset(model.prohibitions))


def only(policy: Plain, activity: str, *, prohibitions: bool = True) -> Plain:
    """Return the policy with one activity that may permit; the others stay so that their names exist."""
    effective = {"effective": {"from": "9999-01-01"}}
    others = {name: one if name == activity else one | effective for name, one in policy["activities"].items()}
    kept = {**policy, "activities": others}
    return kept if prohibitions else {**kept, "prohibitions": {}}


@given(cases())
def test_what_never_permits_permits_nothing(case: tuple[Plain, Plain]) -> None:
    policy, request = case
    if request.get("operation", "use") not in {"erase", "anonymise", "restrict"}:
        for one in conflicts(compiled(policy)).never:
            assert asked(only(policy, one.activity, prohibitions=False), request).outcome != "permit"


@given(cases(lawful=True))
def test_what_the_law_never_permits_it_does_not(case: tuple[Plain, Plain]) -> None:
    policy, request = case
    if request.get("operation", "use") not in {"erase", "anonymise", "restrict"}:
        for one in conflicts(compiled_under_law(policy)).never_under_law:
            alone = only(policy, one.activity, prohibitions=False)
            assert asked_under_law(alone, request).outcome != "permit"


@given(policies(), st.data())
def test_what_is_stopped_is_denied_and_would_be_permitted(policy: Plain, data: st.DataObject) -> None:
    for one in conflicts(compiled(policy)).stopped:
        alone, free = (only(policy, one.activity, prohibitions=value) for value in (True, False))
        assert compiled(free).decide(one.request).outcome == "permit"
        denied = compiled(alone).decide(one.request)
        assert denied.outcome == "deny"
        assert {"prohibited"} <= {reason.code for reason in denied.categories[0].reasons}
        request = data.draw(requests(policy)) | {"data": [one.request.data[0]]}
        if _lies_in(one, request):
            assert asked(alone, request).outcome != "permit"


def _lies_in(stopped: Any, request: Plain) -> bool:
    """Tell whether a request asks about a cell that is stopped."""
    asked_for = {
        "purpose": request["purpose"],
        "data": request["data"][0],
        "data-subject": request.get("data-subject", ""),
        "operation": request.get("operation", "use"),
        "recipient": request.get("recipient", "controller"),
    }
    return any(all(asked_for[key] in ids for key, ids in region.ids.items()) for region in stopped.regions)


@given(cases())
def test_nothing_that_is_permitted_is_said_to_be_stopped(case: tuple[Plain, Plain]) -> None:
    policy, request = case
    decision = asked(policy, request)
    if decision.outcome != "permit":
        return
    found = conflicts(compiled(policy))
    activity = decision.categories[0].activity
    assert activity not in {one.activity for one in found.stopped if one.whole and not one.narrower}
    protective = request.get("operation", "use") in {"erase", "anonymise", "restrict"}
    assert protective or activity not in {one.activity for one in found.never}
    request = {
        **request,
        "data": [decision.categories[0].category],
        "data-subject": decision.to_dict()["request"]["data-subject"],
    }
    assert not any(one.activity == activity and _lies_in(one, request) for one in found.stopped)


@given(policies(), st.data())
def test_a_consent_that_is_asked_for_is_needed(policy: Plain, data: st.DataObject) -> None:
    for one in conflicts(compiled(policy)).consent_asked:
        alone = only(policy, one.activity)
        assert compiled(alone).decide(one.request).outcome == "deny"
        free = compiled(only(policy, one.activity, prohibitions=False))
        assert free.decide(one.request).outcome == "permit"
        request = data.draw(requests(policy))
        request = {
            **request,
            "purpose": one.region.point.purpose,
            "data": [one.region.point.category],
            "data-subject": one.region.point.data_subject,
            "operation": one.region.point.operation,
            "recipient": one.region.point.recipient,
        }
        request["context"] = {**request.get("context", {}), "consents": []}
        assert asked(alone, request).outcome != "permit"


@given(cases())
def test_a_shadowed_prohibition_can_go(case: tuple[Plain, Plain]) -> None:
    policy, request = case
    found = Prohibitions(conflicts(compiled(policy)))
    gone = {name for name, _ in found.shadowed} | set(found.never_forbidding)
    kept = {name: one for name, one in policy.get("prohibitions", {}).items() if name not in gone}
    assert asked(policy, request).outcome == asked({**policy, "prohibitions": kept}, request).outcome


@given(cases())
def test_an_idle_exemption_can_go(case: tuple[Plain, Plain]) -> None:
    policy, request = case
    found = Prohibitions(conflicts(compiled(policy))).idle_exemptions
    prohibitions = {
        name: {**one, "unless": [item for at, item in enumerate(one.get("unless", ())) if (name, at) not in found]}
        for name, one in policy.get("prohibitions", {}).items()
    }
    protective = request.get("operation", "use") in {"erase", "anonymise", "restrict"}
    before = asked(policy, request).outcome == "permit"
    assert protective or before == (asked({**policy, "prohibitions": prohibitions}, request).outcome == "permit")
