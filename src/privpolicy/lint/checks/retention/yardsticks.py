"""Periods compared with those that a statute sets or an authority recommends."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.law.period import RetentionPeriod
from privpolicy.lint.check import Remark
from privpolicy.lint.checks.retention.keeping import kept_by, named
from privpolicy.lint.checks.retention.laws import is_within, reaches
from privpolicy.lint.checks.retention.lengths import after_an_event, in_use, is_longer, lasting, never_ends, written
from privpolicy.lint.checks.retention.sources import cites_at, since
from privpolicy.lint.examined import Examined
from privpolicy.lint.recognised import Recognised, titles
from privpolicy.model.activity import Activity
from privpolicy.model.duration import Duration, write_duration
from privpolicy.model.retention import Schedule
from privpolicy.source.path import NodePath

_BINDING = frozenset({"statute", "regulation", "decision"})


def longer_than_recommended(x: Examined) -> Iterator[Remark]:
    """Kept longer than an authority recommends.

    Guidance does not bind, but it is the yardstick of inspections: whoever keeps longer has to show why. What counts
    is everything that the schedule says in figures, a phase apart that a law demands for just this data excepted.

    The packs say by which terms and words each period is recognised; what is called otherwise is not compared.

    Avoid::

        policy: {language: 1, id: example, law: [eu-gdpr, fr]}
        activities:
          access-control:
            purposes: [security]
            legal-basis: legitimate-interests
            data-subjects: [employee]
            data: [access-log]
            retention: P3Y    # expect

    Prefer::

        policy: {language: 1, id: example, law: [eu-gdpr, fr]}
        activities:
          access-control:
            purposes: [security]
            legal-basis: legitimate-interests
            data-subjects: [employee]
            data: [access-log]
            retention: P6M
    """
    yield from _too_long(x, binding=False)


def longer_than_statutory(x: Examined) -> Iterator[Remark]:
    """Kept longer than a statute allows or can justify.

    Evidence is kept while claims can be made. Once they are time-barred nothing is left to defend against, and the
    legitimate interest behind the archive is gone with them.

    Avoid::

        policy: {language: 1, id: example, law: [eu-gdpr, fr]}
        purposes: {claims: {legal-claims: true}}
        activities:
          evidence:
            purposes: [claims]
            legal-basis: legitimate-interests
            data-subjects: [customer]
            data: [sales-contract]
            retention: old-contracts    # expect
        retention:
          old-contracts:
            phases:
              - {phase: active, until: contract-end}
              - {phase: restricted, for: P10Y, purposes: [claims]}
            then: erase

    Prefer::

        policy: {language: 1, id: example, law: [eu-gdpr, fr]}
        purposes: {claims: {legal-claims: true}}
        activities:
          evidence:
            purposes: [claims]
            legal-basis: legitimate-interests
            data-subjects: [customer]
            data: [sales-contract]
            retention: old-contracts
        retention:
          old-contracts:
            phases:
              - {phase: active, until: contract-end}
              - {phase: restricted, for: P5Y, purposes: [claims]}
            then: erase
    """
    yield from _too_long(x, binding=True)
    yield from _longer_than_its_law(x)


def _longer_than_its_law(x: Examined) -> Iterator[Remark]:
    """Report phases kept under a law that by itself carries them for less."""
    limits = [
        one
        for one in x.law.retention_periods.values()
        if one.at_most and one.law and one.norm in _BINDING and one.holds_at(x.at)
    ]
    for path, schedule, activities in kept_by(x) if limits else ():
        for position, phase in enumerate(schedule.phases):
            for one in limits if phase.law and phase.for_ is not None else ():
                if not is_within(phase.law or "", one.law or "") or not is_longer(lasting((phase,)), (_most(one),)):
                    continue
                yield Remark(
                    (*path, "phases", position, "for"),
                    f"data of {named(activities)} is kept for {written(lasting((phase,)))} under a law that carries "
                    f"less; {_limit(x, one, binding=True)}",
                    _advice(one),
                    cites=cites_at(x, one),
                )


def _most(period: RetentionPeriod) -> Duration:
    assert period.at_most is not None  # noqa: S101
    return period.at_most


def _too_long(x: Examined, *, binding: bool) -> Iterator[Remark]:
    """Report each schedule once a period, at the first of the activities that run by it."""
    found: dict[tuple[NodePath, str], tuple[str, str, Recognised]] = {}
    others: dict[tuple[NodePath, str], list[str]] = {}
    limits = [one for one in x.periods if one.period.at_most is not None and (one.period.norm in _BINDING) == binding]
    for name, activity in x.keepers.items() if limits else ():
        about = [one for one in limits if one.about(activity)]
        run_by = x.schedule(name) if about else None
        if run_by is None or never_ends(run_by[1]):
            continue
        for one in about:
            kept = how_long(x, one, activity, run_by[1])
            if kept is None:
                continue
            if (run_by[0], one.id) in found:
                others.setdefault((run_by[0], one.id), []).append(name)
            else:
                found[run_by[0], one.id] = name, kept, one
    for key, (name, kept, one) in found.items():
        data = named(one.kept(x.activities[name], x.vocabulary))
        yield Remark(
            ("activities", name, "retention"),
            f"{quote(name)} keeps {data} {kept}; {_limit(x, one.period, binding=binding)}",
            _advice(one.period),
            tuple(
                (("activities", other, "retention"), f"{quote(other)} keeps it under this schedule too")
                for other in others.get(key, ())
            ),
            cites_at(x, one.period),
        )


def how_long(x: Examined, one: Recognised, activity: Activity, schedule: Schedule) -> str | None:
    """Say how long an activity keeps what a period is about, where that is too long; else ``None``."""
    limit = one.period.at_most
    assert limit is not None  # noqa: S101
    late = one.concerns.counts == "after-event"
    phases = tuple(after_an_event(schedule.phases)) if late else schedule.phases
    if one.data is None:
        phases = in_use(x, activity, phases)
    else:
        categories = one.kept(activity, x.vocabulary)
        if activity.legal_basis == "legal-obligation" and (not activity.law or reaches(x, activity.law, categories)):
            return None
        phases = tuple(phase for phase in phases if not phase.law or not reaches(x, phase.law, categories))
    if not late and schedule.at_least is not None and is_longer((schedule.at_least,), (limit,)):
        return f"for at least {written((schedule.at_least,))}"
    durations = lasting(phases)
    if is_longer(durations, (limit,)):
        return f"for {written(durations)}"
    return None if limit or not one.concerns.clock else _later_end(x, one, schedule)


def _later_end(x: Examined, one: Recognised, schedule: Schedule) -> str | None:
    """Say until when data is kept that has to go at an event, where the schedule waits for another."""
    events = schedule.phases[-1].until_events
    if any(one.starts_at(event, _called(x, event)) for event in events):
        return None
    return f"until {listed([quote(event) for event in events])}" if events else None


def _called(x: Examined, event: str) -> str:
    declared = x.model.events.get(event)
    return "|".join(titles(declared)) if declared is not None else ""


def _limit(x: Examined, period: RetentionPeriod, *, binding: bool) -> str:
    if not period.at_most:
        return f"it has to go with this: {period.starts}, {since(x, period)}"
    verb = "the limit is" if binding else "recommended is at most"
    return f"{verb} `{write_duration(period.at_most)}` from {period.starts}, {since(x, period)}"


def _advice(period: RetentionPeriod) -> str:
    condition = f" ({period.condition})" if period.condition else ""
    return f"shorten it, or write down why this data is needed longer{condition}"


def shorter_than_statutory(x: Examined) -> Iterator[Remark]:
    """Erased before a statute allows.

    Where a law demands that records are kept, the duty goes before the wish to erase, to the extent of that law (Art.
    17(3)(b) GDPR). One activity that keeps the records long enough suffices; the others may let go earlier.

    Avoid::

        policy: {language: 1, id: example, law: [eu-gdpr, fr]}
        activities:
          accounts:
            purposes: [bookkeeping]
            legal-basis: legal-obligation
            data-subjects: [customer]
            data: [invoice]
            retention: P5Y    # expect

    Prefer::

        policy: {language: 1, id: example, law: [eu-gdpr, fr]}
        activities:
          accounts:
            purposes: [bookkeeping]
            legal-basis: legal-obligation
            data-subjects: [customer]
            data: [invoice]
            retention: P10Y
    """
    duties = [one for one in x.periods if one.period.at_least is not None and one.period.norm in _BINDING and one.data]
    if not duties:
        return
    for one in duties:
        about = [name for name, activity in x.keepers.items() if one.about(activity)]
        least = one.period.at_least
        assert least is not None  # noqa: S101
        schedules = {name: run_by[1] for name in about if (run_by := x.schedule(name)) is not None}
        for category in one.roots(x.vocabulary):
            near = x.above("data", category) | x.below("data", (category,))
            files = [name for name in about if not near.isdisjoint(x.activities[name].data)]
            if files and all(name in schedules and _falls_short(schedules[name], least) for name in files):
                yield _too_short(x, one, category, {name: schedules[name] for name in files})


def _falls_short(schedule: Schedule, least: Duration) -> bool:
    """Tell whether data may go too early: whatever the dates of events, since each may come at once."""
    if never_ends(schedule) or schedule.phases[-1].for_ is None:
        return False
    floor = schedule.at_least
    short_floor = floor is None or is_longer((least,), (floor,))
    return short_floor and is_longer((least,), lasting(schedule.phases))


def _too_short(x: Examined, one: Recognised, category: str, files: dict[str, Schedule]) -> Remark:
    longest, *others = files
    for name in others:
        if is_longer(lasting(files[name].phases), lasting(files[longest].phases)):
            longest = name
    assert one.period.at_least is not None  # noqa: S101
    least = f"`{write_duration(one.period.at_least)}`"
    return Remark(
        ("activities", longest, "retention"),
        f"{quote(category)} is kept for {written(lasting(files[longest].phases))}, where {one.period.law or 'the law'} "
        f"demands {least} from {one.period.starts}, {since(x, one.period)}",
        f"add a restricted phase under that law for the rest of {least}",
        tuple((("activities", name), f"{quote(name)} keeps it no longer") for name in files if name != longest),
        cites_at(x, one.period),
    )
