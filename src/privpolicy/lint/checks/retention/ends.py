"""Whether a schedule ends, and whether its floor leaves it room to."""

from collections.abc import Iterator

from privpolicy.lint.check import Remark
from privpolicy.lint.checks.retention.keeping import kept_by, named
from privpolicy.lint.checks.retention.lengths import is_longer, is_open, lasting, never_ends, written
from privpolicy.lint.examined import Examined
from privpolicy.model.duration import write_duration


def floor_without_ceiling(x: Examined) -> Iterator[Remark]:
    """A least period, and no end.

    "At least a year" limits nothing: a limit is a longest time. Where a law demands a minimum, name the law, and say
    what happens the day after (Art. 5(1)(e), 13(2)(a) GDPR).

    Avoid::

        retention:
          server-log:
            phases: [{phase: active}]
            at-least: P1Y    # expect
            then: erase
        activities:
          server-log:
            purposes: [operation]
            legal-basis: legitimate-interests
            data-subjects: [visitor]
            data: [log]
            retention: server-log

    Prefer::

        retention:
          server-log:
            phases: [{phase: active, for: P1Y}]
            at-least: P1Y
            then: erase
        activities:
          server-log:
            purposes: [operation]
            legal-basis: legitimate-interests
            data-subjects: [visitor]
            data: [log]
            retention: server-log
    """
    for path, schedule, activities in kept_by(x):
        if schedule.at_least is not None and never_ends(schedule):
            least = f"`{write_duration(schedule.at_least)}`"
            yield Remark(
                (*path, "at-least"),
                f"data of {named(activities)} is kept at least {least}, and nothing says when it goes",
                f"end the last phase with `for` or `until`, no later than the purpose needs: `for: {least.strip('`')}`",
            )


def endless_schedule(x: Examined) -> Iterator[Remark]:
    """A schedule that never ends.

    Its last phase has neither a duration nor an event, so what it says comes after, erasure, never comes. That a
    person consented to it is no limit either: a consent runs until somebody thinks of it.

    Avoid::

        retention:
          account:
            phases:
              - {phase: active, until: contract-end}
              - {phase: active}    # expect
            then: erase
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            retention: account

    Prefer::

        retention:
          account:
            phases:
              - {phase: active, until: contract-end}
              - {phase: restricted, for: P3Y, purposes: [claims]}
            then: erase
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            retention: account
    """
    for path, schedule, activities in kept_by(x):
        last = len(schedule.phases) - 1
        if schedule.at_least is None and is_open(schedule.phases[last]):
            yield Remark(
                (*path, "phases", last),
                f"data of {named(activities)} stays in this phase for ever: nothing ends it",
                "end it with `for` or `until`",
            )


def floor_beyond_end(x: Examined) -> Iterator[Remark]:
    """A least period that outlasts the schedule.

    When the last phase is over nothing but erasure is allowed, and the floor forbids just that: the schedule demands
    and forbids the same thing. One of the two figures is wrong.

    Avoid::

        activities:
          billing:
            purposes: [accounts]
            legal-basis: legal-obligation
            data-subjects: [customer]
            data: [receipt]
            retention:
              phases: [{phase: active, for: P6Y}]
              at-least: P10Y    # expect
              then: erase

    Prefer::

        activities:
          billing:
            purposes: [accounts]
            legal-basis: legal-obligation
            data-subjects: [customer]
            data: [receipt]
            retention:
              phases: [{phase: active, for: P10Y}]
              at-least: P10Y
              then: erase
    """
    for path, (schedule, _) in x.schedules.items():
        durations = lasting(schedule.phases)
        waits = len(durations) < len(schedule.phases) or any(phase.from_ for phase in schedule.phases[1:])
        if schedule.at_least is None or waits or not is_longer((schedule.at_least,), durations):
            continue
        least = f"`{write_duration(schedule.at_least)}`"
        yield Remark(
            (*path, "at-least"),
            f"nothing may be erased before {least}, but the schedule ends after {written(durations)}",
            f"lengthen a phase to {least}, or lower the floor",
        )
