"""``privpolicy diff`` as a shell sees it."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.diff.test_stories import POLICY

from privpolicy.output.diff_markdown import LONGEST, diff_markdown

WIDER = POLICY.replace("[controller, carrier]", "[controller, carrier, mailer]")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    texts = {
        "old": POLICY,
        "new": WIDER,
        "faulty": "policy: {language: 1}\n",
        "text": POLICY.replace("told", "told it"),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_it_tells_a_widening_with_a_request(run: Run, folder: Path) -> None:
    ran = run("diff", "old.yaml", "new.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert "From old.yaml to new.yaml\n1 widens; 1 declared change, 0 of them texts\n" in ran.out
    assert "WIDENS  `selling`: new recipient `mailer`; in US" in ran.out
    assert "tell who receives the data (Art. 13(1)(e) GDPR): new recipient `mailer`" in ran.out
    lines = [line for line in ran.out.splitlines() if "privpolicy check" not in line]
    assert max(map(len, lines)) <= 80


def test_its_command_is_answered_so(run: Run, folder: Path) -> None:
    change = json.loads(run("diff", "old.yaml", "new.yaml", "--format", "json").out)["changes"][0]
    words = change["command"].split()
    assert words[:3] == ["privpolicy", "check", "new.yaml"]
    assert run(*words[1:]).code == 0
    assert run("check", "old.yaml", *words[3:]).code == {"deny": 1, "conditional": 3}[change["outcomes"]["old"]]


def test_json_has_what_a_program_needs(run: Run, folder: Path) -> None:
    found = json.loads(run("diff", "old.yaml", "new.yaml", "--format", "json").out)
    assert found["summary"] == {"widens": 2, "changes": 0, "narrows": 0, "declared": 1, "texts": 0}
    change, other = found["changes"]
    assert change["message"] == other["message"]
    assert (change["effect"], change["kind"]) == ("widens", ["recipient"])
    assert (change["purposes"], change["recipients"]) == (["orders"], ["mailer"])
    assert (change["old"], change["new"]) == ("old.yaml:19:5", "new.yaml:19:5")
    assert change["witness"]["recipient"] == "mailer"
    assert change["outcomes"] == {"old": "deny", "new": "permit"}
    assert {duty["fact"] for duty in found["duties"]} >= {"contract-items.subject", "rules.transfer-and-basis"}
    (declared,) = found["declared"]
    assert declared["path"] == "activities.selling.recipients"


@pytest.mark.parametrize(
    ("sides", "fail_on", "code"),
    [
        (("old", "new"), "never", 0),
        (("old", "new"), "widens", 1),
        (("old", "new"), "narrows", 0),
        (("old", "new"), "changes", 0),
        (("old", "new"), "any", 1),
        (("new", "old"), "widens", 0),
        (("new", "old"), "narrows", 1),
        (("old", "text"), "any", 0),
        (("old", "old"), "any", 0),
        (("old", "faulty"), "never", 2),
        (("faulty", "old"), "widens", 2),
    ],
)
def test_the_exit_code(run: Run, folder: Path, sides: tuple[str, str], fail_on: str, code: int) -> None:
    assert run("diff", *(f"{side}.yaml" for side in sides), "--fail-on", fail_on).code == code


def test_a_side_with_errors_is_told(run: Run, folder: Path) -> None:
    ran = run("diff", "old.yaml", "faulty.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "faulty.yaml:1" in ran.err
    found = json.loads(run("diff", "old.yaml", "faulty.yaml", "--format", "json").out)
    assert (found["compared"], found["diagnostics"][0]["file"]) == (False, "faulty.yaml")
    assert "could not be compared" in run("diff", "old.yaml", "faulty.yaml", "--format", "markdown").out


def test_nothing_is_told_of_the_same(run: Run, folder: Path) -> None:
    assert run("diff", "old.yaml", "old.yaml").out == "From old.yaml to old.yaml\nNo change of meaning\n\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("old.yaml",),
        ("old.yaml", "nowhere.yaml"),
        ("nowhere", "old.yaml"),
        ("a", "b", "c", "d"),
        ("old.yaml", "new.yaml", "--at", "soon"),
        ("old.yaml", "new.yaml", "--output", "nowhere/file"),
        ("old.yaml", "new.yaml", "--fail-on", "sometimes"),
        ("old.yaml", "new.yaml", "--format", "xml"),
        (),
    ],
)
def test_bad_usage_is_told_and_ends_with_2(run: Run, folder: Path, arguments: tuple[str, ...]) -> None:
    ran = run("diff", *arguments)
    assert ran.code == 2
    assert ran.err
    assert "Traceback" not in ran.err


def test_a_file_gets_what_would_be_printed(run: Run, folder: Path) -> None:
    assert run("diff", "old.yaml", "new.yaml", "--format", "markdown", "--output", "told.md").out == ""
    assert (folder / "told.md").read_text(encoding="utf-8").startswith("<!-- privpolicy diff -->\n")


def test_meaning_only_leaves_out_what_was_declared(run: Run, folder: Path) -> None:
    assert "Declared" not in run("diff", "old.yaml", "new.yaml", "--meaning-only").out
    found = json.loads(run("diff", "old.yaml", "new.yaml", "--meaning-only", "--format", "json").out)
    assert found["declared"] == []


def test_markdown_is_bounded_and_escaped(folder: Path) -> None:
    import privpolicy as pp  # noqa: PLC0415

    (folder / "new.yaml").write_text(
        WIDER.replace("customer: {}", "customer: {title: '<b>@team #1'}"), encoding="utf-8"
    )
    report = pp.diff("old.yaml", "new.yaml")
    whole = diff_markdown(report)
    assert "<b>@team" not in whole.replace('`"<b>@team #1"`', "")
    assert len(whole.encode()) <= LONGEST
    short = diff_markdown(report, longest=600)
    assert len(short.encode()) <= 600
    assert "left out" in short
