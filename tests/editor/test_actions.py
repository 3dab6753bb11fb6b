"""What can be done about a diagnostic at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.editor.policies import DEEDS, WORDS, write

from privpolicy import api
from privpolicy.diagnostics.codes import Code
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.fix import Fix, Removal
from privpolicy.editor.actions import REASON, Action, actions, mend_all
from privpolicy.editor.codes import codes
from privpolicy.editor.edit import applied
from privpolicy.lint.config import LintConfig
from privpolicy.lint.report import Report
from privpolicy.source.path import NodePath
from privpolicy.syntax.locate import locate

CHECK = Code("PP999", "too-much", "warning", "what a check might find")


def report_on(folder: Path) -> Report:
    return api.lint(folder, config=LintConfig(plugins=False))


def finding(report: Report, path: NodePath, fix: Fix | None = None, *, on_key: bool = False) -> Diagnostic:
    assert report.tree is not None
    found = Diagnostic.of(CHECK, "this is too much", locate(report.tree, path, on_key=on_key))
    return replace(found, path=path, fix=fix)


def result(report: Report, action: Action) -> str:
    """Return the line that an action makes of the one it is about; what is inserted may bring another."""
    (edit,) = action.edits
    text = applied(report.sources[edit.span.file], edit)
    number = edit.span.line
    return "\n".join(text.split("\n")[number - 1 : number + edit.text.count("\n")])


def titles(found: list[Action]) -> list[str]:
    return [one.title for one in found]


def ignoring(report: Report, path: NodePath, *, on_key: bool = False) -> Action:
    (found,) = actions(report, finding(report, path, on_key=on_key))
    assert found.title == "Ignore PP999 (too-much) here"
    assert not found.sure
    return found


def test_a_fix_is_carried_out(tmp_path: Path) -> None:
    report = report_on(write(tmp_path))
    fix = Fix("remove `contact.email`", (Removal(("activities", "account", "data", 0)),))
    mend, _ = actions(report, finding(report, ("activities", "account", "data", 0), fix))
    assert mend.title == "Remove `contact.email`"
    assert mend.sure
    assert result(report, mend).startswith('    data: ["contact"]   # both\n')


def test_all_fixes_at_once(tmp_path: Path) -> None:
    report = report_on(write(tmp_path))
    paths: list[NodePath] = [("activities", "account", "data", 0), ("purposes", "service", "title")]
    found = [finding(report, path, Fix("remove it", (Removal(path),))) for path in paths]
    edits = mend_all(report, found)
    assert {Path(edit.span.file).name for edit in edits} == {"words.yaml", "deeds.yaml"}
    assert mend_all(report, [finding(report, paths[0])]) == ()


def test_a_fix_that_cannot_be_made_is_not_offered(tmp_path: Path) -> None:
    report = report_on(write(tmp_path))
    fix = Fix("remove what is not there", (Removal(("activities", "nothing")),))
    assert len(list(actions(report, finding(report, ("activities", "account"), fix)))) == 1


def test_ignoring_behind_the_line(tmp_path: Path) -> None:
    report = report_on(write(tmp_path))
    found = ignoring(report, ("activities", "account", "purposes", 0))
    assert result(report, found) == f"    purposes: [service]  # privpolicy: ignore[PP999] {REASON}"


def test_ignoring_behind_another_comment(tmp_path: Path) -> None:
    report = report_on(write(tmp_path))
    found = ignoring(report, ("activities", "account", "data"))
    assert result(report, found).endswith(f"# both  # privpolicy: ignore[PP999] {REASON}")


def test_ignoring_above_a_long_line(tmp_path: Path) -> None:
    report = report_on(write(tmp_path))
    found = ignoring(report, ("purposes", "service.billing", "title"))
    comment, line = result(report, found).split("\n")
    assert comment == f"  # privpolicy: ignore[PP999] {REASON}"
    assert line.startswith("  service.billing:")


def test_ignoring_beside_what_is_ignored_already(tmp_path: Path) -> None:
    deeds = DEEDS.replace("# both", "# privpolicy: ignore[PP998] both")
    report = report_on(write(tmp_path, words=WORDS, deeds=deeds))
    found = ignoring(report, ("activities", "account", "data"))
    assert result(report, found).endswith("# privpolicy: ignore[PP998, PP999] both")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("|\n      one\n      two", f"    title: |  # privpolicy: ignore[PP999] {REASON}"),
        ('"one\n      two"', f'    # privpolicy: ignore[PP999] {REASON}\n    title: "one'),
        ("one\n      two", f"    # privpolicy: ignore[PP999] {REASON}\n    title: one"),
    ],
)
def test_a_comment_never_ends_up_in_a_text(tmp_path: Path, title: str, expected: str) -> None:
    deeds = DEEDS.replace("title: Keep an account", f"title: {title}")
    report = report_on(write(tmp_path, words=WORDS, deeds=deeds))
    assert result(report, ignoring(report, ("activities", "account", "title"), on_key=True)) == expected


def test_line_ends_stay_what_they_are(tmp_path: Path) -> None:
    report = report_on(write(tmp_path, words=WORDS.replace("\n", "\r\n"), deeds=DEEDS))
    (edit,) = ignoring(report, ("purposes", "service.billing", "title")).edits
    assert edit.text.endswith("\r\n")


@pytest.mark.parametrize(
    ("old", "new", "title", "line"),
    [
        ("[tls]", "[tlss]", "Write `tls`", "    obligations: [tls]"),
        (
            "'hosting.backup'",
            "'hosting.bakup'",
            "Write `hosting.backup`",
            "    recipients: [controller, 'hosting.backup']",
        ),
        ("legal-basis: contract", "legal-basis: contrat", "Write `contract`", "    legal-basis: contract"),
        ("retention: record", "retentoin: record", "Write `retention`", "    retention: record"),
        ("prohibitions:", "prohibition:", "Write `prohibitions`", "prohibitions:"),
        ("no-sale:", "No_Sale:", "Write `no-sale`", "  no-sale:"),
    ],
)
def test_what_was_probably_meant(tmp_path: Path, old: str, new: str, title: str, line: str) -> None:
    report = report_on(write(tmp_path, words=WORDS, deeds=DEEDS.replace(old, new)))
    (found,) = [action for one in report.diagnostics for action in actions(report, one)]
    assert found.title == title
    assert found.sure
    assert result(report, found) == line


def test_errors_of_loading_cannot_be_ignored(tmp_path: Path) -> None:
    report = report_on(write(tmp_path, words=WORDS, deeds=DEEDS.replace("[tls]", "[something-else]")))
    assert [one.code.id for one in report.diagnostics] == ["PP208"]
    assert list(actions(report, report.diagnostics[0])) == []
    assert "PP208" in codes().unavoidable


def test_what_belongs_to_no_file_has_no_action(tmp_path: Path) -> None:
    report = report_on(tmp_path)
    assert report.diagnostics
    assert [action for one in report.diagnostics for action in actions(report, one)] == []
    assert list(actions(report, Diagnostic.of(CHECK, "this is too much", None))) == []
