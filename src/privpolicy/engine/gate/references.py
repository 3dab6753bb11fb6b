"""The names that activities and prohibitions list."""

from collections.abc import Iterator

from privpolicy.diagnostics.finding import Finding
from privpolicy.engine.gate.scope import Kind, Scope
from privpolicy.model.activity import Activity
from privpolicy.model.prohibition import Prohibition

_OF_ACTIVITIES: tuple[tuple[str, Kind], ...] = (
    ("purposes", "purpose"),
    ("data-subjects", "data subject"),
    ("data", "data category"),
    ("recipients", "recipient"),
    ("obligations", "safeguard"),
    ("further-processing-of", "activity"),
)
_OF_PROHIBITIONS: tuple[tuple[str, Kind], ...] = (
    ("purposes", "purpose"),
    ("except-purposes", "purpose"),
    ("data", "data category"),
    ("data-subjects", "data subject"),
    ("recipients", "recipient"),
)


def references(scope: Scope) -> list[Finding]:
    """Check that every name that an activity or a prohibition lists exists and is of the right kind."""
    found: list[Finding] = []
    for name, activity in scope.model.activities.items():
        found += _listed(scope, "activities", name, activity, _OF_ACTIVITIES)
        if activity.processing_for is not None:
            path = ("activities", name, "processing-for")
            if finding := scope.unknown("recipient", activity.processing_for, path):
                found.append(finding)
    for name, prohibition in scope.model.prohibitions.items():
        found += _listed(scope, "prohibitions", name, prohibition, _OF_PROHIBITIONS)
    return found


def _listed(
    scope: Scope, section: str, name: str, declared: Activity | Prohibition, keys: tuple[tuple[str, Kind], ...]
) -> Iterator[Finding]:
    for key, kind in keys:
        names = getattr(declared, key.replace("-", "_")) or ()
        # A list that is left out and filled in by the language names only what exists.
        yield from scope.unknown_among(kind, names, (section, name, key))
