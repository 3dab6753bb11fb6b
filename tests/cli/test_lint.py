"""``lint``: what is found, what a project makes of it, and what the exit code says."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Run, assert_golden

from privpolicy.checks import Examined, Fix, Remark, Removal, Rewriting, check
from privpolicy.lint import catalogue
from privpolicy.lint.checks import CHECKS
from privpolicy.model.moment import read_moment

POLICY = """\
policy: {language: 1, id: a, law: [eu-gdpr]}
purposes: {first: {}, second: {}}
retention:
  keep: {phases: [{phase: active}, {phase: active}], then: erase}
"""


def first_letter(x: Examined) -> Iterator[Remark]:
    """A purpose with an s.

    Because.
    """
    for name in x.model.purposes:
        if name.startswith("s"):
            yield Remark(("purposes", name), f"`{name}` starts with an s", "call it otherwise", on_key=True)


def shy(x: Examined) -> Iterator[Remark]:
    """A check for a later law.

    Because.
    """
    yield Remark(("policy", "id"), "since 2021 this is an error")


TESTED = (
    check("PP900", "first-letter", "error", first_letter, cites=("gdpr:5-1-b", "gdpr:6-4")),
    check("PP901", "later-law", "note", shy, rests_on=("clause-sets.scc-2021",)),
)


@pytest.fixture(autouse=True)
def _two_checks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Stand in a folder with a policy, with two checks for the whole linter."""
    monkeypatch.setattr(catalogue, "CHECKS", TESTED)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "a.yaml").write_text(POLICY, encoding="utf-8")


def codes(out: str) -> list[str]:
    return [one["code"] for one in json.loads(out)["diagnostics"]]


def settings(text: str) -> None:
    Path("privpolicy.toml").write_text(f"[lint]\n{text}\n", encoding="utf-8")


AT = ("--at", "2026-01-01")


def test_findings(run: Run) -> None:
    ran = run("lint", "policy", *AT)
    assert (ran.code, ran.err) == (1, "")
    assert_golden("lint", ran.out)


def test_nothing_to_say_is_one_line(run: Run) -> None:
    ran = run("lint", "policy", *AT, "--select", "PP5", "--ignore", "PP502")
    assert (ran.code, ran.out, ran.err) == (0, "no findings in 1 file, on 2026-01-01 under eu-gdpr\n", "")


def test_a_check_speaks_on_the_days_of_its_law(run: Run) -> None:
    assert "PP901" in codes(run("lint", "policy", "--at", "2026-01-01", "--format", "json").out)
    assert "PP901" not in codes(run("lint", "policy", "--at", "2020-01-01", "--format", "json").out)


def test_json(run: Run) -> None:
    found = json.loads(run("lint", "policy", *AT, "--format", "json").out)
    assert list(found) == ["diagnostics", "at", "law", "summary"]
    assert (found["at"], found["law"]) == ("2026-01-01T00:00:00Z", ["eu-gdpr"])
    first = next(one for one in found["diagnostics"] if one["code"] == "PP900")
    assert list(first.items()) == [
        ("code", "PP900"),
        ("severity", "error"),
        ("message", "`second` starts with an s"),
        ("help", "call it otherwise"),
        ("file", "policy/a.yaml"),
        ("line", 2),
        ("column", 23),
        ("name", "first-letter"),
        ("cites", ["gdpr:5-1-b", "gdpr:6-4"]),
    ]
    assert {key: found["summary"][key] for key in ("errors", "warnings", "notes", "files")} == {
        "errors": 1, "warnings": 1, "notes": 1, "files": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 1),
        (("--ignore", "PP9"), 1),
        (("--ignore", "PP9", "--fail-on", "error"), 0),
        (("--ignore", "first-letter,PP502"), 0),
        (("--ignore", "first-letter,PP502", "--fail-on", "note"), 1),
        (("--fail-on", "never"), 0),
        (("--severity", "PP9=note", "--severity", "PP502=note"), 0),
        (("--severity", "PP901=error,PP900=note", "--ignore", "PP5"), 1),
    ],
)
def test_what_fails(options: tuple[str, ...], code: int, run: Run) -> None:
    assert run("lint", "policy", *AT, *options).code == code


