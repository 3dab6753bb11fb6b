"""A run told in other forms: well-formed, with places, and with what failed."""

import io
import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from junitparser import Error, Failure, JUnitXml
from tests.testing.shop import HEAD, SHOP

import privpolicy as pp
from privpolicy.cli.main import main
from privpolicy.output.page import Look
from privpolicy.output.test_github import run_github
from privpolicy.output.test_json import run_json
from privpolicy.output.test_junit import run_junit
from privpolicy.output.test_tap import run_tap
from privpolicy.output.test_text import report_text
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain
from privpolicy.testing.reproduce import reproduce

GOOD = f"{HEAD}  - {{name: good, expect: {{outcome: deny, reasons: [consent-missing]}}}}\n"
BAD = f"""{HEAD}
  - name: "wrong <&> #1 \\\\ \\u0085"
    source: S7
    request: {{operation: sell}}
    expect: {{outcome: permit, activity: send, reasons: [permitted]}}
  - name: weak
    expect: deny
"""
FAULTY = f"{HEAD}  - {{name: x, expect: {{activity: sned}}}}\n"


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pp.TestReport:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop").mkdir()
    for name, text in (("policy.yaml", SHOP), ("a.policytest.yaml", GOOD), ("b.policytest.yaml", BAD)):
        (tmp_path / "shop" / name).write_text(text, encoding="utf-8")
    (tmp_path / "shop" / "c.policytest.yaml").write_text(FAULTY, encoding="utf-8")
    return pp.run_tests("shop")


def test_text(report: pp.TestReport) -> None:
    text = report_text(report, Look(width=None))
    lines = text.splitlines()
    assert lines[:3] == [
        "shop/a.policytest.yaml  1 passed",
        "shop/b.policytest.yaml  1 passed, 1 failed",
        "shop/c.policytest.yaml  cannot be run",
    ]
    assert lines[-2:] == [
        "2 passed, 1 failed, 1 file not run in 3 files",
        "note: 1 expectation would hold for any reason",
    ]
    assert "failed: wrong <&> #1" in text
    assert " --> shop/b.policytest.yaml:4:11" in text
    assert "  outcome     - permit  expected\n              + deny    answered\n" in text
    assert "  activity    - send  expected\n              + null  answered\n" in text
    assert "prohibition `no-sale` forbids it" in text
    assert "= help: did you mean `send`?" in text
    assert "today that is `reasons: [consent-missing]`" in text


def test_text_in_colours(report: pp.TestReport) -> None:
    text = report_text(report, Look(width=None, colour=True))
    assert "\x1b[1;31m- permit\x1b[0m" in text
    assert "\x1b[1;32m+ deny  \x1b[0m" in text


def test_json(report: pp.TestReport) -> None:
    told: dict[str, Any] = json.loads(json.dumps(run_json(report), allow_nan=False))
    assert told["ok"] is False
    assert told["summary"] == {
        "passed": 2, "failed": 1, "left-out": 0, "files": 3, "not-run": 1, "stopped": False,
    }  # fmt: skip
    wrong = told["cases"][1]
    assert (wrong["file"], wrong["line"], wrong["column"]) == ("shop/b.policytest.yaml", 4, 11)
    assert (wrong["source"], wrong["outcome"], wrong["passed"]) == (["S7"], "deny", False)
    assert wrong["differences"][0] == {"key": "outcome", "lacking": ["permit"], "surplus": ["deny"], "got": "deny"}
    assert {one["code"] for one in told["diagnostics"]} == {"PP209", "PP821"}
    assert [file["ran"] for file in told["files"]] == [True, True, False]


def test_junit(report: pp.TestReport, tmp_path: Path) -> None:
    file = tmp_path / "out.xml"
    file.write_text(run_junit(report), encoding="utf-8")
    xml = JUnitXml.fromfile(str(file))
    assert (xml.tests, xml.failures, xml.errors) == (4, 1, 1)
    suites = {suite.name: list(suite) for suite in xml}
    good, (wrong, weak), (broken,) = suites.values()
    assert [len(good), wrong.name, weak.result] == [1, "wrong <&> #1 \\ \x85", []]
    assert isinstance(wrong.result[0], Failure)
    assert wrong.result[0].message == "not as expected: outcome, activity, reasons"
    assert "  - permit  (expected)" in wrong.result[0].text
    assert isinstance(broken.result[0], Error)
    assert "PP209" in broken.result[0].message


