"""Who gets data, and what people can make of it: recipients without a purpose, authorities, the public."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.engine.vocabulary import BUILT_IN_RECIPIENTS
from privpolicy.lint.check import Remark
from privpolicy.lint.examined import Examined

_PUBLISHABLE = frozenset({"made-public", "explicit-consent"})
_DUTIES = frozenset({"legal-obligation", "public-task", "vital-interests"})


def special_data_made_public(x: Examined) -> Iterator[Remark]:
    """Special data shown to the public.

    What is public cannot be called back. Data on health, beliefs and the like may be published where the person has
    manifestly made it public, or explicitly agreed to just this (Art. 9(2)(a) and (e) GDPR); no other condition was
    made for the whole world as a recipient.

    Avoid::

        data-categories:
          faith: {sensitivity: special}
        activities:
          directory:
            purposes: [community]
            legal-basis: legitimate-interests
            special-category-condition: not-for-profit
            data-subjects: [member]
            data: [name, faith]
            operations: [publish]
            recipients: [public]    # expect

    Prefer::

        data-categories:
          faith: {sensitivity: special}
        activities:
          directory:
            purposes: [community]
            legal-basis: legitimate-interests
            data-subjects: [member]
            data: [name]
            operations: [publish]
            recipients: [public]
    """
    if not x.special_data:
        return
    for name, activity in x.activities.items():
        position = next((at for at, one in enumerate(activity.recipients) if one.partition(".")[0] == "public"), None)
        publishes = "publish" in activity.operations
        if activity.special_category_condition in _PUBLISHABLE or (position is None and not publishes):
            continue
        special = sorted(x.below("data", activity.data) & x.special_data)
        if special:
            by_recipient = position is not None
            yield Remark(
                ("activities", name, "recipients" if by_recipient else "operations"),
                f"{quote(name)} shows {listed([quote(one) for one in special[:3]], 'and')} to the public, "
                "which is special data",
                "leave it out, or state the explicit consent to its publication",
            )


def named_without_purpose(x: Examined) -> Iterator[Remark]:
    """A recipient that no activity explains.

    People are told of a recipient and not why it gets data, on which basis, or what data: a name in a list informs of
    nothing (Art. 13(1)(c) and (e) GDPR). A recipient that is declared so that a prohibition can refuse it is left
    alone.

    Avoid::

        recipients:
          ad-network: {role: third-party, country: FR}    # expect

    Prefer::

        recipients:
          ad-network: {role: third-party, country: FR}
        activities:
          advertising:
            purposes: [advertising]
            legal-basis: consent
            data-subjects: [visitor]
            data: [visits]
            operations: [disclose]
            recipients: [ad-network]
    """
    named = {recipient for activity in x.model.activities.values() for recipient in activity.recipients}
    named |= {one.processing_for for one in x.model.activities.values() if one.processing_for is not None}
    refused = {one for prohibition in x.model.prohibitions.values() for one in prohibition.recipients or ()}
    told = x.below("recipient", named) | refused
    for name in x.model.recipients:
        if name in told or name.partition(".")[0] in BUILT_IN_RECIPIENTS or x.is_group(name):
            continue
        if not told.isdisjoint(x.below("recipient", (name,))):
            continue
        yield Remark(
            ("recipients", name),
            f"{quote(name)} is named as a recipient, and no activity says what it gets or why",
            "add the activity that discloses to it, or take it out",
            on_key=True,
        )


def authority_without_duty(x: Examined) -> Iterator[Remark]:
    """Data handed to an authority with no duty to.

    What an authority may ask for stands in a law. A disclosure on any other basis is voluntary: people should know
    that, and somebody should have weighed it. Claims before a court are left alone.

    Avoid::

        recipients:
          police: {role: authority, country: FR}
        activities:
          enquiries:
            purposes: [enquiries]
            legal-basis: legitimate-interests    # expect
            data-subjects: [customer]
            data: [contact]
            operations: [disclose]
            recipients: [police]

    Prefer::

        recipients:
          police: {role: authority, country: FR}
        activities:
          enquiries:
            purposes: [enquiries]
            legal-basis: legal-obligation
            law: Code de procédure pénale, art. 60-1
            data-subjects: [customer]
            data: [contact]
            operations: [disclose]
            recipients: [police]
    """
    for name, activity in x.activities.items():
        if activity.legal_basis in _DUTIES or "disclose" not in activity.operations:
            continue
        if not x.vocabulary.legal_claims.isdisjoint(activity.purposes):
            continue
        for recipient in activity.recipients:
            if x.vocabulary.roles[recipient] == {"authority"}:
                yield Remark(
                    ("activities", name, "legal-basis"),
                    f"{quote(name)} discloses to the authority {quote(recipient)} on {quote(activity.legal_basis)}, "
                    "so without being obliged to",
                    "name the law that demands it under `legal-obligation`, or write down why it is done freely",
                )
                break
