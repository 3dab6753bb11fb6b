"""The yardstick: coverage as somebody would write it by hand for one program, with nothing but a dictionary.

It knows which activities cover a cell and nothing else: no dates, no consents, no conditions, no prohibitions.
"""

from collections.abc import Iterable, Mapping

from benchmarks.workload import Question

import privpolicy as pp
from privpolicy.model.concept import Concept
from privpolicy.model.policy_model import PolicyModel

Cell = tuple[str, str, str, str, str]
Table = dict[Cell, str]
"""The first activity that covers each cell."""

NOT_COVERED = {"not-covered", "too-broad"}


def table_for(model: PolicyModel, asked: Iterable[Question]) -> Table:
    """Return the table of the cells asked about, filled by going through all activities."""
    wanted = {cell for question in asked for cell in cells_of(question)}
    purposes, categories = _broader(model.purposes), _broader(model.data_categories)
    subjects, recipients = _broader(model.data_subjects), _broader(model.recipients)
    table: Table = {}
    by_purpose: dict[str, list[str]] = {}
    for name, activity in model.activities.items():
        for purpose in activity.purposes:
            by_purpose.setdefault(purpose, []).append(name)
    order = {name: number for number, name in enumerate(model.activities)}
    for cell in wanted:
        purpose, category, subject, operation, recipient = cell
        near = {name for broader in purposes[purpose] for name in by_purpose.get(broader, ())}
        for name in sorted(near, key=order.__getitem__):
            activity = model.activities[name]
            if (
                operation in activity.operations
                and not categories[category].isdisjoint(activity.data)
                and not subjects[subject].isdisjoint(activity.data_subjects)
                and not recipients.get(recipient, {recipient}).isdisjoint(activity.recipients)
            ):
                table[cell] = name
                break
    return table


def covers(table: Table, question: Question) -> bool:
    """Tell whether every category asked about is covered by an activity."""
    purpose, subject = question["purpose"], question["data_subject"]
    operation, recipient = question["operation"], question["recipient"]
    for category in question["data"]:  # noqa: SIM110  # a generator would cost twice as much
        if (purpose, category, subject, operation, recipient) not in table:
            return False
    return True


def cells_of(question: Question) -> list[Cell]:
    """Return the cells that a question asks about."""
    return [
        (question["purpose"], category, question["data_subject"], question["operation"], question["recipient"])
        for category in question["data"]
    ]


def disagreements(policy: pp.Policy, table: Table, asked: Iterable[Question]) -> list[Question]:
    """Return the questions on whose coverage the table and the reasons of the policy's decision differ."""
    found = []
    for question in asked:
        decision = policy.decide(pp.Request(**question))
        for cell, category in zip(cells_of(question), decision.categories, strict=True):
            silent = any(reason.code in NOT_COVERED for reason in category.reasons)
            if silent == (cell in table):
                found.append(question)
    return found


def _broader(concepts: Mapping[str, Concept]) -> dict[str, set[str]]:
    """Return each id with everything broader, by its dots and by ``broader``."""
    closed: dict[str, set[str]] = {}

    def close(name: str) -> set[str]:
        if name not in closed:
            above = name.rpartition(".")[0]
            concept = concepts.get(name)
            parents = [*([above] if above else []), *(concept.broader if concept is not None else ())]
            closed[name] = {name}.union(*(close(parent) for parent in parents))
        return closed[name]

    for name in concepts:
        close(name)
    return closed
