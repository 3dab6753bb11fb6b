"""What facts alone are said to lift is found by searching too, and on any day."""

from hypothesis import given
from hypothesis import strategies as st
from tests.laws.strategies import DATES, policies
from tests.laws.world import Plain, compiled, compiled_under_law

from privpolicy.analysis.by_facts import ByFacts
from privpolicy.analysis.scope import Scope
from privpolicy.analysis.settled import of_facts, without_consent
from privpolicy.engine.requirement import AllOf, AnyOf, ConsentLive, Constant, FactIs, Not, OneOf, Within
from privpolicy.model.moment import read_moment

SHOWN = FactIs("shown", "boolean", OneOf((True,)))
LIVE = ConsentLive("p", frozenset({"p"}))
SINCE = Within(read_moment("2020-01-01"), None)


@given(policies(), st.booleans(), st.sampled_from(("1000-01-01", *DATES)))
def test_the_quick_argument_suffices(plain: Plain, lawful: bool, day: str) -> None:
    policy = (compiled_under_law if lawful else compiled)(plain)
    model = policy.model
    scope = Scope(policy, read_moment(day), tuple(model.activities), frozenset(model.prohibitions))
    by_facts = ByFacts(scope)
    for name in scope.activities:
        met = scope.regions.meeting(name, scope.prohibitions)
        for region in scope.regions.listed(name, scope.prohibitions):
            own, bars = scope.terms(region).of_policy, scope.bars(region, region.prohibitions)
            for among in (met, region.prohibitions):
                if by_facts.lift(name, among, consented=True) and scope.possible(region):
                    assert scope.world(own, bars) is not None
                if by_facts.lift(name, among, consented=False) and scope.world(without_consent(own)) is not None:
                    assert scope.world(without_consent(own), without_consent(bars)) is not None


def test_everything_but_facts_is_taken_at_its_worst() -> None:
    bar = Not(AllOf((SINCE, Not(AnyOf((LIVE, SHOWN))))))
    assert of_facts(bar, consented=False) == SHOWN
    assert of_facts(bar, consented=True) == Constant(holds=True)
    assert of_facts(AllOf((SINCE, SHOWN)), consented=True) == Constant(holds=False)
    assert of_facts(Not(AllOf((SINCE, Not(SHOWN)))), consented=True) == SHOWN
