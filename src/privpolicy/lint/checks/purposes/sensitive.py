"""Special categories and data on offences (Art. 9, 10 GDPR)."""

import re
from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import acting, first, holding, marked_marketing, texts
from privpolicy.lint.examined import Examined
from privpolicy.model.operation import PROTECTIVE


def special_data_without_condition(x: Examined) -> Iterator[Remark]:
    """Special data with no condition for it.

    Data on health, beliefs, origin and the like is forbidden ground. A legal basis is not enough: one of the ten
    conditions of Art. 9(2) has to hold beside it. A category that holds something special, or any part of it that is
    marked, counts as special too.

    Activities that only erase, anonymise or restrict need none.

    Avoid::

        data-categories:
          health: {sensitivity: special}
          form: {}
          form.allergies: {broader: [health]}
        activities:
          catering:
            purposes: [catering]
            legal-basis: contract
            data-subjects: [guest]
            data: [form]    # expect

    Prefer::

        data-categories:
          health: {sensitivity: special}
          form: {}
          form.allergies: {broader: [health]}
        activities:
          catering:
            purposes: [catering]
            legal-basis: contract
            special-category-condition: explicit-consent
            data-subjects: [guest]
            data: [form]
    """
    special = x.special_data
    covering = holding(x, "data", special)
    for name, one in acting(x):
        if one.special_category_condition is not None or PROTECTIVE.issuperset(one.operations):
            continue
        at = first(one.data, covering)
        if at is not None:
            category = one.data[at]
            what = (
                f"`{category}`" if category in special else f"`{_part(x, category, special)}` as a part of `{category}`"
            )
            yield Remark(
                ("activities", name, "data", at),
                f"`{name}` covers special data, {what}, and names no condition for it",
                help="name one under `special-category-condition`, or list only the parts that are not special",
            )


def _part(x: Examined, category: str, among: frozenset[str]) -> str:
    return min(x.below("data", [category]) & among, key=lambda name: (name.count("."), name))


def criminal_data_unlawful(x: Examined) -> Iterator[Remark]:
    """Data on offences without a law.

    Convictions, offences and suspicions of them may be processed under the control of an authority, or where a law
    allows it. No contract, consent or interest of a company replaces that law.

    Avoid::

        data-categories:
          criminal-record: {sensitivity: criminal}
        activities:
          recruitment:
            purposes: [recruitment]
            legal-basis: consent
            data-subjects: [applicant]
            data: [criminal-record]    # expect

    Prefer::

        data-categories:
          criminal-record: {sensitivity: criminal}
        activities:
          recruitment:
            purposes: [recruitment]
            legal-basis: legal-obligation
            law: Code de l'action sociale et des familles, art. L133-6
            data-subjects: [applicant]
            data: [criminal-record]
    """
    rule = next((one for one in x.law.criminal_data.values() if one.holds_at(x.at)), None)
    if rule is None:
        return
    covering = holding(x, "data", x.criminal_data)
    for name, one in acting(x):
        at = first(one.data, covering)
        if at is None or PROTECTIVE.issuperset(one.operations):
            continue
        if one.legal_basis not in rule.bases:
            lacks = f"rests on `{one.legal_basis}`"
        elif rule.needs_law and not one.law:
            lacks = "names no law"
        else:
            continue
        yield Remark(
            ("activities", name, "data", at),
            f"`{name}` covers data on offences, `{_part(x, one.data[at], x.criminal_data)}`, and {lacks}",
            help="name the law that allows it and rest it on that, or leave the category out",
        )


def special_data_for_marketing(x: Examined) -> Iterator[Remark]:
    """Special data used for marketing.

    What is known about somebody's health or beliefs is no address list. The only condition that can carry it into
    advertising is the explicit consent of the person.

    Avoid::

        purposes:
          offers: {direct-marketing: true}
        data-categories:
          diagnosis: {sensitivity: special}
        activities:
          offers:
            purposes: [offers]
            legal-basis: legitimate-interests
            legitimate-interest: To sell aids
            special-category-condition: health-care
            data-subjects: [patient]
            data: [diagnosis]    # expect

    Prefer::

        purposes:
          offers: {direct-marketing: true}
        data-categories:
          diagnosis: {sensitivity: special}
        activities:
          offers:
            purposes: [offers]
            legal-basis: consent
            consent: {explicit: true}
            special-category-condition: explicit-consent
            data-subjects: [patient]
            data: [diagnosis]
    """
    covering = holding(x, "data", x.special_data)
    marketing = marked_marketing(x)
    for name, one in acting(x):
        if one.special_category_condition == "explicit-consent" or first(one.purposes, marketing) is None:
            continue
        at = first(one.data, covering)
        if at is not None:
            yield Remark(
                ("activities", name, "data", at),
                f"`{name}` uses special data, `{_part(x, one.data[at], x.special_data)}`, for marketing",
                help="leave it out, or ask for explicit consent",
            )


