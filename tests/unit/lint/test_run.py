"""The linter as a program of somebody else calls it."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import privpolicy as pp
from privpolicy.model.moment import read_moment

TEXT = """\
policy: {language: 1, id: a}
retention:
  keep: {phases: [{phase: active}, {phase: active}], then: erase}
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(TEXT)
    return tmp_path


def codes(report: pp.LintReport) -> set[str]:
    return {one.code.id for one in report.diagnostics}


def test_the_verb_stays_a_verb(policy: Path) -> None:
    """A package of the same name is imported by the first call."""
    for _ in range(2):
        assert "PP502" in codes(pp.lint(policy))
    assert pp.lint(str(policy)).policy == str(policy)


def test_a_policy_without_law_is_read_under_the_regulation(policy: Path) -> None:
    assert pp.lint(policy).packs == ("eu-gdpr",)


def test_the_day(policy: Path) -> None:
    assert pp.lint(policy, at="2020-01-02").at == read_moment("2020-01-02")
    assert pp.lint(policy, at=date(2020, 1, 2)).at == read_moment("2020-01-02")
    dated = pp.LintConfig(at=read_moment("2021-01-01"))
    assert pp.lint(policy, config=dated).at == read_moment("2021-01-01")
    assert pp.lint(policy, at="2020-01-02", config=dated).at == read_moment("2020-01-02")
    with pytest.raises(ValueError, match="no date"):
        pp.lint(policy, at="soon")


def test_settings_are_those_handed_in(policy: Path) -> None:
    (policy / "privpolicy.toml").write_text('[lint]\nignore = ["PP502"]\n')
    assert "PP502" in codes(pp.lint(policy))
    assert "PP502" not in codes(pp.lint(policy, config=pp.LintConfig.of(policy)))


def test_bad_settings_are_raised(policy: Path) -> None:
    with pytest.raises(pp.LintError, match="there is no check `PP999`"):
        pp.lint(policy, config=pp.LintConfig(select=("PP999",)))
    with pytest.raises(pp.LintError, match=r"known\.json: there is no such baseline"):
        pp.lint(policy, baseline=policy / "known.json")


def test_what_cannot_be_looked_at(tmp_path: Path) -> None:
    report = pp.lint(tmp_path / "nowhere")
    assert (report.looked, report.loaded, codes(report)) == (False, False, {"PP001"})
    assert report.fails("never")


def test_nobody_else_waits_for_the_linter() -> None:
    program = (
        "import sys; from privpolicy.cli.main import main; main(['validate']); "
        "sys.exit(any(name.startswith('privpolicy.lint.') for name in sys.modules))"
    )
    done = subprocess.run(  # noqa: S603  # this very program
        [sys.executable, "-c", program], check=False, cwd=Path(__file__).parents[3], stdout=subprocess.DEVNULL
    )
    assert done.returncode == 0
