"""Periods beside those of a consent, and of what is stored on a device."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import quote
from privpolicy.law.terminal import TerminalFigure
from privpolicy.lint.check import Remark
from privpolicy.lint.checks.retention.lengths import in_use, is_longer, lasting, never_ends, written
from privpolicy.lint.checks.retention.sources import cites_at, since
from privpolicy.lint.examined import Examined, keeps
from privpolicy.lint.recognised import spoken_of, titles
from privpolicy.model.activity import Activity
from privpolicy.model.duration import Duration, write_duration

_TRACKERS = (
    "cookie", "cookies", "tracker", "trackers", "pixel", "pixels", "beacon", "beacons", "device identifier",
    "advertising identifier", "traceur", "traceurs", "témoin de connexion", "identifiant publicitaire",
)  # fmt: skip


def longer_than_consent(x: Examined) -> Iterator[Remark]:
    """Kept for use longer than the consent counts.

    When the consent has run out nothing carries the use any more, and what was kept for it alone has to go. A phase
    apart for another purpose is not counted.

    Avoid::

        activities:
          newsletter:
            purposes: [news]
            legal-basis: consent
            consent: {valid-for: P2Y}
            data-subjects: [reader]
            data: [contact]
            retention: P3Y    # expect

    Prefer::

        activities:
          newsletter:
            purposes: [news]
            legal-basis: consent
            consent: {valid-for: P2Y}
            data-subjects: [reader]
            data: [contact]
            retention: P2Y
    """
    for name, activity in x.activities.items():
        counts = activity.consent.valid_for
        if activity.legal_basis != "consent" or counts is None or not keeps(activity):
            continue
        durations = _lasting_in_use(x, name, activity)
        if is_longer(durations, (counts,)):
            yield Remark(
                ("activities", name, "retention"),
                f"{quote(name)} keeps data for {written(durations)} on a consent that counts for "
                f"`{write_duration(counts)}`",
                "end the use with the consent, or ask for it again in time",
                ((("activities", name, "consent", "valid-for"), "the consent runs out after this"),),
            )


def longer_on_device(x: Examined) -> Iterator[Remark]:
    """Trackers, what they collect or the choice about them kept longer than recommended.

    A tracker should not outlive thirteen months, what trackers collect twenty-five, and who accepted or refused is
    asked again after six (CNIL, for France). None of these figures is statute; longer ones want a reason.

    Trackers that are strictly necessary for what the user asked for are left alone.

    Avoid::

        policy: {language: 1, id: example, law: [eu-gdpr, fr]}
        activities:
          audience:
            purposes: [measurement]
            legal-basis: consent
            consent: {valid-for: P1Y}    # expect
            data-subjects: [visitor]
            data: [visits]
            terminal-equipment: {strictly-necessary: false}
            retention: P3Y    # expect

    Prefer::

        policy: {language: 1, id: example, law: [eu-gdpr, fr]}
        activities:
          audience:
            purposes: [measurement]
            legal-basis: consent
            consent: {valid-for: P6M}
            data-subjects: [visitor]
            data: [visits]
            terminal-equipment: {strictly-necessary: false}
            retention: P25M
    """
    for name, activity in x.activities.items():
        if activity.terminal_equipment is None or activity.terminal_equipment.strictly_necessary:
            continue
        choice = _figure(x, "choice-lifetime")
        counts = activity.consent.valid_for
        if choice is not None and counts is not None and is_longer((counts,), (choice.at_most,)):
            path = ("activities", name, "consent", "valid-for")
            message = f"the choice counts for `{write_duration(counts)}`; {_recommended(x, choice)}"
            yield Remark(path, message, "ask again sooner", cites=cites_at(x, choice))
        data = _figure(x, "tracker-lifetime") if _is_tracker(x, activity) else _figure(x, "audience-data")
        durations = _lasting_in_use(x, name, activity)
        if data is not None and is_longer(durations, (data.at_most,)):
            message = f"{quote(name)} keeps data from devices for {written(durations)}; {_recommended(x, data)}"
            yield Remark(("activities", name, "retention"), message, "shorten it", cites=cites_at(x, data))


def _lasting_in_use(x: Examined, name: str, activity: Activity) -> tuple[Duration, ...]:
    """Return how long data surely stays in use; nothing where no end is set, which other checks tell."""
    run_by = x.schedule(name)
    if run_by is None or never_ends(run_by[1]):
        return ()
    return lasting(in_use(x, activity, run_by[1].phases))


def _figure(x: Examined, name: str) -> TerminalFigure | None:
    figure = x.law.terminal_figures.get(name)
    return figure if figure is not None and figure.holds_at(x.at) else None


def _recommended(x: Examined, figure: TerminalFigure) -> str:
    return f"recommended is at most `{write_duration(figure.at_most)}` from {figure.starts}, {since(x, figure)}"


def _is_tracker(x: Examined, activity: Activity) -> bool:
    """Tell whether what is kept are the trackers themselves, and nothing that they collect."""
    return all(
        spoken_of(_TRACKERS, "|".join((category, *titles(x.model.data_categories[category]))))
        for category in activity.data
    )
