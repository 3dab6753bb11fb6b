"""Phases in which data is kept apart: under which law, for what, and which data."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import quote
from privpolicy.lint.check import Remark
from privpolicy.lint.checks.retention.keeping import kept_by, named
from privpolicy.lint.checks.retention.laws import demanding
from privpolicy.lint.checks.retention.lengths import is_longer, is_open
from privpolicy.lint.examined import Examined
from privpolicy.model.duration import read_duration, write_duration
from privpolicy.model.retention import Phase

_A_WHILE = read_duration("P11M")
"""What lies apart no longer than this is on its way to erasure, and nobody asks why."""


def archive_without_law(x: Examined) -> Iterator[Remark]:
    """An archive for years, for which neither a law nor a purpose is named.

    Keeping data apart is still keeping. An archive rests on a duty to keep or on a purpose of its own, such as
    evidence while claims can be made; with neither it is data that nobody dared to erase.

    Avoid::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            retention:
              phases:
                - {phase: active, until: contract-end}
                - {phase: restricted, for: P5Y}    # expect
              then: erase

    Prefer::

        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            retention:
              phases:
                - {phase: active, until: contract-end}
                - {phase: restricted, for: P5Y, purposes: [claims]}
              then: erase
    """
    for path, schedule, activities in kept_by(x):
        for position, phase in enumerate(schedule.phases):
            if phase.phase != "restricted" or phase.law or phase.purposes or phase.for_ is None:
                continue
            if is_longer((phase.for_,), (_A_WHILE,)):
                yield Remark(
                    (*path, "phases", position),
                    f"data of {named(activities)} is kept apart for `{write_duration(phase.for_)}`, "
                    "under no law and for no purpose",
                    "name the `law` that demands it, or the `purposes` for which it is kept",
                )


def archive_of_everything(x: Examined) -> Iterator[Remark]:
    """Data in an archive under a law that does not ask for it.

    A duty to keep accounts reaches invoices and what supports them, not the whole customer file. Passwords, pictures
    and identifiers of browsers prove nothing that a tax inspector wants to see.

    A schedule of its own for what the law asks for lets the rest go.

    Avoid::

        policy: {language: 1, id: example, law: [eu-gdpr, fr]}
        retention:
          account:
            phases:
              - {phase: active, until: contract-end}
              - {phase: restricted, for: P10Y, law: "Code de commerce, art. L123-22"}    # expect
            then: erase
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [invoice, password]
            retention: account

    Prefer::

        policy: {language: 1, id: example, law: [eu-gdpr, fr]}
        retention:
          accounts:
            phases:
              - {phase: active, until: contract-end}
              - {phase: restricted, for: P10Y, law: "Code de commerce, art. L123-22"}
            then: erase
          account:
            phases: [{phase: active, until: contract-end}]
            then: erase
        activities:
          accounts:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [invoice]
            retention: accounts
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [password]
            retention: account
    """
    for path, (schedule, names) in x.schedules.items():
        for position, phase in enumerate(schedule.phases):
            if not phase.law:
                continue
            spared = frozenset().union(*(one.spared for one in demanding(x, phase.law)))
            kept = {
                category: name
                for name in names
                if name in x.keepers
                for category in x.below("data", x.activities[name].data) & spared
            }
            broadest = sorted(one for one in kept if one.rpartition(".")[0] not in kept)
            if broadest:
                yield Remark(
                    (*path, "phases", position, "law"),
                    f"{named(broadest)} {'lies' if len(broadest) == 1 else 'lie'} in this archive too, "
                    f"and {quote(phase.law)} does not ask for that",
                    "give it a schedule of its own, and keep under this law what it asks for",
                    tuple((("activities", kept[one]), f"{quote(kept[one])} keeps {quote(one)}") for one in broadest),
                )


def period_without_figure(x: Examined) -> Iterator[Remark]:
    """A legal period without a figure.

    "As long as tax law requires" leaves people to look it up. The criterion suffices only where a figure is impossible
    (Art. 13(2)(a) GDPR), and the figures of statutes are known. Reported are a phase under a law that is named
    neither by article nor by duration, and a notice that is silent on how long an activity keeps under a law.

    Avoid::

        activities:
          accounts:
            purposes: [bookkeeping]
            legal-basis: legal-obligation
            data-subjects: [customer]
            data: [receipt]
            retention:
              phases:
                - {phase: active, until: contract-end}
                - {phase: restricted, until: legal-period-over, law: tax law}    # expect
              then: erase

    Prefer::

        activities:
          accounts:
            purposes: [bookkeeping]
            legal-basis: legal-obligation
            data-subjects: [customer]
            data: [receipt]
            retention:
              phases:
                - {phase: active, until: contract-end}
                - {phase: restricted, for: P10Y, law: "Code de commerce, art. L123-22"}
              then: erase
    """
    for path, schedule, activities in kept_by(x):
        for position, phase in enumerate(schedule.phases):
            if phase.law and phase.for_ is None and not any(char.isdigit() for char in phase.law):
                yield Remark(
                    (*path, "phases", position, "law"),
                    f"how long {quote(phase.law)} demands that data of {named(activities)} is kept is not said",
                    "write `for` with the figure, and the article that sets it",
                )
    yield from _untold(x)


def _untold(x: Examined) -> Iterator[Remark]:
    notice = x.model.notice
    told = notice.tells.get("retention") if notice is not None else None
    for position, name in enumerate(told.silent_on if told is not None else ()):
        run_by = x.schedule(name) if name in x.activities else None
        for phase in run_by[1].phases if run_by is not None else ():
            if phase.law and not is_open(phase) and _goes_on(x, name, phase):
                yield Remark(
                    ("notice", "tells", "retention", "silent-on", position),
                    f"{quote(name)} keeps data under {quote(phase.law)}, and the notice does not tell how long",
                    f"tell the figure: `{write_duration(phase.for_)}`" if phase.for_ is not None else "tell the figure",
                    (((*(run_by[0] if run_by else ()),), "the period stands here"),),
                )


def _goes_on(x: Examined, name: str, phase: Phase) -> bool:
    """Tell whether the keeping that a law demands is what an activity is for."""
    purposes = x.activities[name].purposes
    return any(not x.above("purpose", purpose).isdisjoint(phase.purposes or ()) for purpose in purposes)
