"""Impact assessments and officers, edge by edge."""

from pathlib import Path

import pytest
from tests.checks.examples import examined

from privpolicy.law.load import load_pack
from privpolicy.lint.check import Check
from privpolicy.lint.checks.impact import CHECKS
from privpolicy.lint.checks.impact.criteria import _CRITERIA

TODAY = "2026-11-22"
BY_ID = {one.id: one for one in CHECKS}

CONCEPTS = """\
purposes:
  care: {}
  usage: {dpv: dpv:ServiceUsageAnalytics}
  credit: {dpv: dpv:CreditChecking}
data-categories:
  name: {}
  surfing: {dpv: pd:BrowsingBehavior}
  money: {dpv: pd:Financial}
  money.account: {}
  whereabouts: {dpv: pd:Location}
  file: {}
  file.health: {sensitivity: special}
  file.offence: {sensitivity: criminal}
data-subjects:
  person: {}
  person.pupil: {child: true}
  anyone: {}
  worker: {dpv: dpv:Employee}
"""


def activity(
    purpose: str = "care", data: str = "name", subject: str = "anyone", does: str = "use", more: str = ""
) -> str:
    return (
        f"activities:\n  one:\n    purposes: [{purpose}]\n    legal-basis: contract\n    data-subjects: [{subject}]\n"
        f"    data: [{data}]\n    operations: [{does}]\n{more}"
    )


def codes(text: str, folder: Path, on: str = TODAY) -> list[str]:
    seen = examined(CONCEPTS + text, on, folder)
    return sorted(finding.code.id for one in CHECKS if one.id != "PP762" for finding in one.findings(seen))


