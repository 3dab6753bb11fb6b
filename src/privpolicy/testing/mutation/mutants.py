"""Every small change to a policy that is tried, in the order in which the policy is written."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from privpolicy.engine.vocabulary import DIMENSIONS, Vocabulary
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.prohibition import Prohibition
from privpolicy.source.path import NodePath
from privpolicy.testing.mutation.activities import activity_changes
from privpolicy.testing.mutation.conditions import condition_changes
from privpolicy.testing.mutation.mutant import Change, Mutant, copied, dropped, moved, shorter, with_declaration
from privpolicy.testing.mutation.schedules import schedule_changes
from privpolicy.testing.mutation.scope import field_of
from privpolicy.testing.mutation.words import words_changes

_MARKS: Mapping[str, tuple[str, ...]] = {
    "purposes": ("direct_marketing", "legal_claims"),
    "data_categories": ("sensitivity",),
    "data_subjects": ("child",),
}
"""Marks of concepts on which answers hang."""


def mutants(model: PolicyModel, vocabulary: Vocabulary) -> Iterator[Mutant]:
    """Yield a policy with each small change. Some are no policies: the gate tells."""
    yield from _header(model)
    for section in ("purposes", "data_categories", "data_subjects", "recipients"):
        for name, concept in getattr(model, section).items():
            changes = words_changes(concept, (section.replace("_", "-"), name), _MARKS.get(section, ()))
            yield from _mutants(model, section, name, changes)
    for name, schedule in model.retention.items():
        yield from _mutants(model, "retention", name, schedule_changes(schedule, ("retention", name)))
    schedules = frozenset(model.retention)
    for name, activity in model.activities.items():
        path: NodePath = ("activities", name)
        yield Mutant(path, "left out", _without_activity(model, name))
        yield from _mutants(model, "activities", name, activity_changes(activity, path, vocabulary, schedules))
    for name, prohibition in model.prohibitions.items():
        path = ("prohibitions", name)
        yield Mutant(path, "left out", with_declaration(model, "prohibitions", name, None))
        yield from _mutants(model, "prohibitions", name, _prohibition_changes(prohibition, path))


def _mutants(model: PolicyModel, section: str, name: str, changes: Iterable[Change]) -> Iterator[Mutant]:
    for one in changes:
        yield Mutant(one.path, one.words, with_declaration(model, section, name, one.value))


def _header(model: PolicyModel) -> Iterator[Mutant]:
    for one in copied(model.policy, "effective", moved(model.policy.effective, ("policy", "effective"))):
        yield Mutant(one.path, one.words, model.model_copy(update={"policy": one.value}))


def _without_activity(model: PolicyModel, name: str) -> PolicyModel:
    """Return a policy without an activity: nothing is further processing of it either."""
    kept: dict[str, Any] = {}
    for other, activity in model.activities.items():
        sources = tuple(one for one in activity.further_processing_of if one != name)
        if other != name:
            same = len(sources) == len(activity.further_processing_of)
            kept[other] = activity if same else activity.model_copy(update={"further_processing_of": sources})
    return model.model_copy(update={"activities": kept})


def _prohibition_changes(prohibition: Prohibition, path: NodePath) -> Iterator[Change]:
    """Yield a prohibition that touches more or less, or is lifted otherwise."""
    fields = [(field_of(dimension), field_of(dimension).replace("_", "-")) for dimension in DIMENSIONS]
    for name, key in (*fields, ("recipient_roles", "recipient-roles")):
        listed = getattr(prohibition, name)
        yield from copied(prohibition, name, shorter(listed or (), (*path, key)))
        yield from copied(prohibition, name, dropped(listed, (*path, key)))
    exceptions = shorter(prohibition.except_purposes, (*path, "except-purposes"), to=0)
    yield from copied(prohibition, "except_purposes", exceptions)
    yield from copied(prohibition, "when", condition_changes(prohibition.when, (*path, "when")))
    yield from copied(prohibition, "effective", moved(prohibition.effective, (*path, "effective")))
    for number, item in enumerate(prohibition.unless):
        for one in condition_changes(item, (*path, "unless", number)):
            new = () if one.value is None else (one.value,)
            unless = (*prohibition.unless[:number], *new, *prohibition.unless[number + 1 :])
            yield Change(one.path, one.words, prohibition.model_copy(update={"unless": unless}))
