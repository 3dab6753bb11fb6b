"""Waiting for changes, with a clock that a test winds."""

from pathlib import Path

from privpolicy.testing.watch import Stamps, changes, stamps


def test_what_changed_came_or_went_is_told_once() -> None:
    looks: list[Stamps] = [
        {"a": (1, 1), "b": (1, 1)},
        {"a": (1, 1), "b": (1, 1)},
        {"a": (2, 1), "b": (1, 1)},
        {"a": (2, 1), "b": (1, 1)},
        {"a": (2, 1), "c": (3, 3)},
    ]
    waited = []
    seen = changes(iter(looks).__next__, lambda: waited.append(1))
    assert next(seen) == ("a",)
    assert len(waited) == 2
    assert next(seen) == ("b", "c")
    assert len(waited) == 4


def test_stamps_of_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    for name in ("policy.yaml", "tests/a.policytest.yaml", "notes.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    single = tmp_path / "notes.txt"
    assert set(stamps([tmp_path])) == {str(tmp_path / "policy.yaml"), str(tmp_path / "tests/a.policytest.yaml")}
    assert set(stamps([single, tmp_path / "gone"])) == {str(single)}
