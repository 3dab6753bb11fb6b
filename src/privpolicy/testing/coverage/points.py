"""What a policy leaves to be decided: one point for each way in which something that it says can make an answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from privpolicy.engine.vocabulary import Vocabulary
from privpolicy.model.activity import Activity, CompellingGrounds
from privpolicy.model.operation import DESTRUCTIVE, PROTECTIVE
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.prohibition import Prohibition
from privpolicy.model.retention import Phase, Schedule
from privpolicy.source.path import NodePath, dotted
from privpolicy.testing.coverage.nodes import parts

Way = Literal[
    "permitted",
    "unconsented",
    "objected",
    "not-explicit",
    "run-out",
    "further-use",
    "outweighed",
    "out-of-force",
    "held",
    "not-held",
    "forbade",
    "let-through",
    "lifted",
    "excepted",
    "in-phase",
    "ended",
    "held-back",
]
"""How something decides: docs/testing.md says exactly when."""
OBJECTABLE = frozenset({"legitimate-interests", "public-task"})


@dataclass(frozen=True, slots=True)
class Decidable:
    """Something that is written, and one of the ways in which it can decide a case."""

    path: NodePath
    way: Way

    @property
    def declaration(self) -> str:
        """The declaration of which it is a part: ``activities.payment``."""
        return dotted(self.path[:2])


def decidable(model: PolicyModel, vocabulary: Vocabulary) -> Iterator[Decidable]:
    """Yield every point of a policy, in the order in which it is written."""
    if model.policy.effective is not None:
        yield Decidable(("policy", "effective"), "out-of-force")
    for name, schedule in model.retention.items():
        if any(activity.retention == name for activity in model.activities.values()):
            erased = any(_destroys(activity) for activity in model.activities.values() if activity.retention == name)
            yield from _of_schedule(schedule, ("retention", name), erased=erased)
    for name, activity in model.activities.items():
        yield from _of_activity(activity, ("activities", name), model, vocabulary)
    for name, prohibition in model.prohibitions.items():
        yield from _of_prohibition(prohibition, ("prohibitions", name))


def _of_activity(activity: Activity, path: NodePath, model: PolicyModel, vocabulary: Vocabulary) -> Iterator[Decidable]:
    yield Decidable(path, "permitted")
    if not PROTECTIVE.issuperset(activity.operations):
        yield from _of_basis(activity, path, vocabulary)
        if activity.when is not None:
            for where, _ in parts(activity.when, (*path, "when")):
                yield from _both(where)
        if activity.effective is not None:
            yield Decidable((*path, "effective"), "out-of-force")
        for number, _ in enumerate(activity.further_processing_of):
            yield Decidable((*path, "further-processing-of", number), "further-use")
    match activity.retention:
        case Schedule() as schedule:
            yield from _of_schedule(schedule, (*path, "retention"), erased=_destroys(activity))
        case str() as text if text not in model.retention:
            yield Decidable((*path, "retention"), "in-phase")
            yield Decidable((*path, "retention"), "ended")


def _of_basis(activity: Activity, path: NodePath, vocabulary: Vocabulary) -> Iterator[Decidable]:
    """Yield how consents and objections decide about an activity."""
    basis = (*path, "legal-basis")
    covered = vocabulary.narrower("purpose", activity.purposes)
    marketing, other = covered & vocabulary.direct_marketing, covered - vocabulary.direct_marketing
    grounds = activity.compelling_grounds
    weighed = activity.legal_basis in OBJECTABLE and bool(other)
    if activity.legal_basis == "consent":
        yield Decidable(basis, "unconsented")
        if activity.consent.explicit:
            yield Decidable((*path, "consent", "explicit"), "not-explicit")
        if activity.consent.valid_for is not None:
            yield Decidable((*path, "consent", "valid-for"), "run-out")
    if marketing or (weighed and not _always(grounds)):
        yield Decidable(basis, "objected")
    if weighed and grounds is not None:
        yield Decidable((*path, "compelling-grounds"), "outweighed")
        if isinstance(grounds, CompellingGrounds) and grounds.when is not None:
            for where, _ in parts(grounds.when, (*path, "compelling-grounds", "when")):
                yield from _both(where)


def _always(grounds: str | CompellingGrounds | None) -> bool:
    return isinstance(grounds, str) or (grounds is not None and grounds.when is None)


def _of_schedule(schedule: Schedule, path: NodePath, *, erased: bool) -> Iterator[Decidable]:
    ends = True
    for number, phase in enumerate(schedule.phases):
        if ends:
            yield Decidable((*path, "phases", number), "in-phase")
        ends = ends and _ends(phase)
    if ends:
        yield Decidable((*path, "phases"), "ended")
    if schedule.at_least is not None and erased:
        yield Decidable((*path, "at-least"), "held-back")


def _ends(phase: Phase) -> bool:
    return phase.for_ is not None or bool(phase.until_events)


def _destroys(activity: Activity) -> bool:
    return not DESTRUCTIVE.isdisjoint(activity.operations)


def _of_prohibition(prohibition: Prohibition, path: NodePath) -> Iterator[Decidable]:
    yield Decidable(path, "forbade")
    if prohibition.when is not None or prohibition.unless or prohibition.effective is not None:
        yield Decidable(path, "let-through")
    for number, _ in enumerate(prohibition.except_purposes):
        yield Decidable((*path, "except-purposes", number), "excepted")
    if prohibition.when is not None:
        for where, _ in parts(prohibition.when, (*path, "when")):
            yield from _both(where)
    if prohibition.effective is not None:
        yield Decidable((*path, "effective"), "out-of-force")
    for number, item in enumerate(prohibition.unless):
        here = (*path, "unless", number)
        yield Decidable(here, "lifted")
        inner = list(parts(item, here))
        if len(inner) > 1:
            for where, _ in inner:
                yield from _both(where)


def _both(path: NodePath) -> Iterator[Decidable]:
    yield Decidable(path, "held")
    yield Decidable(path, "not-held")
