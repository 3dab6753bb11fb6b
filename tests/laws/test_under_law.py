"""Policy and law together: the engine and the naive evaluator answer alike, and the laws of the language hold."""

import itertools
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.laws import oracle
from tests.laws.law_strategies import consent_cases, lawful_cases, transfer_cases
from tests.laws.law_tables import ADEQUACY, AGES_OF_CONSENT, GDPR_AREA
from tests.laws.stating import endowed, filled, narrower, outcome_at, smaller, stating
from tests.laws.strategies import TOOLS, cases, requests
from tests.laws.world import Plain, asked, asked_under_law, compiled_under_law

import privpolicy as pp
from privpolicy.engine.outcome import Outcome
from privpolicy.model.moment import read_moment

Case = tuple[Plain, Plain]
ORDER = {Outcome.DENY: 0, Outcome.CONDITIONAL: 1, Outcome.PERMIT: 2}
CONSENT_LACKS = {"consent-missing", "consent-withdrawn", "consent-expired", "consent-not-explicit"}
LAW_UNKNOWN = {"transfer-unknown", "special-category-unknown", "terminal-equipment-unknown", "child-consent-unknown"}


# --- agreement ----------------------------------------------------------------------------------------------


def told(decision: pp.Decision) -> tuple[str, tuple[tuple[str, str, str | None], ...]]:
    return decision.outcome.value, tuple((c.category, c.outcome.value, c.activity) for c in decision.categories)


def same_moment(mine: str | None, naive: str | None) -> bool:
    return (mine and read_moment(mine)) == (naive and read_moment(naive))


def agree(policy: Plain, request: Plain) -> None:
    """Outcome, activity, reasons of a denial and `until` are the same."""
    decision, verdict = asked_under_law(policy, request), oracle.decide(policy, request)
    expected = verdict.outcome, tuple((c.category, c.outcome, c.activity) for c in verdict.categories)
    assert told(decision) == expected
    assert same_moment(decision.to_dict()["until"], oracle.until(policy, request))
    for mine, naive in zip(decision.categories, verdict.categories, strict=True):
        assert same_moment(mine.to_dict()["until"], oracle.until(policy, request, mine.category))
        codes = {str(reason.code) for reason in mine.reasons}
        if mine.outcome == "deny":
            assert _alike(codes) == _alike(set(naive.codes))
        if mine.outcome == "conditional":  # the naive evaluator tells of the first open activity only
            assert naive.codes & LAW_UNKNOWN <= codes


def _alike(codes: set[str]) -> set[str]:
    """Which lack of several consents is told is a choice of words; that one but for a child's age is live is not."""
    lacks = "child-consent" if "child-consent" in codes else "consent"
    return {lacks if code in CONSENT_LACKS else code for code in codes}


@given(cases(lawful=True))
def test_agreement_on_any_policy(case: Case) -> None:
    agree(*case)


@given(consent_cases())
def test_agreement_wherever_a_consent_counts(case: Case) -> None:
    agree(*case)


@given(transfer_cases())
def test_agreement_on_transfers(case: Case) -> None:
    agree(*case)


@given(cases())
def test_the_law_counts_only_where_the_policy_names_it(case: Case) -> None:
    policy, request = case
    silent = {**policy, "policy": {**policy["policy"], "law": []}}
    assert told(asked_under_law(silent, request)) == told(asked(policy, request))


# --- every date of the law ----------------------------------------------------------------------------------


def through_time(policy: Plain, request: Plain) -> None:
    """Go from each change of the answer to the next, to the end of time."""
    shared, moment = compiled_under_law(policy), request["at"]
    while moment is not None:
        dated = {**request, "at": moment}
        decision, verdict = shared.decide(pp.Request.parse(dated)), oracle.decide(policy, dated)
        assert (moment, told(decision)[0]) == (moment, verdict.outcome)
        after = oracle.until(policy, dated)
        assert same_moment(decision.to_dict()["until"], after), (moment, decision.to_dict()["until"], after)
        moment = after


