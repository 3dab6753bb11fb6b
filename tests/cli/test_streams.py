"""Streams of requests: one line of JSON for each, in order, whatever is wrong with some of them."""

import json
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import FIXTURES, Run, program

from privpolicy.cli import request_file, stream
from privpolicy.cli.progress import Progress

PERMIT = '{"purpose": "claims", "data": "contact.email", "at": "2021-06-01", "complete": true}'
DENY = '{"purpose": "claims", "data": "health", "at": "2021-06-01"}'
MIXED = "\n".join(
    [
        PERMIT,
        "",
        '{"purpose": "clams", "data": "contact"}',
        "not JSON",
        "   ",
        "[1]",
        '{"purpose": "claims", "data": "contact", "at": NaN}',
        '{"purpose": "claims", "data": "contact", "context": {"consents": [{"purpose": "claims"}]}}',
        '{"purpose": "claims", "data": "\\ud800"}',
        "[" * 100_000,
        DENY,
    ]
)
PATHS = ["purpose", "", "", "", "context.consents.0.given", "", ""]


def answers(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def assert_mixed(text: str) -> None:
    first, *faulty, last = answers(text)
    assert (first["outcome"], last["outcome"]) == ("permit", "deny")
    assert [answer["error"]["path"] for answer in faulty] == PATHS
    assert all(answer["error"]["message"] for answer in faulty)


@pytest.mark.parametrize("name", ["r.jsonl", "r.ndjson", "R.JSONL"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_file(run: Run, tmp_path: Path, name: str, form: str) -> None:
    file = tmp_path / name
    file.write_text(MIXED, encoding="utf-8")
    ran = run("check", "shop", "--request", str(file), "--format", form)
    assert (ran.code, ran.err) == (2, "")
    assert_mixed(ran.out)


def test_all_answered(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text(f"\ufeff{PERMIT}\r\n{DENY}", encoding="utf-8")
    ran = run("check", "shop", "--request", str(file))
    assert ran.code == 0
    assert [answer["outcome"] for answer in answers(ran.out)] == ["permit", "deny"]


def test_an_empty_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.touch()
    assert run("check", "shop", "--request", str(file)).code == 0
    nothing = run("check", "shop", "--request", "-", "--format", "json")
    assert (nothing.code, json.loads(nothing.out)) == (2, {"error": {"message": "no request stands there", "path": ""}})


@pytest.mark.parametrize("form", ["text", "json"])
def test_standard_input(run: Run, form: str) -> None:
    ran = run("check", "shop", "--request", "-", "--format", form, stdin=MIXED)
    assert (ran.code, ran.err) == (2, "")
    assert_mixed(ran.out)


def test_the_first_line_is_faulty(run: Run) -> None:
    for first in ("nonsense", '{"purpose": "claims"', "42", '{"purpose": "claims", "purpose": ""}'):
        ran = run("check", "shop", "--request", "-", "--format", "json", stdin=f"{first}\n{PERMIT}\n")
        assert ran.code == 2
        faulty, good = answers(ran.out)
        assert faulty["error"]["path"] == ""
        assert good["outcome"] == "permit"


def test_one_object_on_one_line(run: Run) -> None:
    """It is a question like any other: a denial in a pipe must not pass for success. A stream says that it is one."""
    as_text = run("check", "shop", "--request", "-", stdin=DENY + "\n")
    assert (as_text.code, as_text.out.partition(" ")[0]) == (1, "DENY")
    as_json = run("check", "shop", "--request", "-", "--format", "json", stdin=DENY + "\n")
    assert (as_json.code, as_json.out.count("\n")) == (1, 1)
    forced = run("check", "shop", "--request", "-", "--stream", stdin=DENY + "\n")
    assert (forced.code, forced.out) == (0, as_json.out)


def test_a_stream_by_another_name(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "requests.json"
    file.write_text(f"{PERMIT}\n{DENY}\n", encoding="utf-8")
    assert len(answers(run("check", "shop", "--request", str(file), "--stream").out)) == 2


def test_a_line_longer_than_a_request(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_file, "LARGEST", 200)
    monkeypatch.setattr(stream, "LARGEST", 200)
    file = tmp_path / "r.jsonl"
    file.write_text(f"{PERMIT}\n{' ' * 1000}{PERMIT}\n{DENY}\n", encoding="utf-8")
    ran = run("check", "shop", "--request", str(file))
    assert ran.code == 2
    first, long, last = answers(ran.out)
    assert (first["outcome"], last["outcome"]) == ("permit", "deny")
    assert "the line is longer than" in long["error"]["message"]


def test_an_answer_does_not_wait_for_the_next_request() -> None:
    arguments = ["check", "shop", "--request", "-", "--stream"]
    with program(arguments, cwd=FIXTURES, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for request, outcome in ((PERMIT, "permit"), (DENY, "deny")):
            running.stdin.write(f"{request}\n".encode())
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["outcome"] == outcome
        running.stdin.close()
        assert running.wait() == 0


def test_a_closed_pipe_is_no_accident(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    file.write_text(f"{PERMIT}\n" * 2000, encoding="utf-8")
    arguments = ["check", "shop", "--request", str(file)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with program(arguments, cwd=FIXTURES, **pipes) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert json.loads(running.stdout.readline())["outcome"] == "permit"
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 141


def test_an_interruption_is_no_accident() -> None:
    arguments = ["check", "shop", "--request", "-", "--stream"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with program(arguments, cwd=FIXTURES, **pipes) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(f"{PERMIT}\n".encode())
        running.stdin.flush()
        assert running.stdout.readline()
        running.send_signal(signal.SIGINT)
        assert running.wait() == 130
        assert running.stderr.read() == b""


def test_progress(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It appears once a second has passed, counts, and leaves nothing behind."""
    clock = iter([0.0, 0.5, 1.5, 1.6, 1.8])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    with Progress(400, watched=True) as progress:
        for faulty in (0, 0, 0, 1):
            progress.step(100, faulty)
    said = capsys.readouterr().err
    clear = "\r\x1b[K"
    assert said == f"{clear}50 %, 2 answered{clear}100 %, 4 answered, 1 of them faulty{clear}"


def test_progress_that_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(None, watched=False) as progress:
        progress.step(1, 0)
    assert capsys.readouterr().err == ""
    assert Progress(None, watched=True).words(0) == "0 answered"
