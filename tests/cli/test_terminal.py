"""Colours only where somebody sees them, and the program as such."""

import os
import pty
import subprocess
import sys

import pytest
from tests.cli.conftest import FIXTURES, Run, program

from privpolicy import __version__

QUESTION = ["check", "shop", "--purpose", "claims", "--data", "contact", "--complete", "--at", "2021-06-01"]
ESCAPE = "\x1b["


def on_a_terminal(arguments: list[str], **environment: str) -> str:
    """Run a command before a pseudo terminal and return everything that it shows."""
    ours, theirs = pty.openpty()
    try:
        settings = {key: value for key, value in os.environ.items() if key != "COLUMNS"}
        settings |= {"TERM": "xterm", "COLUMNS": "80"} | environment
        with program(arguments, cwd=FIXTURES, stdout=theirs, stderr=theirs, env=settings) as running:
            os.close(theirs)
            theirs = -1
            shown = bytearray()
            while True:
                try:
                    data = os.read(ours, 4096)
                except OSError:  # how Linux tells that the other end is closed
                    break
                if not data:
                    break
                shown += data
            running.wait()
        return shown.decode().replace("\r\n", "\n")
    finally:
        os.close(ours)
        if theirs >= 0:
            os.close(theirs)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")
def test_colour() -> None:
    shown = on_a_terminal(QUESTION)
    assert shown.startswith(f"{ESCAPE}1;32mPERMIT{ESCAPE}0m")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")
@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour(environment: dict[str, str]) -> None:
    assert ESCAPE not in on_a_terminal(QUESTION, **environment)
    assert ESCAPE not in on_a_terminal(["validate", "faulty"], **environment)


def test_forced_colour(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words are the same with colours and without."""
    without = run(*QUESTION).out
    assert ESCAPE not in without
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run(*QUESTION).out
    for code in ("0", "1", "2", "36", "1;32", "1;36"):
        coloured = coloured.replace(f"{ESCAPE}{code}m", "")
    assert coloured == without


def test_a_wide_and_a_narrow_screen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns, widest in (("60", 60), ("300", 100)):
        monkeypatch.setenv("COLUMNS", columns)
        lines = run(*QUESTION).out.splitlines()
        assert max(map(len, lines)) <= widest


def test_the_module_is_the_program() -> None:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with program(["--version"], **pipes) as running:
        out, err = running.communicate()
    assert (out.decode().strip(), err, running.returncode) == (f"privpolicy {__version__}", b"", 0)


def test_an_encoding_that_lacks_letters() -> None:
    settings = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    with program(QUESTION, cwd=FIXTURES, stdout=subprocess.PIPE, env=settings) as running:
        assert running.stdout is not None
        assert "contact · Contact details" in running.stdout.read().decode()
        assert running.wait() == 0


def test_help_and_bad_usage(run: Run) -> None:
    for command in ((), ("check",), ("validate",), ("show",), ("schema",), ("init",)):
        ran = run(*command, "--help")
        assert ran.code == 0
        assert "Usage: privpolicy" in ran.out
    ran = run("chek")
    assert (ran.code, ran.out) == (2, "")
    assert "'check'" in ran.err
    assert run().code == 2
    assert run("validate", "a", "b").code == 2
