"""Legal bases that need a consent after all (PP805, PP806)."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import quote
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.contradictions.words import denied, law, what
from privpolicy.lint.examined import Examined


def disclosed_before_consent(x: Examined) -> Iterator[Remark]:
    """Something done on another basis before the consent that the policy itself asks for.

    The activity rests on a basis that needs no consent, and a prohibition of the same policy lets it go on only with
    one. The data flows under the one sentence and may not flow under the other. A page that calls a third party before
    the visitor has chosen is the usual case (Court of Justice, C-40/17).

    Avoid::

        activities:
          map-on-page:
            purposes: [contact-page]
            legal-basis: legitimate-interests    # expect
            legitimate-interest: showing where the shop is
            data-subjects: [visitor]
            data: [ip-address]
            operations: [disclose]
            recipients: [map-provider]
        prohibitions:
          no-transmission-without-consent:
            operations: [disclose]
            unless:
              - consent: true

    Prefer::

        activities:
          map-on-page:
            purposes: [contact-page]
            legal-basis: consent
            data-subjects: [visitor]
            data: [ip-address]
            operations: [disclose]
            recipients: [map-provider]
        prohibitions:
          no-transmission-without-consent:
            operations: [disclose]
            unless:
              - consent: true
    """
    for asked in x.conflicts.consent_asked:
        activity = x.model.activities[asked.activity]
        basis, part = activity.legal_basis, what((asked.region,), activity)
        prohibition = str(asked.prohibition)
        yield Remark(
            ("activities", asked.activity, "legal-basis"),
            f"activity {quote(asked.activity)} rests on {quote(basis)}, and needs a consent for {part}: "
            f"prohibition {quote(prohibition)} forbids that without one",
            f"rest it on `consent`, or exempt {quote(basis)} from the prohibition; {denied(x, asked.request)}",
            ((("prohibitions", prohibition), "the consent is asked for here"),),
        )


def basis_needs_consent(x: Examined) -> Iterator[Remark]:
    """A legal basis without consent under which the law lets nothing happen without consent.

    The law of the day asks for a consent whatever the basis: for what is stored on or read from a device, or for
    special data on explicit consent. A legitimate interest or a contract beside it contradicts itself, and tells
    persons that they could only object.

    Avoid::

        activities:
          analytics:
            purposes: [analytics]
            legal-basis: legitimate-interests    # expect
            legitimate-interest: knowing how the website is used
            data-subjects: [visitor]
            data: [usage]
            terminal-equipment: {strictly-necessary: false}

    Prefer::

        activities:
          analytics:
            purposes: [analytics]
            legal-basis: consent
            data-subjects: [visitor]
            data: [usage]
            terminal-equipment: {strictly-necessary: false}
    """
    for asked in x.conflicts.consent_asked_by_law:
        basis = x.model.activities[asked.activity].legal_basis
        clause = asked.clause
        yield Remark(
            ("activities", asked.activity, "legal-basis"),
            f"activity {quote(asked.activity)} rests on {quote(basis)}, and {law(x)} permits it only with a consent"
            + (f": {clause.words}" if clause is not None and clause.words else ""),
            "rest it on `consent`",
            cites=clause.cites if clause is not None else (),
        )


CHECKS: tuple[Check, ...] = (
    check(
        "PP805",
        "disclosed-before-consent",
        "error",
        disclosed_before_consent,
        cites=("gdpr:5-1-a", "gdpr:7-1", "cjeu:C-40/17"),
    ),
    check("PP806", "basis-needs-consent", "error", basis_needs_consent, cites=("gdpr:5-1-a", "gdpr:13-1-c")),
)
