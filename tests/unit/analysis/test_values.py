"""Values that stand for all others of a fact, and a person who may turn out too young."""

import pytest

from privpolicy.analysis.dates import between, shifted
from privpolicy.analysis.finder import Finder
from privpolicy.analysis.values import ABSENT, values_of
from privpolicy.engine.evaluate import holds
from privpolicy.engine.requirement import AgeOfConsent, AllOf, Bound, ConsentLive, FactIs, Not, OneOf, Test
from privpolicy.model.moment import read_moment

START = read_moment("2020-01-01")


@pytest.mark.parametrize(
    ("tests", "found"),
    [
        ((Bound(">=", 16),), {16, 17, 15}),
        ((Bound(">=", 0),), {0, 1}),
        ((Bound("<=", 250),), {200}),
        ((Bound(">=", 100), Bound("<=", 400)), {100, 99, 200}),
    ],
)
def test_ages_are_those_of_persons(tests: tuple[Test, ...], found: set[float]) -> None:
    asked = [FactIs("age", "number", test) for test in tests]
    assert set(values_of(asked, ())) - {ABSENT} == found


def test_any_other_number_may_be_anything() -> None:
    assert set(values_of([FactIs("score", "number", Bound(">=", 0))], ())) == {0, 1, -1, ABSENT}


def test_a_country_is_another_country() -> None:
    found = set(values_of([FactIs("country", "text", OneOf(("AD", "FR")))], ()))
    assert found - {"AD", "FR", ABSENT} == {"AE"}


def test_instants_fall_on_full_seconds_and_stay_in_the_calendar() -> None:
    assert between(START, read_moment("2020-01-01T00:00:05Z")) == read_moment("2020-01-01T00:00:02Z")
    assert between(START, read_moment("2020-01-01T00:00:00.5Z")) == read_moment("2020-01-01T00:00:00.25Z")
    assert list(shifted(read_moment("9999-12-31"), 1)) == []


def test_who_is_said_to_be_young_no_longer_consents_alone() -> None:
    minors = AgeOfConsent({}, 16, child=False)
    live = ConsentLive("p", frozenset({"p"}), minors=minors)
    young = FactIs("age", "number", Bound("<=", 12))
    found = Finder(START).world(live, young)
    assert found is not None
    assert holds(AllOf((live, young)), found) is True
    assert found.consents is not None
    assert [one.by for one in found.consents] == ["guardian"]
    assert Finder(START).world(live, AllOf((young, Not(live)))) is None
