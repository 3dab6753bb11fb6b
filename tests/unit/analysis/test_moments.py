"""Between two of the instants that matter to a requirement nothing turns by itself."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from privpolicy.analysis.moments import from_on
from privpolicy.engine.evaluate import holds
from privpolicy.engine.requirement import (
    AgeOfConsent,
    AllOf,
    AnyOf,
    Bound,
    ConsentLive,
    FactIs,
    NoObjection,
    Not,
    OneOf,
    Requirement,
    Within,
)
from privpolicy.engine.situation import Situation, Value
from privpolicy.model.moment import Moment, read_moment
from privpolicy.model.request import Consent

START = read_moment("2020-01-01")
DAYS = tuple(read_moment(day) for day in ("2019-06-01", "2020-01-01", "2020-02-29", "2021-03-01", "2024-12-31"))


def limits(*ages: tuple[str | None, str | None, int]) -> AgeOfConsent:
    ends = [(None if a is None else read_moment(a), None if b is None else read_moment(b), age) for a, b, age in ages]
    return AgeOfConsent({"FR": tuple((Within(a, b), age) for a, b, age in ends)}, 16, child=True)


MINORS = limits((None, "2020-05-01", 16), ("2020-05-01", "2022-07-01", 15), ("2023-01-01", None, 13))
OF_AGE = FactIs("age", "number", Bound(">=", 0))
edges = st.sampled_from((None, *DAYS))
requirements: st.SearchStrategy[Requirement] = st.recursive(
    st.one_of(
        st.builds(Within, edges, edges),
        st.just(ConsentLive("p", frozenset({"p"}), minors=MINORS)),
        st.just(FactIs("shown", "boolean", OneOf((True,)))),
    ),
    lambda below: st.one_of(
        st.lists(below, min_size=2, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(below, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        below.map(Not),
    ),
    max_leaves=5,
)


def test_what_hangs_on_no_day_has_only_the_start() -> None:
    requirement = AllOf((FactIs("shown", "boolean", OneOf((True,))), ConsentLive("p", frozenset({"p"}))))
    assert from_on(requirement, START) == (START,)


def test_later_edges_in_order_and_once_each() -> None:
    early, start, leap, spring, end = DAYS
    requirement = Not(
        AnyOf((Within(end, None), AllOf((Within(early, leap), Within(leap, spring))), Within(None, start)))
    )
    assert from_on(requirement, START) == (START, leap, spring, end)


def test_the_age_of_consent_turns_too() -> None:
    found = tuple(map(read_moment, ("2020-05-01", "2022-07-01", "2023-01-01")))
    live = ConsentLive("p", frozenset({"p"}), minors=MINORS)
    assert from_on(AllOf((live, OF_AGE)), START) == (START, *found)
    assert from_on(AnyOf((NoObjection("p", frozenset({"p"}), live), OF_AGE)), START) == (START, *found)
    assert from_on(AllOf((live, ConsentLive("p", frozenset({"p"})))), START) == (START, *found)


def test_an_age_that_nothing_else_looks_at_turns_nothing() -> None:
    live = ConsentLive("p", frozenset({"p"}), minors=MINORS)
    assert from_on(live, START) == (START,)
    assert from_on(NoObjection("p", frozenset({"p"}), live), START) == (START,)


@given(requirements, st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.sampled_from((12, 13, 15, 16)), st.booleans())
def test_nothing_turns_between_them(requirement: Requirement, day: date, age: int, shown: bool) -> None:
    def at(moment: Moment) -> Situation:
        consent = Consent(purpose="p", given=read_moment("2015-01-01"))
        facts: dict[str, Value] = {"age": age, "country": "FR", "shown": shown}
        return Situation(moment, complete=False, consents=(consent,), facts=facts)

    requirement = AllOf((requirement, OF_AGE))
    moment = read_moment(day)
    last = max(one for one in from_on(requirement, START) if one <= moment)
    assert holds(requirement, at(moment)) == holds(requirement, at(last))
