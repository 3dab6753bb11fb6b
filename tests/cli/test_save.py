"""``save``, and ``check`` of what it wrote: the same answers, or none."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_check import ANSWERS, AT

OTHERS = ("ask", "show", "validate", "why-not", "lint", "within", "diff")


@pytest.fixture
def saved(run: Run, tmp_path: Path) -> tuple[str, str]:
    file = str(tmp_path / "shop.saved")
    ran = run("save", "shop", "--out", file)
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"sha256:[0-9a-f]{64}\n", ran.out)
    return file, ran.out.strip()


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("form", [(), ("--format", "json")])
def test_it_answers_as_its_sources_do(run: Run, saved: tuple[str, str], name: str, form: Sequence[str]) -> None:
    file, digest = saved
    code, options = ANSWERS[name]
    expected = run("check", "shop", *options, *AT, *form)
    assert expected.code == code
    assert run("check", file, "--digest", digest, *options, *AT, *form) == expected


def test_a_stream_is_answered_alike(run: Run, saved: tuple[str, str]) -> None:
    lines = '{"purpose": "orders", "data": "contact.email", "at": "2021-06-01"}\n{"purpose": "none"}\n' * 3
    expected = run("check", "shop", "--request", "-", "--stream", stdin=lines)
    assert expected.out.count("\n") == 6
    assert run("check", saved[0], "--digest", saved[1], "--request", "-", "--stream", stdin=lines) == expected


def test_another_digest(run: Run, saved: tuple[str, str]) -> None:
    ran = run("check", saved[0], "--digest", "sha256:" + "0" * 64, "--purpose", "orders", "--data", "contact")
    assert (ran.code, ran.out) == (2, "")
    assert f"its digest is {saved[1]}" in ran.err
    ran = run("check", "shop", "--digest", saved[1], "--purpose", "orders", "--data", "contact")
    assert (ran.code, ran.out) == (2, "")
    assert "shop" in ran.err


def test_without_its_digest_it_is_not_opened(run: Run, saved: tuple[str, str]) -> None:
    ran = run("check", saved[0], "--purpose", "orders", "--data", "contact")
    assert (ran.code, ran.out) == (2, "")
    assert "is a saved policy: it opens with its digest" in ran.err


@pytest.mark.parametrize("command", ["ask", "show", "why-not", "within", "save"])
def test_other_commands_need_the_sources(run: Run, saved: tuple[str, str], command: str, tmp_path: Path) -> None:
    more = {"within": ["shop"], "why-not": ["--purpose", "orders", "--data", "contact"], "save": ["--out", "x"]}
    ran = run(command, saved[0], *more.get(command, []))
    assert ran.code == 2
    assert "saved policy" in ran.err
    assert "Traceback" not in ran.err


def test_a_policy_with_errors_is_not_saved(run: Run, tmp_path: Path) -> None:
    ran = run("save", "faulty", "--out", str(tmp_path / "out"))
    assert ran.code == 2
    assert "error" in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("out", ["", ".", "none/there", "a\0b"])
def test_where_nothing_can_be_written(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str) -> None:
    shop = os.path.abspath("shop")  # noqa: PTH100  # as it is typed
    monkeypatch.chdir(tmp_path)
    ran = run("save", shop, "--out", out)
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be written" in ran.err
    assert not list(tmp_path.iterdir())


def test_a_file_of_another_version(run: Run, saved: tuple[str, str], tmp_path: Path) -> None:
    program = (
        "import sys, privpolicy.source.version as version; version.VERSION = '9.9';"
        "from privpolicy.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    arguments = ["check", saved[0], "--digest", saved[1], "--purpose", "orders", "--data", "contact.email"]
    ran = subprocess.run(  # noqa: S603  # this very program
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "and this is 9.9" in ran.stderr