def small_policy(**changes: Plain) -> Plain:
    activity: Plain = {
        "purposes": ["service"],
        "legal-basis": "contract",
        "data-subjects": ["person"],
        "data": ["contact"],
        "recipients": ["acme"],
    }
    return {
        "policy": {"language": 1, "id": "small", "law": ["eu-gdpr"]},
        "purposes": {"service": {}},
        "data-categories": {"contact": {}},
        "data-subjects": {"person": changes.get("person", {})},
        "recipients": {"acme": {"role": "processor", **changes.get("acme", {})}},
        "activities": {"serve": {**activity, **changes.get("activity", {})}},
    }


COUNTRIES = sorted({each for row in GDPR_AREA for each in row[0].split()} | {row[0] for row in ADEQUACY} | {"CN", "UA"})
ASKED: Plain = {"purpose": "service", "data": "contact", "recipient": "acme", "at": "2000-01-01"}


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_country_without_tools_through_time(country: str) -> None:
    through_time(small_policy(acme={"country": country}), ASKED)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: "-".join(str(value) for value in tool.values()))
@pytest.mark.parametrize("country", ["CN", "US", "CA", "GB", "FR", "JP"])
def test_a_tool_through_time(country: str, tool: Plain) -> None:
    through_time(small_policy(acme={"country": country, "transfer-tools": [tool]}), ASKED)


@pytest.mark.parametrize("child", [True, False], ids=["child", "anyone"])
@pytest.mark.parametrize("country", [*sorted({row[0] for row in AGES_OF_CONSENT}), "US", None])
def test_ages_of_consent_through_time(country: str | None, child: bool) -> None:
    policy = small_policy(person={"child": child}, acme={"country": "FR"}, activity={"legal-basis": "consent"})
    for age in (None, 0, 12, 12.5, 13, 14, 15, 15.9, 16, 17, 18):
        for by in ("subject", "guardian"):
            consent = {"purpose": "service", "given": "2018-05-25", "by": by}
            context = {"consents": [consent], "subject": {"age": age, "country": country}}
            for complete in (True, False):
                request = {**ASKED, "at": "2018-07-20", "complete": complete, "context": context}
                through_time(policy, {**request, "context": {**context, "objections": [], "restricted": False}})


# --- every place where a consent counts ---------------------------------------------------------------------

RAISED = {"purpose": "service", "raised": "2019-01-01"}
PLACES: dict[str, tuple[Plain, Plain, Plain]] = {  # changes of the activity, of the policy, of the context
    "basis": ({"legal-basis": "consent"}, {}, {}),
    "special-category": ({"data": ["health"], "special-category-condition": "explicit-consent"}, {}, {}),
    "terminal-equipment": ({"terminal-equipment": {"strictly-necessary": False}}, {}, {}),
    "unless": ({}, {"prohibitions": {"no-more": {"unless": [{"consent": True}]}}}, {}),
    "restriction": ({}, {}, {"restricted": True}),
    "origin": ({"legal-basis": "consent"}, {}, {"origin": "other"}),
    "objection": (
        {"legal-basis": "consent"},
        {"purposes": {"service": {"direct-marketing": True}}},
        {"raised": RAISED},
    ),
}


@pytest.mark.parametrize("age", [None, 14, 15, 16])
@pytest.mark.parametrize("settings", [None, {"explicit": True}, {"valid-for": "P1Y"}], ids=["any", "explicit", "valid"])
@pytest.mark.parametrize("place", PLACES)
def test_wherever_a_consent_counts(place: str, settings: Plain | None, age: int | None) -> None:
    activity, sections, further = PLACES[place]
    activity = {**activity, "consent": settings} if settings else activity
    policy = {**small_policy(person={"child": True}, acme={"country": "FR"}, activity=activity), **sections}
    policy["data-categories"] = {"contact": {}, "health": {"sensitivity": "special"}}
    policy["activities"]["other"] = {**policy["activities"]["serve"], "purposes": ["elsewhere"]}
    policy["purposes"] = {**policy["purposes"], "elsewhere": {}}
    shared = compiled_under_law(policy)
    ways = itertools.product(("2018-06-01", "2019-06-01"), (True, False), ("subject", "guardian"))
    consents = [{"purpose": "service", "given": day, "explicit": plain, "by": by} for day, plain, by in ways]
    records = [None, *itertools.chain.from_iterable(itertools.combinations(consents, size) for size in (0, 1, 2))]
    for record, complete, operation in itertools.product(records, (True, False), ("use", "erase", "restrict")):
        context: Plain = {"restricted": False, "objections": [], "subject": {"age": age, "country": "FR"}}
        context |= {"legal-hold": False, "consents": None if record is None else list(record)}
        context |= {"restricted": True} if "restricted" in further else {}
        context |= {"objections": [further["raised"]]} if "raised" in further else {}
        request = {**ASKED, "data": policy["activities"]["serve"]["data"], "at": "2019-11-15", "operation": operation}
        request |= {"context": context, "complete": complete}
        request |= {"origin": further["origin"]} if "origin" in further else {}
        decision, verdict = shared.decide(pp.Request.parse(request)), oracle.decide(policy, request)
        assert (record, told(decision)[0]) == (record, verdict.outcome)
        if verdict.outcome == "deny":
            codes = {str(reason.code) for reason in decision.categories[0].reasons}
            assert (record, _alike(codes)) == (record, _alike(set(verdict.categories[0].codes)))


