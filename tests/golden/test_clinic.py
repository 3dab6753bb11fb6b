"""The clinic of the examples answers as its README and its cases say, under the law of the day."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import privpolicy as pp
from privpolicy.output.page import Look
from privpolicy.output.test_text import report_text

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "clinic"
CONSOLE = re.compile(r"```console\n\$ (privpolicy [^\n]*)\n(.*?)```\n", re.DOTALL)
SHOWN: list[tuple[str, str]] = CONSOLE.findall((FOLDER / "README.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tested() -> pp.TestReport:
    return pp.run_tests(FOLDER)


def test_it_answers_as_its_tests_say(tested: pp.TestReport) -> None:
    assert tested.ok, report_text(tested, Look())
    assert not tested.diagnostics
    assert len(tested.results) >= 60


def test_it_loads_without_a_warning() -> None:
    assert pp.validate(FOLDER) == ()


GUARDS = {
    "special-category": "special-data",
    "criminal-data": "offences",
    "child-consent": "children",
    "terminal-equipment": "telephone",
    "transfer": "abroad",
}


def test_every_kind_of_guard_stops_something_and_lets_something_pass(tested: pp.TestReport) -> None:
    for guard, topic in GUARDS.items():
        (file,) = (one for one in tested.files if one.name.endswith(f"/{topic}.policytest.yaml"))
        assert {"permit", "deny"} <= {result.decision.outcome for result in file.results}, guard
        denied = [result.decision for result in file.results if result.decision.outcome == "deny"]
        assert any({reason.code for reason in decision.reasons} == {guard} for decision in denied), guard


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
