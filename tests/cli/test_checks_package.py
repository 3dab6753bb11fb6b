"""The example of a package with checks: found by its entry point, as after ``pip install``."""

import os
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "examples" / "checks-package"
POLICY = "policy: {language: 1, id: a, law: [eu-gdpr]}\npurposes:\n  crm: {title: Keep the CRM up to date}\n"


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Lay the package out as an installer does, without asking a registry for the tools that build it."""
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text())["project"]
    target = tmp_path / "site"
    info = target / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = ConfigParser()
    points.read_dict(project["entry-points"])
    with (info / "entry_points.txt").open("w") as file:
        points.write(file)
    (target / "plain_words").symlink_to(PACKAGE / "src" / "plain_words")
    (tmp_path / "policy.yaml").write_text(POLICY)
    return target


def run(installed: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(installed), os.environ.get("PYTHONPATH", "")))}
    command = [sys.executable, "-m", "privpolicy", "lint", *arguments]
    return subprocess.run(  # noqa: S603  # this very program
        command, cwd=installed.parent, env=environment, capture_output=True, text=True, check=False
    )


def test_its_check_is_asked(installed: Path) -> None:
    ran = run(installed, "policy.yaml", "--select", "ACME")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.startswith("warning[ACME101] house-abbreviation: `CRM` is an abbreviation that few people know\n")
    assert "policy.yaml:3:16" in ran.stdout
    assert "= law: Art. 12(1) GDPR" in ran.stdout


def test_it_is_explained(installed: Path) -> None:
    ran = run(installed, "--explain", "house-abbreviation")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "Keep the CRM up to date}    # ← ACME101" in ran.stdout


def test_it_can_be_left_out(installed: Path) -> None:
    (installed.parent / "privpolicy.toml").write_text("[lint]\nplugins = false\nselect = ['PP5']\n")
    ran = run(installed, "policy.yaml")
    assert (ran.returncode, "ACME101" in ran.stdout) == (0, False)
    assert "there is no check `ACME`" in run(installed, "policy.yaml", "--select", "ACME").stderr