_SPECIAL_TERMS = (
    "Health", "MedicalHealth", "HealthRecord", "MentalHealth", "PhysicalHealth", "Disability", "DrugTestResult",
    "Religion", "ReligiousBelief", "PoliticalAffiliation", "PoliticalOpinion", "TradeUnionMembership", "Ethnicity",
    "EthnicOrigin", "Race", "Sexual", "SexualPreference", "Genetic", "Biometric",
)  # fmt: skip
_SPECIAL = re.compile(
    r"(?:health(?: (?:data|records?|files?|status|conditions?))?|medical (?:data|records?|files?|history)|diagnos[ei]s"
    r"|disabilit(?:y|ies)|religion|religious (?:beliefs?|affiliation)|political opinions?|trade[- ]union membership"
    r"|ethnic (?:origin|background)|racial origin|sexual (?:orientation|life)|(?:genetic|biometric) data"
    r"|(?:données de )?santé|dossiers? médica(?:l|ux)|handicaps?|opinions? (?:politiques?|religieuses?)"
    r"|appartenance syndicale|origine (?:ethnique|raciale)|orientation sexuelle|données (?:génétiques|biométriques))"
    r"(?: (?:of|about|de|des|du) .*)?",
    re.IGNORECASE,
)
"""The whole of a name or a title: to name such a thing among others is not yet to hold it."""


def special_data_not_marked(x: Examined) -> Iterator[Remark]:
    """Data that is special by what it is called, and not marked so.

    Data on health, beliefs, origin, sex life, and genetic or biometric data is forbidden ground whatever a policy
    calls it. Where the mark is missing no answer asks for a condition of Art. 9(2), and no check either.

    A person should look, since a word may mean something else here.

    Avoid::

        data-categories:
          religion:    # expect
            title: Religious beliefs
        activities:
          chaplaincy:
            purposes: [chaplaincy]
            legal-basis: contract
            data-subjects: [guest]
            data: [religion]

    Prefer::

        data-categories:
          religion:
            title: Religious beliefs
            sensitivity: special
        activities:
          chaplaincy:
            purposes: [chaplaincy]
            legal-basis: consent
            consent: {explicit: true}
            special-category-condition: explicit-consent
            data-subjects: [guest]
            data: [religion]
    """
    used = x.below("data", [category for _, one in acting(x) for category in one.data])
    for name, one in x.model.data_categories.items():
        if name not in used or not x.special_data.isdisjoint(x.below("data", [name])):
            continue
        if one.dpv is not None:
            special = one.dpv.partition(":")[2] in _SPECIAL_TERMS
        else:
            called = (name.rpartition(".")[2].replace("-", " "), *texts(one.title))
            special = any(_SPECIAL.fullmatch(text.strip()) for text in called)
        if special:
            yield Remark(
                ("data-categories", name),
                f"`{name}` is special data by what it is called, and is not marked as such",
                help="write `sensitivity: special` and name a condition where it is used, or call it what it is",
                on_key=True,
            )


CHECKS: tuple[Check, ...] = (
    check(
        "PP412", "special-data-without-condition", "error", special_data_without_condition,
        cites=("gdpr:9-1", "gdpr:9-2"), rests_on=("rules.special-categories",),
    ),
    check(
        "PP413", "criminal-data-unlawful", "error", criminal_data_unlawful,
        cites=("gdpr:10",), rests_on=("criminal-data.convictions-and-offences",),
    ),
    check(
        "PP416", "special-data-for-marketing", "warning", special_data_for_marketing,
        cites=("gdpr:9-1", "gdpr:9-2-a"), rests_on=("rules.special-categories",),
    ),
    check(
        "PP428", "special-data-not-marked", "note", special_data_not_marked,
        cites=("gdpr:9-1", "gdpr:9-2"), rests_on=("rules.special-categories",),
    ),
)  # fmt: skip
