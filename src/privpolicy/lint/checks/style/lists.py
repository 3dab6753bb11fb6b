"""Lists that say something twice."""

from collections.abc import Iterable, Iterator, Mapping

from privpolicy.diagnostics.fix import Fix, Removal
from privpolicy.engine.hierarchy import Hierarchy
from privpolicy.engine.vocabulary import Dimension
from privpolicy.lint.check import Remark
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity
from privpolicy.model.prohibition import Prohibition
from privpolicy.model.retention import Phase, Schedule
from privpolicy.source.path import NodePath

_SHARED: tuple[tuple[str, str, Dimension], ...] = (
    ("purposes", "purposes", "purpose"),
    ("data", "data", "data"),
    ("data_subjects", "data-subjects", "data-subject"),
    ("recipients", "recipients", "recipient"),
)
_OF_CONCEPTS: Mapping[str, tuple[tuple[str, str, Dimension], ...]] = {
    "activities": _SHARED,
    "prohibitions": (*_SHARED, ("except_purposes", "except-purposes", "purpose")),
}
"""The lists of concepts in activities and prohibitions: their field, their key and what they name."""
_OTHERS = {
    "activities": (
        ("operations", "operations"),
        ("obligations", "obligations"),
        ("further_processing_of", "further-processing-of"),
    ),
    "prohibitions": (("operations", "operations"), ("recipient_roles", "recipient-roles")),
}
_CONCEPTS: tuple[tuple[str, Dimension], ...] = (
    ("purposes", "purpose"),
    ("data-categories", "data"),
    ("data-subjects", "data-subject"),
    ("recipients", "recipient"),
)


def repeated_item(x: Examined) -> Iterator[Remark]:
    """List that names the same thing twice.

    The second time adds nothing. Often another name was meant, and then something is not covered.

    Avoid::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data:
              - contact.email
              - contact.phone
              - contact.email      # expect

    Prefer::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data:
              - contact.email
              - contact.phone
              - contact.postal-address
    """
    for path, items in _lists(x):
        if len(set(items)) < len(items):
            first: dict[str, int] = {}
            for position, item in enumerate(items):
                if first.setdefault(item, position) < position:
                    related = (((*path, first[item]), "it stands here first"),)
                    message = f"`{item}` stands twice in `{path[-1]}`"
                    here = (*path, position)
                    yield Remark(here, message, "remove it, or name what was meant", related, fix=_gone(here, item))


def item_covered(x: Examined) -> Iterator[Remark]:
    """List that names something next to what covers it.

    Who names `contact` has named `contact.email`. The narrower name makes a list longer, and makes its readers believe
    that the broader one does not reach so far. An activity that was meant to reach only the narrower ones reaches too
    far.

    A purpose of an activity that is marked `legal-claims` and whose broader one is not, adds something: it goes on
    while processing is restricted. So it is left alone.

    Avoid::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data:
              - contact
              - contact.email      # expect

    Prefer::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
    """
    for path, items, dimension in _concept_lists(x):
        hierarchy = x.vocabulary.hierarchies[dimension]
        for position, item in enumerate(items):
            broader = _covering(hierarchy, item, items) if hierarchy.parents[item] else None
            if broader is None or item in items[:position] or _adds_claims(x, path, item, broader):
                continue
            here = (*path, position)
            related = (((*path, items.index(broader)), f"`{broader}` stands here"),)
            advice = f"remove it, or remove `{broader}` if that reaches too far"
            message = f"`{item}` is covered by `{broader}` in the same list"
            yield Remark(here, message, advice, related, fix=_gone(here, item))


def default_restated(x: Examined) -> Iterator[Remark]:
    """Operations or recipients written out as they hold anyway.

    Left out, `operations` are collect, record, store, use, consult, restrict and erase, and `recipients` are the
    controller alone. Written out, they make a reader look for the difference.

    Avoid::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            recipients: [controller]     # expect

    Prefer::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
    """
    for name, activity in x.activities.items():
        for key in ("operations", "recipients"):
            if key not in activity.model_fields_set:
                continue
            items, default = getattr(activity, key), _DEFAULTS[key]
            if len(items) == len(default) and frozenset(items) == default:
                path: NodePath = ("activities", name, key)
                message = f"`{key}` of `{name}` say what holds without them"
                fix = Fix(f"remove `{key}`", (Removal(path),))
                yield Remark(path, message, f"remove `{key}`", on_key=True, fix=fix)


