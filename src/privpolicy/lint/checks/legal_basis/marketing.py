"""Direct marketing: by which channel, on which basis, and whether a person can stop it."""

from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import about, acting, first, holding, marked_marketing, spoken, whole_words
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity

_ADDRESS_TERMS = (
    "EmailAddress", "EmailAddressPersonal", "EmailAddressWork", "TelephoneNumber", "MobileNumber", "FaxNumber",
)  # fmt: skip
_CHANNEL = "e ?-?mail|electronic|(?:tele|mobile )?phone|mobile|fax|sms|instant messaging|messenger|whatsapp"
_ADDRESS_WORDS = whole_words(
    rf"\| (?:{_CHANNEL}|courriel|téléphone|telephone)(?: (?:address|number)(?:es|s)?)? \|",
    rf"(?:{_CHANNEL}) (?:address(?:es)?|numbers?)",
    "adresses? (?:e-?mail|mail|électroniques?|de courriel)", "numéros? de (?:téléphone|portable|mobile|fax)",
)  # fmt: skip
_PROFESSIONAL = whole_words("professionals?", "business contacts?", "b2b", "professionnels?", "contacts? d'entreprise")
_SENDS = frozenset({"use", "disclose", "sell"})


def email_marketing_without_opt_in(x: Examined) -> Iterator[Remark]:
    """Marketing by e-mail or telephone with neither consent nor soft opt-in.

    To write to a person by e-mail, text message, fax or messenger for advertising takes a consent beforehand. A
    legitimate interest does not replace it. The exception is narrow: one's own customers, similar products, an address
    got in a sale, and a way to say no in every message.

    Where the exception is meant, the policy can show it: `when` tells who is a customer, and `law` names the provision.
    Post is not looked at, and in France neither are business contacts, who have a right to object instead.

    Avoid::

        purposes:
          offers: {direct-marketing: true}
        data-categories:
          email: {dpv: pd:EmailAddress}
        activities:
          offers:
            purposes: [offers]
            legal-basis: legitimate-interests    # expect
            legitimate-interest: To sell more
            data-subjects: [customer]
            data: [email]

    Prefer::

        purposes:
          offers: {direct-marketing: true}
        data-categories:
          email: {dpv: pd:EmailAddress}
          postal-address: {dpv: pd:PhysicalAddress}
        activities:
          offers-to-readers:
            purposes: [offers]
            legal-basis: consent
            data-subjects: [reader]
            data: [email]
          offers-to-customers:
            purposes: [offers]
            legal-basis: legitimate-interests
            legitimate-interest: To tell customers about products like those that they bought
            law: Directive 2002/58/EC, Art. 13(2)
            when: {bought-before: true}
            data-subjects: [customer]
            data: [email]
          offers-by-post:
            purposes: [offers]
            legal-basis: legitimate-interests
            legitimate-interest: To sell more
            data-subjects: [reader]
            data: [postal-address]
    """
    electronic = about(x, "data", _ADDRESS_TERMS, _ADDRESS_WORDS)
    reaching = holding(x, "data", electronic)
    business = (
        about(x, "data-subject", (), _PROFESSIONAL) if x.law_holds("rules.fr-business-marketing") else frozenset()
    )
    for name, one in acting(x):
        if one.legal_basis == "consent" or not x.is_marketing(one) or _SENDS.isdisjoint(one.operations):
            continue
        at = first(one.data, reaching)
        if at is None or (one.when is not None and one.law) or business.issuperset(one.data_subjects):
            continue
        yield Remark(
            ("activities", name, "legal-basis"),
            f"`{name}` may reach people through `{one.data[at]}` for marketing without their consent",
            help="ask for consent; for offers to customers about similar products say so in `when`, and in `law` what "
            "allows it",
            related=((("activities", name, "data", at), "this is an electronic address"),),
            cites=("fr-cpce:L34-5",) if x.law_holds("rules.fr-electronic-marketing") else (),
        )


_TRACKED_TERMS = ("LinkClicked", "LinksClicked")
_TRACKED_WORDS = whole_words(
    "clicks?", "clicked", "opens", "opened", "openings?", "open rates?", "pixels?", "clics?", "ouvertures?",
)  # fmt: skip
_MAIL = whole_words(
    "e ?-?mails?", "mailings?", "newsletters?", "campaigns?", "courriels?", "campagnes?", "lettres? d'information"
)
_MEASURING_TERMS = ("ServiceUsageAnalytics",)
_MEASURING = whole_words(
    "measur(?:e|es|ing|ement)", "statistics", "analytics", "tracking", "mesurer?", "statistiques?", "suivi",
)  # fmt: skip


