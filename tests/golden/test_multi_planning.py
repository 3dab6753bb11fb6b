"""What the notice of Multi-Planning states plainly, the policy answers."""

import re
from pathlib import Path

import pytest

import privpolicy as pp
from privpolicy.output.page import Look
from privpolicy.output.test_text import report_text
from privpolicy.source.path import dotted

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "policies" / "multi-planning"
STATEMENT = re.compile(r"S([1-9]|[1-9]\d|1[0-5]\d|16[0-3])")


@pytest.fixture(scope="module")
def policy() -> pp.Policy:
    return pp.load(FOLDER)


@pytest.fixture(scope="module")
def tested() -> pp.TestReport:
    return pp.run_tests(FOLDER)


def test_it_answers_as_its_tests_say(tested: pp.TestReport) -> None:
    assert tested.ok, report_text(tested, Look())
    assert not tested.diagnostics
    assert len(tested.results) >= 224


def test_each_test_names_its_statement(tested: pp.TestReport) -> None:
    for result in tested.results:
        assert result.case.sources, result.case.name
        assert all(STATEMENT.fullmatch(source) for source in result.case.sources), result.case.name


def test_each_gate_is_the_only_one_somewhere(tested: pp.TestReport) -> None:
    """The purpose, the lock, the browser and the way abroad each stop something by themselves."""
    denied = [one for one in tested.results if one.case.law and one.decision.outcome == "deny"]
    alone = {frozenset(reason.code for reason in result.decision.reasons) for result in denied}
    assert {frozenset({code}) for code in ("not-covered", "prohibited", "terminal-equipment", "transfer")} <= alone


def test_every_statement_is_mapped() -> None:
    rows = re.findall(r"^\| *S(\d+) *\|", (FOLDER / "STATEMENTS.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number in rows] == list(range(1, 164))


def test_every_declaration_that_a_statement_names_exists(policy: pp.Policy) -> None:
    model = policy.model.model_dump(by_alias=True)
    known = {f"{section}.{name}" for section, declared in model.items() for name in declared or ()}
    text = (FOLDER / "STATEMENTS.md").read_text(encoding="utf-8")
    named = {path for path in re.findall(r"`([a-z-]+\.[a-z0-9.-]+)`", text) if path.partition(".")[0] in model}
    assert len(named) > 100
    nested = {path for path in named - known if not any(path.startswith(f"{one}.") for one in known)}
    assert nested == set()
    assert dotted(("policy", "id")) in known


def test_every_activity_and_prohibition_carries_a_statement(policy: pp.Policy) -> None:
    text = (FOLDER / "STATEMENTS.md").read_text(encoding="utf-8")
    declared = [f"activities.{name}" for name in policy.model.activities]
    declared += [f"prohibitions.{name}" for name in policy.model.prohibitions]
    assert [path for path in declared if f"`{path}" not in text] == []
