"""The library as a user's own program sees it."""

import pickle
from pathlib import Path

import pytest
from tests.house.typed_use import permitted

import privpolicy as pp

POLICY = Path(__file__).parents[2] / "policies" / "multi-planning"
REQUEST = {"purpose": "marketing.newsletter", "data": "contact.email", "data-subject": "registered-user"}


@pytest.fixture(scope="module")
def policy() -> pp.Policy:
    return pp.load(POLICY)


def test_a_typed_program_runs(policy: pp.Policy) -> None:
    assert not permitted(policy)


def test_all_is_sorted_and_there() -> None:
    assert list(pp.__all__) == sorted(pp.__all__)
    assert all(hasattr(pp, name) for name in pp.__all__)


def test_policy_request_and_decision_travel_between_processes(policy: pp.Policy) -> None:
    request = pp.Request.parse({**REQUEST, "at": "2019-11-15", "context": {"facts": {"suspected-misuse": None}}})
    decision = policy.decide(request)
    again = pickle.loads(pickle.dumps(decision))  # noqa: S301  # our own bytes
    assert again.to_dict() == decision.to_dict()
    alone = pickle.loads(pickle.dumps(policy.decide(request, law=None)))  # noqa: S301
    assert alone.law == ()
    assert pickle.loads(pickle.dumps(request)).to_dict() == request.to_dict()  # noqa: S301


def test_what_is_made_does_not_change(policy: pp.Policy) -> None:
    context = pp.Context(facts={"suspected-misuse": False}, events={"contract-end": None})
    request = pp.Request(purpose="service", data="contact", at="2020-01-01", data_subject="visitor", context=context)
    context.facts["suspected-misuse"] = True
    assert request.context.facts == {"suspected-misuse": False}
    with pytest.raises(AttributeError, match="immutable"):
        request.purpose = "marketing"  # type: ignore[misc]  # a type checker says so as well
    with pytest.raises(AttributeError, match="immutable"):
        policy.digest = "sha256:0"


def test_a_mapping_is_no_request(policy: pp.Policy) -> None:
    with pytest.raises(TypeError, match=r"Request\.parse"):
        policy.decide(REQUEST)  # type: ignore[arg-type]


def test_the_policy_alone_can_be_asked(policy: pp.Policy) -> None:
    request = pp.Request.parse(
        {**REQUEST, "purpose": "analytics", "data": "analytics-data.usage", "at": "2019-11-15", "complete": True}
        | {"operation": "collect"}
    )
    assert policy.decide(request).outcome == "deny"
    assert policy.decide(request, law=None).outcome == "permit"
    assert policy.decide(request).to_dict()["policy-alone"] == "permit"
    assert pp.load(POLICY, law=None).decide(request).outcome == "permit"
