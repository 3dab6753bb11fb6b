"""Checks of other packages: found by their entry point, and broken ones told by name."""

import sys
from pathlib import Path

import pytest

from privpolicy.cli.main import main
from privpolicy.lint.checks import CHECKS
from privpolicy.lint.errors import LintError
from privpolicy.lint.plugins import plugged_in

MAKE = '''
from privpolicy.checks import check
def look(x):
    """A summary."""
    return ()
def make(code, name="some-name"):
    return check(code, name, "note", look)
'''


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Install":
    return Install(tmp_path, monkeypatch)


class Install:
    """Puts a package with an entry point on the path, as a package manager would."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._monkeypatch = folder, monkeypatch
        monkeypatch.syspath_prepend(str(folder))

    def __call__(self, name: str, text: str, loads: str = "CHECKS") -> None:
        module = name.replace("-", "_")
        self._monkeypatch.delitem(sys.modules, module, raising=False)
        (self._folder / f"{module}.py").write_text(MAKE + text, encoding="utf-8")
        info = self._folder / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[privpolicy.checks]\n{name} = {module}:{loads}\n")


def ids(wanted: object = True) -> list[str]:
    return [one.id for one in plugged_in(wanted, CHECKS)]  # type: ignore[arg-type]


def test_a_check_or_several(install: Install) -> None:
    install("pp-one", 'CHECK = make("ACME101")\n', "CHECK")
    install("pp-two", 'CHECKS = [make("AB001", "a"), make("AB002", "b")]\n')
    assert ids() == ["ACME101", "AB001", "AB002"]
    assert ids(wanted=False) == []
    assert ids(["pp-two"]) == ["AB001", "AB002"]


def test_a_named_one_has_to_be_there(install: Install) -> None:
    install("pp-one", 'CHECKS = [make("ACME101")]\n')
    with pytest.raises(LintError, match="no installed package brings checks called `pp-onne`") as caught:
        ids(["pp-onne"])
    assert caught.value.advice == "did you mean `pp-one`?"


BROKEN = [
    ("raise RuntimeError('no')", "cannot be loaded: RuntimeError: no"),
    ("raise SystemExit(0)", "cannot be loaded: SystemExit: 0"),
    ("", "cannot be loaded: AttributeError"),
    ("CHECKS = 3", "cannot be loaded: TypeError"),
    ("CHECKS = [3]", "hold a int, which is no check"),
    ("CHECKS = [make('PP999')]", "the id `PP999` of the checks `pp-bad` .* does not fit"),
    ("CHECKS = [make('A101')]", "the id `A101` .* does not fit"),
    ("CHECKS = [make('acme101')]", "the id `acme101` .* does not fit"),
    ("CHECKS = [make('ACME101', 'Some Name')]", "the name `Some Name` .* does not fit"),
    ("CHECKS = [check('ACME101', 'grave', 'fatal', look)]", "`ACME101` .* has no severity"),
    ("CHECKS = [make('ACME101'), make('ACME101', 'other')]", "`ACME101` .* is taken by `pp-bad`"),
    ("CHECKS = [make('ACME101'), make('ACME102')]", "`some-name` .* is taken by `pp-bad`"),
    ("CHECKS = [make('ACME101', 'endless-phase')]", "`endless-phase` .* is taken by privpolicy"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN)
def test_a_broken_one_is_told_by_name(text: str, message: str, install: Install) -> None:
    install("pp-bad", text)
    with pytest.raises(LintError, match=message) as caught:
        ids()
    assert "`pp-bad` (`pp_bad:CHECKS` of pp-bad)" in caught.value.message


def test_what_an_import_prints_is_no_answer(install: Install, capsys: pytest.CaptureFixture[str]) -> None:
    install("pp-loud", "print('hello')\nCHECKS = (print(code) or make(code) for code in ['ACME101'])\n")
    assert main(["lint", "--explain", "ACME101", "--no-config"]) == 0
    told = capsys.readouterr()
    assert (told.out.startswith("ACME101 some-name"), told.err) == (True, "hello\nACME101\n")
