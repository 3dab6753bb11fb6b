"""Consent: how long it counts, and what it has to be."""

from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import acting
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity


def consent_without_lifetime(x: Examined) -> Iterator[Remark]:
    """Consent that counts for ever.

    The law sets no term for a consent. But people forget what they agreed to, and after some years hardly anybody can
    show that an agreement still is what the person wants. A policy that states how long a consent counts makes
    programs ask again in time.

    Avoid::

        activities:
          newsletter:
            purposes: [newsletter]
            legal-basis: consent    # expect
            data-subjects: [reader]
            data: [email]

    Prefer::

        activities:
          newsletter:
            purposes: [newsletter]
            legal-basis: consent
            consent: {valid-for: P3Y}
            data-subjects: [reader]
            data: [email]
    """
    for name, one in acting(x):
        if one.legal_basis == "consent" and one.consent.valid_for is None:
            yield Remark(
                ("activities", name, "legal-basis"),
                f"the consent on which `{name}` rests never has to be asked for again",
                help="say how long it counts: `consent: {valid-for: …}`",
            )


def explicit_consent_not_asked(x: Examined) -> Iterator[Remark]:
    """Special data on explicit consent that the activity does not ask for.

    Special data asks for an explicit consent: an express statement, not just any clear act. The activity names that
    condition, holds nothing but special data, and yet its settings are content with any consent. That it is not enough
    then hangs on the guard of a law pack alone, and readers of the policy are misled.

    Avoid::

        data-categories:
          allergies: {sensitivity: special}
        activities:
          menu:
            purposes: [menu]
            legal-basis: consent
            special-category-condition: explicit-consent    # expect
            data-subjects: [guest]
            data: [allergies]

    Prefer::

        data-categories:
          allergies: {sensitivity: special}
        activities:
          menu:
            purposes: [menu]
            legal-basis: consent
            consent: {explicit: true}
            special-category-condition: explicit-consent
            data-subjects: [guest]
            data: [allergies]
    """
    for name, one in acting(x):
        if (
            one.special_category_condition == "explicit-consent"
            and not one.consent.explicit
            and x.special_data.issuperset(one.data)
        ):
            yield Remark(
                ("activities", name, "special-category-condition"),
                f"`{name}` names explicit consent as its condition, and its settings are content with any",
                help="write `consent: {explicit: true}`",
            )


def consent_beside_another_basis(x: Examined) -> Iterator[Remark]:
    """Settings for a consent where the basis is another.

    The activity says what a consent must be, and rests on something else. Either the person is asked, and then consent
    is the basis and can be withdrawn; or it is not, and then the notice should not speak of consent.

    Where a secret is lifted by consent, as in medicine or banking, both may be right. A person should look.

    Avoid::

        activities:
          credit-report:
            purposes: [credit-report]
            legal-basis: legitimate-interests
            legitimate-interest: To know whether a customer can pay
            consent: {explicit: true}    # expect
            data-subjects: [customer]
            data: [debts]

    Prefer::

        activities:
          credit-report:
            purposes: [credit-report]
            legal-basis: consent
            consent: {explicit: true}
            data-subjects: [customer]
            data: [debts]
    """
    for name, one in acting(x):
        if "consent" in one.model_fields_set and one.legal_basis != "consent" and not _asks_for_consent(one):
            yield Remark(
                ("activities", name, "consent"),
                f"`{name}` rests on `{one.legal_basis}` and says what a consent must be",
                help="make consent the basis, or drop it",
                on_key=True,
            )


def _asks_for_consent(one: Activity) -> bool:
    """Tell whether the law asks for a consent beside the basis: for special data, or for access to a device."""
    access = one.terminal_equipment is not None and not one.terminal_equipment.strictly_necessary
    return access or one.special_category_condition == "explicit-consent"


CHECKS: tuple[Check, ...] = (
    check(
        "PP315", "consent-without-lifetime", "note", consent_without_lifetime,
        cites=("gdpr:7-1", "gdpr:5-2"), rests_on=("rules.consent-provable",),
    ),
    check(
        "PP323", "explicit-consent-not-asked", "warning", explicit_consent_not_asked,
        cites=("gdpr:9-2-a",), rests_on=("rules.consent-explicit",),
    ),
    check(
        "PP330", "consent-beside-another-basis", "note", consent_beside_another_basis,
        cites=("gdpr:5-1-a", "gdpr:13-1-c"), rests_on=("rules.no-other-basis-afterwards",),
    ),
)  # fmt: skip
