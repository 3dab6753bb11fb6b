"""The clinic of the examples answers as its README and its cases say, under the law of the day."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.golden.law_cases import Case, answer_as_expected, read_cases

import privpolicy as pp

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "clinic"
CASES = read_cases(Path(__file__).with_name("clinic_cases.yaml"))
CONSOLE = re.compile(r"```console\n\$ (privpolicy [^\n]*)\n(.*?)```\n", re.DOTALL)
SHOWN: list[tuple[str, str]] = CONSOLE.findall((FOLDER / "README.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def policy() -> pp.Policy:
    return pp.load(FOLDER)


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case['about']}" for number, case in enumerate(CASES)])
def test_case(policy: pp.Policy, case: Case) -> None:
    answer_as_expected(policy, case)


def test_it_loads_without_a_warning() -> None:
    assert pp.validate(FOLDER) == ()


def test_every_kind_of_guard_stops_something_and_lets_something_pass() -> None:
    guards = {"special-category", "criminal-data", "child-consent", "terminal-equipment", "transfer"}
    for guard in guards:
        outcomes = {case["expect"]["outcome"] for case in CASES if case["about"] == guard}
        assert {"permit", "deny"} <= outcomes, guard
    alone = {tuple(case["expect"]["reasons"]) for case in CASES if case["expect"]["outcome"] == "deny"}
    assert {(guard,) for guard in guards} <= alone


def test_the_readme_shows_five_commands() -> None:
    assert len(SHOWN) == 5


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[str(number) for number in range(len(SHOWN))])
def test_the_readme_shows_what_is_printed(command: str, shown: str) -> None:
    """What is left of an answer that is cut short stands in the whole one, in the same order."""
    words = [sys.executable, "-m", *shlex.split(command)]
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603  # the README's own commands
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    rest = " ".join(done.stdout.split())
    for part in re.split(r"^…$", shown, flags=re.MULTILINE):
        _, found, rest = rest.partition(" ".join(part.split()))
        assert found, (part, done.stdout)
