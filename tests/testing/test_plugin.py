"""``pytest policies/`` runs policy tests."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.testing.shop import HEAD, SHOP

GOOD = f"{HEAD}  - {{name: no consent, expect: {{outcome: deny, reasons: [consent-missing]}}}}\n"
BAD = f"{HEAD}  - {{name: sold, source: S1, expect: permit, request: {{operation: sell}}}}\n"
WEAK = f"{HEAD}  - {{name: weak, expect: deny}}\n  - {{name: strong, expect: {{activity: null}}}}\n"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    (tmp_path / "shop" / "tests").mkdir(parents=True)
    (tmp_path / "shop" / "policy.yaml").write_text(SHOP, encoding="utf-8")
    return tmp_path


def lay(here: Path, **files: str) -> None:
    for name, text in files.items():
        (here / "shop" / "tests" / f"{name}.policytest.yaml").write_text(text, encoding="utf-8")


def run_pytest(here: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:cov", "-c", "/dev/null", *arguments]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)  # noqa: S603
    return done.returncode, done.stdout + done.stderr


def test_a_case_is_an_item(here: Path) -> None:
    lay(here, good=GOOD, bad=BAD)
    code, out = run_pytest(here, "--rootdir", str(here), "shop", "-rA", "-q")
    assert code == 1
    assert "PASSED shop/tests/good.policytest.yaml::no consent" in out
    assert "FAILED shop/tests/bad.policytest.yaml::sold" in out
    assert "failed: sold (S1)\n --> shop/tests/bad.policytest.yaml:3:12" in out
    assert "outcome     - permit  expected" in out
    assert "privpolicy check shop --purpose news" in out
    assert "Traceback" not in out


def test_by_name_and_in_several_processes(here: Path) -> None:
    lay(here, good=GOOD, bad=BAD)
    code, out = run_pytest(here, "--rootdir", str(here), "shop", "-q", "-n", "2", "-k", "consent")
    assert (code, "1 passed" in out) == (0, True)


def test_a_file_with_a_fault_is_an_error_of_collection(here: Path) -> None:
    lay(here, good=GOOD, faulty=GOOD.replace("expect:", "expects:"))
    code, out = run_pytest(here, "--rootdir", str(here), "shop", "-q")
    assert code == 2
    assert "error[PP103] unknown-key" in out
    assert "Traceback" not in out


def test_a_policy_with_errors_is_one_too(here: Path) -> None:
    lay(here, good=GOOD)
    (here / "shop" / "policy.yaml").write_text(SHOP.replace("[news]", "[newz]"), encoding="utf-8")
    code, out = run_pytest(here, "--rootdir", str(here), "shop", "-q")
    assert code == 2
    assert "error[PP201] unknown-purpose" in out


def test_no_policy_is_one_too(here: Path) -> None:
    (here / "shop" / "policy.yaml").unlink()
    (here / ".git").mkdir()
    lay(here, good=GOOD)
    code, out = run_pytest(here, "--rootdir", str(here), "shop", "-q")
    assert (code, "error[PP828] which-policy" in out) == (2, True)


def test_a_weak_expectation_is_a_warning(here: Path) -> None:
    lay(here, weak=WEAK)
    code, out = run_pytest(here, "--rootdir", str(here), "shop", "-q")
    assert (code, "2 passed, 1 warning" in out) == (0, True)
    assert "PP821" in out
    assert run_pytest(here, "--rootdir", str(here), "shop", "-q", "-W", "error::pytest.PytestWarning")[0] == 1


def test_it_imports_nothing_where_there_are_none(here: Path) -> None:
    (here / "test_plain.py").write_text(
        "import sys\n\ndef test_plain():\n    assert 'pytest_privpolicy' in sys.modules\n"
        "    assert 'privpolicy' not in sys.modules\n",
        encoding="utf-8",
    )
    code, out = run_pytest(here, "--rootdir", str(here), "test_plain.py", "-q")
    assert code == 0, out
