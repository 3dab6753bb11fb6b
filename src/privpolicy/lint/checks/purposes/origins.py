"""Data that was collected for one purpose and serves another (Art. 6(4) GDPR)."""

from collections.abc import Iterator

from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.concepts import about, acting, holding, whole_words
from privpolicy.lint.examined import Examined

_EXPECTED_TERMS = (
    "EnforceSecurity", "FraudPreventionAndDetection", "MisusePreventionAndDetection", "LegalCompliance",
    "RightsFulfillment", "DisputeManagement", "AcademicResearch", "ScientificResearch", "NonCommercialResearch",
)  # fmt: skip
_EXPECTED = whole_words("security", "fraud", "legal claims", "archiv\\w+", "sécurité", "fraude", "contentieux")


def further_processing_unexplained(x: Examined) -> Iterator[Remark]:
    """Another purpose on legitimate interests, with no word on why it fits.

    Data that was collected for one purpose may serve another only if the two fit together: by their link, by what the
    person expects, by the kind of data, by what follows from it. Whoever relies on that has to have thought about it,
    and the place to say so is the description.

    Security, the fight against fraud, legal claims and research are left out: they are expected, or named by the law.

    Avoid::

        activities:
          orders:
            purposes: [delivery]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
          trends:
            purposes: [trends]
            legal-basis: legitimate-interests
            legitimate-interest: To know what will be ordered next year
            data-subjects: [customer]
            data: [order]
            further-processing-of: [orders]    # expect

    Prefer::

        activities:
          orders:
            purposes: [delivery]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
          trends:
            description: Counts orders by month; customers expect that, and nothing follows from it for any of them.
            purposes: [trends]
            legal-basis: legitimate-interests
            legitimate-interest: To know what will be ordered next year
            data-subjects: [customer]
            data: [order]
            further-processing-of: [orders]
    """
    expected = about(x, "purpose", _EXPECTED_TERMS, _EXPECTED) | x.vocabulary.legal_claims
    for name, one in acting(x):
        if one.legal_basis != "legitimate-interests" or one.description or not one.further_processing_of:
            continue
        if expected.issuperset(one.purposes):
            continue
        known = x.below("purpose", one.purposes) | holding(x, "purpose", one.purposes)
        for at, origin in enumerate(one.further_processing_of):
            source = x.model.activities[origin]
            if known.isdisjoint(source.purposes):
                yield Remark(
                    ("activities", name, "further-processing-of", at),
                    f"`{name}` uses data of `{origin}` for another purpose and does not say why the two fit together",
                    help="tell link, expectation and consequences in the `description`",
                    related=((("activities", origin, "purposes"), "the purpose of collection"),),
                )
                break


def origin_without_shared_data(x: Examined) -> Iterator[Remark]:
    """An origin with which an activity shares nobody and nothing.

    It may use data of another activity, says the policy, but the two have neither data nor persons in common. Who reads
    that believes that data flows where none does; or what should flow was forgotten.

    Other data about the same persons is not reported: what one activity collects may be worked into it.

    Avoid::

        activities:
          orders:
            purposes: [delivery]
            legal-basis: contract
            data-subjects: [customer]
            data: [order]
          payroll:
            purposes: [payroll]
            legal-basis: contract
            data-subjects: [employee]
            data: [salary]
            further-processing-of: [orders]    # expect

    Prefer::

        activities:
          working-hours:
            purposes: [planning]
            legal-basis: contract
            data-subjects: [employee]
            data: [hours]
          payroll:
            purposes: [payroll]
            legal-basis: contract
            data-subjects: [employee]
            data: [salary, hours]
            further-processing-of: [working-hours]
    """
    for name, one in x.activities.items():
        if not one.further_processing_of:
            continue
        data, subjects = x.below("data", one.data), x.below("data-subject", one.data_subjects)
        for at, origin in enumerate(one.further_processing_of):
            source = x.model.activities[origin]
            if data.isdisjoint(x.below("data", source.data)) and subjects.isdisjoint(
                x.below("data-subject", source.data_subjects)
            ):
                yield Remark(
                    ("activities", name, "further-processing-of", at),
                    f"`{name}` shares neither data nor persons with `{origin}`, whose data it may use",
                    help="take it out, or list what is meant to be shared",
                    related=((("activities", origin), "the origin"),),
                )


CHECKS: tuple[Check, ...] = (
    check(
        "PP417", "further-processing-unexplained", "note", further_processing_unexplained,
        cites=("gdpr:5-1-b", "gdpr:6-4"), rests_on=("rules.further-processing",),
    ),
    check("PP418", "origin-without-shared-data", "warning", origin_without_shared_data, cites=("gdpr:6-4",)),
)  # fmt: skip
