"""The benchmarks run, and measure what they say; nothing here looks at a clock."""

from pathlib import Path

import pytest
from benchmarks.contest.measure import ContestEffort
from benchmarks.fides.ours import measure_fides
from benchmarks.fides.question import broken_rules, draw_inventory
from benchmarks.generate import generate
from benchmarks.lookup import cells_of, covers, disagreements, table_for
from benchmarks.measure import KINDS, Effort
from benchmarks.peers.ours import MANY, NEW
from benchmarks.peers.roster import YARDSTICK
from benchmarks.report import report
from benchmarks.run import run
from benchmarks.workload import CATEGORIES, outcomes, questions

import privpolicy as pp


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    generate(30, folder)
    return folder


def test_the_same_number_gives_the_same_policy(folder: Path, tmp_path: Path) -> None:
    generate(30, tmp_path)
    assert pp.load(tmp_path).digest == pp.load(folder).digest


def test_a_generated_policy_uses_every_feature(folder: Path) -> None:
    model = pp.load(folder).model
    assert len(model.activities) == 30
    activities = model.activities.values()
    assert {activity.legal_basis for activity in activities} >= {"consent", "contract", "legitimate-interests"}
    for feature in ("when", "retention", "obligations", "further_processing_of", "effective"):
        assert any(getattr(activity, feature) for activity in activities), feature
    assert len(model.prohibitions) > 3
    assert len(model.retention) > 3


def test_the_workload_gets_every_answer_and_the_dictionary_agrees(folder: Path) -> None:
    policy = pp.load(folder)
    asked = questions(policy, 200, repeat=True)
    assert len(asked) == 200
    assert {len(set(question["data"])) for question in asked} == {CATEGORIES}
    assert all(outcomes(policy, asked).values())
    table = table_for(policy.model, asked)
    assert {covers(table, question) for question in asked} == {True, False}
    assert disagreements(policy, table, asked) == []


def test_a_wrong_dictionary_is_found_out(folder: Path) -> None:
    policy = pp.load(folder)
    asked = questions(policy, 50, repeat=True)
    table = table_for(policy.model, asked)
    del table[next(iter(table))]
    assert disagreements(policy, table, asked)


def test_no_cell_comes_twice_where_that_is_asked(folder: Path) -> None:
    asked = questions(pp.load(folder), 100, repeat=False)
    cells = [cell for question in asked for cell in cells_of(question)]
    assert len(asked) > 50
    assert len(cells) == len(set(cells))


def test_the_question_of_fides_size_is_answered_as_the_naive_answer_has_it() -> None:
    inventory = draw_inventory(systems=20)
    assert inventory == draw_inventory(systems=20)
    assert len(inventory.declarations) == 100
    found = measure_fides(1, systems=20)  # raises where a pair differs
    assert found.broken == len(broken_rules(inventory)) > 5


def test_one_round_gives_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    """Our own rows and the yardstick; what is installed besides has its own test."""
    effort = Effort(questions=20, rounds=2, loads=2, processes=1)
    contest_effort = ContestEffort(questions=20, rounds=2, turn=0.001)
    figures = run(effort, contest_effort, sizes=(30,), curve=(30, 60), peers=(NEW, MANY, YARDSTICK))
    text = report(figures)
    assert "| **privpolicy** " in capsys.readouterr().out  # the table of everybody comes first
    for words in ("generated-30", "multi-planning", "hand-indexed Python", "conditional, needs export = false"):
        assert words in text
    for kind in KINDS:
        assert f"**{kind.capitalize()}**" in text
    assert "not measured" in text  # the tables were left to others
    assert [size for size, _ in figures.loads] == [30, 60]
