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
        ("[tool.privpolicy]\npolicy = 3\n", "pyproject.toml:2:1: `policy` is no path"),
        ("[tool.privpolicy]\npolicy = ' '\n", "pyproject.toml:2:1: `policy` is no path"),
        ("[tool\n", "pyproject.toml:1:6: this is no TOML"),
        ("tool = 3\n", "there is no folder `policies`"),
        ("[tool]\nprivpolicy = 3\n", "there is no folder `policies`"),
    ],
)
def test_a_pyproject_that_does_not_say(run: Run, project: Path, text: str, said: str) -> None:
    configure(project, text)
    ran = run("check", *QUESTION)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err.replace("\n  ", "")


def test_of_the_nearest_privpolicy_toml(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place(project / "privacy" / "shop")
    own = project / "privpolicy.toml"
    own.write_text('policy = "privacy/shop"\n[lint]\nfail-on = "never"\n', encoding="utf-8")
    assert "privacy/shop/activities.yaml" in run("check", *QUESTION).out
    configure(project, '[tool.privpolicy]\npolicy = "nowhere"\n')
    assert run("validate").code == 0, "in one folder privpolicy.toml goes first"
    below = project / "privacy" / "deep"
    below.mkdir()
    monkeypatch.chdir(below)
    assert run("lint").code == 0
    (below / "privpolicy.toml").write_text("[lint]\n", encoding="utf-8")
    (below / "pyproject.toml").write_text("[project]\nname = 'a'\n", encoding="utf-8")
    assert run("validate").code == 0, "these name none, so that those above count"
    place(below / "policies")
    (project / "privacy" / "shop" / "activities.yaml").write_text("nonsense")
    assert run("validate").code == 0, "a project with a folder `policies` needs no settings"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"policy = 3\n", ":1:1: `policy` is no path"),
        (b"[lint]\nselect = [\n", ":3:1: this is no TOML"),
        (b"policy = 'caf\xe9'\n", ": the file cannot be read: it is not UTF-8"),
        (b"\xef\xbb\xbfpolicy = 'a'\n", ":1:1: the file begins with a byte order mark"),
        (None, ": the file cannot be read: no such file or directory"),
    ],
)
def test_settings_that_are_wrong_are_an_error(run: Run, project: Path, text: bytes | None, said: str) -> None:
    place(project / "policies")
    own = project / "privpolicy.toml"
    own.symlink_to("gone") if text is None else own.write_bytes(text)
    for command in ("validate", "lint"):
        ran = run(command)
        assert (ran.code, ran.out) == (2, "")
        assert f"privpolicy.toml{said}" in " ".join(ran.err.split()).replace("privpolicy .toml", "privpolicy.toml")


def test_nothing(run: Run, project: Path) -> None:
    assert "there is no folder `policies`" in run("check", *QUESTION).err
    (project / "policies").mkdir()
    assert "`privpolicy init` writes one" in run("validate").err
