"""What the shell has closed, or what is full: the exit code stays right, and no answer is lost that can be read."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
POLICY = "policies/multi-planning"


def ends(words: str) -> subprocess.CompletedProcess[str]:
    """Run a command line of the shell."""
    line = f'"{sys.executable}" -m privpolicy {words}'
    return subprocess.run(["/bin/sh", "-c", line], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # ours


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (f"validate {POLICY} 2>&-", 0),
        (f"validate {POLICY} >&-", 2),
        (f"validate {POLICY} >&- 2>&-", 2),
        (f"validate {POLICY} >/dev/full", 2),
        (f"validate {POLICY} >/dev/full 2>/dev/full", 2),
        ("validate no-such-policy 2>&-", 2),
        ("validate no-such-policy 2>/dev/full", 2),
        (f"check {POLICY} --request no-such-file.yaml 2>/dev/full", 2),
    ],
)
def test_the_exit_code_says_what_nobody_can_read(words: str, code: int) -> None:
    done = ends(words)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_an_answer_is_given_where_complaints_have_no_reader() -> None:
    asked = f"check {POLICY} --purpose website.service --data log.server --data-subject visitor --format json"
    told, closed = ends(asked), ends(f"{asked} 2>&-")
    assert told.stdout
    assert (closed.stdout, closed.returncode) == (told.stdout, told.returncode)
