"""``privpolicy test``."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.cli.conftest import Run, program
from tests.testing.shop import HEAD, SHOP

GOOD = f"{HEAD}  - {{name: no consent, source: S1, expect: {{outcome: deny, reasons: [consent-missing]}}}}\n"
BAD = f"{HEAD}  - {{name: sold, expect: permit, request: {{operation: sell}}}}\n  - {{name: served, expect: permit}}\n"
FAULTY = f"{HEAD}  - {{name: x, expects: permit}}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop" / "tests").mkdir(parents=True)
    (tmp_path / "shop" / "policy.yaml").write_text(SHOP, encoding="utf-8")
    return tmp_path


def lay(here: Path, **files: str) -> None:
    for name, text in files.items():
        (here / "shop" / "tests" / f"{name}.policytest.yaml").write_text(text, encoding="utf-8")


def test_all_pass(here: Path, run: Run) -> None:
    lay(here, good=GOOD)
    ran = run("test", "shop")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "shop/tests/good.policytest.yaml  1 passed\n1 passed in 1 file\n"


def test_some_fail(here: Path, run: Run) -> None:
    lay(here, good=GOOD, bad=BAD)
    ran = run("test", "shop")
    assert (ran.code, ran.err) == (1, "")
    assert "failed: sold" in ran.out
    assert "failed: served" in ran.out
    assert "ask again   privpolicy check shop --purpose news --data contact.email --operation sell" in ran.out
    assert ran.out.endswith("1 passed, 2 failed in 2 files\n")


def test_a_file_with_a_fault_is_not_run_and_others_are(here: Path, run: Run) -> None:
    lay(here, faulty=FAULTY, good=GOOD)
    ran = run("test", "shop")
    assert ran.code == 2
    assert "error[PP103] unknown-key: the key `expects` is not known here" in ran.out
    assert " --> shop/tests/faulty.policytest.yaml:3:15" in ran.out
    assert ran.out.endswith("1 passed, 1 file not run in 2 files\n")


def test_a_policy_with_errors(here: Path, run: Run) -> None:
    lay(here, good=GOOD)
    (here / "shop" / "policy.yaml").write_text(SHOP.replace("[news]", "[newz]"), encoding="utf-8")
    ran = run("test", "shop")
    assert ran.code == 2
    assert "error[PP201] unknown-purpose" in ran.out
    assert ran.out.endswith("1 file not run in 1 file\n")


def test_files_alone_and_with_a_policy(here: Path, run: Run) -> None:
    lay(here, good=GOOD, bad=BAD)
    assert run("test", "shop/tests/good.policytest.yaml").code == 0
    assert run("test", "shop/tests").code == 1
    assert run("test", "shop", "shop/tests/good.policytest.yaml").code == 0
    assert run("test", "shop", "shop/tests").code == 1
    (here / "other.yaml").write_text(SHOP.replace("[news]", "[service]"), encoding="utf-8")
    ran = run("test", "other.yaml", "shop/tests/good.policytest.yaml")
    assert (ran.code, "+ not-covered" in ran.out) == (1, True)


def test_the_policy_of_the_project(here: Path, run: Run) -> None:
    lay(here, good=GOOD)
    (here / "pyproject.toml").write_text('[tool.privpolicy]\npolicy = "shop"\n', encoding="utf-8")
    assert run("test").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["shop"], "error: no tests: nothing below `shop` ends in `.policytest.yaml`"),
        (["nowhere"], "error: `nowhere` does not exist"),
        ([], "error: which policy?"),
        (["shop", "--watch", "--format", "json"], "error: --watch tells it as text, not as json"),
    ],
    ids=str,
)
def test_what_cannot_be_run(here: Path, run: Run, arguments: list[str], said: str) -> None:
    ran = run("test", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)


def test_a_test_file_that_is_not_there(here: Path, run: Run) -> None:
    ran = run("test", "shop/tests/none.policytest.yaml")
    assert ran.code == 2
    assert "PP003" in ran.out


def test_filter(here: Path, run: Run) -> None:
    lay(here, good=GOOD, bad=BAD)
    assert run("test", "shop", "--filter", "NO CONSENT").out.endswith("1 passed in 2 files; 2 cases left out\n")
    assert run("test", "shop", "--filter", "^.*good.*S1$").code == 0
    ran = run("test", "shop", "--filter", "(")
    assert (ran.code, ran.err.partition("\n")[0]) == (2, "error: no case matches the filter")


def test_fail_fast(here: Path, run: Run) -> None:
    lay(here, bad=BAD, good=GOOD)
    ran = run("test", "shop", "--fail-fast")
    assert ran.code == 1
    assert ran.out.endswith("1 failed in 1 file; stopped at the first failure\n")


@pytest.mark.parametrize("form", ["json", "junit", "tap", "github"])
def test_other_forms(here: Path, run: Run, form: str) -> None:
    lay(here, good=GOOD, bad=BAD)
    ran = run("test", "shop", "--format", form)
    assert (ran.code, ran.err) == (1, "")
    start = {"json": "{\n", "junit": "<?xml ", "tap": "TAP version 14\n1..3\n", "github": "::error file="}[form]
    assert ran.out.startswith(start)
    if form == "json":
        assert json.loads(ran.out)["summary"]["failed"] == 2


def test_weak_expectations_are_told_and_pass(here: Path, run: Run) -> None:
    lay(here, weak=f"{HEAD}  - {{name: x, expect: deny}}\n")
    ran = run("test", "shop")
    assert ran.code == 0
    assert "warning[PP821] weak-expectation: the case `x` expects `deny`, and no reason" in ran.out
    assert "today that is `reasons: [consent-missing]`" in ran.out


def test_update(here: Path, run: Run) -> None:
    lay(here, bad=BAD, good=GOOD)
    file = here / "shop" / "tests" / "bad.policytest.yaml"
    file.chmod(0o640)
    ran = run("test", "shop", "--update")
    assert ran.err == "shop/tests/bad.policytest.yaml: 2 expectations rewritten\n"
    assert (ran.code, ran.out.count("bad.policytest.yaml  2 passed\n")) == (0, 1)
    assert "failed" not in ran.out
    assert run("test", "shop", "--update").out.startswith("shop/tests/bad.policytest.yaml  2 passed\nshop/tests/good")
    assert file.read_text(encoding="utf-8") == BAD.replace("permit", "deny")
    assert file.stat().st_mode & 0o777 == 0o640
    assert (here / "shop" / "tests" / "good.policytest.yaml").read_text(encoding="utf-8") == GOOD


def test_update_keeps_a_mark_at_the_beginning(here: Path, run: Run) -> None:
    file = here / "shop" / "tests" / "bad.policytest.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + BAD.encode())
    assert run("test", "shop", "--update").code == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + BAD.replace("permit", "deny").encode()


def test_update_tells_what_it_leaves(here: Path, run: Run) -> None:
    text = f"{HEAD}  - name: x\n    matrix: {{operation: [use, sell]}}\n    expect: {{reasons: [consent-missing]}}\n"
    lay(here, bad=text)
    ran = run("test", "shop", "--update")
    assert ran.code == 1
    assert (
        "not rewritten: shop/tests/bad.policytest.yaml:3:11: x [operation=sell]: `reasons` is not the same" in ran.err
    )
    assert (here / "shop" / "tests" / "bad.policytest.yaml").read_text(encoding="utf-8") == text


def test_watch(here: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that changes a file each time it is looked at, and then is interrupted."""
    lay(here, good=GOOD)
    steps = iter(("bad", "", "faulty", "gone", "broken"))

    def tick(_: float) -> None:
        match next(steps, None):
            case "bad":
                lay(here, good=BAD)
            case "faulty":
                lay(here, good=FAULTY)
            case "gone":
                (here / "shop" / "tests" / "good.policytest.yaml").unlink()
            case "broken":
                lay(here, good=GOOD)
                (here / "shop" / "policy.yaml").write_text("policy: [", encoding="utf-8")
            case None:
                raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", tick)
    ran = run("test", "shop", "--watch")
    assert ran.code == 130
    sums = re.findall(r"^.* in 1 file$", ran.out, re.MULTILINE)
    assert sums == ["1 passed in 1 file", "2 failed in 1 file", "1 file not run in 1 file", "1 file not run in 1 file"]
    assert "error: no tests" in ran.err
    assert ran.err.count("waiting for changes") == 5
    assert "shop/tests/good.policytest.yaml changed" in ran.err


def test_watch_ends_quietly(here: Path) -> None:
    lay(here, good=GOOD)
    process = program(["test", "shop", "--watch"], cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"shop/tests/good.policytest.yaml  1 passed\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in err
