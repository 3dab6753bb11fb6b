"""What is stored on or read from the user's device (Art. 5(3) Directive 2002/58/EC)."""

from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import about, acting, first, marked_marketing, whole_words
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity


def device_access_without_consent(x: Examined) -> Iterator[Remark]:
    """Cookies and the like on anything but consent.

    What is stored on a person's device or read from it, beyond what an ordered service cannot do without, takes consent
    beforehand. No legitimate interest replaces it, and a way to opt out comes too late.

    To name another basis for the data contradicts itself: without the consent there is no data to process.

    Avoid::

        activities:
          traffic:
            purposes: [traffic]
            legal-basis: legitimate-interests    # expect
            legitimate-interest: To know which pages are read
            data-subjects: [visitor]
            data: [cookie]
            terminal-equipment: {strictly-necessary: false}

    Prefer::

        activities:
          traffic:
            purposes: [traffic]
            legal-basis: consent
            data-subjects: [visitor]
            data: [cookie]
            terminal-equipment: {strictly-necessary: false}
    """
    for name, one in acting(x):
        if one.legal_basis != "consent" and _optional(one):
            yield Remark(
                ("activities", name, "legal-basis"),
                f"`{name}` stores or reads on the user's device beyond what is necessary, on `{one.legal_basis}`",
                help="rest it on consent, or do without access to the device",
                related=((("activities", name, "terminal-equipment"), "not strictly necessary"),),
                cites=_national(x),
            )


def _optional(one: Activity) -> bool:
    return one.terminal_equipment is not None and not one.terminal_equipment.strictly_necessary


def _national(x: Examined) -> tuple[str, ...]:
    """Return where national law says the same on the day."""
    rules = (one for one in x.law.terminal_equipment.values() if one.kind == "rule" and one.holds_at(x.at))
    return tuple(cite for one in rules for cite in one.cites)


_MEASURING_TERMS = ("ServiceUsageAnalytics",)
_MEASURING = whole_words(
    "analytics", "statistics?", "statistical", "audience", "measur(?:e|es|ing|ement)", "traffic",
    "statistiques?", "mesure",
    "fréquentation",
)  # fmt: skip
_PROMOTING_TERMS = ("Advertising", "PersonalisedAdvertising", "TargetedAdvertising", "Marketing", "DirectMarketing")
_PROMOTING = whole_words("advertis(?:ing|ements?)", "marketing", "retargeting", "publicité", "prospection")


def necessity_doubtful(x: Examined) -> Iterator[Remark]:
    """Strictly necessary, it is said, but hardly for what the user ordered.

    Only what a service that the user ordered cannot be given without goes without consent. That is claimed here for
    statistics or advertising, which the company needs and not the user; or for data that another activity takes from
    the device for something that it says is not necessary, so that the same cookie serves both.

    A person should look at what the cookie does. Measurement of audiences is exempt in France if it serves the
    publisher alone; it is not reported there as long as no other company decides about the data.

    Avoid::

        activities:
          chat:
            purposes: [chat]
            legal-basis: contract
            data-subjects: [visitor]
            data: [chat-cookie]
            terminal-equipment: {strictly-necessary: true}    # expect
          chat-behaviour:
            purposes: [behaviour]
            legal-basis: consent
            data-subjects: [visitor]
            data: [chat-cookie]
            terminal-equipment: {strictly-necessary: false}

    Prefer::

        activities:
          chat:
            purposes: [chat]
            legal-basis: contract
            data-subjects: [visitor]
            data: [chat-cookie]
            terminal-equipment: {strictly-necessary: true}
          chat-behaviour:
            purposes: [behaviour]
            legal-basis: consent
            data-subjects: [visitor]
            data: [behaviour-cookie]
            terminal-equipment: {strictly-necessary: false}
    """
    claimed = [(name, one) for name, one in acting(x) if one.terminal_equipment is not None and not _optional(one)]
    if not claimed:
        return
    promoting = about(x, "purpose", _PROMOTING_TERMS, _PROMOTING) | marked_marketing(x)
    measuring = about(x, "purpose", _MEASURING_TERMS, _MEASURING)
    exempt = x.law_holds("terminal-equipment.fr-audience-measurement")
    optional = {
        category: name for name, one in x.activities.items() if _optional(one) for category in x.below("data", one.data)
    }
    for name, one in claimed:
        path = ("activities", name, "terminal-equipment", "strictly-necessary")
        advice = "ask for consent, or say in the description what the ordered service could not do without it"
        measured = first(one.purposes, measuring) if not exempt or _shared(x, one) else None
        at = first(one.purposes, promoting) if measured is None else measured
        both = next((category for category in sorted(x.below("data", one.data)) if category in optional), None)
        if at is not None:
            serves = one.purposes[at]
            yield Remark(path, f"`{name}` calls access to the device strictly necessary for `{serves}`", advice)
        elif both is not None:
            other = optional[both]
            yield Remark(
                path,
                f"`{name}` calls access to the device strictly necessary, and `{other}` uses `{both}` beyond that",
                advice,
                related=((("activities", other, "terminal-equipment"), "not strictly necessary"),),
            )


def _shared(x: Examined, one: Activity) -> bool:
    """Tell whether somebody else decides about the data too."""
    return any(x.vocabulary.roles[recipient] - {"processor"} for recipient in one.recipients)


CHECKS: tuple[Check, ...] = (
    check(
        "PP320", "device-access-without-consent", "error", device_access_without_consent,
        cites=("eprivacy:5-3", "cjeu:C-673/17"), rests_on=("terminal-equipment.consent",),
    ),
    check(
        "PP322", "necessity-doubtful", "note", necessity_doubtful,
        cites=("eprivacy:5-3",), rests_on=("terminal-equipment.strictly-necessary",),
    ),
)  # fmt: skip
