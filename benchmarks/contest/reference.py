"""The naive reference: the question answered one sentence at a time, with loops and nothing kept."""

from benchmarks.contest.statement import (
    Activity,
    Policy,
    Prohibition,
    Question,
    age,
    cells,
    consented,
    reaches,
    touched,
)


def answer(policy: Policy, question: Question) -> bool:
    """Tell whether every category asked about is permitted."""
    return all(answers(policy, question))


def answers(policy: Policy, question: Question) -> list[bool]:
    """Return the answer of each category: an activity permits it, and no prohibition forbids it."""
    found = []
    for cell in cells(question):
        permitted = any(_permits(activity, question, cell[1]) for activity in policy.activities)
        prohibited = any(touched(each, cell) and _forbids(each, question) for each in policy.prohibitions)
        found.append(permitted and not prohibited)
    return found


def _permits(activity: Activity, question: Question, category: str) -> bool:
    return (
        reaches(activity.purposes, question.purpose)
        and reaches(activity.data, category)
        and reaches(activity.subjects, question.subject)
        and question.operation in activity.operations
        and reaches(activity.recipients, question.recipient)
        and (not activity.on_consent or consented(question))
        and (activity.days is None or age(question) < activity.days)
    )


def _forbids(prohibition: Prohibition, question: Question) -> bool:
    return (not prohibition.on_export or bool(question.export)) and not (
        prohibition.unless_consent and consented(question)
    )
