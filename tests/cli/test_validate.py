"""``validate``: every fault with its place, and what the exit code says."""

import json
from pathlib import Path

from tests.cli.conftest import Run, assert_golden


def test_no_faults(run: Run) -> None:
    ran = run("validate", "shop")
    assert (ran.code, ran.out, ran.err) == (0, "no faults in 2 files\n", "")
    assert json.loads(run("validate", "shop", "--format", "json").out) == {"diagnostics": []}


def test_faults(run: Run) -> None:
    ran = run("validate", "faulty")
    assert (ran.code, ran.err) == (1, "")
    assert_golden("faulty-policy", ran.out)


def test_faults_in_json(run: Run) -> None:
    ran = run("validate", "faulty", "--format", "json")
    assert ran.code == 1
    first, *_ = json.loads(ran.out)["diagnostics"]
    wanted = ("code", "severity", "message", "help", "file", "line", "column")
    assert {key: first[key] for key in wanted} == {
        "code": "PP502",
        "severity": "warning",
        "message": "phase 1 has neither `until` nor `for`, so the phases after it are never reached",
        "help": "state when it ends",
        "file": "faulty/policy.yaml",
        "line": 10,
        "column": 22,
    }


def test_a_warning_is_no_error(run: Run, tmp_path: Path) -> None:
    text = "policy: {language: 1, id: a}\nretention:\n  r: {phases: [{phase: active}, {phase: active}], then: erase}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    ran = run("validate", str(tmp_path))
    assert ran.code == 0
    assert ran.out.endswith("\n1 warning in 1 file\n")


def test_a_related_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("policy: {language: 1, id: a}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("policy: {id: b}\n", encoding="utf-8")
    ran = run("validate", str(tmp_path))
    assert ran.code == 1
    assert_golden("related-place", ran.out.replace(f"{tmp_path}/", ""))


def test_no_look(run: Run) -> None:
    ran = run("validate", "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert_golden("missing-path", ran.err)
    as_json = run("validate", "nowhere", "--format", "json")
    assert as_json.code == 2
    assert json.loads(as_json.out)["diagnostics"][0]["code"] == "PP001"


def test_an_empty_folder(run: Run, tmp_path: Path) -> None:
    ran = run("validate", str(tmp_path))
    assert ran.code == 1
    assert "PP002" in ran.out
