"""What only some decisions hold: many reasons, nothing that could be stated, hours and minutes."""

from pathlib import Path

import privpolicy as pp
from privpolicy.output.decision_text import decision_text
from privpolicy.output.missing import Missing
from privpolicy.output.missing_text import draw_missing
from privpolicy.output.moments import instant
from privpolicy.output.page import Look, Page

ACTIVITY = """
  a{number}:
    purposes: [mail]
    legal-basis: contract
    data-subjects: [person]
    data: [contact]
    when: {{score: {{at-least: {number}}}}}
"""
POLICY = """\
policy: {language: 1, id: p, law: [eu-gdpr]}
purposes: {mail: }
data-categories: {contact: }
data-subjects: {person: }
facts: {score: {type: number}}
activities:
"""


def policy(folder: Path, activities: int) -> pp.Policy:
    file = folder / "policy.yaml"
    file.write_text(POLICY + "".join(ACTIVITY.format(number=1 + n) for n in range(activities)), encoding="utf-8")
    return pp.load(file)


def test_many_activities_that_fail(tmp_path: Path) -> None:
    request = pp.Request(purpose="mail", data="contact", at="2021-01-01T10:30:15Z", complete=True)
    text = decision_text(policy(tmp_path, 7).decide(request), Look())
    assert text.startswith("DENY  under p, on 2021-01-01 10:30:15 UTC\n")
    assert text.count("asks that `score` is at least") == 5
    assert "and 2 more (--format json shows all)" in text
    assert text.endswith("\nlaw: eu-gdpr applied, as the law stood on 2021-01-01 10:30:15 UTC\n")


def test_reasons_said_of_several_activities_are_said_once(tmp_path: Path) -> None:
    context = {"facts": {"score": 9}, "restricted": True, "consents": []}
    request = pp.Request(purpose="mail", data="contact", at="2021-01-01", context=context)
    text = decision_text(policy(tmp_path, 2).decide(request), Look())
    assert text.count("processing is restricted") == 2  # each stands at a place of its own


def test_more_categories_than_a_sentence_holds(tmp_path: Path) -> None:
    request = pp.Request(purpose="mail", data=["contact"] * 4, at="2021-01-01", complete=True)
    assert "4 categories of data of `person` may not be used" in decision_text(
        policy(tmp_path, 1).decide(request), Look()
    )


def test_nothing_that_could_be_stated() -> None:
    page = Page(Look())
    draw_missing(page, Missing((), (), ()), column=9)
    assert str(page) == "Yes, if  something were known that no request can state\n"


def test_only_standing_exceptions_within_alternatives() -> None:
    page = Page(Look())
    draw_missing(page, Missing((), (("a", "b"), ("c",)), ("d",)), column=9)
    assert str(page) == (
        "Yes, if  either\n"
        "         1. a\n"
        "            and b\n"
        "         or\n"
        "         2. c\n"
        "         and nothing stands against it:\n"
        "         - d\n"
    )


def test_instants(tmp_path: Path) -> None:
    for written, text in (
        ("2021-01-01", "2021-01-01"),
        ("2021-01-01T10:00:00+02:00", "2021-01-01 08:00 UTC"),
        ("2021-01-01T10:00:09.5Z", "2021-01-01 10:00:09 UTC"),
    ):
        assert instant(pp.Request(purpose="mail", data="contact", at=written).at) == text