def test_errors_in_the_policy_are_told_alone_and_fail(run: Run) -> None:
    Path("policy/b.yaml").write_text("purposes: {third: {broader: [nowhere]}}\n")
    ran = run("lint", "policy", *AT, "--fail-on", "never", "--select", "PP9")
    assert ran.code == 1
    assert "unknown-purpose" in ran.out
    assert "first-letter" not in ran.out
    assert (
        ran.out.endswith("1 warning in 2 files; the law is asked once the policy can be read\n") or "1 error" in ran.out
    )


@pytest.mark.parametrize("command", ["lint", "validate"])
def test_no_look(command: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied", "policy")

    ran = run(command, "nowhere")
    assert (ran.code, ran.out) == (2, "")
    assert "PP001" in ran.err
    monkeypatch.setattr(os, "scandir", refuse)
    ran = run(command, "policy")
    assert (ran.code, ran.out) == (2, "")
    assert "PP004" in ran.err


@pytest.mark.parametrize("command", ["lint", "validate"])
def test_a_folder_without_a_policy_was_looked_at(command: str, run: Run) -> None:
    Path("empty").mkdir()
    Path("other/tests").mkdir(parents=True)
    Path("other/notes.txt").touch()
    Path("other/tests/a.yaml").touch()
    for folder in ("empty", "other"):
        ran = run(command, folder)
        assert (ran.code, ran.err) == (1, "")
        assert "PP002" in ran.out


def test_statistics(run: Run) -> None:
    ran = run("lint", "policy", *AT, "--statistics")
    assert ran.code == 1
    assert_golden("lint-statistics", ran.out)
    as_json = json.loads(run("lint", "policy", *AT, "--statistics", "--format", "json").out)
    assert as_json["statistics"][0] == {"code": "PP502", "name": "endless-phase", "severity": "warning", "count": 1}


def test_output_goes_to_a_file(run: Run) -> None:
    ran = run("lint", "policy", *AT, "--format", "json", "--output", "found.json")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("1 error, 1 warning, 1 note in 1 file")
    assert "PP900" in codes(Path("found.json").read_text())
    assert run("lint", "policy", "--output", "no/such/folder").code == 2


# --- settings ---------------------------------------------------------------------------------------------------


def test_settings_of_the_project_count(run: Run) -> None:
    settings('select = ["PP9"]\nat = "2020-01-01"\nfail-on = "never"\nseverity = {PP900 = "note"}')
    ran = run("lint", "policy", "--format", "json")
    found = json.loads(ran.out)
    assert ran.code == 0
    assert [(one["code"], one["severity"]) for one in found["diagnostics"]] == [("PP900", "note")]
    assert found["at"] == "2020-01-01T00:00:00Z"
    ran = run("lint", "policy", "--format", "json", *AT, "--fail-on", "note")
    assert (ran.code, len(codes(ran.out))) == (1, 2)
    assert run("lint", "policy", *AT, "--no-config").out.startswith("note[PP901]")
    Path("other.toml").write_text("[lint]\nignore = ['ALL']\n")
    assert run("lint", "policy", *AT, "--config", "other.toml").out.startswith("no findings")
    assert json.loads(run("lint", "policy", "--at", "today", "--format", "json").out)["at"] > "2026"


def test_paths_are_ignored_from_the_folder_of_the_settings(run: Run) -> None:
    Path("policy/drafts").mkdir()
    Path("policy/drafts/b.yaml").write_text("purposes: {sold: {}}\n")
    for pattern, left in (
        ("policy/drafts/**", 1),
        ("policy/drafts", 1),
        ("policy/*.yaml", 1),
        ("**/*.yaml", 0),
        ("*", 0),
    ):
        settings(f'per-path-ignores = {{"{pattern}" = ["first-letter"]}}')
        assert codes(run("lint", "policy", "--format", "json").out).count("PP900") == left, pattern


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "privpolicy.toml:2:1: the linter has no setting `selct`"),
        ("select = [", "privpolicy.toml:3:1: this is no TOML"),
        ('ignore = ["first-leter"]', "privpolicy.toml:2:12: there is no check `first-leter`"),
        ('at = "soon"', "privpolicy.toml:2:1: `at` is no day"),
        ('baseline = "nowhere.json"', "nowhere.json: there is no such baseline"),
        ('plugins = ["nowhere"]', "no installed package brings checks called `nowhere`"),
    ],
)
def test_bad_settings_are_an_error(text: str, message: str, run: Run) -> None:
    settings(text)
    ran = run("lint", "policy")
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "help" in ran.err or "TOML" in ran.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--select", "PP777"), "--select: there is no check `PP777`"),
        (("--ignore", "PP201"), "--ignore: `PP201` is an error in the policy itself"),
        (("--severity", "PP900"), "--severity: `PP900` gives no severity"),
        (("--severity", "PP900=grave"), "--severity: `PP900=grave` gives no severity"),
        (("--at", "soon"), "--at: `soon` is no date"),
        (("--config", "nowhere.toml"), "nowhere.toml: the file cannot be read"),
        (("--config", "a.toml", "--no-config"), "--config and --no-config"),
        (("--diff",), "--diff shows what --fix would write"),
        (("--write-baseline",), "--write-baseline: which file?"),
        (("--write-baseline", "--output", "b"), "--write-baseline tells no findings"),
        (("--write-baseline", "--format", "json"), "--write-baseline tells no findings"),
        (("--fix", "--diff", "--format", "json"), "--diff shows a patch and no findings"),
        (("--statistics", "--format", "sarif"), "--statistics is told as text or as JSON"),
        (("--explain", "PP777"), "--explain: there is no check `PP777`"),
    ],
)
def test_bad_options_are_an_error(options: tuple[str, ...], message: str, run: Run) -> None:
    ran = run("lint", "policy", *options)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err.replace("\n  ", " ")


