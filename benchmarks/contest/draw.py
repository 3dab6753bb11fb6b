"""Policies and questions drawn with a fixed seed: the same numbers give the same ones, to the letter."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.contest.statement import Activity, Consent, Policy, Prohibition, Question
from benchmarks.generate import AREAS, PARTS, TASKS, THINGS, tree

SEED = 20180525
AT = "2020-01-15T10:00:00+00:00"
CATEGORIES = 3

OPERATIONS = ("use", "consult", "combine", "profile", "disclose", "collect")
SUBJECTS = ("customer", "customer.consumer", "customer.business", "employee", "employee.staff", "employee.trainee")
DAYS = (90, 365, 730, 1095)
COLLECTED = ("2020-01-02", "2019-11-20", "2019-04-01", "2018-06-01", "2016-06-01")


def draw_policy(activities: int) -> Policy:
    """Return a policy of so many activities, with a vocabulary and prohibitions in proportion."""
    draw = random.Random(SEED + activities)
    purposes = (*AREAS, *tree(AREAS, TASKS, max(20, activities // 8)))
    categories = (*THINGS, *tree(THINGS, PARTS, max(30, activities // 10)))
    groups = ("processors", "partners")
    recipients = ("controller", *groups, *(f"{groups[n % 2]}.firm-{n}" for n in range(max(6, activities // 20))))
    bare = Policy(purposes, categories, SUBJECTS, recipients, (), ())
    return replace(
        bare,
        activities=tuple(_activity(draw, number, bare) for number in range(activities)),
        prohibitions=tuple(_prohibition(draw, number, bare) for number in range(max(3, activities // 30))),
    )


def _activity(draw: random.Random, number: int, policy: Policy) -> Activity:
    return Activity(
        name=f"task-{number}",
        purposes=tuple(draw.sample(policy.purposes, draw.choice((1, 1, 1, 2)))),
        data=tuple(draw.sample(policy.categories, draw.choice((3, 3, 4, 5)))),
        subjects=tuple(draw.sample(SUBJECTS, draw.choice((1, 2, 2)))),
        operations=tuple(draw.sample(OPERATIONS, 4)),
        recipients=("controller", draw.choice(policy.recipients[1:])) if draw.random() < 0.4 else ("controller",),
        on_consent=draw.random() < 0.35,
        days=draw.choice(DAYS) if draw.random() < 0.6 else None,
    )


def _prohibition(draw: random.Random, number: int, policy: Policy) -> Prohibition:
    return Prohibition(
        name=f"prohibition-{number}",
        data=tuple(draw.sample(policy.categories, 2)),
        operations=tuple(draw.sample(OPERATIONS, 2)),
        except_purposes=(draw.choice(policy.purposes),),
        on_export=draw.random() < 0.5,
        unless_consent=draw.random() < 0.5,
    )


def draw_questions(policy: Policy, count: int) -> list[Question]:
    """Return so many questions, each drawn around an activity, so that some are permitted and some are not."""
    draw = random.Random(SEED)
    below = {name: _leaves(all_names, name) for all_names in _dimensions(policy) for name in all_names}
    leaves = _leaves(policy.categories, None)
    return [_question(draw, draw.choice(policy.activities), below, leaves) for _ in range(count)]


def _dimensions(policy: Policy) -> Iterator[tuple[str, ...]]:
    yield from (policy.purposes, policy.categories, policy.subjects, policy.recipients)


def _leaves(names: Sequence[str], root: str | None) -> list[str]:
    """Return what has nothing narrower, at or below a concept or anywhere."""
    broad = {name.rpartition(".")[0] for name in names}
    return [
        name for name in names if name not in broad and (root is None or name == root or name.startswith(f"{root}."))
    ]


def _question(draw: random.Random, activity: Activity, below: dict[str, list[str]], leaves: Sequence[str]) -> Question:
    covered = sorted({leaf for category in activity.data for leaf in below[category]})
    data = draw.sample(covered, min(CATEGORIES, len(covered)))
    while len(data) < CATEGORIES:
        data.append(draw.choice([leaf for leaf in leaves if leaf not in data]))
    purpose = draw.choice(below[draw.choice(activity.purposes)])
    return Question(
        purpose=purpose,
        data=tuple(data),
        subject=draw.choice(below[draw.choice(activity.subjects)]),
        operation=draw.choice(activity.operations),
        recipient=draw.choice(below[draw.choice(activity.recipients)]),
        at=AT,
        collected=draw.choice(COLLECTED),
        consents=tuple(_consents(draw, purpose)),
        export=draw.random() < 0.3,
    )


def _consents(draw: random.Random, purpose: str) -> Iterator[Consent]:
    """Yield a consent that stands, one that was withdrawn, one to something else, or none."""
    kind = draw.random()
    if kind < 0.5:
        yield Consent(draw.choice((purpose, purpose.partition(".")[0])), "2019-12-01", None)
    elif kind < 0.65:
        yield Consent(purpose, "2019-06-01", "2019-12-31")
    if kind > 0.4:
        yield Consent(draw.choice(AREAS), "2019-07-01", draw.choice((None, "2019-08-01")))
