"""Known findings: still known when lines move and lists grow, and only as many as were known."""

import json
import stat
from pathlib import Path

import pytest

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.lint.baseline import Baseline, Known, about, new_baseline, read_baseline
from privpolicy.lint.errors import LintError
from privpolicy.source.path import NodePath
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText

TEXT = "data: [name, email]\nmore: {a: b}\n"


def finding(folder: Path, path: NodePath, span: tuple[int, int, int] = (1, 8, 12), name: str = "a.yaml") -> Diagnostic:
    line, column, end = span
    place = Span(str(folder / name), line, column, line, end)
    return Diagnostic(code_named("endless-phase"), "warning", "message", None, place, (), path)


def everything(_: Known) -> bool:
    return True


def nothing(_: Known) -> bool:
    return False


def sources(folder: Path, text: str = TEXT) -> dict[str, SourceText]:
    file = str(folder / "a.yaml")
    return {file: SourceText(file, text)}


def test_what_a_finding_is_about(tmp_path: Path) -> None:
    texts = sources(tmp_path)
    assert about(finding(tmp_path, ("activities", "pay", "retention")), texts) == "activities.pay.retention"
    assert about(finding(tmp_path, ("activities", "pay", "data", 0)), texts) == "activities.pay.data[name]"
    assert about(finding(tmp_path, ("retention", "r", "phases", 1, "for")), texts) == "retention.r.phases[].for"
    assert about(finding(tmp_path, ()), texts) == ""
    assert about(finding(tmp_path, ("a", 0), name="unread.yaml"), texts) == "a[]"


def test_known_findings_stay_known_when_they_move(tmp_path: Path) -> None:
    was = finding(tmp_path, ("activities", "pay", "data", 1), (1, 14, 19))
    baseline = new_baseline(tmp_path / "known.json").renewed([was], sources(tmp_path), everything)
    moved = finding(tmp_path, ("activities", "pay", "data", 0), (3, 8, 13))
    sifted = baseline.sift([moved], sources(tmp_path, "\n\ndata: [email]\n"), everything)
    assert (sifted.new, sifted.known, sifted.gone) == ((), 1, ())


def test_more_of_a_kind_than_are_known_are_new(tmp_path: Path) -> None:
    several = [finding(tmp_path, ("a", "phases", number, "for"), (number + 1, 1, 2)) for number in range(3)]
    baseline = new_baseline(tmp_path / "known.json").renewed(several[:2], sources(tmp_path), everything)
    assert list(baseline.counts.values()) == [2]
    sifted = baseline.sift(several, sources(tmp_path), everything)
    assert (sifted.new, sifted.known) == ((several[2],), 2)


def test_what_is_gone_is_told_where_it_could_have_been_found(tmp_path: Path) -> None:
    known = Known("PP502", "a.yaml", "retention.r")
    baseline = Baseline(tmp_path / "known.json", {known: 1})
    assert baseline.sift([], {}, everything).gone == (known,)
    assert baseline.sift([], {}, nothing).gone == ()
    assert baseline.renewed([], {}, everything).counts == {}
    assert baseline.renewed([], {}, nothing).counts == {known: 1}


def test_what_is_written_is_read_sorted_and_the_same_every_time(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    several = [finding(tmp_path, (name,)) for name in ("b", "a", "a")]
    new_baseline(file).renewed(several, sources(tmp_path), everything).write()
    first = file.read_bytes()
    assert json.loads(first)["findings"] == [
        {"code": "PP502", "file": "a.yaml", "about": "a", "count": 2},
        {"code": "PP502", "file": "a.yaml", "about": "b", "count": 1},
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    read_baseline(file).renewed(reversed(several), sources(tmp_path), everything).write()
    assert file.read_bytes() == first
    assert [one.name for one in tmp_path.iterdir()] == ["known.json"], "nothing is left beside it"


def test_files_are_named_from_the_folder_of_the_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy").mkdir()
    monkeypatch.chdir(tmp_path / "policy")
    baseline = new_baseline(Path("../known.json"))
    assert baseline.path_of("a.yaml") == "policy/a.yaml"
    monkeypatch.chdir(tmp_path)
    assert new_baseline(Path("known.json")).path_of("policy/a.yaml") == "policy/a.yaml"


HEAD = '{"privpolicy-lint-baseline": 1, "findings": '
ENTRY = '{"code": "PP502", "file": "a.yaml", "about": "a", "count": 1}'
WRONG = [
    ("{\n  nonsense\n}", "2:3", "no JSON"),
    ('"\ud800"'.encode("utf-8", "surrogatepass"), "", "no JSON in UTF-8"),
    ("[]", "1:1", "no baseline"),
    ("{}", "1:1", "no baseline"),
    ('{"privpolicy-lint-baseline": 2, "findings": []}', "1:1", "of version 2"),
    ('{"privpolicy-lint-baseline": true, "findings": []}', "1:1", "of version True"),
    ('{"privpolicy-lint-baseline": 1}', "1:1", "no list"),
    ('{"privpolicy-lint-baseline": 1, "findings": [], "more": 1}', "1:1", "other keys"),
    (HEAD + "[3]}", "", "finding 1"),
    (HEAD + '[{"code": "PP502"}]}', "", "finding 1"),
    (HEAD + f"[{ENTRY}, {ENTRY.replace('1', 'true')}]}}", "", "finding 2"),
    (HEAD + f"[{ENTRY.replace('1', '0')}]}}", "", "finding 1"),
    (HEAD + f"[{ENTRY}, {ENTRY}]}}", "", "finding 2 of the baseline stands twice"),
    (HEAD + f"[{ENTRY.replace('a.yaml', '/a.yaml')}]}}", "", "absolute path"),
]


@pytest.mark.parametrize(("text", "place", "message"), WRONG)
def test_what_is_no_baseline_is_an_error(text: str | bytes, place: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(LintError, match=message) as caught:
        read_baseline(file)
    assert caught.value.place == f"{file}:{place}".rstrip(":")
    assert "--write-baseline" in (caught.value.advice or "")


def test_a_baseline_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LintError, match="no such baseline"):
        read_baseline(tmp_path / "nowhere.json")
    with pytest.raises(LintError, match="cannot be read: is a directory"):
        read_baseline(tmp_path)


def test_a_link_to_a_baseline_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    link = tmp_path / "known.json"
    link.symlink_to("kept/known.json")
    new_baseline(link).write()
    assert link.is_symlink()
    assert read_baseline(link).counts == read_baseline(tmp_path / "kept" / "known.json").counts == {}