def test_a_check_that_fails_is_told_by_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(x: Examined) -> Iterator[Remark]:
        """Broken."""
        raise KeyError("gone")

    def strange(x: Examined) -> Iterator[Remark]:
        """No remark."""
        return iter(["a text"])  # type: ignore[list-item]

    for look in (broken, strange):
        monkeypatch.setattr(catalogue, "CHECKS", (check("PP999", "broken", "note", look),))
        ran = run("lint", "policy")
        assert (ran.code, ran.out) == (2, "")
        assert "the check `PP999` (broken) failed: " in ran.err
        assert "Traceback" not in ran.err
        assert run("lint", "policy", "--ignore", "PP999", "--fail-on", "error").code == 0


NO_TEXTS: dict[str, tuple[Callable[[], Remark], str]] = {
    "message": (lambda: Remark(("policy",), ["a"]), "its message is a list and no text"),  # type: ignore[arg-type]
    "help": (lambda: Remark(("policy",), "a", 3), "its help is a int and no text"),  # type: ignore[arg-type]
    "half": (lambda: Remark(("policy",), "a \ud800"), "its message holds half a character (a lone surrogate)"),
    "related": (
        lambda: Remark(("policy",), "a", related=((("policy",), None),)),  # type: ignore[arg-type]
        "what it says of `policy` is a NoneType and no text",
    ),
    "cites": (lambda: Remark(("policy",), "a", cites=(1,)), "one of its citations is a int and no text"),  # type: ignore[arg-type]
    "fix": (
        lambda: Remark(("policy",), "a", fix=Fix("b \udfff", (Removal(("policy", "id")),))),
        "the title of its fix holds half a character (a lone surrogate)",
    ),
    "fix-text": (
        lambda: Remark(("policy",), "a", fix=Fix("b", (Rewriting(("policy", "id"), 3),))),  # type: ignore[arg-type]
        "the text of its fix is a int and no text",
    ),
    "fix-itself": (lambda: Remark(("policy",), "a", fix="b"), "its fix is a str and no `Fix`"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", NO_TEXTS)
def test_a_check_that_says_what_is_no_text_is_told_by_name(
    case: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    remark, said = NO_TEXTS[case]

    def odd(x: Examined) -> Iterator[Remark]:
        """Odd."""
        yield Remark(("policy", "id"), "what is in order")
        yield remark()

    monkeypatch.setattr(catalogue, "CHECKS", (check("ACME101", "odd", "note", odd),))
    for form in ("text", "json", "sarif"):
        ran = run("lint", "policy", "--format", form)
        assert (ran.code, ran.out) == (2, "")
        assert f"the check `ACME101` (odd) failed: {said}" in " ".join(ran.err.split())
    ran = run("lint", "policy", "--fix", "--diff")
    assert (ran.code, ran.out) == (2, "")


def test_what_a_check_prints_stays_out_of_the_answer(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def chatty(x: Examined) -> Iterator[Remark]:
        """Chatty."""
        print("what I see")
        yield Remark(("policy", "id"), "a remark")

    monkeypatch.setattr(catalogue, "CHECKS", (check("PP999", "chatty", "note", chatty),))
    ran = run("lint", "policy", "--format", "json")
    assert ("PP999" in codes(ran.out), ran.err) == (True, "what I see\n")
    assert run("lint", "policy", "--fix", "--diff").out == ""
    written = run("lint", "policy", "--baseline", "known.json", "--write-baseline")
    assert (written.out, written.err) == ("wrote known.json: 2 findings to live with\n", "what I see\n")


# --- baseline ---------------------------------------------------------------------------------------------------


def test_known_findings_are_not_told(run: Run) -> None:
    ran = run("lint", "policy", *AT, "--baseline", "known.json", "--write-baseline")
    assert (ran.code, ran.out) == (0, "wrote known.json: 3 findings to live with\n")
    first = Path("known.json").read_bytes()
    ran = run("lint", "policy", *AT, "--baseline", "known.json")
    assert ran.code == 0
    assert ran.out == ("no new findings in 1 file, on 2026-01-01 under eu-gdpr\n3 findings known to known.json\n")
    Path("policy/a.yaml").write_text("# A line more.\n" + POLICY.replace("second: {}", "second: {}, sold: {}"))
    ran = run("lint", "policy", *AT, "--baseline", "known.json", "--format", "json")
    assert (ran.code, [one["message"] for one in json.loads(ran.out)["diagnostics"]]) == (
        1,
        ["`sold` starts with an s"],
    )
    run("lint", "policy", *AT, "--baseline", "known.json", "--write-baseline")
    assert Path("known.json").read_bytes() != first
    Path("policy/a.yaml").write_text(POLICY)
    run("lint", "policy", *AT, "--baseline", "known.json", "--write-baseline")
    assert Path("known.json").read_bytes() == first


def test_what_is_gone_from_a_baseline_is_told(run: Run) -> None:
    settings('baseline = "known.json"')
    run("lint", "policy", *AT, "--write-baseline")
    Path("policy/a.yaml").write_text(POLICY.replace("second", "third"))
    ran = run("lint", "policy", *AT)
    assert ran.code == 0
    assert_golden("lint-baseline-gone", ran.out)
    assert "gone" not in run("lint", "policy", *AT, "--select", "PP502").out
    assert "longer found" not in run("lint", "policy", "--at", "2020-01-01", "--ignore", "PP900").out


def test_what_of_a_baseline_no_check_can_find_is_told(run: Run) -> None:
    run("lint", "policy", *AT, "--baseline", "known.json", "--write-baseline")
    known = Path("known.json")
    known.write_text(known.read_text().replace("PP900", "ACME1").replace("PP901", "ACME2"))
    for options in ((), ("--select", "PP5")):
        ran = run("lint", "policy", *AT, "--baseline", "known.json", *options)
        assert "note: 2 entries of known.json name checks that do not exist: `ACME1` and `ACME2`" in ran.out
        assert "no longer found" not in ran.out
    ran = run("lint", "policy", *AT, "--baseline", "known.json", "--format", "json")
    assert json.loads(ran.out)["summary"]["unknown"] == 2
    run("lint", "policy", *AT, "--baseline", "known.json", "--write-baseline")
    assert "ACME2" in known.read_text(), "a package that brings it may be missing for the moment"
    entry = {"code": "ACME3", "file": "policy/a.yaml", "about": "policy", "count": 1}
    known.write_text(json.dumps({"privpolicy-lint-baseline": 1, "findings": [entry]}))
    ran = run("lint", "policy", *AT, "--baseline", "known.json", "--ignore", "ALL")
    assert "note: 1 entry of known.json names a check that does not exist: `ACME3`" in ran.out


def test_two_policies_share_a_baseline(run: Run) -> None:
    settings('baseline = "known.json"')
    Path("other").mkdir()
    Path("other/a.yaml").write_text(POLICY)
    for policy in ("policy", "other"):
        run("lint", policy, *AT, "--write-baseline")
    for policy in ("policy", "other", "policy"):
        ran = run("lint", policy, *AT)
        assert (ran.code, "no longer found" in ran.out) == (0, False)


def test_no_baseline_of_a_policy_with_errors(run: Run) -> None:
    Path("policy/b.yaml").write_text("nonsense\n")
    ran = run("lint", "policy", "--baseline", "known.json", "--write-baseline")
    assert ran.code == 1
    assert "root-not-mapping" in ran.out
    assert not Path("known.json").exists()


# --- explain ----------------------------------------------------------------------------------------------------


def test_codes_of_loading_are_explained(run: Run) -> None:
    ran = run("lint", "--explain", "unknown-purpose")
    assert ran.code == 0
    assert ran.out.startswith("PP201 unknown-purpose · error\nA purpose that is not declared\n")
    assert run("lint", "--explain", "pp201").out == ran.out


def test_a_check_is_explained_without_a_policy(run: Run) -> None:
    ran = run("lint", "--explain", "later-law")
    assert ran.code == 0
    assert ran.out.startswith("PP901 later-law · note\nA check for a later law\n\nBecause.\n")
    assert "Since   2021-06-27 · " in ran.out


# --- fixes ------------------------------------------------------------------------------------------------------


def needless(x: Examined) -> Iterator[Remark]:
    """A purpose that nothing uses.

    Because.
    """
    for name in x.model.purposes:
        if name.startswith("s"):
            path = ("purposes", name)
            yield Remark(path, f"`{name}` is unused", fix=Fix(f"remove `{name}`", (Removal(path),)), on_key=True)


FIXABLE = check("PP900", "first-letter", "error", needless, fixable=True)
LAID_OUT = """\
policy: {language: 1, id: a}
# Why we do it.
purposes:
  first: {}   # stays
  second: {}  # goes
"""


def test_fixes_are_shown_and_then_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "CHECKS", (FIXABLE,))
    file = Path("policy/a.yaml")
    file.write_text(LAID_OUT)
    assert "1 finding can be mended with `--fix`" in run("lint", "policy").out
    shown = run("lint", "policy", "--fix", "--diff")
    assert (shown.code, file.read_text()) == (1, LAID_OUT)
    assert_golden("lint-diff", shown.out)
    kept = run("lint", "policy", "--fix", "--diff", "--output", "a.patch")
    assert (kept.code, kept.out, Path("a.patch").read_text()) == (1, "", shown.out)
    ran = run("lint", "policy", "--fix", *AT)
    assert (ran.code, ran.err) == (0, "mended 1 finding in 1 file\n")
    assert ran.out == "no findings in 1 file, on 2026-01-01 under eu-gdpr\n"
    assert file.read_text() == LAID_OUT.replace("  second: {}  # goes\n", "")
    again = run("lint", "policy", "--fix", "--diff")
    assert (again.code, again.out) == (0, "")
    assert run("lint", "policy", "--fix").err == ""


def test_a_list_is_mended_as_long_as_there_is_something_to_mend(run: Run) -> None:
    text = POLICY.replace("purposes: {first: {}, second: {}}", "purposes: {first: {}}")
    text += "data-categories: {a: {}}\ndata-subjects: {b: {}}\nactivities:\n  c: "
    text += f"{{purposes: [first], legal-basis: contract, data-subjects: [b], data: [{', '.join(['a'] * 30)}]}}\n"
    Path("policy/a.yaml").write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "CHECKS", tuple(one for one in CHECKS if one.id == "PP908"))
        assert run("lint", "policy", "--fix").err == "mended 29 findings in 1 file\n"
    assert "data: [a]}" in Path("policy/a.yaml").read_text()


def test_a_fix_that_breaks_a_policy_is_not_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "CHECKS", (FIXABLE,))
    text = LAID_OUT + "prohibitions: {none: {purposes: [second]}}\n"
    Path("policy/a.yaml").write_text(text)
    ran = run("lint", "policy", "--fix")
    assert (ran.code, Path("policy/a.yaml").read_text()) == (2, text)
    assert "a fix would leave the policy with errors" in ran.err


def test_a_policy_with_errors_is_not_mended(run: Run) -> None:
    Path("policy/b.yaml").write_text("nonsense\n")
    ran = run("lint", "policy", "--fix")
    assert (ran.code, ran.err) == (1, "")
    assert "root-not-mapping" in ran.out
    ran = run("lint", "policy", "--fix", "--diff")
    assert (ran.code, "root-not-mapping" in ran.out) == (1, True), "nothing to mend is another thing"
    ran = run("lint", "nowhere", "--fix", "--diff")
    assert (ran.code, "PP001" in ran.err) == (2, True)


def test_warnings_of_a_policy_with_errors_are_taken_back_as_well(run: Run) -> None:
    Path("policy/b.yaml").write_text("nonsense: 1\n")
    assert codes(run("lint", "policy", "--format", "json").out) == ["PP502", "PP101"]
    assert codes(run("lint", "policy", "--format", "json", "--ignore", "PP502").out) == ["PP101"]
    Path("policy/a.yaml").write_text(POLICY.replace("erase}", "erase}  # privpolicy: ignore[PP502] all the same"))
    assert codes(run("lint", "policy", "--format", "json").out) == ["PP101"]


def test_a_comment_takes_a_finding_back(run: Run) -> None:
    text = POLICY.replace("second: {}}", "second: {}}  # privpolicy: ignore[PP900] it is called so")
    Path("policy/a.yaml").write_text(text)
    ran = run("lint", "policy", *AT)
    assert (ran.code, "PP900" in ran.out) == (1, False)
    assert ran.out.endswith("1 finding taken back by comments\n")
    assert "PP940" not in run("lint", "policy", *AT, "--select", "PP5,PP94").out, "it was not asked for"
    Path("policy/a.yaml").write_text(text.replace("second", "third"))
    assert "PP940" in run("lint", "policy", *AT).out
    assert "PP940" not in run("lint", "policy", *AT, "--ignore", "unused-suppression").out


def test_only_a_run_of_today_removes_a_comment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def lately(x: Examined) -> Iterator[Remark]:
        """What has been wrong since 2021."""
        if x.at >= read_moment("2021-01-01"):
            yield Remark(("policy", "id"), "since 2021 this is an error")

    monkeypatch.setattr(catalogue, "CHECKS", (*TESTED, check("PP902", "lately", "note", lately)))
    text = POLICY.replace("id: a,", "id: a,  # privpolicy: ignore[PP902] known\n ")
    file = Path("policy/a.yaml")
    file.write_text(text)
    assert "PP940" not in run("lint", "policy").out
    ran = run("lint", "policy", "--at", "2020-01-01", "--fix")
    assert (file.read_text(), ran.err) == (text, "")
    assert "PP940" in ran.out
    assert "can be mended" not in ran.out
    assert "a run of today tells whether it can go" in ran.out
    settings('at = "2020-01-01"')
    assert run("lint", "policy", "--fix", "--diff").out == ""
    assert "PP940" in run("lint", "policy").out
    settings('at = "today"')
    file.write_text(text.replace("PP902", "PP900"))
    ran = run("lint", "policy", "--fix")
    assert (file.read_text(), ran.err) == (POLICY.replace("id: a,", "id: a,\n "), "mended 1 finding in 1 file\n")
    file.write_text(text.replace("PP902", "PP900"))
    assert run("lint", "policy", "--at", "today", "--fix").err == "mended 1 finding in 1 file\n"


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "junit", "gitlab", "markdown"])
def test_every_form_is_the_same_every_time(form: str, run: Run) -> None:
    ran = run("lint", "policy", *AT, "--format", form)
    assert (ran.code, ran.err) == (1, "")
    assert "PP900" in ran.out
    assert run("lint", "policy", *AT, "--format", form).out == ran.out
    Path("policy/b.yaml").write_text("nonsense\n")
    assert "PP013" in run("lint", "policy", "--format", form).out
