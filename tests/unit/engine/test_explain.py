"""Reasons of denials that are easy to get wrong."""

from typing import Any

from tests.laws.world import asked

from privpolicy import Decision

BASE: dict[str, Any] = {
    "policy": {"language": 1, "id": "small"},
    "purposes": {"service": {}, "service.mail": {}, "research": {}},
    "data-categories": {"contact": {}, "contact.email": {}},
    "data-subjects": {"user": {}},
    "facts": {"shop": {"type": "text"}},
}


def decide(activity: dict[str, Any], request: dict[str, Any]) -> Decision:
    declared = {"purposes": ["service"], "legal-basis": "contract", "data-subjects": ["user"], "data": ["contact"]}
    policy = {**BASE, "activities": {"run": {**declared, **activity}}}
    return asked(policy, {"purpose": "service", "data": ["contact"], "at": "2020-01-01", **request})


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


def test_a_denial_that_every_possible_date_gives_for_another_reason_names_them_all() -> None:
    schedule = {"phases": [{"phase": "active", "for": "P1Y"}], "at-least": "P1Y", "then": "erase"}
    activity = {"operations": ["anonymise"], "retention": schedule}
    decision = decide(activity, {"operation": "anonymise", "context": {"legal-hold": False}})
    assert codes(decision) == ["retention-floor", "retention-ended"]


def test_a_missed_dimension_hides_one_that_is_covered_in_part() -> None:
    decision = decide({"data": ["contact.email"]}, {"purpose": "research"})
    assert codes(decision) == ["not-covered"]
    assert decision.reasons[0].path == ("activities", "run", "purposes")


def test_what_is_covered_in_part_everywhere_is_too_broad() -> None:
    decision = decide({"data": ["contact.email"], "purposes": ["service.mail"]}, {})
    assert codes(decision) == ["too-broad", "too-broad"]


def test_an_empty_list_of_values_is_never_met() -> None:
    assert codes(decide({"when": {"shop": []}}, {})) == ["condition-unmet"]
