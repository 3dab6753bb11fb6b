"""JUnit XML, read by a library that others read it with."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from junitparser import JUnitXml
from tests.unit.output.reports import FILE, INTEREST, OTHER, SEEN, TOOL, fault, finding, report, span

from privpolicy.output.junit import junit_text


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def reading(*diagnostics: Any, **others: Any) -> JUnitXml:
        text = junit_text(report(*diagnostics, **others))
        assert text == junit_text(report(*diagnostics, **others))
        assert text.endswith("</testsuites>\n")
        (tmp_path / "junit.xml").write_text(text, encoding="utf-8")
        return JUnitXml.fromfile(str(tmp_path / "junit.xml"))

    return reading


def cases(xml: JUnitXml) -> Iterator[tuple[str, str, list[str]]]:
    for suite in xml:
        for case in suite:
            yield case.classname, case.name, [type(one).__name__ for one in case.result]


def test_a_green_run_shows_what_was_checked(read: Any) -> None:
    xml = read()
    assert list(cases(xml)) == [
        ("reading the policy", "the policy can be read", []),
        ("other checks", "PP310 interest-not-named", []),
        ("other checks", "PP620 dead-tool", []),
        ("other checks", "XY001 of-others", []),
    ]
    assert (xml.name, xml.tests, xml.failures, xml.skipped) == ("privpolicy", 4, 0, 0)
    properties = {one.name: one.value for suite in xml for one in suite.properties()}
    assert properties == {"policy": "policies/shop", "at": "2026-11-22", "law": "eu-gdpr, fr"}


def test_errors_and_warnings_fail_a_test_and_say_where(read: Any) -> None:
    xml = read(finding(related=(SEEN,)), finding(at=span(9), help=None), finding(TOOL))
    (_, (first, second, _)) = (list(suite) for suite in xml)
    (failure,) = first.result
    assert failure.type == "error"
    assert failure.message == "2 errors: activity `newsletter` names no interest"
    assert failure.text == (
        f"{FILE}:3:18: error[PP310] activity `newsletter` names no interest\n"
        f"  see: {FILE}:7:3: the newsletter is sent here\n"
        "  help: write `legitimate-interest`\n"
        f"{FILE}:9:1: error[PP310] activity `newsletter` names no interest"
    )
    assert second.result[0].type == "warning"
    assert (xml.tests, xml.failures) == (4, 2)
    assert [(suite.tests, suite.failures, suite.errors) for suite in xml] == [(1, 0, 0), (3, 2, 0)]


def test_notes_fail_nothing(read: Any) -> None:
    xml = read(finding(severity="note"))
    case = next(iter(list(xml)[1]))
    assert case.result == []
    assert case.system_out.startswith(f"{FILE}:3:18: note[PP310] activity")
    assert xml.failures == 0


def test_notes_beside_errors(read: Any) -> None:
    case = next(iter(list(read(finding(severity="note"), finding()))[1]))
    assert case.result[0].message.startswith("1 error: ")
    assert "note[PP310]" in case.system_out
    assert "note[PP310]" not in case.result[0].text


def test_checks_whose_law_is_not_in_force_are_skipped(read: Any) -> None:
    xml = read(ran=frozenset({"PP310", "XY001"}))
    assert [case for case in cases(xml) if case[2]] == [("other checks", "PP620 dead-tool", ["Skipped"])]
    assert xml.skipped == 1
    assert 'message="its law is not in force on 2026-11-22"' in junit_text(report(ran=frozenset({"PP310", "XY001"})))


def test_a_policy_that_cannot_be_read(read: Any) -> None:
    xml = read(fault(), fault(), fault("missing-key"), packs=(), ran=frozenset())
    assert list(cases(xml)) == [
        ("reading the policy", "PP010 yaml-syntax", ["Failure"]),
        ("reading the policy", "PP104 missing-key", ["Failure"]),
        ("other checks", "PP310 interest-not-named", ["Skipped"]),
        ("other checks", "PP620 dead-tool", ["Skipped"]),
        ("other checks", "XY001 of-others", ["Skipped"]),
    ]


def test_any_character_may_be_told(read: Any) -> None:
    message = "`]]> <a&b> \"c\" 'd' é \U0001f600\x00\x08\x1b\ufffe\ud800`\nnext"
    told = "`]]> <a&b> \"c\" 'd' é \U0001f600" + "\ufffd" * 5 + "`\nnext"
    case = next(iter(list(read(finding(message=message, help=None)))[1]))
    assert case.result[0].text == f"{FILE}:3:18: error[PP310] {told}"
    assert case.result[0].message == f"1 error: {told}"


def test_the_order_of_checks_changes_nothing() -> None:
    assert junit_text(report(checks=(OTHER, TOOL, INTEREST))) == junit_text(report(checks=(INTEREST, TOOL, OTHER)))