def own_origin(x: Examined) -> Iterator[Remark]:
    """Activity that lists itself under `further-processing-of`.

    Data collected under an activity may be used under it anyway. The list is for other activities whose data is used
    further, and each of these needs a reason why that is compatible.

    Avoid::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            further-processing-of: [account]     # expect

    Prefer::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
    """
    for name, activity in x.activities.items():
        if name in activity.further_processing_of:
            path = ("activities", name, "further-processing-of", activity.further_processing_of.index(name))
            message = f"`{name}` needs no leave to use data collected under itself"
            yield Remark(path, message, "remove it", fix=_gone(path, name))


def broader_restated(x: Examined) -> Iterator[Remark]:
    """Concept under `broader` that is broader anyway.

    The dots of an id name one broader concept, and what is broader than that is broader as well. To write it once more
    hides what `broader` is for: the further parents that no dot shows.

    Avoid::

        data-categories:
          contact: {}
          contact.email: {broader: [contact]}     # expect

    Prefer::

        data-categories:
          contact: {}
          identifier: {}
          contact.email: {broader: [identifier]}
    """
    for section, dimension in _CONCEPTS:
        hierarchy = x.vocabulary.hierarchies[dimension]
        for name, concept in getattr(x.model, section.replace("-", "_")).items():
            if not concept.broader:
                continue
            dotted = name.rpartition(".")[0]
            direct = {*concept.broader, *((dotted,) if dotted else ())}
            for position, item in enumerate(concept.broader):
                below = next((one for one in sorted(direct - {item}) if item in hierarchy.ancestors[one]), None)
                through = dotted if item == dotted else below
                if through is not None and item not in concept.broader[:position]:
                    path = (section, name, "broader", position)
                    how = "its dots say so" if item == dotted else f"through `{through}`"
                    message = f"`{item}` is broader than `{name}` anyway, {how}"
                    yield Remark(path, message, "remove it", fix=_gone(path, item))


_DEFAULTS: Mapping[str, frozenset[str]] = {
    key: frozenset(Activity.model_fields[key].default) for key in ("operations", "recipients")
}


def _gone(path: NodePath, item: str) -> Fix:
    return Fix(f"remove `{item}`", (Removal(path),))


def _adds_claims(x: Examined, path: NodePath, item: str, broader: str) -> bool:
    """Tell whether a purpose of an activity goes on under a restriction, and a broader one does not."""
    claims = x.vocabulary.legal_claims
    return path[0] == "activities" and path[-1] == "purposes" and item in claims and broader not in claims


def _covering(hierarchy: Hierarchy, item: str, others: Iterable[str]) -> str | None:
    """Return what is broader than an item, and nearest to it, among others."""
    seen: set[str] = set()
    waiting = list(hierarchy.parents[item])
    for name in waiting:
        if name in others:
            return name
        if name not in seen:
            seen.add(name)
            waiting += hierarchy.parents[name]
    return None


def _concept_lists(x: Examined) -> Iterator[tuple[NodePath, tuple[str, ...], Dimension]]:
    """Yield the lists of several concepts in activities, prohibitions and phases."""
    for section, name, one in _declared(x):
        for field, key, dimension in _OF_CONCEPTS[section]:
            items = getattr(one, field)
            if items and len(items) > 1:
                yield (section, name, key), items, dimension
    for path, phase in _phases(x):
        if phase.purposes:
            yield (*path, "purposes"), phase.purposes, "purpose"


def _lists(x: Examined) -> Iterator[tuple[NodePath, tuple[str, ...]]]:
    """Yield the lists of several items in which nothing should stand twice."""
    for path, items, _ in _concept_lists(x):
        yield path, items
    for section, name, one in _declared(x):
        for field, key in _OTHERS[section]:
            several = getattr(one, field)
            if several and len(several) > 1:
                yield (section, name, key), several
    for path, phase in _phases(x):
        if not isinstance(phase.until, str):
            yield (*path, "until"), phase.until_events
    for section, _ in _CONCEPTS:
        for name, concept in getattr(x.model, section.replace("-", "_")).items():
            if len(concept.broader) > 1:
                yield (section, name, "broader"), concept.broader
    for name, fact in x.model.facts.items():
        yield ("facts", name, "values"), fact.values or ()
    yield ("policy", "law"), x.model.policy.law


def _declared(x: Examined) -> Iterator[tuple[str, str, Activity | Prohibition]]:
    for name, activity in x.activities.items():
        yield "activities", name, activity
    for name, prohibition in x.prohibitions.items():
        yield "prohibitions", name, prohibition


def _phases(x: Examined) -> Iterator[tuple[NodePath, Phase]]:
    schedules: list[tuple[NodePath, Schedule]] = [(("retention", name), one) for name, one in x.model.retention.items()]
    for name, activity in x.activities.items():
        if isinstance(activity.retention, Schedule):
            schedules.append((("activities", name, "retention"), activity.retention))
    for path, schedule in schedules:
        for position, phase in enumerate(schedule.phases):
            yield (*path, "phases", position), phase
