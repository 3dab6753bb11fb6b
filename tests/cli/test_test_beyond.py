"""``test --coverage`` and ``--mutate``: what is told, where it goes, and what the exit code says."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.cli.conftest import Run

POLICY = """\
policy: {language: 1, id: shop}
purposes: {service: {}}
data-categories: {contact: {}}
data-subjects: {person: {}}
facts: {paid: {type: boolean}}
activities:
  serve:
    purposes: [service]
    legal-basis: contract
    data-subjects: [person]
    data: [contact]
    operations: [use]
    when: {paid: true}
"""
CASE = """\
cases:
  - name: is it refused?
    request: {purpose: service, data: contact, at: 2024-05-01, complete: true}
    expect: {outcome: deny, reasons: [condition-unmet]}
"""
RAN = "shop/a.policytest.yaml  1 passed\n1 passed in 1 file\n"


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("shop").mkdir()
    Path("shop/policy.yaml").write_text(POLICY, encoding="utf-8")
    Path("shop/a.policytest.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def test_coverage_as_text(run: Run) -> None:
    ran = run("test", "shop", "--coverage")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f"{RAN}\n"
        "activities.serve\n"
        "  never permitted anything\n"
        "    shop/policy.yaml:7:3\n"
        "  `when.paid` never true\n"
        "    shop/policy.yaml:13:12\n"
        "\n"
        "coverage: 33.3 %, 1 of 3 points decided\n"
    )


@pytest.mark.parametrize(("least", "code"), [("33.3", 0), ("33.4", 1), ("0", 0), ("100", 1)])
def test_less_than_was_asked_for(run: Run, least: str, code: int) -> None:
    ran = run("test", "shop", "--fail-under", least)
    assert ran.code == code
    assert ran.err == (f"coverage of 33.3 % is less than {least} %\n" if code else "")
    assert "coverage: 33.3 %" in ran.out


def test_coverage_in_files(run: Run) -> None:
    ran = run("test", "shop", "--coverage-format", "lcov", "--coverage-output", "c.info")
    assert (ran.code, ran.out) == (0, f"{RAN}\ncoverage: 33.3 %, 1 of 3 points decided\n")
    assert Path("c.info").read_text(encoding="utf-8").startswith("TN:\nSF:shop/policy.yaml\nBRDA:13,0,0,0\n")
    ran = run("test", "shop", "--format", "tap", "--coverage-format", "cobertura", "--coverage-output", "c.xml")
    assert ran.code == 0
    assert ran.out.startswith("TAP version 14\n")
    assert "coverage" not in ran.out
    root = ET.parse("c.xml").getroot()  # noqa: S314  # written by ourselves
    assert root.tag == "coverage"
    assert int(root.get("timestamp", "0")) > 1_700_000_000_000
    run("test", "shop", "--coverage-output", "c.txt")
    assert Path("c.txt").read_text(encoding="utf-8").startswith("activities.serve\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--coverage-format", "lcov"), "--coverage-format lcov needs a file"),
        (("--coverage", "--format", "json"), "--format json leaves no room for coverage"),
        (("--mutate", "--format", "junit"), "--mutate tells it as text, not as junit"),
        (("--mutate", "--watch"), "--mutate takes too long to watch"),
        (("--coverage-output", "nowhere/c.info"), "`nowhere/c.info` cannot be written"),
        (("--mutate-only", "activities.nothing"), "no change at `activities.nothing`"),
        (("--fail-under", "120"), "'--fail-under'"),
    ],
)
def test_what_does_not_go_together(run: Run, arguments: tuple[str, ...], said: str) -> None:
    ran = run("test", "shop", *arguments)
    assert ran.code == 2
    assert said in ran.err


def test_mutation_tells_and_does_not_fail(run: Run) -> None:
    ran = run("test", "shop", "--mutate", "--mutate-limit", "1")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{RAN}\nunnoticed: `activities.serve")
    assert ran.out.count("- name:") == 1
    assert "changes noticed" in ran.out


def test_fewer_noticed_than_were_asked_for(run: Run) -> None:
    assert run("test", "shop", "--mutate-fail-under", "10").code == 0
    ran = run("test", "shop", "--mutate-fail-under", "100")
    assert ran.code == 1
    assert "is less than 100 %" in ran.err


def test_the_proposed_case_is_noticed_once_it_is_added(run: Run) -> None:
    only = "activities.serve.operations"
    ran = run("test", "shop", "--mutate-only", only)
    before = ran.out.count("unnoticed:")
    lines = ran.out.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("  - name:"))
    case = "\n".join(lines[start : lines.index("", start)])
    Path("shop/a.policytest.yaml").write_text(f"{CASE}{case}\n", encoding="utf-8")
    again = run("test", "shop", "--mutate-only", only)
    assert again.code == 0
    assert again.out.count("unnoticed:") < before


def test_nothing_is_tried_while_a_case_fails(run: Run) -> None:
    Path("shop/a.policytest.yaml").write_text(CASE.replace("deny", "permit"), encoding="utf-8")
    ran = run("test", "shop", "--mutate")
    assert ran.code == 1
    assert "no changes tried: the cases must pass first" in ran.err
    assert "mutation:" not in ran.out
