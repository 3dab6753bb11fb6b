"""Activities that never permit, or that prohibitions stop (PP800 to PP802, PP807)."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import quote
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.contradictions.words import advice, by, forbidding, law, related, together, what, where
from privpolicy.lint.examined import Examined


def never_permits(x: Examined) -> Iterator[Remark]:
    """An activity that can never permit anything.

    Its own conditions, its legal basis and its schedule cannot hold together, whatever is stated and on whatever day
    from now on. Nobody will ever get a yes from it, and whoever reads the policy believes the opposite.

    Avoid::

        facts:
          plan: {type: enum, values: [free, paid]}
        activities:
          upgrade:    # expect
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            when: {plan: free, any: [{plan: paid}]}

    Prefer::

        facts:
          plan: {type: enum, values: [free, paid]}
        activities:
          upgrade:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            when: {plan: free}
    """
    for never in x.conflicts.never:
        yield Remark(
            ("activities", never.activity),
            f"activity {quote(never.activity)} can never permit anything: {together(never)} cannot hold",
            "change what it asks for, or remove it",
            related(x, never),
            on_key=True,
        )


def always_prohibited(x: Examined) -> Iterator[Remark]:
    """An activity that prohibitions always stop.

    A prohibition is never outweighed. Where it forbids all that an activity covers, in every situation in which the
    activity would permit it, the two say opposite things: persons are told that something happens and that it does not.

    Avoid::

        activities:
          newsletter:    # expect
            purposes: [marketing]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact.email]
        prohibitions:
          no-marketing-without-consent:
            purposes: [marketing]
            unless:
              - legal-basis: consent

    Prefer::

        activities:
          newsletter:
            purposes: [marketing]
            legal-basis: consent
            data-subjects: [customer]
            data: [contact.email]
        prohibitions:
          no-marketing-without-consent:
            purposes: [marketing]
            unless:
              - legal-basis: consent
    """
    for stopped in x.conflicts.stopped:
        if stopped.whole and not stopped.narrower:
            yield Remark(
                ("activities", stopped.activity),
                f"activity {quote(stopped.activity)} permits nothing: {by(stopped)} always forbids it",
                advice(x, stopped),
                forbidding(stopped),
                on_key=True,
            )


def partly_prohibited(x: Examined) -> Iterator[Remark]:
    """A part of an activity that prohibitions always stop.

    The activity names a purpose, data, an operation or a recipient that a prohibition never lets through. What stands
    there is not permitted; whoever reads only the activity believes that it is.

    Avoid::

        activities:
          chat:
            purposes: [support, statistics]
            legal-basis: contract
            data-subjects: [customer]
            data: [chat]
            recipients: [controller, chat-provider]    # expect
        prohibitions:
          provider-for-support-only:
            recipients: [chat-provider]
            except-purposes: [support]

    Prefer::

        activities:
          chat:
            purposes: [support]
            legal-basis: contract
            data-subjects: [customer]
            data: [chat]
            recipients: [controller, chat-provider]
          chat-statistics:
            purposes: [statistics]
            legal-basis: contract
            data-subjects: [customer]
            data: [chat]
        prohibitions:
          provider-for-support-only:
            recipients: [chat-provider]
            except-purposes: [support]
    """
    for stopped in x.conflicts.stopped:
        if not stopped.whole or stopped.narrower:
            activity = x.model.activities[stopped.activity]
            part = what(stopped.regions, activity)
            some = "some of it" if stopped.narrower else "it"
            forbid = "forbids" if len(stopped.prohibitions) == 1 else "forbid"
            yield Remark(
                where(stopped, activity),
                f"activity {quote(stopped.activity)} covers {part}, and {by(stopped)} always {forbid} {some}",
                advice(x, stopped),
                forbidding(stopped),
            )


def never_under_law(x: Examined) -> Iterator[Remark]:
    """An activity that the law of the day never lets permit anything.

    By itself the policy could permit it. Under the law it cannot, whatever is stated: a transfer that nothing covers,
    special data without a condition, data on offences without a law.

    Avoid::

        recipients:
          lab: {role: third-party, country: US}
        activities:
          send-samples:    # expect
            purposes: [research]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
            operations: [disclose]
            recipients: [lab]

    Prefer::

        recipients:
          lab: {role: third-party, country: CH}
        activities:
          send-samples:
            purposes: [research]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
            operations: [disclose]
            recipients: [lab]
    """
    for never in x.conflicts.never_under_law:
        stated = [clause for clause in never.clauses if clause.words]
        words = "; ".join(dict.fromkeys(clause.words for clause in stated)) or together(never)
        yield Remark(
            ("activities", never.activity),
            f"{law(x)} never lets activity {quote(never.activity)} permit anything: {words}",
            "meet what the law asks for, or remove the activity",
            related(x, never),
            tuple(dict.fromkeys(cite for clause in stated for cite in clause.cites)),
            on_key=True,
        )


CHECKS: tuple[Check, ...] = (
    check("PP800", "never-permits", "error", never_permits),
    check("PP801", "always-prohibited", "error", always_prohibited, cites=("gdpr:5-1-a", "gdpr:12-1")),
    check("PP802", "partly-prohibited", "warning", partly_prohibited, cites=("gdpr:5-1-a", "gdpr:12-1")),
    check("PP807", "never-under-law", "error", never_under_law),
)