def email_tracking_without_consent(x: Examined) -> Iterator[Remark]:
    """Opens and clicks of e-mails followed without consent.

    A pixel in a message and a link that counts its reader read something from that reader's device. In France the
    authority has said since 2026 that this takes a consent of its own, also for newsletters that a person ordered.
    Counting without persons, finding dead addresses and keeping a sign-in secure stay free.

    Who had a list before the recommendation was published had three months to come into line. Until then only
    activities and policies that started later are reported.

    Avoid::

        policy: {language: 1, id: shop, law: [fr]}
        purposes:
          campaigns: {title: Measure e-mail campaigns, direct-marketing: true}
        data-categories:
          clicks: {title: Links clicked in a message, dpv: pd:LinkClicked}
        activities:
          campaigns:
            purposes: [campaigns]
            legal-basis: legitimate-interests    # expect
            legitimate-interest: To know which offers are read
            data-subjects: [reader]
            data: [clicks]

    Prefer::

        policy: {language: 1, id: shop, law: [fr]}
        purposes:
          campaigns: {title: Measure e-mail campaigns, direct-marketing: true}
        data-categories:
          clicks: {title: Links clicked in a message, dpv: pd:LinkClicked}
        activities:
          campaigns:
            purposes: [campaigns]
            legal-basis: consent
            data-subjects: [reader]
            data: [clicks]
    """
    tracked = about(x, "data", _TRACKED_TERMS, _TRACKED_WORDS)
    if not tracked:
        return
    tracking = holding(x, "data", tracked)
    measuring = about(x, "purpose", _MEASURING_TERMS, _MEASURING) | marked_marketing(x)
    for name, one in acting(x):
        if one.legal_basis == "consent" or first(one.purposes, measuring) is None or _may_still_adapt(x, one):
            continue
        at = first(one.data, tracking)
        if at is not None and _MAIL.search(_called(x, name, one)):
            since = x.law.terminal_equipment["fr-email-pixels"].valid.from_
            yield Remark(
                ("activities", name, "legal-basis"),
                f"`{name}` follows who opens or clicks in e-mails on `{one.legal_basis}`;"
                f" in France this takes consent since {str(since)[:10]}",
                help="ask for a consent of its own, or count without persons",
                related=((("activities", name, "data", at), "tells what a reader did"),),
            )


def _called(x: Examined, name: str, one: Activity) -> str:
    """Return what an activity, its purposes and its data are called, parts of the data included."""
    declared = [x.model.purposes[purpose] for purpose in one.purposes]
    categories = sorted(x.below("data", one.data))
    return " ".join(
        (
            spoken(name, one),
            *(spoken(purpose, of) for purpose, of in zip(one.purposes, declared, strict=True)),
            *(spoken(category, x.model.data_categories[category]) for category in categories),
        )
    )


def _may_still_adapt(x: Examined, one: Activity) -> bool:
    """Tell whether an activity is one of before the recommendation, within the time to adapt that it left."""
    time = x.law.rules.get("fr-email-pixels-adaptation")
    if time is None or not time.holds_at(x.at):
        return False
    starts = [at.from_ for at in (one.effective, x.model.policy.effective) if at is not None and at.from_ is not None]
    return not starts or time.valid.from_ is None or max(starts) < time.valid.from_


def grounds_against_marketing(x: Examined) -> Iterator[Remark]:
    """Compelling grounds held against an objection to marketing.

    Who objects to direct marketing is left alone. No reason is asked for and nothing is weighed, so grounds that are
    declared for such an activity can never prevail; in a notice they keep people from objecting.

    Avoid::

        purposes:
          offers: {direct-marketing: true}
        activities:
          offers:
            purposes: [offers]
            legal-basis: legitimate-interests
            legitimate-interest: To sell more
            data-subjects: [customer]
            data: [postal-address]
            compelling-grounds: Without advertising the shop would close    # expect

    Prefer::

        purposes:
          offers: {direct-marketing: true}
        activities:
          offers:
            purposes: [offers]
            legal-basis: legitimate-interests
            legitimate-interest: To sell more
            data-subjects: [customer]
            data: [postal-address]
    """
    marketing = marked_marketing(x)
    for name, one in acting(x):
        if one.compelling_grounds is not None and marketing.issuperset(one.purposes):
            yield Remark(
                ("activities", name, "compelling-grounds"),
                f"no grounds prevail over an objection to `{name}`, which is direct marketing",
                help="take them out",
                on_key=not isinstance(one.compelling_grounds, str),
            )


CHECKS: tuple[Check, ...] = (
    check(
        "PP318", "email-marketing-without-opt-in", "warning", email_marketing_without_opt_in,
        cites=("eprivacy:13-1", "eprivacy:13-2", "gdpr:6-1-f"), rests_on=("rules.marketing-opt-in",),
    ),
    check(
        "PP319", "email-tracking-without-consent", "error", email_tracking_without_consent,
        cites=("fr-lil:82", "cnil:2026-042", "eprivacy:5-3"), rests_on=("terminal-equipment.fr-email-pixels",),
    ),
    check(
        "PP328", "grounds-against-marketing", "warning", grounds_against_marketing,
        cites=("gdpr:21-2", "gdpr:21-3"), rests_on=("rules.marketing-objection",),
    ),
)  # fmt: skip
