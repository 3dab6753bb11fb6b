"""From a path to a policy model."""

from pathlib import Path

import pytest

from privpolicy.api import inspect
from privpolicy.diagnostics.finding import Finding
from privpolicy.loading.load import Loaded, load
from privpolicy.loading.merge import SECTIONS
from privpolicy.model.policy_model import PolicyModel
from privpolicy.syntax.locate import locate

HEADER = "policy: {language: 1, id: tiny}\n"


def write(folder: Path, files: dict[str, str]) -> Loaded:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return inspect(folder)


def test_sections_are_those_of_the_language() -> None:
    assert SECTIONS == (
        "policy", "controller", "purposes", "data-categories", "data-subjects", "recipients", "events", "facts",
        "retention", "safeguards", "activities", "prohibitions", "notice",
    )  # fmt: skip


def test_files_are_merged_in_the_order_of_their_paths(tmp_path: Path) -> None:
    loaded = write(
        tmp_path,
        {
            "b.yaml": "purposes: {second: }\n",
            "a/z.yml": "purposes: {first: }\n",
            "b/a.yaml": "purposes: {third: }\n",
            "policy.yaml": HEADER + "purposes: {fourth: }\n",
            "a/tests/x.yaml": "purposes: {no: }\n",
            "x.policytest.yml": "tests: []\n",
            "notes.txt": "nothing",
        },
    )
    assert loaded.model is not None
    # By the text of the paths: "." comes before "/".
    assert list(loaded.model.purposes) == ["first", "second", "third", "fourth"]
    assert [Path(file).relative_to(tmp_path).as_posix() for file in loaded.files] == [
        "a/z.yml", "b.yaml", "b/a.yaml", "policy.yaml",
    ]  # fmt: skip
    assert loaded.tree is not None
    assert Path(locate(loaded.tree, ("purposes", "third")).file).name == "a.yaml"
    assert set(loaded.sources) == set(loaded.files)


def test_singleton_sections_are_merged_key_by_key(tmp_path: Path) -> None:
    loaded = write(tmp_path, {"a.yaml": "policy: {language: 1}\n", "b.yaml": "policy: {id: tiny}\n"})
    assert loaded.model is not None
    assert loaded.model.policy.id == "tiny"


def test_single_file_is_a_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy.yaml").write_text(HEADER + "purposes: [a]\n")
    monkeypatch.chdir(tmp_path)
    loaded = inspect(Path("policy.yaml"))
    (diagnostic,) = loaded.diagnostics
    assert str(diagnostic.span) == "policy.yaml:2:11"
    (absolute,) = inspect(tmp_path / "policy.yaml").diagnostics
    assert absolute.span is not None
    assert absolute.span.file == str(tmp_path / "policy.yaml")


def test_section_without_entries_is_empty(tmp_path: Path) -> None:
    loaded = write(tmp_path, {"policy.yaml": HEADER + "purposes:\n  # none yet\nfacts:\n"})
    assert loaded.diagnostics == ()


def test_digest_depends_on_paths_and_bytes_alone(tmp_path: Path) -> None:
    texts = {"a.yaml": HEADER, "b.yaml": "purposes: {a: }\n"}
    here, there = write(tmp_path / "here", texts), write(tmp_path / "there", texts)
    assert here.digest == there.digest
    assert here.digest.startswith("sha256:")
    renamed = write(tmp_path / "renamed", {"a.yaml": HEADER, "c.yaml": "purposes: {a: }\n"})
    changed = write(tmp_path / "changed", {"a.yaml": HEADER, "b.yaml": "purposes: {b: }\n"})
    assert len({here.digest, renamed.digest, changed.digest}) == 3


def test_names_wait_until_every_file_can_be_read(tmp_path: Path) -> None:
    def gate(model: PolicyModel) -> list[Finding]:
        raise AssertionError(model)

    (tmp_path / "a.yaml").write_text(HEADER + "prohibitions: {none: {purposes: [billing]}}\n")
    (tmp_path / "b.yaml").write_text("purposes: {billing: \n")
    loaded = load(tmp_path, gate)
    assert [diagnostic.code.id for diagnostic in loaded.diagnostics] == ["PP010"]


def test_broken_file_may_hold_what_seems_missing(tmp_path: Path) -> None:
    loaded = write(tmp_path, {"a.yaml": "policy: {language: 1}\n", "b.yaml": "policy: {id: tiny\n"})
    assert [diagnostic.code.id for diagnostic in loaded.diagnostics] == ["PP010"]
    assert loaded.model is None


def test_diagnostics_come_sorted(tmp_path: Path) -> None:
    loaded = write(tmp_path, {"b.yaml": "c: {}\na: {}\n", "a.yaml": HEADER + "z: {}\n", "c.yaml": "\tx\n"})
    places = [(Path(one.span.file).name, one.span.line) for one in loaded.diagnostics if one.span]
    assert places == [("a.yaml", 2), ("b.yaml", 1), ("b.yaml", 2), ("c.yaml", 1)]


def test_file_names_that_are_no_text_can_be_printed(tmp_path: Path) -> None:
    Path(bytes(tmp_path).decode() + "/\udcff.yaml").write_text("purposes: [a]\n")
    loaded = inspect(tmp_path)
    for diagnostic in loaded.diagnostics:
        str(diagnostic).encode()


def test_numbers_stay_as_written_where_texts_belong(tmp_path: Path) -> None:
    loaded = write(tmp_path, {"policy.yaml": "policy: {language: 1, id: tiny, version: 007, title: 1.10}\n"})
    assert loaded.model is not None
    assert (loaded.model.policy.version, loaded.model.policy.title) == ("007", "1.10")
