"""What the notice of Multi-Planning states plainly, the policy answers."""

import re
from pathlib import Path
from typing import Any

import pytest

import privpolicy as pp
from privpolicy.source.path import dotted
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "policies" / "multi-planning"
CASES_FILE = Path(__file__).with_name("multi_planning_cases.yaml")


def read_cases() -> list[dict[str, Any]]:
    document = parse(CASES_FILE.read_bytes(), CASES_FILE.name)
    assert document.root is not None
    assert document.diagnostics == ()
    written: Any = plain(document.root)
    cases: list[dict[str, Any]] = written["cases"]
    return cases


CASES = read_cases()


@pytest.fixture(scope="module")
def policy() -> pp.Policy:
    return pp.load(FOLDER)


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case['statement']}" for number, case in enumerate(CASES)])
def test_case(policy: pp.Policy, case: dict[str, Any]) -> None:
    decision = policy.decide(pp.Request.parse(case["request"]), law=None)
    expected = case["expect"]
    assert decision.outcome == expected["outcome"], case["question"]
    assert {reason.code for reason in decision.reasons} >= set(expected.get("reasons", [])), case["question"]
    if "activity" in expected:
        assert {category.activity for category in decision.categories} == {expected["activity"]}


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
