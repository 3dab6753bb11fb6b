"""A reopened policy answers as the policy that was saved, in everything."""

import copy
import json
import pickle
import typing
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from benchmarks.generate import generate
from hypothesis import given
from tests.laws.strategies import cases
from tests.laws.world import Plain, modelled

import privpolicy as pp
from privpolicy.engine.vocabulary import DIMENSIONS
from privpolicy.law.grounds import GDPR
from privpolicy.law.guards import guards_of
from privpolicy.model.declaration import Written
from privpolicy.model.policy_model import PolicyModel
from privpolicy.output.decision_text import decision_text
from privpolicy.output.page import Look
from privpolicy.saved.late_model import ALONE, SECTIONS, LateModel
from privpolicy.saved.reopen import policy_of
from privpolicy.saved.save import lines_of

ROOT = Path(__file__).parents[3]
INSTANTS = ("2018-01-01", "2019-11-15", "2024-02-29T12:30:00Z")


@pytest.fixture(scope="module", params=["policies/multi-planning", "examples/clinic", "generated"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[pp.Policy, pp.Policy]:
    folder = ROOT / request.param
    if request.param == "generated":
        folder = tmp_path_factory.mktemp("generated")
        generate(60, folder)
    policy = pp.load(folder)
    file = tmp_path_factory.mktemp("saved") / "policy.json"
    return policy, pp.reopen(file, pp.save(policy, file))


def test_every_activity_is_answered_alike(both: tuple[pp.Policy, pp.Policy]) -> None:
    policy, reopened = both
    outcomes = set()
    for activity, at, complete in product(policy.model.activities.values(), INSTANTS, (False, True)):
        asked: Plain = {
            "purpose": activity.purposes[0],
            "data": list(activity.data[:3]),
            "data-subject": activity.data_subjects[0],
            "operation": activity.operations[-1],
            "recipient": activity.recipients[0],
            "at": at,
            "complete": complete,
        }
        first, second = (one.decide(pp.Request.parse(asked)) for one in both)
        assert second.to_dict() == first.to_dict()
        assert second.until == first.until
        assert decision_text(second, Look(80, colour=False)) == decision_text(first, Look(80, colour=False))
        outcomes.add(first.outcome)
    assert len(outcomes) > 1
    assert {reopened.digest, reopened.id, reopened.version, reopened.law} == {
        policy.digest,
        policy.id,
        policy.version,
        policy.law,
    }


def test_the_policy_alone_answers_alike(both: tuple[pp.Policy, pp.Policy]) -> None:
    policy = both[0]
    for activity in list(policy.model.activities.values())[:20]:
        request = pp.Request(
            purpose=activity.purposes[0], data=activity.data, data_subject=activity.data_subjects[0], at="2020-05-05"
        )
        first, second = (one.decide(request, law=None).to_dict() for one in both)
        assert second == first


def test_what_was_made_is_the_same(both: tuple[pp.Policy, pp.Policy]) -> None:
    policy, reopened = both
    assert reopened.vocabulary == policy.vocabulary
    assert reopened.programs(law=None).index == policy.programs(law=None).index
    assert dict(reopened.places) == dict(policy.places)
    assert reopened.guards is not None
    assert reopened.guards.packs == policy.law
    for dimension in DIMENSIONS:
        ours, theirs = (one.vocabulary.hierarchies[dimension] for one in both)
        assert {name: ours.descendants[name] for name in ours.parents} == dict(theirs.descendants)


def test_the_model_is_the_same_to_all_who_ask(both: tuple[pp.Policy, pp.Policy]) -> None:
    policy, reopened = both
    model = reopened.model
    assert isinstance(model, PolicyModel)
    assert model == policy.model
    assert policy.model == model
    assert list(model.activities) == list(policy.model.activities)
    assert dict(model.activities) == policy.model.activities
    assert len(model.activities) == len(policy.model.activities)
    assert "nothing" not in model.activities
    for name in PolicyModel.model_fields:
        if name != "activities":
            assert getattr(model, name) == getattr(policy.model, name), name
    assert model.model_fields_set == policy.model.model_fields_set
    assert model.model_dump() == policy.model.model_dump()
    assert model.model_copy(update={"notice": None}) == policy.model.model_copy(update={"notice": None})
    assert copy.deepcopy(model) == copy.copy(model) == policy.model
    assert pickle.loads(pickle.dumps(model)) == policy.model  # noqa: S301  # our own bytes
    with pytest.raises(AttributeError):
        model.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_a_reopened_policy_travels_and_is_saved_again(both: tuple[pp.Policy, pp.Policy], tmp_path: Path) -> None:
    policy, reopened = both
    first, second = tmp_path / "first", tmp_path / "second"
    assert pp.save(policy, first) == pp.save(reopened, second)
    assert first.read_bytes() == second.read_bytes()
    travelled = pickle.loads(pickle.dumps(reopened))  # noqa: S301  # our own bytes
    assert travelled.model == policy.model
    assert dict(travelled.places) == dict(policy.places)


def test_nothing_is_bound_before_it_is_asked_for(tmp_path: Path) -> None:
    policy = pp.load(ROOT / "policies" / "multi-planning")
    reopened = pp.reopen(tmp_path / "file", pp.save(policy, tmp_path / "file"), law=None)
    assert set(vars(reopened.model)) == {"activities"}
    assert reopened.guards is None
    assert not reopened.model.activities._bound  # type: ignore[attr-defined]


def test_every_field_of_a_policy_has_its_model() -> None:
    known = {**ALONE, **SECTIONS}
    assert {*known, "activities"} == set(PolicyModel.model_fields)
    for name, kind in known.items():
        assert kind in set(_models(PolicyModel.model_fields[name].annotation))


def _models(annotation: Any) -> typing.Iterator[type[Written]]:
    if isinstance(annotation, type) and issubclass(annotation, Written):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _models(argument)


@given(cases())
def test_random_policies(case: tuple[Plain, Plain]) -> None:
    model = modelled(case[0])
    policy = pp.Policy(model, cites=GDPR, guards=guards_of(model), digest="sha256:x")
    reopened = policy_of(lines_of(policy), law="named")
    assert isinstance(reopened.model, LateModel)
    request = pp.Request.parse(case[1])
    for law in (None, "named") if policy.guards is not None else (None,):
        first, second = (one.decide(request, law=law) for one in (policy, reopened))
        assert json.dumps(second.to_dict()) == json.dumps(first.to_dict())
    assert reopened.model == model
    assert reopened.vocabulary == policy.vocabulary
    assert reopened.programs(law=None).index == policy.programs(law=None).index
