"""Parts of a requirement, with what hangs on the requirement alone looked up beforehand, and without."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from privpolicy.engine.evaluate import consented, evaluator, passes
from privpolicy.engine.record import RecordedConsent
from privpolicy.engine.requirement import AgeOfConsent, Bound, ConsentLive, FactIs, OneOf, Other, Within
from privpolicy.engine.situation import Situation
from privpolicy.model.duration import read_duration
from privpolicy.model.moment import Moment

MOMENTS = [Moment(2019, 1, 31), Moment(2019, 2, 28), Moment(2020, 2, 28), Moment(2020, 2, 29), Moment(2020, 2, 29, 12)]
moments = st.sampled_from(MOMENTS)
consents = st.builds(
    RecordedConsent,
    st.sampled_from(("service", "service.mail", "research")),
    moments,
    st.none() | moments,
    st.booleans(),
    st.sampled_from(("subject", "guardian")),
)
limits = st.builds(
    AgeOfConsent,
    st.sampled_from(({}, {"FR": ((Within(None, Moment(2020, 2, 28)), 13), (Within(Moment(2020, 2, 28), None), 15))})),
    st.just(16),
    st.booleans(),
)
requirements = st.builds(
    ConsentLive,
    st.just("service.mail"),
    st.just(frozenset({"service", "service.mail"})),
    st.booleans(),
    st.none() | st.sampled_from(("P1M", "P1Y", "PT12H")).map(read_duration),
    st.none() | limits,
)
situations = st.builds(
    Situation,
    moments,
    st.booleans(),
    consents=st.none() | st.lists(consents, max_size=3).map(tuple),
    facts=st.fixed_dictionaries(
        {}, optional={"age": st.sampled_from((12, 13, 14.5, 15, 16)), "country": st.sampled_from(("FR", "DE"))}
    ),
)


@settings(max_examples=1000)
@given(requirements, st.lists(situations, min_size=1, max_size=3))
def test_a_live_consent(requirement: ConsentLive, asked: list[Situation]) -> None:
    evaluate = evaluator(requirement)
    for situation in asked:
        assert evaluate(situation) is consented(requirement, situation, None)


values: st.SearchStrategy[Any] = st.sampled_from((True, False, 0, 1, 2, 0.5, 1.0, "", "a", "b", *MOMENTS[:3]))
tests = st.one_of(
    st.lists(values, max_size=3).map(lambda found: OneOf(tuple(found))),
    values.map(Other),
    st.builds(Bound, st.sampled_from((">=", "<=")), st.sampled_from((0, 1, 0.5, -1, 2**70))),
    st.builds(Bound, st.sampled_from(("<", ">")), moments),
)


@settings(max_examples=1000)
@given(
    st.sampled_from(("boolean", "enum", "number", "date", "text")),
    tests,
    st.lists(st.none() | values, min_size=1, max_size=4),
    st.booleans(),
)
def test_a_fact(kind: str, test: OneOf | Other | Bound, stated: list[Any], complete: bool) -> None:
    evaluate = evaluator(FactIs("a", kind, test))  # type: ignore[arg-type]
    for value in stated:
        facts = {"b": True} if value is None else {"a": value, "b": False}
        found = evaluate(Situation(MOMENTS[0], complete, facts=facts))
        if value is not None:
            assert found is passes(test, value)
        elif complete:
            assert found is (kind == "boolean" and passes(test, value=False))
        else:
            assert found is None


def test_no_limit_is_compared_with_what_is_no_such_value() -> None:
    for limit, value in ((1, "1"), (1, MOMENTS[0]), (MOMENTS[0], 1), (MOMENTS[0], "2020-01-01"), (0, True)):
        for sign in ("<", ">") if limit is MOMENTS[0] else ("<=", ">="):
            test = FactIs("a", "text", Bound(sign, limit))
            expected = value is True and sign == ">="  # as a number it is one
            assert evaluator(test)(Situation(MOMENTS[0], complete=False, facts={"a": value})) is expected


def test_which_side_of_a_limit() -> None:
    for low, high in ((1, 2), (MOMENTS[0], MOMENTS[1])):
        signs = ("<", ">") if isinstance(low, Moment) else ("<=", ">=")
        for sign in signs:
            for value, limit in ((low, high), (high, low), (low, low)):
                expected = {"<": value < limit, ">": value > limit, "<=": value <= limit, ">=": value >= limit}[sign]  # type: ignore[operator]
                test = FactIs("a", "number", Bound(sign, limit))  # type: ignore[arg-type]
                assert evaluator(test)(Situation(MOMENTS[0], complete=False, facts={"a": value})) is expected
