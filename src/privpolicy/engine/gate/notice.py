"""The names that the notice lists."""

from privpolicy.diagnostics.finding import Finding
from privpolicy.engine.gate.scope import Scope


def notice(scope: Scope) -> list[Finding]:
    """Check that every activity, data subject and recipient that the notice names exists."""
    told = scope.model.notice
    if told is None:
        return []
    found = list(scope.unknown_among("data subject", told.from_elsewhere, ("notice", "from-elsewhere")))
    for topic, one in told.tells.items():
        found += scope.unknown_among("activity", one.silent_on, ("notice", "tells", topic, "silent-on"))
    for name, right in told.rights.items():
        path = ("notice", "rights", name, "addressed-to")
        if right.addressed_to is not None and (finding := scope.unknown("recipient", right.addressed_to, path)):
            found.append(finding)
    for name, statement in told.statements.items():
        found += scope.unknown_among("activity", statement.concerns, ("notice", "statements", name, "concerns"))
    return found
