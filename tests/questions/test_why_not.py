"""Whatever is told of a denial permits once it is done, and of the facts nothing needless is asked."""

from itertools import combinations

from hypothesis import given, settings
from tests.laws.strategies import Plain, cases
from tests.laws.world import compiled, compiled_under_law

import privpolicy as pp
from privpolicy.engine.policy import Policy
from privpolicy.engine.resolve import resolve
from privpolicy.law.guards import guards_of, known_law
from privpolicy.questions.changed_facts import stating
from privpolicy.questions.changed_request import rewritten
from privpolicy.questions.why_not import WhyNot


def permits(policy: Policy, request: pp.Request) -> bool:
    return bool(policy.decide(request))


def unfolded(policy: Policy, key: str, ids: tuple[pp.Those, ...]) -> list[str]:
    if key == "origin":
        return [one.id for one in ids]
    below = policy.vocabulary.hierarchies[key].descendants  # type: ignore[index]
    return sorted({each for one in ids for each in ([one.id] if one.alone else below[one.id])})


def holds(policy: Policy, request: pp.Request, lawful: bool) -> None:
    found = pp.why_not(policy, request)
    assert found.decision.outcome == policy.decide(request).outcome
    if found.decision:
        assert found == WhyNot(found.decision)
        return
    of_the_request(policy, request, found)
    of_the_facts(policy, request, found)
    for day in found.days:
        assert permits(policy, day.request)
    for change in found.policies:
        model = policy.model
        for edit in change.edits:
            model = edit.rewrite(model)
        assert not [one for one in resolve(model, known_law) if one.code.severity == "error"]
        assert permits(Policy(model, guards=guards_of(model) if lawful else None), request)
        assert change.widens is None or change.others is None or change.widens > change.others >= 0


def of_the_request(policy: Policy, request: pp.Request, found: WhyNot) -> None:
    for change in found.requests:
        assert permits(policy, change.request)
        if len(change.ids) == 1 and len(request.data) == 1:
            ((key, ids),) = change.ids.items()
            for one in unfolded(policy, key, ids):
                assert permits(policy, rewritten(request, **{key: [one] if key == "data" else one}))


def of_the_facts(policy: Policy, request: pp.Request, found: WhyNot) -> None:
    sets = [frozenset(change.facts) for change in found.facts]
    assert not any(one < other for one in sets for other in sets)
    for change in found.facts:
        assert permits(policy, change.request)
        for fewer in range(len(change.facts)):
            for part in combinations(change.facts, fewer):
                stated = stating(request, part)
                assert stated is None or not permits(policy, stated)


@settings(max_examples=25)
@given(cases())
def test_every_change_permits(case: tuple[Plain, Plain]) -> None:
    holds(compiled({**case[0], "policy": {**case[0]["policy"], "law": []}}), pp.Request.parse(case[1]), lawful=False)


@settings(max_examples=25)
@given(cases(lawful=True))
def test_every_change_permits_under_the_law(case: tuple[Plain, Plain]) -> None:
    holds(compiled_under_law(case[0]), pp.Request.parse(case[1]), lawful=True)
