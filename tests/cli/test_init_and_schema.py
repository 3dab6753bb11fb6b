"""``init`` writes a policy that works, over nothing; ``schema`` prints what files may hold."""

import json
import shlex
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.cli.conftest import Run

from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("folder", [(), ("privacy/rules",), ("my rules",)])
def test_what_it_says_to_type_works(run: Run, folder: tuple[str, ...]) -> None:
    ran = run("init", *folder)
    assert (ran.code, ran.err) == (0, "")
    commands = [shlex.split(line) for line in ran.out.splitlines() if line.startswith("  ")]
    assert [command[:2] for command in commands] == [
        ["privpolicy", "show"],
        ["privpolicy", "validate"],
        ["privpolicy", "lint"],
        ["privpolicy", "check"],
        ["privpolicy", "check"],
    ]
    assert [run(*command[1:]).code for command in commands] == [0, 0, 0, 3, 0]


def test_it_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    for name in ("activities.yaml", "other.yml"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).write_text("mine", encoding="utf-8")
        ran = run("init", str(folder))
        assert (ran.code, ran.out) == (2, "")
        assert f"holds a policy already: {name}" in ran.err
        assert [file.read_text(encoding="utf-8") for file in folder.iterdir()] == ["mine"]


def test_it_cannot_write(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = run("init", "file")
    assert (ran.code, ran.out) == (2, "")
    assert "`file` cannot be written" in ran.err


def test_it_stands_beside_other_things(run: Run, tmp_path: Path) -> None:
    (tmp_path / "README.md").touch()
    assert run("init", ".").code == 0


@pytest.mark.parametrize("subject", ["policy", "request", "decision"])
def test_schemas(run: Run, subject: str) -> None:
    ran = run("schema", subject)
    assert (ran.code, ran.err) == (0, "")
    Draft202012Validator.check_schema(json.loads(ran.out))


def test_the_starter_fits_the_schema(run: Run, tmp_path: Path) -> None:
    run("init", "here")
    schema = json.loads(run("schema").out)
    for file in (tmp_path / "here").glob("*.yaml"):
        root = parse(file.read_bytes(), file.name).root
        assert root is not None
        Draft202012Validator(schema).validate(plain(root))


def test_no_such_schema(run: Run) -> None:
    assert run("schema", "law").code == 2