# --- laws ---------------------------------------------------------------------------------------------------


@given(lawful_cases())
def test_5_the_law_moves_nothing_towards_permit(case: Case) -> None:
    policy, request = case
    alone, under_law = asked(policy, request), asked_under_law(policy, request)
    assert ORDER[under_law.outcome] <= ORDER[alone.outcome]
    for one, other in zip(alone.categories, under_law.categories, strict=True):
        assert ORDER[other.outcome] <= ORDER[one.outcome]


@given(lawful_cases(), st.data())
def test_6_what_is_narrower_than_a_permitted_request_is_permitted(case: Case, data: st.DataObject) -> None:
    policy, request = case
    decision = asked_under_law(policy, request)
    assume(decision.outcome == "permit")
    assert asked_under_law(policy, narrower(decision, data)).outcome == "permit"


@given(lawful_cases(), st.data())
def test_7_a_stated_fact_never_turns_permit_and_deny_into_each_other(case: Case, data: st.DataObject) -> None:
    """Age and country excepted, whose statement brings in a guard."""
    policy, request = case
    further = {**(data.draw(requests(policy)).get("context") or {})}
    further.pop("subject", None)
    request, fuller = {**request, "complete": False}, {**filled(request, further), "complete": False}
    before, after = asked_under_law(policy, request).outcome, asked_under_law(policy, fuller).outcome
    if before != "conditional":
        assert after == before


@given(lawful_cases())
def test_8_each_set_of_needs_gives_permit_and_no_smaller_one_does(case: Case) -> None:
    """What no request can state is stated in the policy."""
    policy, request = case
    request = {**request, "complete": False}
    decision = asked_under_law(policy, request)
    if decision.outcome != "conditional":
        assert decision.needs == ()
        assert all(category.needs == () for category in decision.categories if category.outcome != "conditional")
        return
    for needs in decision.needs:
        assert asked_under_law(endowed(policy, needs), stating(decision, needs)).outcome == "permit"
        for fewer in smaller(needs):
            assert asked_under_law(endowed(policy, fewer), stating(decision, fewer)).outcome != "permit"


@given(lawful_cases(), st.data())
def test_9_the_outcome_is_constant_until_it_turns(case: Case, data: st.DataObject) -> None:
    policy, request = case
    decision = asked_under_law(policy, request)
    end = decision.to_dict()["until"]
    start, last = decision.request.at, read_moment(end or "2200-01-01")
    seconds = int((last.assume_utc() - start.assume_utc()).total("seconds"))
    later = start.add(seconds=data.draw(st.integers(0, max(seconds - 1, 0))), naive_arithmetic_ok=True)
    assert outcome_at(decision, later) == decision.outcome
    if end:
        assert outcome_at(decision, last) != decision.outcome


@given(lawful_cases(), st.data())
def test_11_many_answered_at_once_are_the_same_as_each_alone(case: Case, data: st.DataObject) -> None:
    policy, first = case
    asked_for = [first, *data.draw(st.lists(requests(policy), max_size=3))]
    shared = compiled_under_law(policy)
    together: list[Any] = [shared.decide(pp.Request.parse(request)).to_dict() for request in asked_for]
    assert together == [asked_under_law(policy, request).to_dict() for request in asked_for]
