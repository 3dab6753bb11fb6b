"""Impact assessments and officers (PP76x)."""

from collections.abc import Iterator

from privpolicy.diagnostics.wording import quote
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.checks.impact.criteria import Screening, likely
from privpolicy.lint.concepts import acting
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity

_ADVICE = (
    "assess the impact before it starts, or write down why no assessment is needed; then name under `obligations` a "
    "safeguard with `dpv: dpv:DPIA`, or with `dpv: eu-gdpr:DPIANecessityAssessment`"
)
_DUE = "assess the impact before it starts; then name that under `obligations`, as a safeguard with `dpv: dpv:DPIA`"


def impact_assessment_likely(x: Examined) -> Iterator[Remark]:
    """An activity that meets two criteria of an impact assessment.

    The authorities agreed on nine criteria; a processing that meets two of them is, as a rule, likely to be a high risk
    and is assessed before it starts. A policy shows some of them: profiling, watched behaviour, data on money or
    whereabouts, data sets brought together, persons who can hardly refuse. How large the scale is it shows only where
    it is said.

    This is a note: an assessment is no part of the notice, and may well exist. A policy tells of one as of any other
    measure, by a safeguard with the term `dpv:DPIA`; where somebody looked and found that none is needed, the term is
    `eu-gdpr:DPIANecessityAssessment`.

    Avoid::

        data-categories:
          surfing: {dpv: pd:BrowsingBehavior}
        activities:
          advertising:    # expect
            purposes: [advertising]
            legal-basis: consent
            data-subjects: [visitor]
            data: [surfing]
            operations: [collect, profile]

    Prefer::

        data-categories:
          surfing: {dpv: pd:BrowsingBehavior}
        activities:
          statistics:
            purposes: [statistics]
            legal-basis: consent
            data-subjects: [visitor]
            data: [surfing]
            operations: [collect, anonymise]
          recommendations:
            purposes: [recommendations]
            legal-basis: consent
            data-subjects: [visitor]
            data: [surfing]
            operations: [collect, profile]
            obligations: [assessment]
        safeguards:
          assessment: {title: Assessment of 3 May 2024, dpv: dpv:DPIA}
    """
    for name, activity, screening, met in likely(x):
        if not _grave(screening, activity) and not _demanded(screening, activity):
            yield _remark(name, met)


def impact_assessment_likely_for_sensitive_data(x: Examined) -> Iterator[Remark]:
    """An activity on special data, data on offences or children that meets two criteria of an impact assessment.

    The same test as for other data; but where health, belief or offences are concerned, or children, hardly anybody
    will accept that no high risk was likely.

    Avoid::

        data-categories:
          health: {sensitivity: special}
        activities:
          matching:    # expect
            purposes: [care]
            legal-basis: consent
            special-category-condition: explicit-consent
            data-subjects: [member]
            data: [health]
            operations: [use, combine]

    Prefer::

        data-categories:
          health: {sensitivity: special}
        activities:
          care:
            purposes: [care]
            legal-basis: consent
            special-category-condition: explicit-consent
            data-subjects: [member]
            data: [health]
            operations: [use]
    """
    for name, activity, screening, met in likely(x):
        if _grave(screening, activity) and not _demanded(screening, activity):
            yield _remark(name, met)


def _remark(name: str, met: list[str]) -> Remark:
    message = f"an impact assessment is likely due for {quote(name)}, which meets {len(met)} criteria: {'; '.join(met)}"
    return Remark(("activities", name), message, _ADVICE, on_key=True)


def _grave(screening: Screening, activity: Activity) -> bool:
    return screening.special(activity) or screening.children(activity)


