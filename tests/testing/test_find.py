"""Which files hold tests, and which policy they ask."""

from pathlib import Path

import pytest

import privpolicy as pp
from privpolicy.testing.find import files_below, files_of, policies_of

POLICY = """\
policy: {language: 1, id: x}
purposes: {a: {}}
data-categories: {b: {}}
data-subjects: {c: {}}
activities: {d: {purposes: [a], legal-basis: contract, data-subjects: [c], data: [b]}}
"""
TEST = "cases: [{name: x, request: {purpose: a, data: b, at: 2024-01-01, complete: true}, expect: permit}]\n"


def lay(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_t", ".policytest.yaml")
        path = path if path.suffix else path.with_suffix(".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def names(files: tuple[Path, ...], folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in files]


def test_beside_a_folder_and_below(tmp_path: Path) -> None:
    lay(tmp_path, p__policy=POLICY, p__a_t=TEST, p__tests__b_t=TEST, p__deep__down__c_t=TEST, other_t=TEST)
    found = ["p/a.policytest.yaml", "p/deep/down/c.policytest.yaml", "p/tests/b.policytest.yaml"]
    assert names(files_of(tmp_path / "p"), tmp_path) == found
    assert pp.run_tests(tmp_path / "p").passed == 3
    assert names(files_below(tmp_path), tmp_path) == ["other.policytest.yaml", *found]


def test_beside_a_file(tmp_path: Path) -> None:
    lay(tmp_path, policy=POLICY, a_t=TEST, tests__b_t=TEST, deep__c_t=TEST)
    assert names(files_of(tmp_path / "policy.yaml"), tmp_path) == ["a.policytest.yaml", "tests/b.policytest.yaml"]
    assert pp.run_tests(tmp_path / "policy.yaml").passed == 2


def test_the_policy_of_a_file(tmp_path: Path) -> None:
    lay(tmp_path, p__policy=POLICY, p__tests__deep__a_t=TEST, p__activities__b_t=TEST, c_t=TEST)
    for name in ("p/tests/deep/a", "p/activities/b"):
        assert policies_of(tmp_path / f"{name}.policytest.yaml") == (tmp_path / "p",)
        assert pp.run_tests(files=[tmp_path / f"{name}.policytest.yaml"]).ok
    (tmp_path / ".git").mkdir()
    assert policies_of(tmp_path / "c.policytest.yaml") == ()


def test_several_policies_of_one_file_each(tmp_path: Path) -> None:
    lay(tmp_path, one=POLICY, two=POLICY, a_t=TEST)
    assert len(policies_of(tmp_path / "a.policytest.yaml")) == 2
    report = pp.run_tests(files=[tmp_path / "a.policytest.yaml"])
    assert [one.code.id for one in report.diagnostics] == ["PP828"]
    assert not report.ok
    assert pp.run_tests(tmp_path / "one.yaml").ok


def test_a_folder_of_policies(tmp_path: Path) -> None:
    lay(tmp_path, one__policy=POLICY, one__tests__a_t=TEST, two__policy=POLICY, two__tests__b_t=TEST)
    report = pp.run_tests(tmp_path)
    assert report.ok
    assert [file.policy for file in report.files] == [str(tmp_path / "one"), str(tmp_path / "two")]


def test_the_policy_that_a_file_names(tmp_path: Path) -> None:
    lay(tmp_path, p__policy=POLICY, tests__a_t="policy: ../p\n" + TEST, tests__b_t="policy: ../q\n" + TEST)
    assert pp.run_tests(files=[tmp_path / "tests/a.policytest.yaml"]).ok
    report = pp.run_tests(files=[tmp_path / "tests/b.policytest.yaml"])
    assert [str(one).rpartition(": ")[2] for one in report.diagnostics] == ["error[PP001] `../q` does not exist"]
    assert [file.ran for file in report.files] == [False]


def test_a_policy_that_is_named_goes_first(tmp_path: Path) -> None:
    lay(tmp_path, p__policy=POLICY, q__policy=POLICY, p__a_t="policy: .\n" + TEST)
    report = pp.run_tests(tmp_path / "q", [tmp_path / "p/a.policytest.yaml"])
    assert [file.policy for file in report.files] == [str(tmp_path / "q")]
    assert [file.policy for file in pp.run_tests(tmp_path / "p").files] == [str(tmp_path / "p")]


def test_no_policy_at_all(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    lay(tmp_path, a_t=TEST)
    report = pp.run_tests(files=[tmp_path / "a.policytest.yaml"])
    assert [one.code.id for one in report.diagnostics] == ["PP828"]


def test_paths_are_told_as_they_are_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, p__policy=POLICY, p__tests__a_t=TEST)
    monkeypatch.chdir(tmp_path)
    (file,) = pp.run_tests(files=["p/tests/a.policytest.yaml"]).files
    assert (file.name, file.policy) == ("p/tests/a.policytest.yaml", "p")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    report = pp.run_tests(files=[tmp_path / "a.policytest.yaml"])
    assert [one.code.id for one in report.diagnostics] == ["PP003"]


def test_a_policy_with_errors(tmp_path: Path) -> None:
    lay(tmp_path, policy=POLICY.replace("[a]", "[b]"), a_t=TEST, b_t=TEST)
    report = pp.run_tests(tmp_path)
    assert [one.code.id for one in report.policy_faults] == ["PP201"]
    assert [file.ran for file in report.files] == [False, False]
    assert not report.ok


def test_other_files_still_run(tmp_path: Path) -> None:
    lay(tmp_path, policy=POLICY, a_t=TEST, b_t="cases: []\n", c_t=TEST)
    report = pp.run_tests(tmp_path)
    assert [file.ran for file in report.files] == [True, False, True]
    assert (report.passed, len(report.faulty), report.ok) == (2, 1, False)


def test_nothing_to_run(tmp_path: Path) -> None:
    lay(tmp_path, policy=POLICY)
    assert not pp.run_tests(tmp_path).ok
