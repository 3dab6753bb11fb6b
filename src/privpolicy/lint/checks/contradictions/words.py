"""What is said of a contradiction: what it is about, what brings it about, and a request that shows it."""

from collections.abc import Sequence

from privpolicy.analysis.never import Never
from privpolicy.analysis.regions import Region
from privpolicy.analysis.stopped import Stopped
from privpolicy.analysis.witness import command
from privpolicy.diagnostics.wording import listed, quote
from privpolicy.engine.request import Request
from privpolicy.engine.vocabulary import DIMENSIONS, SECTIONS, Dimension
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity
from privpolicy.source.path import NodePath

SHOWN = 4
"""How many ids of a dimension a message names."""


def together(never: Never) -> str:
    """Say which clauses cannot hold together."""
    kinds = [f"its {_KINDS.get(clause.kind, clause.kind)}" for clause in never.clauses]
    return listed(tuple(dict.fromkeys(kinds)), "and") or "what it asks for"


_KINDS = {
    "in-force": "time in force",
    "objection": "legal basis",
    "origin": "origins",
    "retention": "schedule",
    "legal-hold": "legal hold",
    "special-category": "special data",
    "criminal-data": "data on offences",
    "terminal-equipment": "access to a device",
}


def related(x: Examined, never: Never) -> tuple[tuple[NodePath, str], ...]:
    """Point to what cannot hold; the activity itself is where the finding stands."""
    return tuple(
        dict.fromkeys(
            (clause.path, f"its {_KINDS.get(clause.kind, clause.kind)}")
            for clause in never.clauses
            if clause.path != ("activities", never.activity) and _is_written(x, clause.path)
        )
    )


def _is_written(x: Examined, path: NodePath) -> bool:
    """Tell whether an activity states the key at a path; what it leaves out has no place of its own."""
    if path[0] != "activities" or len(path) < len(("activities", "id", "key")):
        return True
    return str(path[2]).replace("-", "_") in x.model.activities[str(path[1])].model_fields_set


def by(stopped: Stopped) -> str:
    """Name the prohibitions that stop something."""
    names = listed([quote(name) for name in stopped.prohibitions], "and")
    return f"prohibition {names}" if len(stopped.prohibitions) == 1 else f"the prohibitions {names} together"


def law(x: Examined) -> str:
    """Name the law that is asked: a policy that names none is decided without it, and read under it all the same."""
    return "the law" if x.model.policy.law else "the GDPR, which the policy does not name,"


def advice(x: Examined, stopped: Stopped) -> str:
    """Say what to do about something that is stopped, with a request that shows it."""
    return f"decide whether it may happen, and change the activity or the prohibition; {denied(x, stopped.request)}"


def denied(x: Examined, request: Request) -> str:
    """Give the command line of a request that is denied."""
    return f"denied, for example: `{command(request, x.named)}`"


def forbidding(stopped: Stopped) -> tuple[tuple[NodePath, str], ...]:
    """Point to the prohibitions that stop something."""
    return tuple((("prohibitions", name), f"{quote(name)} forbids it here") for name in stopped.prohibitions)


def _touched(regions: Sequence[Region], dimension: Dimension) -> frozenset[str]:
    return frozenset(one for region in regions for one in region.ids[dimension])


def _narrowing(regions: Sequence[Region], activity: Activity) -> list[Dimension]:
    """Return the dimensions in which regions are not all that the activity lists."""
    return [one for one in DIMENSIONS if _touched(regions, one) != frozenset(ids_listed(activity, one))]


def ids_listed(activity: Activity, dimension: Dimension) -> tuple[str, ...]:
    """Return what an activity lists in a dimension."""
    ids: tuple[str, ...] = getattr(activity, SECTIONS[dimension].replace("-", "_"))
    return ids


def what(regions: Sequence[Region], activity: Activity) -> str:
    """Say what regions are by the dimensions that tell them apart from the rest of the activity."""
    words: dict[Dimension, str] = {"purpose": "for", "data": "of", "data-subject": "about", "recipient": "by or to"}
    operations, parts = "processing", []
    for dimension in _narrowing(regions, activity) or ["operation"]:
        named = _some([one for one in ids_listed(activity, dimension) if one in _touched(regions, dimension)])
        if dimension in words:
            parts.append(f"{words[dimension]} {named}")
        else:
            operations = named
    return " ".join((operations, *parts))


def where(stopped: Stopped, activity: Activity) -> NodePath:
    """Return the list item at which something is stopped, or the activity where no single item is."""
    narrowing = _narrowing(stopped.regions, activity)
    for dimension in ("recipient", "data", "purpose", "data-subject", "operation"):
        if dimension in narrowing:
            positions = [
                at
                for at, one in enumerate(ids_listed(activity, dimension))
                if one in _touched(stopped.regions, dimension)
            ]
            return ("activities", stopped.activity, SECTIONS[dimension], positions[0])
    return ("activities", stopped.activity)


def _some(ids: Sequence[str]) -> str:
    """Name the first of some ids, and say so where there are more."""
    named = [quote(one) for one in ids[:SHOWN]]
    return f"{', '.join(named)} and more" if len(ids) > SHOWN else listed(named, "and")
