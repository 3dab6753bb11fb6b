"""Differences that show only for some persons, or only on some days of the calendar."""

from typing import Any

import pytest
from tests.laws.world import compiled_under_law

from privpolicy.analysis.difference import Comparison, Difference
from privpolicy.analysis.sides import Side, Sides

Plain = dict[str, Any]


def policy(
    *, law: tuple[str, ...] = ("eu-gdpr",), child: bool = False, keep: str | None = None, since: str | None = None
) -> Plain:
    effective = {"effective": {"from": since}} if since else {}
    news: Plain = {"purposes": ["news"], "legal-basis": "consent", "data-subjects": ["person"], "data": ["mail"]}
    if keep is not None:
        news["retention"] = keep
    return {
        "policy": {"language": 1, "id": "a", "law": list(law), **effective},
        "purposes": {"news": {}},
        "data-categories": {"mail": {}},
        "data-subjects": {"person": {"child": True} if child else {}},
        "activities": {"news": news},
    }


def differences(old: Plain, new: Plain) -> tuple[Sides, list[Difference]]:
    sides = Sides(Side(compiled_under_law(old)), Side(compiled_under_law(new)))
    return sides, list(Comparison(sides).differences())


def proved(sides: Sides, found: list[Difference]) -> set[str]:
    for one in found:
        if one.widened is not None:
            before, after = sides.outcomes(one.widened)
            assert before != "permit" == after
        if one.narrowed is not None:
            before, after = sides.outcomes(one.narrowed)
            assert before == "permit" != after
    return {one.effect for one in found}


def test_without_the_law_children_consent_alone() -> None:
    assert proved(*differences(policy(), policy(law=()))) == {"widens"}
    assert proved(*differences(policy(law=()), policy())) == {"narrows"}


def test_who_may_be_a_child_is_asked_for_the_age() -> None:
    assert proved(*differences(policy(), policy(child=True))) == {"narrows"}
    assert proved(*differences(policy(child=True), policy())) == {"widens"}


@pytest.mark.parametrize("since", [None, "2020-01-01"])
@pytest.mark.parametrize(
    ("old", "new"), [("P1M", "P31D"), ("P31D", "P1M"), ("P1M", "P30D"), ("P1Y", "P365D"), ("P365D", "P1Y")]
)
def test_months_and_years_are_no_number_of_days(old: str, new: str, since: str | None) -> None:
    assert proved(*differences(policy(keep=old, since=since), policy(keep=new, since=since)))


@pytest.mark.parametrize(("old", "new"), [("P12M", "P1Y"), ("P7D", "P1W"), ("P24M", "P2Y")])
def test_the_same_in_other_units_is_the_same(old: str, new: str) -> None:
    assert differences(policy(keep=old), policy(keep=new))[1] == []
