"""The nine criteria of an impact assessment, as far as a declaration shows that they are met."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from privpolicy.engine.vocabulary import Dimension
from privpolicy.law.duty import Rule
from privpolicy.lint.concepts import about, acting, holding, spoken, whole_words
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity

_DECISIONS = frozenset({"AutomatedDecisionMaking"})
_SCORING = frozenset(
    {"EvaluationScoring", "EvaluationOfIndividuals", "ScoringOfIndividuals", "Profiling", "CreditChecking"}
)
_MONITORING = frozenset({"SystematicMonitoring", "ServiceUsageAnalytics"})
_LARGE_SCALE = frozenset(
    {
        "LargeScaleProcessing", "LargeDataVolume", "HugeDataVolume", "LargeScaleOfDataSubjects",
        "HugeScaleOfDataSubjects", "GlobalScale", "NationalScale",
    }
)  # fmt: skip
_COMBINING = frozenset({"MatchingCombining", "Combine"})
_INNOVATIVE = frozenset(
    {"InnovativeUseOfTechnology", "InnovativeUseOfNewTechnologies", "InnovativeUseOfExistingTechnology"}
)
_GATEKEEPING = frozenset({"CreditChecking"})
_BEHAVIOUR = frozenset(
    {
        "Behavioral", "BrowsingBehavior", "BrowsingReferral", "ServiceConsumptionBehavior", "TVViewingBehavior",
        "LinkClicked", "CallLog",
    }
)  # fmt: skip
_WHEREABOUTS = frozenset({"Location", "GPSCoordinate", "TravelHistory"})
_MONEY = frozenset({"Financial", "FinancialAccount", "BankAccount", "CreditCardNumber", "Credit", "Transactional"})
_VULNERABLE = frozenset(
    {
        "Child", "Employee", "JobApplicant", "Patient", "VulnerableDataSubject", "ElderlyDataSubject", "AsylumSeeker",
        "MentallyVulnerableDataSubject", "Student",
    }
)  # fmt: skip
_ASSESSMENT = frozenset({"DPIA"})
_NECESSITY = frozenset({"DPIANecessityAssessment"})
_SCORING_WORDS = whole_words(
    "scoring", "credit (?:check|rating|score)s?", "profiling", "evaluation of (?:persons|employees|performance)",
    "scorage", "profilage",
)  # fmt: skip
_DECISION_WORDS = whole_words("automated decisions?(?: making)?", "décisions? automatisées?")
_MONITORING_WORDS = whole_words(
    r"(?:monitoring|surveillance) of (?:\w+ ){0,2}(?:persons|people|employees|staff|workers|visitors|behaviou?r)",
    r"(?:monitoring|surveillance) of (?:\w+ ){0,2}(?:premises|areas?)",
    "(?:employee|staff|worker|video) (?:monitoring|surveillance)", "cctv",
    "vidéo ?(?:surveillance|protection)", "surveillance (?:des (?:salariés|employés|agents|locaux)|du personnel)",
)  # fmt: skip
_WHEREABOUTS_WORDS = whole_words("(?:geo)?location", "geolocation", "gps(?: coordinates?)?", "géolocalisation")
_STAFF_WORDS = whole_words("employees?", "staff(?: members?)?", "workers?", "salariés?", "employés?", "asylum seekers?")
_ASSESSMENT_WORDS = whole_words(
    "dpia", "(?:data[- ]protection )?impact assessment", "aipd", r"analyse d'impact(?: \w+)*", "pia"
)
_WATCHING = frozenset({"collect", "record", "combine", "profile"})
"""Operations by which somebody is watched; to hand over or to look up what was recorded is not enough."""


def _local(term: str) -> str:
    """Return a term of a vocabulary without its prefix."""
    return term.partition(":")[2]


@dataclass(frozen=True)
class Screening:
    """A policy screened for the criteria.

    Concepts are found by their DPV terms and by the marks of the language, and some that have no term by plain words.
    """

    x: Examined
    _purposes: dict[frozenset[str], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    """Purposes by the terms that were looked for."""

    def met(self, activity: Activity) -> list[int]:
        """Return the positions, in the list of the law pack, of the criteria that an activity meets."""
        return [number for number, test in enumerate(_CRITERIA) if test(self, activity)]

    def assessed(self, activity: Activity) -> bool:
        """Tell whether an activity names an assessment of its impact among its measures."""
        return not self._assessments.isdisjoint(activity.obligations)

    def settled(self, activity: Activity) -> bool:
        """Tell whether the impact was assessed, or somebody looked whether it has to be."""
        return self.assessed(activity) or not self._necessity.isdisjoint(activity.obligations)

    def special(self, activity: Activity) -> bool:
        """Tell whether special data, or data on offences, is among the data."""
        return not self._guarded.isdisjoint(activity.data)

    def children(self, activity: Activity) -> bool:
        """Tell whether children are, or may be, among the persons."""
        return not self._children.isdisjoint(activity.data_subjects)

    def scored(self, activity: Activity) -> bool:
        """Tell whether persons are evaluated."""
        return "profile" in activity.operations or self.called(activity, _SCORING, _SCORING_WORDS)

    def decided(self, activity: Activity) -> bool:
        """Tell whether a machine decides."""
        return self.called(activity, _DECISIONS, _DECISION_WORDS)

    def monitored(self, activity: Activity) -> bool:
        """Tell whether behaviour is watched."""
        watched = not self._behaviour.isdisjoint(activity.data) and not _WATCHING.isdisjoint(activity.operations)
        return watched or self.called(activity, _MONITORING, _MONITORING_WORDS)

    def sensitive(self, activity: Activity) -> bool:
        """Tell whether the data is sensitive or highly personal."""
        return self.special(activity) or not self._personal.isdisjoint(activity.data)

    def large(self, activity: Activity) -> bool:
        """Tell whether it is said to be on a large scale."""
        return self.called(activity, _LARGE_SCALE)

    def combined(self, activity: Activity) -> bool:
        """Tell whether data sets are brought together."""
        return "combine" in activity.operations or self.called(activity, _COMBINING)

    def vulnerable(self, activity: Activity) -> bool:
        """Tell whether persons can hardly refuse: children, employees, patients."""
        return not self._vulnerable.isdisjoint(activity.data_subjects)

    def innovative(self, activity: Activity) -> bool:
        """Tell whether technology is said to be new, or used in a new way."""
        return self.called(activity, _INNOVATIVE)

    def gatekeeping(self, activity: Activity) -> bool:
        """Tell whether it decides who gets a service."""
        return self.called(activity, _GATEKEEPING)

    def called(self, activity: Activity, terms: frozenset[str], words: re.Pattern[str] | None = None) -> bool:
        """Tell whether the activity, or one of its purposes, bears one of some terms; or a purpose without, words."""
        if activity.dpv is not None and _local(activity.dpv) in terms:
            return True
        if terms not in self._purposes:
            purposes = self.x.model.purposes.items()
            self._purposes[terms] = frozenset(
                name
                for name, one in purposes
                if (_local(one.dpv) in terms if one.dpv else words is not None and words.search(spoken(name, one)))
            )
        return not self._purposes[terms].isdisjoint(activity.purposes)

    @cached_property
    def _assessments(self) -> frozenset[str]:
        return self._measures(_ASSESSMENT, _ASSESSMENT_WORDS)

    @cached_property
    def _necessity(self) -> frozenset[str]:
        return self._measures(_NECESSITY)

    def _measures(self, terms: frozenset[str], words: re.Pattern[str] | None = None) -> frozenset[str]:
        safeguards = self.x.model.safeguards.items()
        return frozenset(
            name
            for name, one in safeguards
            if (_local(one.dpv) in terms if one.dpv else words is not None and words.search(spoken(name, one)))
        )

    @cached_property
    def _guarded(self) -> frozenset[str]:
        return holding(self.x, "data", self.x.special_data | self.x.criminal_data)

    @cached_property
    def _children(self) -> frozenset[str]:
        return holding(self.x, "data-subject", self.x.children)

    @cached_property
    def _behaviour(self) -> frozenset[str]:
        return self._about("data", _BEHAVIOUR)

    @cached_property
    def _personal(self) -> frozenset[str]:
        return self._about("data", _WHEREABOUTS | _MONEY, _WHEREABOUTS_WORDS)

    @cached_property
    def _vulnerable(self) -> frozenset[str]:
        return self._children | self._about("data-subject", _VULNERABLE, _STAFF_WORDS)

    def _about(
        self, dimension: Dimension, terms: frozenset[str], words: re.Pattern[str] | None = None
    ) -> frozenset[str]:
        """Return what bears a term or is called so, what is narrower, and what is broader and so covers it."""
        return holding(self.x, dimension, about(self.x, dimension, terms, words))


_CRITERIA: tuple[Callable[[Screening, Activity], bool], ...] = (
    Screening.scored,
    Screening.decided,
    Screening.monitored,
    Screening.sensitive,
    Screening.large,
    Screening.combined,
    Screening.vulnerable,
    Screening.innovative,
    Screening.gatekeeping,
)
"""How each criterion shows, in the order of the law pack's list."""


def likely(x: Examined) -> list[tuple[str, Activity, Screening, list[str]]]:
    """Return the activities that meet as many criteria as call for an assessment, with the names of these.

    Left out are those of which the policy says that they were looked at.
    """
    rule, screening = criteria(x), Screening(x)
    found = []
    for name, activity in acting(x):
        met = screening.met(activity)
        if rule.threshold is not None and len(met) >= rule.threshold and not screening.settled(activity):
            found.append((name, activity, screening, [rule.items[number] for number in met]))
    return found


def criteria(x: Examined) -> Rule:
    """Return the list of the criteria and how many of them call for an assessment."""
    return x.law.rules["impact-criteria"]
