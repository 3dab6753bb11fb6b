"""What is told of the circumstances: mandatory data, automated decisions, trackers (PP713, PP714, PP716, PP717)."""

from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.transparency.told import missing, notice, pointing, profiling, told, tracking
from privpolicy.lint.examined import Examined


def mandatory_data_not_told(x: Examined) -> Iterator[Remark]:
    """Nobody is told which data must be given, and what follows where it is not.

    A person decides freely only when it knows whether a law or a contract asks for the data, whether it is obliged to
    give it, and what happens otherwise. A star beside a field of a form, with a line that explains it, is enough.

    Avoid::

        notice:
          tells:    # expect
            legal-bases:
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]

    Prefer::

        notice:
          tells:
            legal-bases:
            mandatory-data:
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
    """
    one = notice(x)
    if one is not None and "mandatory-data" not in told(one):
        message = "the notice does not say which data must be given, why, and what follows where it is not"
        yield missing(x, "tells", message, "tell it beside the forms, and write `mandatory-data` under `tells`")


def automated_decisions_not_told(x: Examined) -> Iterator[Remark]:
    """Persons are profiled, and the notice says nothing of automated decisions.

    Where a decision with legal or similar effect is left to a machine, its logic and its consequences are told. A
    policy does not show whether such a decision is taken; it shows that persons are profiled, which is how it starts.
    Where there is none, a sentence that says so settles the matter.

    Avoid::

        notice:
          tells:    # expect
            legal-bases:
        activities:
          scoring:
            purposes: [credit]
            legal-basis: contract
            data-subjects: [customer]
            data: [payment-history]
            operations: [use, profile]

    Prefer::

        notice:
          tells:
            legal-bases:
            automated-decisions:
        activities:
          scoring:
            purposes: [credit]
            legal-basis: contract
            data-subjects: [customer]
            data: [payment-history]
            operations: [use, profile]
    """
    one = notice(x)
    if one is not None and "automated-decisions" not in told(one) and (found := profiling(x)):
        message = "persons are profiled, and the notice does not say whether decisions follow from it"
        advice = "tell the logic and the consequences, or that there are no such decisions: `automated-decisions`"
        yield missing(x, "tells", message, advice, related=pointing(found, "this activity profiles"))


def tracker_lifetime_not_told(x: Examined) -> Iterator[Remark]:
    """Trackers are set, and nobody is told how long they stay.

    A consent to cookies is informed only when the person knows how long they last; the Court of Justice said so on 1
    October 2019. That most end with the session, and some later, is no answer.

    Avoid::

        notice:
          tells:    # expect
            legal-bases:
            trackers-third-parties:
        activities:
          analytics:
            purposes: [analytics]
            legal-basis: consent
            data-subjects: [visitor]
            data: [cookie]
            terminal-equipment: {strictly-necessary: false}

    Prefer::

        notice:
          tells:
            legal-bases:
            trackers-lifetime:
            trackers-third-parties:
        activities:
          analytics:
            purposes: [analytics]
            legal-basis: consent
            data-subjects: [visitor]
            data: [cookie]
            terminal-equipment: {strictly-necessary: false}
    """
    message = "the notice does not tell how long trackers stay on a device"
    yield from _of_trackers(x, "trackers-lifetime", message, "list the trackers with the period of each")


def tracker_access_not_told(x: Examined) -> Iterator[Remark]:
    """Trackers are set, and nobody is told whether others have access to them.

    Whether third parties can read a tracker belongs to what a person must know before consenting. Naming a supplier
    somewhere in the notice does not yet say that it reads what is stored on the device.

    Avoid::

        notice:
          tells:    # expect
            legal-bases:
            trackers-lifetime:
        activities:
          analytics:
            purposes: [analytics]
            legal-basis: consent
            data-subjects: [visitor]
            data: [cookie]
            terminal-equipment: {strictly-necessary: false}

    Prefer::

        notice:
          tells:
            legal-bases:
            trackers-lifetime:
            trackers-third-parties:
        activities:
          analytics:
            purposes: [analytics]
            legal-basis: consent
            data-subjects: [visitor]
            data: [cookie]
            terminal-equipment: {strictly-necessary: false}
    """
    message = "the notice does not tell whether third parties have access to trackers"
    yield from _of_trackers(x, "trackers-third-parties", message, "say for each tracker who reads it")


def _of_trackers(x: Examined, topic: str, message: str, advice: str) -> Iterator[Remark]:
    one = notice(x)
    if one is not None and topic not in told(one) and (found := tracking(x)):
        related = pointing(found, "this activity stores on devices or reads from them")
        yield missing(x, "tells", message, f"{advice}, and write `{topic}` under `tells`", related=related)


CHECKS: tuple[Check, ...] = (
    check(
        "PP713", "mandatory-data-not-told", "warning", mandatory_data_not_told,
        cites=("gdpr:13-2-e",), rests_on=("notice-items.a13-2-e",),
    ),
    check(
        "PP714", "automated-decisions-not-told", "note", automated_decisions_not_told,
        cites=("gdpr:13-2-f", "gdpr:22-1"), rests_on=("notice-items.a13-2-f",),
    ),
    check(
        "PP716", "tracker-lifetime-not-told", "error", tracker_lifetime_not_told,
        cites=("cjeu:C-673/17", "eprivacy:5-3"), rests_on=("notice-items.trackers-lifetime",),
    ),
    check(
        "PP717", "tracker-access-not-told", "error", tracker_access_not_told,
        cites=("cjeu:C-673/17", "eprivacy:5-3"), rests_on=("notice-items.trackers-third-parties",),
    ),
)  # fmt: skip
