"""Schedules, their events and their phases."""

from collections.abc import Iterator
from dataclasses import replace

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import quote
from privpolicy.engine.gate.scope import Scope
from privpolicy.model.duration import read_duration
from privpolicy.model.retention import Phase, Schedule
from privpolicy.source.path import NodePath


def retention(scope: Scope) -> list[Finding]:
    """Check every schedule, and that activities name a schedule that exists or state a duration."""
    found: list[Finding] = []
    for name, schedule in scope.model.retention.items():
        found += _schedule(scope, schedule, ("retention", name))
    for name, activity in scope.model.activities.items():
        path: NodePath = ("activities", name, "retention")
        match activity.retention:
            case Schedule() as schedule:
                found += _schedule(scope, schedule, path)
            case str() as text if text.startswith("P"):
                found += _duration(text, path)
            case str() as text:
                if finding := scope.unknown("schedule", text, path):
                    spoken = any(character in text for character in " 0123456789")
                    advice = "a duration is written as ISO 8601 has it: `P13M`, `P1Y`, `P30D`"
                    found.append(replace(finding, help=advice) if spoken else finding)
            case None:
                pass
    return found


def _duration(text: str, path: NodePath) -> Iterator[Finding]:
    try:
        read_duration(text)
    except ValueError as error:
        reason, _, advice = str(error).replace(f"`{text}`", quote(text)).partition(": ")
        yield Finding(code_named("bad-duration"), path, reason, advice or "write `P13M` for thirteen months")


def _schedule(scope: Scope, schedule: Schedule, path: NodePath) -> Iterator[Finding]:
    for position, phase in enumerate(schedule.phases):
        here = (*path, "phases", position)
        yield from _events(scope, phase, here)
        if phase.purposes is not None and phase.phase == "active":
            message = "only a restricted phase names `purposes`; in an active one those of the activity hold"
            advice = "remove `purposes`, or write `phase: restricted`"
            yield Finding(code_named("purposes-in-active-phase"), (*here, "purposes"), message, advice, on_key=True)
        yield from scope.unknown_among("purpose", phase.purposes or (), (*here, "purposes"))
        endless = phase.until is None and phase.for_ is None
        if endless and position < len(schedule.phases) - 1:
            message = f"phase {position + 1} has neither `until` nor `for`, so the phases after it are never reached"
            yield Finding(code_named("endless-phase"), here, message, "state when it ends")


def _events(scope: Scope, phase: Phase, path: NodePath) -> Iterator[Finding]:
    if phase.from_ is not None and (finding := scope.unknown("event", phase.from_, (*path, "from"))):
        yield finding
    if isinstance(phase.until, str):
        if finding := scope.unknown("event", phase.until, (*path, "until")):
            yield finding
    else:
        yield from scope.unknown_among("event", phase.until or (), (*path, "until"))
