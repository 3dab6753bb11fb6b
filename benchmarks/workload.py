"""Questions to a policy: three categories each, over many cells, so that some are permitted, some denied, some open."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

import privpolicy as pp
from privpolicy.model.activity import Activity
from privpolicy.model.condition import Comparison, Condition
from privpolicy.model.policy_model import PolicyModel

SEED = 25052018
AT = "2020-01-15T10:00:00Z"
CATEGORIES = 3

Question = Mapping[str, Any]
"""The keyword arguments of a :class:`privpolicy.Request`."""


def questions(policy: pp.Policy, count: int, *, repeat: bool) -> list[Question]:
    """Return questions about the activities of a policy; with ``repeat`` false no two ask about a cell in common.

    Fewer than ``count`` come back where a small policy has no more cells that are worth a question.
    """
    draw = random.Random(SEED)
    found: list[Question] = []
    seen: set[tuple[str, ...]] = set()
    for question in _endless(draw, policy.model, count * 20):
        cells = {
            (question["purpose"], category, question["data_subject"], question["operation"], question["recipient"])
            for category in question["data"]
        }
        if repeat or seen.isdisjoint(cells):
            seen |= cells
            found.append(question)
        if len(found) == count:
            break
    return found


def _endless(draw: random.Random, model: PolicyModel, tries: int) -> Iterator[Question]:
    below = _descendants(list(model.data_categories))
    categories = list(model.data_categories)
    names = list(model.activities)
    for _ in range(tries):
        name = draw.choice(names)
        activity = model.activities[name]
        covered = sorted({narrower for category in activity.data for narrower in below[category]})
        data = draw.sample(covered, min(CATEGORIES, len(covered)))
        while len(data) < CATEGORIES:
            # A category of another activity for the same purpose where there is one, else any.
            others = [c for a in model.activities.values() if set(a.purposes) & set(activity.purposes) for c in a.data]
            rest = sorted(set(others) - set(data)) or sorted(set(categories) - set(data))
            data.append(draw.choice(rest))
        operation = draw.choice(activity.operations)
        yield {
            "purpose": draw.choice(activity.purposes),
            "data": tuple(data),
            "data_subject": draw.choice(activity.data_subjects),
            "operation": operation,
            "recipient": draw.choice(activity.recipients),
            "at": AT,
            **_known(draw, activity, model),
        }


def _known(draw: random.Random, activity: Activity, model: PolicyModel) -> dict[str, Any]:
    """State a whole record in favour of the activity, or one that leaves something out."""
    whole = draw.random() < 0.7
    context: dict[str, Any] = {
        "events": {"collected": "2019-12-01"},
        "facts": _facts(activity.when, model),
        "consents": [{"purpose": activity.purposes[0], "given": "2019-12-01", "explicit": True}],
    }
    if whole:
        context["objections"] = (
            [] if draw.random() < 0.8 else [{"purpose": activity.purposes[0], "raised": "2020-01-01"}]
        )
    return {"complete": whole, "context": context}


def _facts(when: Condition | None, model: PolicyModel) -> dict[str, Any]:
    """Return values under which the outermost tests of a condition hold, and two facts more."""
    facts: dict[str, Any] = {name: True for name, fact in list(model.facts.items())[:2] if fact.type == "boolean"}
    for condition in (when, *(when.any_ or () if when is not None else ())):
        if condition is None:
            continue
        for name, test in condition.facts.items():
            if name in ("age", "country"):
                continue
            if isinstance(test, Comparison):
                facts[name] = test.at_least if test.at_least is not None else 0
            else:
                facts[name] = test[0] if isinstance(test, tuple) else test
    return facts


def _descendants(names: list[str]) -> dict[str, list[str]]:
    return {name: [other for other in names if other == name or other.startswith(f"{name}.")] for name in names}


def outcomes(policy: pp.Policy, asked: list[Question]) -> dict[str, int]:
    """Count the answers."""
    found = dict.fromkeys((outcome.value for outcome in pp.Outcome), 0)
    for question in asked:
        found[policy.decide(pp.Request(**question)).outcome.value] += 1
    return found
