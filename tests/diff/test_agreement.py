"""Merged statements cover exactly the cells in which two policies differ, and every witness is decided."""

from collections.abc import Iterator
from itertools import product
from typing import cast

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.laws.strategies import Plain, cases, more_activities, more_prohibitions, policies
from tests.laws.world import compiled, compiled_under_law

import privpolicy as pp
from privpolicy.analysis.difference import Comparison
from privpolicy.analysis.sides import Side, Sides
from privpolicy.diff.fold import Folding
from privpolicy.diff.report import Change
from privpolicy.diff.run import changes_between
from privpolicy.engine.cell import Point
from privpolicy.engine.vocabulary import DIMENSIONS
from privpolicy.model.operation import Operation

FEW = settings(max_examples=60, phases=(Phase.explicit, Phase.reuse, Phase.generate))


@st.composite
def changed(draw: st.DrawFn, lawful: bool = False) -> tuple[Plain, Plain, Plain]:
    """Draw a policy, what became of it, and a context to ask both in."""
    old, request = draw(cases(lawful))
    new = {**old, "activities": dict(old["activities"]), "prohibitions": dict(old.get("prohibitions", {}))}
    match draw(st.sampled_from(("other", "activity", "gone", "prohibition", "fewer", "marks", "moved", "effective"))):
        case "other":
            new = draw(policies(lawful))
        case "activity":
            new["activities"][draw(st.sampled_from(sorted(old["activities"])))] = draw(more_activities(old))
        case "gone" if len(old["activities"]) > 1:
            name = draw(st.sampled_from(sorted(old["activities"])))
            if not any(name in one.get("further-processing-of", ()) for one in old["activities"].values()):
                del new["activities"][name]
        case "prohibition":
            new["prohibitions"]["added"] = draw(more_prohibitions(old))
        case "fewer" if new["prohibitions"]:
            del new["prohibitions"][draw(st.sampled_from(sorted(new["prohibitions"])))]
        case "marks":
            new["purposes"] = {name: {**(one or {}), "direct-marketing": True} for name, one in old["purposes"].items()}
        case "moved":
            names = list(old["data-categories"])
            top = names[0]
            moved = {
                name: {key: value for key, value in one.items() if key != "sensitivity"} | {"broader": [top]}
                for name, one in old["data-categories"].items()
                if name in names[1:]
            }
            new["data-categories"] = {top: old["data-categories"][top], **moved}
        case "effective":
            new["policy"] = {**old["policy"], "effective": {"from": "2020-02-29"}}
    return old, new, request


def cells(sides: Sides) -> Iterator[Point]:
    known = [list(sides.known(dimension)) for dimension in DIMENSIONS]
    used = {name for side in sides.both for one in side.policy.model.activities.values() for name in one.operations}
    known[DIMENSIONS.index("operation")] = sorted(used)
    for purpose, category, subject, operation, recipient in product(*known):
        yield Point(purpose, category, subject, cast("Operation", operation), recipient)


def among(changes: tuple[Change, ...], point: Point) -> list[Change]:
    asked = (point.purpose, point.category, point.data_subject, point.operation, point.recipient)
    return [
        one for one in changes if all(name in one.ids[where] for where, name in zip(DIMENSIONS, asked, strict=True))
    ]


def permits(policy: pp.Policy, request: pp.Request) -> bool:
    try:
        return policy.decide(request).outcome == "permit"
    except pp.RequestError:
        return False


def understood(policy: pp.Policy, request: pp.Request) -> bool:
    """Tell whether a policy knows all that a request states; ids of the cell may be missing."""
    try:
        policy.decide(request)
    except pp.RequestError as error:
        return not error.path.startswith(("context", "origin"))
    return True


def compared(old: pp.Policy, new: pp.Policy) -> tuple[Change, ...]:
    return changes_between(Sides(Side(old), Side(new)), None, lambda *_: "")


def agrees(old: pp.Policy, new: pp.Policy, context: Plain) -> None:
    sides = Sides(Side(old), Side(new))
    changes = compared(old, new)
    folding = Folding.of(old, new)
    for change in changes:
        for witness, expected in ((change.widened, [False, True]), (change.narrowed, [True, False])):
            if witness is not None:
                found = [permits(policy, asked) for policy, asked in zip((old, new), witness.asked, strict=True)]
                assert found == expected
                assert [answer == "permit" for answer in (witness.old, witness.new)] == expected
        for dimension, told in change.told.items():
            meant = {name for one in told for name in ({one.id} if one.alone else folding.narrower[dimension][one.id])}
            assert meant == set(change.ids[dimension])
    exact = Comparison(sides)
    for number, point in enumerate(cells(sides)):
        if number % 7:
            continue
        there = among(changes, point)
        exactly = exact.compared(point)
        assert (exactly is None) == (not there), point
        if exactly is not None:
            assert {(one.before, one.after) for one in there} == {(exactly.before, exactly.after)}
        asked = pp.Request.parse(
            {
                **context,
                "purpose": point.purpose,
                "data": point.category,
                "data-subject": point.data_subject,
                "operation": point.operation,
                "recipient": point.recipient,
            }
        )
        before, after = permits(old, asked), permits(new, asked)
        if before != after and understood(old, asked) and understood(new, asked):
            assert {one.effect for one in there} & {"changes", "widens" if after else "narrows"}, (point, before, after)


@FEW
@given(changed())
def test_statements_cover_what_differs_and_nothing_else(case: tuple[Plain, Plain, Plain]) -> None:
    old, new, context = case
    agrees(compiled(old), compiled(new), context)


@FEW
@given(changed(lawful=True))
def test_statements_under_the_law(case: tuple[Plain, Plain, Plain]) -> None:
    old, new, context = case
    agrees(compiled_under_law(old), compiled_under_law(new), context)


@FEW
@given(policies())
def test_the_same_policy_in_another_order_is_silent(policy: Plain) -> None:
    shuffled = {
        section: dict(sorted(one.items(), reverse=True)) if section != "policy" else one
        for section, one in policy.items()
    }
    assert compared(compiled(policy), compiled(shuffled)) == ()
