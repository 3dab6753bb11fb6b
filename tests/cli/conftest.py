"""Running commands: in this process, or as a program of its own where pipes, signals and terminals matter."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from privpolicy.cli.main import main

FIXTURES = Path(__file__).parent / "fixtures"
GOLDEN = Path(__file__).parent.parent / "golden" / "cli"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand among the fixtures, before a screen of 80 columns without colours."""
    monkeypatch.chdir(FIXTURES)
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run(*arguments: str, stdin: str | bytes = b"") -> Ran:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        code = main(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


def program(arguments: Sequence[str], **options: object) -> subprocess.Popen[bytes]:
    """Start ``python -m privpolicy`` as a program of its own, which can be interrupted wherever the tests run."""
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]  # noqa: S603  # this very program
        [sys.executable, "-m", "privpolicy", *arguments],
        preexec_fn=_interruptible,  # noqa: PLW1509  # no thread runs in the tests
        **options,
    )


def _interruptible() -> None:
    """Undo that jobs in the background of a shell are started deaf to interruptions."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def assert_golden(name: str, found: str) -> None:
    """Compare with a file that was read by a person; UPDATE_GOLDEN=1 writes it anew, to be read again."""
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(found, encoding="utf-8")
    assert found == file.read_text(encoding="utf-8")
