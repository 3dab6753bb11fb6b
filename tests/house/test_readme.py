"""What the README shows is what is printed. ``python -m tests.house.test_readme`` writes it anew."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n\$ (privpolicy [^\n]*)\n(.*?)```\n", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```\n\n```text\n(.*?)```\n", re.DOTALL)


def printed(command: str) -> str:
    words = [sys.executable, "-m", *shlex.split(command)]
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603  # the README's own commands
        words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    return "\n" + (done.stdout + done.stderr).strip("\n") + "\n"


def run(program: str) -> str:
    said = io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(said):
        exec(compile(program, "README.md", "exec"), {})  # noqa: S102  # the README's own program
    return said.getvalue()


def written(text: str) -> str:
    text = CONSOLE.sub(lambda shown: f"```console\n$ {shown[1]}\n{printed(shown[1])}```\n", text)
    return PYTHON.sub(lambda shown: f"```python\n{shown[1]}```\n\n```text\n{run(shown[1])}```\n", text)


def test_the_readme_shows_what_is_printed() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(CONSOLE.findall(text)) >= 4
    assert len(PYTHON.findall(text)) == 1
    assert written(text) == text


def test_its_first_screen_names_both_commands() -> None:
    first_screen = README.read_text(encoding="utf-8").splitlines()[:24]
    assert {"make check", "make test"} <= {line.split("  ")[0] for line in first_screen}


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
