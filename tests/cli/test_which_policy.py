"""Which policy is meant when none is named."""

import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import FIXTURES, Run

QUESTION = ("--purpose", "claims", "--data", "contact", "--complete")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def place(folder: Path) -> None:
    shutil.copytree(FIXTURES / "shop", folder)


def configure(project: Path, text: str = '[tool.privpolicy]\npolicy = "privacy/shop"\n') -> None:
    (project / "pyproject.toml").write_text(text, encoding="utf-8")


def test_of_the_nearest_pyproject(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place(project / "privacy" / "shop")
    configure(project)
    assert "privacy/shop/activities.yaml" in run("check", *QUESTION).out
    assert run("validate").code == 0
    assert run("show", "claims").code == 0
    below = project / "src" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert run("check", *QUESTION).code == 0


def test_in_policies(run: Run, project: Path) -> None:
    place(project / "policies")
    assert "policies/activities.yaml" in run("check", *QUESTION).out
    configure(project, "[project]\nname = 'a'\n")
    assert run("check", *QUESTION).code == 0


def test_the_only_one_in_policies(run: Run, project: Path) -> None:
    place(project / "policies" / "shop")
    (project / "policies" / "notes").mkdir()
    assert "policies/shop/activities.yaml" in run("check", *QUESTION).out


def test_one_of_several(run: Run, project: Path) -> None:
    place(project / "policies" / "a")
    place(project / "policies" / "b")
    ran = run("check", *QUESTION)
    assert (ran.code, ran.out) == (2, "")
    assert "`policies` holds several: `policies/a`, `policies/b`" in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tool.privpolicy]\npolicy = 3\n", "is no text"),
        ("[tool\n", "cannot be read"),
        ("tool = 3\n", "there is no folder `policies`"),
        ("[tool]\nprivpolicy = 3\n", "there is no folder `policies`"),
    ],
)
def test_a_pyproject_that_does_not_say(run: Run, project: Path, text: str, said: str) -> None:
    configure(project, text)
    ran = run("check", *QUESTION)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_nothing(run: Run, project: Path) -> None:
    assert "there is no folder `policies`" in run("check", *QUESTION).err
    (project / "policies").mkdir()
    assert "`privpolicy init` writes one" in run("validate").err
