"""Regions part the cells of an activity, and nothing tells the cells of one region apart."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st
from tests.laws.strategies import policies, requests
from tests.laws.world import compiled, compiled_under_law

from privpolicy import Request
from privpolicy.analysis.regions import Region, Regions
from privpolicy.engine.policy import Policy
from privpolicy.engine.vocabulary import DIMENSIONS

Plain = dict[str, Any]
Cell = tuple[str, ...]


def regions_of(policy: Policy) -> tuple[Regions, frozenset[str]]:
    return Regions(policy, policy.programs()), frozenset(policy.model.prohibitions)


def cells(regions: Iterable[Region]) -> Iterator[Cell]:
    for region in regions:
        yield from product(*(region.ids[dimension] for dimension in DIMENSIONS))


def listed(policy: Policy, name: str) -> tuple[tuple[str, ...], ...]:
    one = policy.model.activities[name]
    return (one.purposes, one.data, one.data_subjects, one.operations, one.recipients)


def once_each(found: Iterable[Cell]) -> set[Cell]:
    several = list(found)
    assert len(several) == len(set(several))
    return set(several)


@given(policies(), st.booleans())
def test_every_cell_lies_in_one_region(plain: Plain, lawful: bool) -> None:
    policy = (compiled_under_law if lawful else compiled)(plain)
    regions, prohibitions = regions_of(policy)
    for name in policy.model.activities:
        for among in (prohibitions, frozenset[str]()):
            found = list(regions.listed(name, among))
            assert once_each(cells(found)) == set(product(*listed(policy, name)))
            for region in found:
                assert all(region.ids[dimension] for dimension in DIMENSIONS)
                assert set(region.prohibitions) <= set(regions.meeting(name, among)) <= among
                below = list(regions.covered(region, among))
                narrower = [policy.vocabulary.narrower(one, region.ids[one]) for one in DIMENSIONS]
                expected = set(product(*narrower)) if set(product(*narrower)) != set(cells([region])) else set()
                assert once_each(cells(below)) == expected


@given(policies(), st.booleans(), st.data())
def test_cells_of_one_region_are_decided_alike(plain: Plain, lawful: bool, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(plain["activities"])))
    elsewhere = {"effective": {"from": "9999-01-01"}}
    activities = {one: kept if one == name else kept | elsewhere for one, kept in plain["activities"].items()}
    policy = (compiled_under_law if lawful else compiled)({**plain, "activities": activities})
    regions, prohibitions = regions_of(policy)
    region = data.draw(st.sampled_from(list(regions.listed(name, prohibitions))))
    region = data.draw(st.sampled_from([region, *regions.covered(region, prohibitions)]))
    request = data.draw(requests(plain))
    cell = data.draw(st.sampled_from(sorted(cells([region]))))
    point = region.point
    stands = (point.purpose, point.category, point.data_subject, point.operation, point.recipient)
    assert stands in set(cells([region]))
    assert outcome(policy, request, cell) == outcome(policy, request, stands)


def outcome(policy: Policy, request: Plain, cell: Cell) -> str:
    purpose, category, subject, operation, recipient = cell
    asked = {"purpose": purpose, "data": [category], "data-subject": subject, "operation": operation}
    return cast("str", policy.decide(Request.parse({**request, **asked, "recipient": recipient})).outcome)


@given(policies(), st.data())
def test_what_meets_an_activity_touches_its_cells(plain: Plain, data: st.DataObject) -> None:
    policy = compiled(plain)
    regions, prohibitions = regions_of(policy)
    name = data.draw(st.sampled_from(sorted(plain["activities"])))
    touching = {one for region in regions.listed(name, prohibitions) for one in region.prohibitions}
    met = set(regions.meeting(name, prohibitions))
    excepted = {one for one in met if policy.model.prohibitions[one].except_purposes}
    assert met - excepted <= touching <= met