WORDS = """\
purposes:
  care: {title: Surveillance of premises, dpv: dpv:ServiceProvision}
  watch: {title: Monitoring of employees}
  score: {title: Credit scoring}
data-categories:
  name: {}
  gps: {title: GPS coordinates}
data-subjects:
  anyone: {}
  worker: {title: Employees}
safeguards:
  look: {title: Impact assessment of May 2024}
  lock: {title: Locks}
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (activity("watch", subject="worker"), ["PP760"]),
        (activity("watch", subject="worker", more="    obligations: [lock]\n"), ["PP760"]),
        (activity("watch", subject="worker", more="    obligations: [look]\n"), []),
        (activity("score", data="gps"), ["PP760"]),
        (activity("watch"), []),
        # What has a term is what the term says.
        (activity("care", subject="worker"), []),
    ],
)
def test_plain_words_show_criteria_and_assessments(text: str, found: list[str], tmp_path: Path) -> None:
    seen = examined(WORDS + text, TODAY, tmp_path)
    assert sorted(one.code.id for check in CHECKS if check.id != "PP762" for one in check.findings(seen)) == found


def test_each_criterion_of_the_pack_has_its_test() -> None:
    rule = load_pack("eu-gdpr").rules["impact-criteria"]
    assert len(rule.items) == len(_CRITERIA)
    names = [
        "scored",
        "decided",
        "monitored",
        "sensitive",
        "large",
        "combined",
        "vulnerable",
        "innovative",
        "gatekeeping",
    ]
    assert [test.__name__ for test in _CRITERIA] == names
    words = [
        "scoring",
        "automated",
        "monitoring",
        "sensitive",
        "scale",
        "combining",
        "vulnerable",
        "innovative",
        "right",
    ]
    assert all(word in item for word, item in zip(words, rule.items, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        activity(),
        activity(data="surfing", does="collect"),
        activity(does="profile"),
        activity(does="combine"),
        activity(data="money"),
        activity(purpose="usage"),
        activity(subject="worker"),
        activity(more="    dpv: dpv:LargeScaleProcessing\n"),
        # To hand over, or to look up, is not to watch.
        activity(data="surfing, money", does="disclose, consult, use"),
    ],
)
def test_one_criterion_is_no_finding(text: str, tmp_path: Path) -> None:
    assert codes(text, tmp_path) == []


@pytest.mark.parametrize(
    ("text", "met"),
    [
        (activity(data="surfing", does="collect, profile"), ["evaluation or scoring", "systematic monitoring"]),
        (activity(data="surfing", does="combine"), ["systematic monitoring", "matching or combining data sets"]),
        (activity(purpose="usage", does="combine"), ["systematic monitoring", "matching or combining data sets"]),
        (activity(data="money.account", does="combine"), ["sensitive or highly personal data", "matching or combin"]),
        (activity(data="whereabouts", subject="worker"), ["sensitive or highly personal data", "vulnerable data"]),
        (activity(purpose="credit"), ["evaluation or scoring", "keeps persons from a right or a service"]),
        (
            activity(data="money", more="    dpv: dpv:InnovativeUseOfNewTechnologies\n"),
            ["sensitive or highly personal data", "innovative use"],
        ),
    ],
)
def test_two_criteria_are_named(text: str, met: list[str], tmp_path: Path) -> None:
    assert codes(text, tmp_path) == ["PP760"]
    seen = examined(CONCEPTS + text, TODAY, tmp_path)
    (finding,) = BY_ID["PP760"].findings(seen)
    assert finding.path == ("activities", "one")
    assert finding.on_key
    assert all(one in finding.message for one in met)


@pytest.mark.parametrize(
    "text",
    [
        activity(data="file.health", does="combine"),
        activity(data="file.offence", does="profile"),
        # What covers special data covers it, whatever else it covers.
        activity(data="file", does="combine"),
        activity(data="surfing", subject="person.pupil", does="collect"),
        activity(data="surfing", subject="person", does="collect"),
    ],
)
def test_special_data_and_children_weigh_more(text: str, tmp_path: Path) -> None:
    assert codes(text, tmp_path) == ["PP763"]


def test_the_law_itself_asks_for_an_assessment(tmp_path: Path) -> None:
    decided = activity(does="profile", more="    dpv: dpv:AutomatedDecisionMaking\n")
    assert codes(decided, tmp_path) == ["PP761"]
    large = activity(data="file.health", more="    dpv: dpv:LargeScaleOfDataSubjects\n")
    assert codes(large, tmp_path) == ["PP761"]
    not_special = activity(data="money", more="    dpv: dpv:LargeScaleOfDataSubjects\n")
    assert codes(not_special, tmp_path) == ["PP760"]


def test_what_is_done_for_another_is_for_the_other_to_assess(tmp_path: Path) -> None:
    text = activity(data="surfing", does="collect, profile", more="    role: processor\n    processing-for: client\n")
    recipients = "recipients:\n  client: {role: third-party}\n"
    assert codes(text + recipients, tmp_path) == []


def test_nothing_is_asked_before_the_regulation(tmp_path: Path) -> None:
    text = activity(data="file.health", does="collect, profile, combine")
    assert codes(text, tmp_path, "2018-05-24") == []
    assert codes(text, tmp_path, "2018-05-25") == ["PP763"]


OFFICER: Check = BY_ID["PP762"]


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        (activity(data="file.health"), "gdpr:37-1-c"),
        (activity(data="file.offence"), "gdpr:37-1-c"),
        (activity(data="surfing", does="collect, profile"), "gdpr:37-1-b"),
        (activity().replace("legal-basis: contract", "legal-basis: public-task"), "gdpr:37-1-a"),
    ],
)
def test_an_officer_may_be_due(text: str, cites: str, tmp_path: Path) -> None:

    (finding,) = OFFICER.findings(examined(CONCEPTS + text, TODAY, tmp_path))
    assert finding.path == ("policy",)
    assert cites in finding.cites
    named = "controller: {name: Example, dpo: {contact: dpo@example.org}}\n"
    assert OFFICER.findings(examined(named + CONCEPTS + text, TODAY, tmp_path)) == []


def test_one_finding_for_many_activities(tmp_path: Path) -> None:
    text = activity(data="file.health") + activity(data="file.health").partition("\n")[2].replace("one:", "two:")

    (finding,) = OFFICER.findings(examined("controller: {name: Example}\n" + CONCEPTS + text, TODAY, tmp_path))
    assert finding.path == ("controller",)
    assert [path for path, _ in finding.related] == [("activities", "one")]


def test_ordinary_business_needs_no_officer(tmp_path: Path) -> None:

    assert OFFICER.findings(examined(CONCEPTS + activity(data="surfing", does="collect"), TODAY, tmp_path)) == []
