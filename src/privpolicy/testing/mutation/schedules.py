"""Small changes to retention schedules."""

from collections.abc import Iterator

from privpolicy.model.retention import Phase, Schedule
from privpolicy.source.path import NodePath
from privpolicy.testing.mutation.mutant import Change, copied, dropped, longer, shorter


def schedule_changes(schedule: Schedule, path: NodePath) -> Iterator[Change]:
    """Yield a schedule with a phase longer, looser or left out, without its floor, or with another end."""
    for number, phase in enumerate(schedule.phases):
        here = (*path, "phases", number)
        if len(schedule.phases) > 1:
            rest = (*schedule.phases[:number], *schedule.phases[number + 1 :])
            yield Change(here, "left out", schedule.model_copy(update={"phases": rest}))
        for one in _phase_changes(phase, here):
            phases = (*schedule.phases[:number], one.value, *schedule.phases[number + 1 :])
            yield Change(one.path, one.words, schedule.model_copy(update={"phases": phases}))
    yield from copied(schedule, "at_least", dropped(schedule.at_least, (*path, "at-least")))
    other = "anonymise" if schedule.then == "erase" else "erase"
    words = f"`{other}` in place of `{schedule.then}`"
    yield Change((*path, "then"), words, schedule.model_copy(update={"then": other}))


def _phase_changes(phase: Phase, path: NodePath) -> Iterator[Change]:
    if phase.for_ is not None:
        yield from copied(phase, "for_", longer(phase.for_, (*path, "for")))
        if phase.until_events:
            yield from copied(phase, "for_", dropped(phase.for_, (*path, "for")))
            yield from copied(phase, "until", dropped(phase.until, (*path, "until")))
    if phase.phase == "restricted":
        active = phase.model_copy(update={"phase": "active", "purposes": None})
        yield Change((*path, "phase"), "`active` in place of `restricted`", active)
    yield from copied(phase, "purposes", shorter(phase.purposes or (), (*path, "purposes"), to=0))
    yield from copied(phase, "law", dropped(phase.law, (*path, "law")))
