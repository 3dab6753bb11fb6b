"""A live consent, with what hangs on the requirement alone looked up beforehand, and without."""

from hypothesis import given, settings
from hypothesis import strategies as st

from privpolicy.engine.evaluate import consented, evaluator
from privpolicy.engine.record import RecordedConsent
from privpolicy.engine.requirement import AgeOfConsent, ConsentLive, Within
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