def test_tap(report: pp.TestReport) -> None:
    lines = run_tap(report).splitlines()
    assert lines[:2] == ["TAP version 14", "1..4"]
    points = [line for line in lines if re.match(r"(not )?ok \d+ - ", line)]
    assert points == [
        "ok 1 - shop/a.policytest.yaml: good",
        r"not ok 2 - shop/b.policytest.yaml: wrong <&> \#1 \\",
        "ok 3 - shop/b.policytest.yaml: weak",
        "not ok 4 - shop/c.policytest.yaml can be run",
    ]
    for block in diagnoses(lines):
        document = parse("\n".join(block).encode(), "tap")
        assert document.root is not None
        assert not document.diagnostics
    first = next(diagnoses(lines))
    told = plain(parse("\n".join(first).encode(), "tap").root)  # type: ignore[arg-type]
    assert told["differences"]["outcome"] == {"expected": ["permit"], "answered": ["deny"]}


def diagnoses(lines: list[str]) -> Iterator[list[str]]:
    starts = [number for number, line in enumerate(lines) if line == "  ---"]
    for start in starts:
        yield [line[2:] for line in lines[start + 1 : lines.index("  ...", start)]]


def test_github(report: pp.TestReport) -> None:
    lines = run_github(report).split("\n")[:-1]
    assert lines[-1] == "privpolicy: 2 passed, 1 failed, 1 of 3 files not run"
    assert [re.match(r"::(\w+) file=([^,]+),line=(\d+)", line).groups() for line in lines[:-1]] == [  # type: ignore[union-attr]
        ("warning", "shop/b.policytest.yaml", "9"),
        ("error", "shop/c.policytest.yaml", "3"),
        ("error", "shop/b.policytest.yaml", "4"),
    ]
    assert "%0A  - permit  (expected)%0A" in lines[2]


REPRODUCED = f"""{HEAD}
  - name: everything
    request:
      purpose: service
      data: [order, contact.email]
      data-subject: person
      operation: disclose
      recipient: abroad
      origin: serve
      at: 2024-05-01T10:30:00+02:00
      complete: false
      context:
        consents: [{{purpose: news, given: 2024-04-01T01:02:03Z, explicit: true, by: guardian}}]
        objections: []
        restricted: false
        legal-hold: true
        events: {{contract-end: null, collected: 2024-04-01}}
        subject: {{age: 34.5, country: FR}}
        facts: {{contract: active, score: 1.5, since: 2020-01-01}}
    expect: {{outcome: permit, until: 1999-01-01}}
  - name: alone
    law: off
    request: {{context: {{consents: [], objections: [{{purpose: news, raised: 2024-04-01}}]}}}}
    expect: {{until: 1999-01-01}}
  - name: withdrawn
    request: {{context: {{consents: [{{purpose: news, given: 2024-04-01, withdrawn: 2024-04-02}}]}}}}
    expect: {{until: 1999-01-01}}
  - name: stated as null
    request: {{context: {{facts: {{score: null}}}}}}
    expect: {{until: 1999-01-01}}
"""


def test_the_command_asks_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "the shop.yaml").write_text(SHOP, encoding="utf-8")
    (tmp_path / "a.policytest.yaml").write_text(REPRODUCED, encoding="utf-8")
    report = pp.run_tests("the shop.yaml")
    assert len(report.failures) == 4
    for result in report.failures:
        words = shlex.split(reproduce(result))
        if words[0] == "echo":
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(words[1].encode()), encoding="utf-8"))
            words = words[3:]
        assert words[0] == "privpolicy"
        main([*words[1:], "--format", "json"])
        answer = json.loads(capsys.readouterr().out)
        decided = result.decision.to_dict()
        assert {key: answer[key] for key in decided} == decided
