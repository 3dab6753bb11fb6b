"""Nobody waits for what he does not use: which modules a command reads, counted and not timed."""

import subprocess
import sys
from pathlib import Path

import pytest

from privpolicy.cli.commands import COMMANDS

ROOT = Path(__file__).parents[2]
QUESTION = "check policies/multi-planning --purpose marketing.newsletter --data contact.email "
QUESTION += "--data-subject registered-user --at 2019-11-15"
NEVER = (
    "rich",
    "jsonschema",
    "pygls",
    "lsprotocol",
    "pygments",
    "numpy",
    "pandas",
    "pyarrow",
    "ibis",
    "duckdb",
    "sqlglot",
)
"""What no question to a policy needs."""


def modules(program: str) -> set[str]:
    done = subprocess.run(  # noqa: S603  # this very program
        [sys.executable, "-c", f"{program}\nimport sys; print('\\n' + ' '.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return set(done.stdout.splitlines()[-1].split())


def of_command(arguments: str) -> set[str]:
    return modules(f"from privpolicy.cli.main import main; main({arguments.split()!r})")


def rooms(read: set[str]) -> set[str]:
    return {name.split(".")[1] for name in read if name.startswith("privpolicy.") and name.count(".") > 1}


def test_the_package_alone_reads_next_to_nothing() -> None:
    read = modules("import privpolicy")
    assert not {"pydantic", "typer", "ruamel.yaml", "whenever", *NEVER} & read
    assert not rooms(read) - {"source"}


@pytest.mark.parametrize("more", ["", " --format json"])
def test_check(more: str) -> None:
    read = of_command(QUESTION + more)
    assert not {*NEVER} & {name.partition(".")[0] for name in read}
    assert not rooms(read) & {"lint", "diff", "questions", "testing", "analysis", "editor", "schemas", "batch"}
    assert {f"privpolicy.cli.{name}" for name in COMMANDS.values()} & read == {"privpolicy.cli.check"}
    assert not {"privpolicy.law.pack", "privpolicy.law.load", "privpolicy.cli.check_requests"} & read
    assert not {"asyncio", "multiprocessing", "http.client"} & read


def test_no_command_waits_for_another() -> None:
    read = of_command("init --help")
    assert not {"whenever", "_ruamel_yaml"} & read
    assert not rooms(read) & {"model", "loading", "law", "saved"}


def test_every_command_is_there() -> None:
    read = of_command("--help")
    assert {f"privpolicy.cli.{name}" for name in COMMANDS.values()} <= read


def test_verbs_stay_verbs_whatever_is_imported_first() -> None:
    for first in ("", "import privpolicy.lint.run, privpolicy.diff.run\n", "from privpolicy.diff import report\n"):
        program = f"{first}import privpolicy as pp\nassert callable(pp.diff) and callable(pp.lint), first\n"
        program += (
            "import privpolicy.lint.config, privpolicy.diff.report\nassert callable(pp.diff) and callable(pp.lint)\n"
        )
        program += "from privpolicy import diff, lint\nassert callable(diff) and callable(lint)\n"
        program += "assert {'diff', 'lint', 'load', 'Request'} <= set(dir(pp))"
        modules(program)
