"""The short way to an outcome is no second meaning: it says what the whole programs say, whatever was asked before."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.law_strategies import lawful_cases
from tests.laws.strategies import INSTANTS, LAW_EDGES, cases, requests
from tests.laws.world import Plain, compiled, compiled_under_law

import privpolicy as pp
from privpolicy.engine.bind import bind
from privpolicy.engine.explain import truth_of
from privpolicy.engine.outcome import Outcome, join
from privpolicy.engine.residual import ERAS
from privpolicy.engine.situation import Situation

Case = tuple[Plain, Plain]
MOMENTS = st.sampled_from((*INSTANTS, *LAW_EDGES, "2019-01-30T23:59:59Z", "2031-12-31", "2001-01-01", "9999-12-31"))


def said_by_the_programs(policy: pp.Policy, request: pp.Request) -> Outcome:
    """Ask every clause of every alternative of every category."""
    bound = bind(request, policy.vocabulary)
    key = (request.purpose, request.data, bound.data_subject, request.operation, request.recipient)
    cells = policy.programs().plan(key).cells
    return join(_outcome(cell.program.alternatives, bound.situation) for cell in cells)


def _outcome(alternatives: Any, situation: Situation) -> Outcome:
    truths = [truth_of(alternative, situation) for alternative in alternatives]
    if True in truths:
        return Outcome.PERMIT
    return Outcome.CONDITIONAL if None in truths else Outcome.DENY


def variants(request: Plain, others: list[Plain], moments: list[str]) -> list[pp.Request]:
    """The same cells with other records, whole or not, at other instants."""
    records = [one.get("context") or {} for one in (request, *others)]
    return [
        pp.Request.parse({**request, "context": record, "complete": complete, "at": at})
        for record in records
        for complete in (False, True)
        for at in moments
    ]


def _agree(policy: pp.Policy, asked: list[pp.Request]) -> None:
    for request in (*asked, *reversed(asked)):
        decision = policy.decide(request)
        assert decision.outcome is said_by_the_programs(policy, request)
        assert decision.outcome is join(category.outcome for category in decision.categories)


@settings(deadline=None)
@given(cases(), st.data())
def test_it_says_what_the_programs_say(case: Case, data: st.DataObject) -> None:
    policy, request = case
    others = data.draw(st.lists(requests(policy), max_size=2))
    moments = data.draw(st.lists(MOMENTS, min_size=1, max_size=3))
    _agree(compiled(policy), variants(request, others, moments))


@settings(deadline=None)
@given(lawful_cases(), st.data())
def test_it_says_what_the_programs_say_under_the_law(case: Case, data: st.DataObject) -> None:
    policy, request = case
    others = data.draw(st.lists(requests(policy), max_size=2))
    moments = data.draw(st.lists(MOMENTS, min_size=1, max_size=3))
    _agree(compiled_under_law(policy), variants(request, others, moments))


@settings(deadline=None, max_examples=25)
@given(lawful_cases(), st.permutations((*INSTANTS, *LAW_EDGES)))
def test_more_stretches_of_time_than_are_kept(case: Case, moments: list[str]) -> None:
    """Dates are then compared each time: the answers stay what they are."""
    policy, request = case
    shared = compiled_under_law(policy)
    _agree(shared, variants(request, [], moments[: ERAS * 2]))
    residual = shared.programs().residuals
    assert all(len(one._eras) <= ERAS for one in residual.young.values())


@settings(deadline=None)
@given(cases(), st.data())
def test_many_are_answered_as_each_alone(case: Case, data: st.DataObject) -> None:
    policy, request = case
    asked = variants(request, data.draw(st.lists(requests(policy), max_size=2)), ["2020-02-29", "2021-02-28"])
    together = compiled(policy).decide_many(iter(asked))
    assert isinstance(together, list)
    for request_, decision in zip(asked, together, strict=True):
        assert decision.request is request_
        assert decision.to_dict() == compiled(policy).decide(request_).to_dict()
