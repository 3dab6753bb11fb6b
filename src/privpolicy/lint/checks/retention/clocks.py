"""Clocks that wait for what may never happen."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.lint.check import Remark
from privpolicy.lint.checks.retention.lengths import in_use, is_open
from privpolicy.lint.checks.retention.sources import cites_at, since
from privpolicy.lint.examined import Examined
from privpolicy.lint.recognised import Recognised, spoken_of, titles
from privpolicy.model.activity import Activity
from privpolicy.model.duration import write_duration
from privpolicy.model.retention import Phase
from privpolicy.source.path import NodePath

_BY_THE_PERSON = (
    "deletion", "deleted", "unsubscribe", "unsubscribed", "opt out", "opted out", "objection", "objects", "withdrawal",
    "withdrawn", "erasure request", "deletion request", "account closure", "account closed", "closes account",
    "suppression", "désinscription", "désabonnement", "opposition", "retrait", "demande d effacement",
    "clôture du compte", "fermeture du compte",
)  # fmt: skip
"""Words of events that only the person can bring about, and mostly does not."""
_END_OF_ACCOUNT = (
    "account deletion", "account deleted", "deletion of the account", "account closure", "account closed",
    "closure of the account", "closes account", "suppression du compte", "clôture du compte", "fermeture du compte",
)  # fmt: skip
"""Of these, what ends that for which the data is kept; an objection may be just what it is kept for."""


def waits_for_ever(x: Examined) -> Iterator[Remark]:
    """A phase that ends only at an event which may never come.

    People leave without a word: they do not delete their account, unsubscribe or object, they just stop coming. Where
    the clock waits for their act alone it never strikes. Where an authority counts from another moment, such as the
    last activity, a schedule that does not know that moment lets the data lie.

    The end of a contract is a fair criterion, and so is a consent that can be withdrawn: these are left alone where no
    yardstick of a law pack counts from something else.

    Avoid::

        retention:
          account:
            phases:
              - {phase: active, until: account-deletion}    # expect
            then: erase
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [user]
            data: [contact]
            retention: account

    Prefer::

        retention:
          account:
            phases:
              - {phase: active, until: [account-deletion, last-activity]}
              - {phase: active, for: P2Y}
            then: erase
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [user]
            data: [contact]
            retention: account
    """
    for path, (schedule, names) in x.schedules.items():
        kept_by = [name for name in names if name in x.keepers]
        for position, phase in enumerate(schedule.phases):
            if is_open(phase):
                break
            remark = _waits_to_begin(x, phase, (*path, "phases", position, "from"), kept_by)
            if remark is not None:
                yield remark
                break
            if phase.phase != "active" or phase.for_ is not None:
                continue
            remark = _acts_of_the_person(x, phase, (*path, "phases", position, "until"), kept_by)
            remark = remark or _missed_yardstick(x, phase, (*path, "phases", position, "until"), kept_by)
            if remark is not None:
                yield remark
                break


def _waits_to_begin(x: Examined, phase: Phase, path: NodePath, names: list[str]) -> Remark | None:
    if phase.from_ is None or not spoken_of(_END_OF_ACCOUNT, f"{phase.from_}|{_called(x, phase.from_)}"):
        return None
    name = next((name for name in names if x.activities[name].legal_basis != "consent"), None)
    if name is None:
        return None
    return Remark(
        path,
        f"the clock of this phase starts only at {quote(phase.from_)}, which only the person can bring about, and may "
        f"never do: what {quote(name)} keeps may stay for ever",
        "let a phase before it end at a second event too, such as the last activity, and start this one there",
        ((("activities", name), f"{quote(name)} keeps data under it"),),
    )


def _acts_of_the_person(x: Examined, phase: Phase, path: NodePath, names: list[str]) -> Remark | None:
    if not all(spoken_of(_BY_THE_PERSON, f"{event}|{_called(x, event)}") for event in phase.until_events):
        return None
    name = next((name for name in names if x.activities[name].legal_basis != "consent"), None)
    if name is None:
        return None
    events = listed([quote(event) for event in phase.until_events])
    return Remark(
        path,
        f"this phase ends only at {events}, which only the person can bring about, and may never do: what "
        f"{quote(name)} keeps may stay for ever",
        "set a latest end too: `for`, or a second event such as the last activity, and a phase that counts from it",
        ((("activities", name), f"{quote(name)} keeps data under it"),),
    )


def _missed_yardstick(x: Examined, phase: Phase, path: NodePath, names: list[str]) -> Remark | None:
    for one in x.periods:
        if not one.period.at_most or not _can_be_missed(one):
            continue
        if any(one.starts_at(event, _called(x, event)) for event in phase.until_events):
            continue
        if all(one.is_ended_by(event, _called(x, event)) for event in phase.until_events):
            continue
        name = next((name for name in names if _is_used(x, one, x.activities[name], phase)), None)
        if name is not None:
            events = listed([quote(event) for event in phase.until_events])
            most = f"at most `{write_duration(one.period.at_most)}` from {one.period.starts}"
            return Remark(
                path,
                f"this phase ends only at {events}, on no certain day; recommended is {most}, {since(x, one.period)}",
                "set a latest end too: `for`, or a phase that counts from the event of that period",
                ((("activities", name), f"{quote(name)} keeps data under it; recommended for: {one.period.title}"),),
                cites_at(x, one.period),
            )
    return None


def _can_be_missed(one: Recognised) -> bool:
    """Tell whether what waits for some event may miss a period; one counted after any event is never missed."""
    return one.concerns.counts == "all" or bool(one.concerns.clock)


def _is_used(x: Examined, one: Recognised, activity: Activity, phase: Phase) -> bool:
    return one.about(activity) and (one.data is not None or bool(in_use(x, activity, (phase,))))


def _called(x: Examined, event: str) -> str:
    declared = x.model.events.get(event)
    return "|".join(titles(declared)) if declared is not None else ""
