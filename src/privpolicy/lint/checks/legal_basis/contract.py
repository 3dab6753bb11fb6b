"""Purposes that a contract, or the vital interests of a person, do not carry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import about, acting, first, holding, marked_marketing, whole_words
from privpolicy.lint.examined import Examined


@dataclass(frozen=True, slots=True)
class Topic:
    """A kind of purpose: what it does, the terms that say so, and the words where there is no term."""

    does: str
    terms: tuple[str, ...]
    words: re.Pattern[str]


_IMPROVING = Topic(
    "improves or analyses the service",
    (
        "ImproveExistingProductsAndServices", "IncreaseServiceRobustness", "OptimisationForController",
        "ServiceOptimisation", "InternalResourceOptimisation", "ServiceUsageAnalytics", "ResearchAndDevelopment",
        "CommercialResearch",
    ),
    whole_words(
        "improve(?:s|d|ment|ments)?", "improving", "analytics", "product development", "usage statistics",
        "améliorer", "amélioration", "statistiques d'usage",
    ),
)  # fmt: skip
_FRAUD = Topic(
    "looks for fraud or abuse",
    ("FraudPreventionAndDetection", "MisusePreventionAndDetection"),
    whole_words(
        "fraud(?:s|ulent)?", "(?:anti|counter) ?fraud", "abuse prevention", "fraudes?", "lutte contre les abus"
    ),
)
_SECURITY = Topic(
    "serves security in general",
    ("EnforceSecurity",),
    whole_words(
        "(?:it|network|information|system|cyber) ?security", "security monitoring",
        "security of (?:the |our )?(?:it|network|systems?|services?|computers?)", r"\| (?:security|sécurité) \|",
        "sécurité (?:informatique|des systèmes|du réseau|du système)",
    ),
)  # fmt: skip
_ADVERTISING = Topic(
    "advertises",
    ("Advertising", "PersonalisedAdvertising", "TargetedAdvertising", "Marketing", "DirectMarketing",
     "SocialMediaMarketing"),
    whole_words("advertis(?:ing|ements?)", "marketing", "publicité", "prospection", "retargeting"),
)  # fmt: skip
_ENFORCEMENT = Topic(
    "enforces terms",
    (),
    whole_words(
        "enforc(?:e|es|ing|ement)(?: \\w+){0,3} (?:terms|conditions|polic(?:y|ies)|guidelines|rules)",
        "enforcement", "faire (?:respecter|appliquer)(?: \\w+){0,3} (?:conditions|règles|politiques?)",
    ),
)  # fmt: skip
_OUTSIDE = (_IMPROVING, _FRAUD, _SECURITY, _ADVERTISING, _ENFORCEMENT)


def purpose_outside_contract(x: Examined) -> Iterator[Remark]:
    """A contract as the basis of a purpose that it does not need.

    A contract carries what cannot be left out if it is to be performed. What is useful to the company beside it is
    not part of that, whatever the terms say: to improve the service, to fight fraud in general, to keep systems
    secure, to advertise, to enforce terms.

    Such a purpose may rest on a legitimate interest, to which a person can object, or on consent. A person should say
    so where one of them is the very service that was ordered.

    Avoid::

        purposes:
          quality:
            title: Improve the service
            dpv: dpv:ImproveExistingProductsAndServices
        activities:
          quality:
            purposes: [quality]    # expect
            legal-basis: contract
            data-subjects: [customer]
            data: [usage]

    Avoid::

        activities:
          fraud-scoring:
            purposes: [delivery, fraud-prevention]    # expect
            legal-basis: contract
            data-subjects: [customer]
            data: [order]

    Prefer::

        activities:
          fraud-scoring:
            purposes: [fraud-prevention]
            legal-basis: legitimate-interests
            legitimate-interest: Not to deliver to people who do not pay
            data-subjects: [customer]
            data: [order]
    """
    kinds = [(about(x, "purpose", topic.terms, topic.words), topic.does) for topic in _OUTSIDE]
    kinds.append((marked_marketing(x), "is direct marketing"))
    for name, one in acting(x):
        if one.legal_basis != "contract":
            continue
        for position, purpose in enumerate(one.purposes):
            does = next((does for purposes, does in kinds if purpose in purposes), None)
            if does is not None:
                yield Remark(
                    ("activities", name, "purposes", position),
                    f"`{name}` rests on the contract, but `{purpose}` {does}, which a contract seldom needs",
                    help="rest it on a named legitimate interest or on consent, in an activity of its own",
                )


_ROUTINE = ("ServiceProvision", "AccountManagement", "PaymentManagement", "RequestedServiceProvision", "CustomerCare",
            "HumanResourceManagement", "RecordManagement")  # fmt: skip


def vital_interests_as_routine(x: Examined) -> Iterator[Remark]:
    """Vital interests as the basis of everyday processing.

    This basis is for life and limb: somebody is unconscious, an epidemic breaks out. It steps back wherever another
    basis can serve. What runs every day, without a condition that tells the emergency, or with nothing about health in
    it, is no such case.

    Avoid::

        purposes:
          appointments: {dpv: dpv:ServiceProvision}
        activities:
          appointments:
            purposes: [appointments]
            legal-basis: vital-interests    # expect
            data-subjects: [patient]
            data: [name]

    Prefer::

        data-categories:
          allergies: {sensitivity: special}
        activities:
          emergency:
            purposes: [emergency-treatment]
            legal-basis: vital-interests
            special-category-condition: vital-interests
            data-subjects: [patient]
            data: [allergies]
            when: {unable-to-consent: true}
    """
    everyday = about(x, "purpose", (*_ADVERTISING.terms, *_IMPROVING.terms, *_ROUTINE), _ADVERTISING.words)
    routine = everyday | marked_marketing(x)
    grave = holding(x, "data", x.special_data | x.criminal_data)
    for name, one in acting(x):
        if one.legal_basis != "vital-interests":
            continue
        if first(one.purposes, routine) is not None or (one.when is None and first(one.data, grave) is None):
            yield Remark(
                ("activities", name, "legal-basis"),
                f"`{name}` rests on vital interests, but nothing in it tells of a danger to life or health",
                help="rest it on another basis, or state the emergency under `when`",
            )


CHECKS: tuple[Check, ...] = (
    check(
        "PP317", "purpose-outside-contract", "warning", purpose_outside_contract,
        cites=("gdpr:6-1-b", "edpb:guidelines-2/2019"), rests_on=("milestones.edpb-contract",),
    ),
    check(
        "PP326", "vital-interests-as-routine", "warning", vital_interests_as_routine,
        cites=("gdpr:6-1-d", "gdpr:recital-46"), rests_on=("legal-bases.vital-interests",),
    ),
)  # fmt: skip
