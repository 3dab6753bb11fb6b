"""Who names what: every id that one declaration of a policy names, and where."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privpolicy.model.activity import Activity, CompellingGrounds
from privpolicy.model.condition import Condition
from privpolicy.model.policy_model import PolicyModel
from privpolicy.model.prohibition import Prohibition
from privpolicy.model.retention import Schedule
from privpolicy.source.path import NodePath

ROLES = "roles"
"""What the roles of recipients count as, which no section declares."""
_LISTS = (
    ("purposes", "purposes"),
    ("except_purposes", "purposes"),
    ("data", "data-categories"),
    ("data_subjects", "data-subjects"),
    ("recipients", "recipients"),
    ("recipient_roles", ROLES),
    ("obligations", "safeguards"),
    ("further_processing_of", "activities"),
)
"""Lists of ids of activities and prohibitions, and the section that each of them names."""
_TAXONOMIES = ("purposes", "data-categories", "data-subjects", "recipients")


@dataclass(frozen=True, slots=True)
class Reference:
    """An id of a section, named at a path; ``on_key`` where the id is a key and not a value."""

    section: str
    name: str
    path: NodePath
    on_key: bool = False

    @property
    def by(self) -> tuple[str, str]:
        """Section and id of the declaration that names it."""
        return str(self.path[0]), str(self.path[1])

    @property
    def key(self) -> str:
        """The key of that declaration under which it stands."""
        return str(self.path[2])


def references(model: PolicyModel) -> Iterator[Reference]:
    """Yield what each declaration names, in the order of the policy's sections."""
    for section in _TAXONOMIES:
        for name, concept in getattr(model, section.replace("-", "_")).items():
            yield from _listed(section, concept.broader, (section, name, "broader"))
    for name, activity in model.activities.items():
        yield from _of_activity(activity, ("activities", name))
    for name, prohibition in model.prohibitions.items():
        yield from _of_prohibition(prohibition, ("prohibitions", name))
    for name, schedule in model.retention.items():
        yield from _of_schedule(schedule, ("retention", name))


def _of_activity(activity: Activity, path: NodePath) -> Iterator[Reference]:
    yield from _of_lists(activity, path)
    match activity.retention:
        case str() as schedule:
            yield Reference("retention", schedule, (*path, "retention"))
        case Schedule() as schedule:
            yield from _of_schedule(schedule, (*path, "retention"))
    yield from _of_condition(activity.when, (*path, "when"))
    if isinstance(activity.compelling_grounds, CompellingGrounds):
        yield from _of_condition(activity.compelling_grounds.when, (*path, "compelling-grounds", "when"))
    if activity.processing_for is not None:
        yield Reference("recipients", activity.processing_for, (*path, "processing-for"))


def _of_prohibition(prohibition: Prohibition, path: NodePath) -> Iterator[Reference]:
    yield from _of_lists(prohibition, path)
    yield from _of_condition(prohibition.when, (*path, "when"))
    for position, alternative in enumerate(prohibition.unless):
        yield from _of_condition(alternative, (*path, "unless", position))


def _of_schedule(schedule: Schedule, path: NodePath) -> Iterator[Reference]:
    for position, phase in enumerate(schedule.phases):
        here = (*path, "phases", position)
        if phase.from_ is not None:
            yield Reference("events", phase.from_, (*here, "from"))
        if isinstance(phase.until, str):
            yield Reference("events", phase.until, (*here, "until"))
        else:
            yield from _listed("events", phase.until or (), (*here, "until"))
        yield from _listed("purposes", phase.purposes or (), (*here, "purposes"))


def _of_lists(declared: Activity | Prohibition, path: NodePath) -> Iterator[Reference]:
    for field, section in _LISTS:
        # A list that the language fills in is not written.
        if field in declared.model_fields_set:
            yield from _listed(section, getattr(declared, field) or (), (*path, field.replace("_", "-")))


def _of_condition(condition: Condition | None, path: NodePath) -> Iterator[Reference]:
    if condition is None:
        return
    for fact in condition.facts:
        yield Reference("facts", fact, (*path, fact), on_key=True)
    for word, below in (("any", condition.any_), ("all", condition.all_)):
        for position, part in enumerate(below or ()):
            yield from _of_condition(part, (*path, word, position))
    yield from _of_condition(condition.not_, (*path, "not"))


def _listed(section: str, names: Iterable[str], path: NodePath) -> Iterator[Reference]:
    for position, name in enumerate(names):
        yield Reference(section, name, (*path, position))
