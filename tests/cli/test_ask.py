"""``privpolicy ask``: questions with blanks from the shell."""

import json
import subprocess

import pytest
from tests.cli.conftest import FIXTURES, Run, program

AT = ("--at", "2021-06-01")
EMAIL = ("--data", "contact.email", "--recipient", "?")


def test_a_table_that_fits_the_screen(run: Run) -> None:
    ran = run("ask", "shop", *AT, *EMAIL)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("ASK  under shop")
    assert "YES, IF …" in ran.out
    assert "All else is denied" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


def test_left_out_and_a_question_mark_are_the_same(run: Run) -> None:
    assert run("ask", "shop", *AT, *EMAIL).out == run("ask", "shop", *AT, "--data", "contact.email").out


def test_json_holds_every_cell_once_all_is_asked_for(run: Run) -> None:
    outcomes = ("--outcome", "permit", "--outcome", "conditional", "--outcome", "deny")
    found = json.loads(run("ask", "shop", *AT, *EMAIL, *outcomes, "--format", "json").out)
    assert found["cells"]["asked"] == found["cells"]["told"] == sum(one["cells"] for one in found["statements"])
    assert found["asked"]["data"] == ["contact.email"]
    assert found["asked"]["recipient"] == "?"


def test_only_one_outcome(run: Run) -> None:
    found = json.loads(run("ask", "shop", *AT, *EMAIL, "--outcome", "deny", "--format", "json").out)
    assert {one["outcome"] for one in found["statements"]} == {"deny"}


def test_lines_are_statements_and_grouped_id_by_id(run: Run) -> None:
    ran = run("ask", "shop", *AT, *EMAIL, "--format", "jsonl", "--group-by", "operation")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert lines
    assert all(len(one["operation"]) == 1 for one in lines)
    text = run("ask", "shop", *AT, *EMAIL, "--group-by", "operation").out
    assert "operation collect" in text


def test_several_ids_are_asked_each_by_itself(run: Run) -> None:
    ran = run("ask", "shop", *AT, "--data", "contact.email", "--data", "health", "--complete", "--format", "json")
    assert json.loads(ran.out)["asked"]["data"] == ["contact.email", "health"]


def test_a_closed_pipe_ends_it_quietly() -> None:
    arguments = ["ask", "shop", *AT, "--format", "jsonl", "--outcome", "deny", "--group-by", "data"]
    with program(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=FIXTURES) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode in {0, 141}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--data", "contact.emial"), "--data: the policy knows no data category `contact.emial`: did you mean"),
        (("--recipient", "nobody"), "--recipient: the policy knows no recipient `nobody`"),
        (("--data-subject", "martian"), "--data-subject: the policy knows no data subject `martian`"),
        (("--operation", "lick"), "--operation: `lick` is not one of"),
        (("--data", "?", "--data", "health"), "--data: `?` asks about everything"),
        (("--consent", "marketing", "--no-consent"), "contradict each other"),
        (("--fact", "nonsense=1"), "the policy knows no fact `nonsense`"),
        (("--at", "yesterday"), "--at:"),
        (("--origin", "nowhere"), "--origin: the policy knows no activity `nowhere`"),
    ],
)
def test_what_cannot_be_asked(run: Run, options: tuple[str, ...], said: str) -> None:
    ran = run("ask", "shop", *(() if "--at" in options else AT), *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    as_json = run("ask", "shop", *(() if "--at" in options else AT), *options, "--format", "json")
    assert as_json.code == 2
    assert as_json.err or "error" in json.loads(as_json.out)


def test_a_policy_with_errors(run: Run) -> None:
    ran = run("ask", "faulty")
    assert ran.code == 2
    assert "error[" in ran.err


def test_an_empty_policy(run: Run, tmp_path: object) -> None:
    file = FIXTURES.__class__(str(tmp_path)) / "empty.yaml"
    file.write_text("policy: {language: 1, id: empty}\n")
    ran = run("ask", str(file))
    assert ran.code == 0
    assert "declares nothing that could stand in the blanks" in ran.out
