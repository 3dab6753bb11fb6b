"""Small changes to activities."""

from collections.abc import Iterator
from typing import Any

from privpolicy.engine.vocabulary import DIMENSIONS, Vocabulary
from privpolicy.model.activity import Activity, CompellingGrounds
from privpolicy.model.duration import read_duration, write_duration
from privpolicy.model.legal_basis import LegalBasis
from privpolicy.model.retention import Schedule
from privpolicy.source.path import NodePath
from privpolicy.testing.mutation.conditions import condition_changes
from privpolicy.testing.mutation.mutant import Change, copied, dropped, longer, moved, shorter
from privpolicy.testing.mutation.schedules import schedule_changes
from privpolicy.testing.mutation.scope import field_of, scope_changes

_OTHER_BASES: dict[LegalBasis, LegalBasis] = {
    "consent": "contract",
    "legitimate-interests": "contract",
    "public-task": "legal-obligation",
}
"""Bases under which nobody is asked, and to which nobody can object."""


def activity_changes(
    activity: Activity, path: NodePath, vocabulary: Vocabulary, schedules: frozenset[str]
) -> Iterator[Change]:
    """Yield an activity that covers more or less, or asks for less; its removal is not among them."""
    for dimension in DIMENSIONS:
        name = field_of(dimension)
        yield from copied(activity, name, scope_changes(getattr(activity, name), dimension, path, vocabulary))
    yield from _basis(activity, path)
    yield from copied(activity, "when", condition_changes(activity.when, (*path, "when")))
    yield from copied(activity, "effective", moved(activity.effective, (*path, "effective")))
    sources = (*path, "further-processing-of")
    yield from copied(activity, "further_processing_of", shorter(activity.further_processing_of, sources, to=0))
    yield from _grounds(activity, path)
    yield from _law(activity, path)
    yield from copied(activity, "retention", _retention(activity, (*path, "retention"), schedules))


def _basis(activity: Activity, path: NodePath) -> Iterator[Change]:
    other = _OTHER_BASES.get(activity.legal_basis)
    if other is not None:
        words = f"`{other}` in place of `{activity.legal_basis}`"
        yield Change((*path, "legal-basis"), words, activity.model_copy(update={"legal_basis": other}))
    settings = activity.consent
    if settings.explicit:
        yield _settings(activity, (*path, "consent", "explicit"), "false in place of true", explicit=False)
    if settings.valid_for is not None:
        yield _settings(activity, (*path, "consent", "valid-for"), "left out", valid_for=None)


def _settings(activity: Activity, path: NodePath, words: str, **update: Any) -> Change:
    settings = activity.consent.model_copy(update=update)
    return Change(path, words, activity.model_copy(update={"consent": settings}))


def _grounds(activity: Activity, path: NodePath) -> Iterator[Change]:
    here = (*path, "compelling-grounds")
    grounds = activity.compelling_grounds
    yield from copied(activity, "compelling_grounds", dropped(grounds, here))
    if isinstance(grounds, CompellingGrounds):
        changes = copied(grounds, "when", condition_changes(grounds.when, (*here, "when")))
        yield from copied(activity, "compelling_grounds", changes)


def _law(activity: Activity, path: NodePath) -> Iterator[Change]:
    """Yield what the law of the day looks at in an activity, declared otherwise."""
    condition = dropped(activity.special_category_condition, (*path, "special-category-condition"))
    yield from copied(activity, "special_category_condition", condition)
    terminal = activity.terminal_equipment
    if terminal is not None:
        turned = terminal.model_copy(update={"strictly_necessary": not terminal.strictly_necessary})
        words = f"{str(turned.strictly_necessary).lower()} in place of {str(terminal.strictly_necessary).lower()}"
        here = (*path, "terminal-equipment", "strictly-necessary")
        yield Change(here, words, activity.model_copy(update={"terminal_equipment": turned}))


def _retention(activity: Activity, path: NodePath, schedules: frozenset[str]) -> Iterator[Change]:
    yield from dropped(activity.retention, path)
    match activity.retention:
        case Schedule() as schedule:
            yield from schedule_changes(schedule, path)
        case str() as text if text not in schedules:
            for one in longer(read_duration(text), path):
                yield Change(one.path, one.words, write_duration(one.value))