def impact_assessment_required(x: Examined) -> Iterator[Remark]:
    """An activity for which the law itself asks for an impact assessment.

    Three cases stand in the law: evaluation by machines on which decisions with legal or similar effect rest, special
    data or data on offences on a large scale, and systematic monitoring of a public area on a large scale. A policy
    shows the first two, where the activity or its purpose says so with a term of the Data Privacy Vocabulary.

    Avoid::

        activities:
          credit:    # expect
            dpv: dpv:AutomatedDecisionMaking
            purposes: [credit]
            legal-basis: contract
            data-subjects: [customer]
            data: [payment-history]
            operations: [use, profile]

    Prefer::

        activities:
          credit:
            purposes: [credit]
            legal-basis: contract
            data-subjects: [customer]
            data: [payment-history]
            operations: [use]
    """
    screening = Screening(x)
    for name, activity in acting(x):
        if (demanded := _demanded(screening, activity)) and not screening.assessed(activity):
            what, cite = demanded
            message = f"an impact assessment is due for {quote(name)}: {what}"
            yield Remark(("activities", name), message, _DUE, cites=(cite,), on_key=True)


def _demanded(screening: Screening, activity: Activity) -> tuple[str, str] | None:
    """Return which case of the law an activity is, and where that stands."""
    if screening.scored(activity) and screening.decided(activity):
        return "persons are evaluated, and a machine decides", "gdpr:35-3-a"
    if screening.special(activity) and screening.large(activity):
        return "special data or data on offences on a large scale", "gdpr:35-3-b"
    return None


def officer_likely_required(x: Examined) -> Iterator[Remark]:
    """What is done may call for a data-protection officer, and none is named.

    An officer is due for public bodies, and where the core of the business is to watch persons regularly and
    systematically, or special data or data on offences, on a large scale. Core and scale are not visible in a policy;
    so this is a question, and one finding for the whole policy.

    Avoid::

        controller:    # expect
          name: Example SARL
          contact: privacy@example.org
        data-categories:
          health: {sensitivity: special}
        activities:
          care:
            purposes: [care]
            legal-basis: contract
            special-category-condition: health-care
            data-subjects: [patient]
            data: [health]

    Prefer::

        controller:
          name: Example SARL
          contact: privacy@example.org
          dpo: {contact: dpo@example.org}
        data-categories:
          health: {sensitivity: special}
        activities:
          care:
            purposes: [care]
            legal-basis: contract
            special-category-condition: health-care
            data-subjects: [patient]
            data: [health]
    """
    one = x.model.controller
    if one is not None and one.dpo is not None:
        return
    screening = Screening(x)
    for name, activity in acting(x):
        if (reason := _core(screening, activity)) is not None:
            what, cite = reason
            message = f"no data-protection officer is named, and {quote(name)} {what}"
            advice = "name one under `dpo`, or write down why none is due: core business or not, large scale or not"
            related = ((("activities", name), "because of this activity"),)
            path = ("policy",) if one is None else ("controller",)
            yield Remark(path, message, advice, related, (cite,), on_key=True)
            return


def _core(screening: Screening, activity: Activity) -> tuple[str, str] | None:
    """Return why an activity may call for an officer, and where that stands."""
    if activity.legal_basis == "public-task":
        return "is a public task", "gdpr:37-1-a"
    if screening.monitored(activity) and screening.scored(activity):
        return "watches and evaluates persons", "gdpr:37-1-b"
    if screening.special(activity):
        return "is about special data or data on offences", "gdpr:37-1-c"
    return None


_ASSESSED = ("gdpr:35-1", "wp29:248")

CHECKS: tuple[Check, ...] = (
    check(
        "PP760", "impact-assessment-likely", "note", impact_assessment_likely,
        cites=_ASSESSED, rests_on=("rules.impact-criteria",),
    ),
    check(
        "PP761", "impact-assessment-required", "warning", impact_assessment_required,
        cites=("gdpr:35-1",), rests_on=("rules.impact-required",),
    ),
    check(
        "PP762", "officer-likely-required", "note", officer_likely_required,
        cites=("gdpr:37-1",), rests_on=("rules.officer-required",),
    ),
    check(
        "PP763", "impact-assessment-likely-for-sensitive-data", "warning", impact_assessment_likely_for_sensitive_data,
        cites=_ASSESSED, rests_on=("rules.impact-criteria",),
    ),
)  # fmt: skip
