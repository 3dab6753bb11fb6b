"""Which policy a file belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from privpolicy.editor.home import policy_of
from privpolicy.editor.workspace import Workspace

HEADER = "policy: {language: 1, id: x}\n"


def lay(root: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def home(root: Path, file: str, **unsaved: str) -> str | None:
    texts = {root / f"{name}.yaml": text for name, text in unsaved.items()}
    found = policy_of(root / file, texts.get, texts, [root])
    return None if found is None else found.relative_to(root).as_posix()


def test_the_folder_with_the_header(tmp_path: Path) -> None:
    lay(tmp_path, {"p/policy.yaml": HEADER, "p/a.yaml": "", "p/sub/deep/b.yml": "", "other.yaml": "x: 1"})
    assert home(tmp_path, "p/policy.yaml") == "p"
    assert home(tmp_path, "p/a.yaml") == "p"
    assert home(tmp_path, "p/sub/deep/b.yml") == "p"
    assert home(tmp_path, "p/sub/new.yaml") == "p"
    assert home(tmp_path, "other.yaml") is None


@pytest.mark.parametrize(
    "file",
    ["p/tests/a.yaml", "p/sub/tests/deep/a.yaml", "p/a.policytest.yaml", "p/a.policytest.yml", "p/a.txt", "p/a.json"],
)
def test_tests_and_other_files_are_no_part(tmp_path: Path, file: str) -> None:
    lay(tmp_path, {"p/policy.yaml": HEADER, file: ""})
    assert home(tmp_path, file) is None


def test_a_policy_may_itself_stand_in_tests(tmp_path: Path) -> None:
    lay(tmp_path, {"tests/p/policy.yaml": HEADER, "tests/p/a.yaml": ""})
    assert home(tmp_path, "tests/p/a.yaml") == "tests/p"


def test_several_headers_are_policies_of_one_file(tmp_path: Path) -> None:
    lay(tmp_path, {"a.yaml": HEADER, "b.yaml": f"# b\n{HEADER}"})
    assert home(tmp_path, "a.yaml") == "a.yaml"
    assert home(tmp_path, "b.yaml") == "b.yaml"


@pytest.mark.parametrize("header", ['"policy": {}\n', "'policy' : {}\n", "policy:\n  id: x\n", "\ufeffpolicy: {}\n"])
def test_ways_to_write_the_header(tmp_path: Path, header: str) -> None:
    lay(tmp_path, {"p/one.yaml": header, "p/a.yaml": "a: {policy: 1}\n  policy: x"})
    assert home(tmp_path, "p/a.yaml") == "p"


def test_settings_go_first(tmp_path: Path) -> None:
    lay(
        tmp_path,
        {
            "pyproject.toml": '[tool.privpolicy]\npolicy = "policies/shop"\n',
            "policies/shop/sub/policy.yaml": HEADER,
            "policies/other/policy.yaml": HEADER,
            "single/privpolicy.toml": 'policy = "./a.yaml"\n',
            "single/a.yaml": HEADER,
            "single/b.yaml": "",
        },
    )
    assert home(tmp_path, "policies/shop/sub/a.yaml") == "policies/shop"
    assert home(tmp_path, "policies/other/a.yaml") == "policies/other"
    assert home(tmp_path, "single/a.yaml") == "single/a.yaml"
    assert home(tmp_path, "single/b.yaml") == "single"


@pytest.mark.parametrize(
    "text", ["[tool", "tool = 3", "[tool.privpolicy]\npolicy = 3", "[tool.other]\npolicy = 'p'", "\udcff"]
)
def test_settings_that_say_nothing(tmp_path: Path, text: str) -> None:
    lay(tmp_path, {"p/policy.yaml": HEADER})
    (tmp_path / "pyproject.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert home(tmp_path, "p/a.yaml") == "p"


def test_headers_that_are_not_saved_count(tmp_path: Path) -> None:
    lay(tmp_path, {"saved.yaml": HEADER})
    assert home(tmp_path, "a.yaml", saved="purposes: {}\n") is None
    assert home(tmp_path, "a.yaml", new=HEADER, saved="") == "."


def test_the_search_stops_at_the_workspace(tmp_path: Path) -> None:
    lay(tmp_path, {"policy.yaml": HEADER, "w/a.yaml": ""})
    assert policy_of(tmp_path / "w" / "a.yaml", lambda _: None, (), [tmp_path / "w"]) is None
    (tmp_path / "w" / ".git").mkdir()
    assert policy_of(tmp_path / "w" / "a.yaml", lambda _: None, (), []) is None
    (tmp_path / "w" / ".git").rmdir()
    assert policy_of(tmp_path / "w" / "a.yaml", lambda _: None, (), []) == tmp_path


def test_a_file_that_is_nowhere(tmp_path: Path) -> None:
    assert policy_of(tmp_path / "gone" / "a.yaml", lambda _: None, (), [tmp_path]) is None


# --- Open files over those on the disk -----------------------------------------------------------------------------


def names(workspace: Workspace, root: Path) -> dict[str, str]:
    return {path.name: sheet.document.text.text for path, sheet in workspace.view(root).sheets.items()}


def test_open_files_stand_over_the_disk(tmp_path: Path) -> None:
    lay(tmp_path, {"policy.yaml": HEADER, "a.yaml": "purposes: {a: {}}\n"})
    workspace = Workspace((tmp_path,))
    workspace.put(tmp_path / "a.yaml", "purposes: {b: {}}\n", 3)
    workspace.put(tmp_path / "new.yaml", "events: {x: {}}\n")
    assert names(workspace, tmp_path) == {
        "a.yaml": "purposes: {b: {}}\n",
        "new.yaml": "events: {x: {}}\n",
        "policy.yaml": HEADER,
    }
    assert workspace.view(tmp_path).declared["purpose"] == ("b",)
    workspace.close(tmp_path / "a.yaml")
    workspace.close(tmp_path / "new.yaml")
    assert names(workspace, tmp_path) == {"a.yaml": "purposes: {a: {}}\n", "policy.yaml": HEADER}


def test_a_policy_of_which_nothing_is_saved(tmp_path: Path) -> None:
    workspace = Workspace((tmp_path,))
    file = tmp_path / "p" / "policy.yaml"
    workspace.put(file, HEADER)
    assert workspace.home(file) == tmp_path / "p"
    assert list(workspace.view(tmp_path / "p").sheets) == [file]


def test_homes_are_asked_again_when_something_changes(tmp_path: Path) -> None:
    lay(tmp_path, {"a.yaml": ""})
    workspace = Workspace((tmp_path,))
    assert workspace.home(tmp_path / "a.yaml") is None
    lay(tmp_path, {"policy.yaml": HEADER})
    assert workspace.home(tmp_path / "a.yaml") is None
    workspace.forget_disk()
    assert workspace.home(tmp_path / "a.yaml") == tmp_path
    workspace.put(tmp_path / "policy.yaml", HEADER)
    workspace.put(tmp_path / "policy.yaml", "# gone\n")
    assert workspace.home(tmp_path / "a.yaml") is None


def test_files_that_did_not_change_are_read_once(tmp_path: Path) -> None:
    lay(tmp_path, {"policy.yaml": HEADER, "a.yaml": "purposes: {a: {}}\n"})
    workspace = Workspace((tmp_path,))
    first = workspace.view(tmp_path)
    workspace.put(tmp_path / "a.yaml", "purposes: {b: {}}\n")
    second = workspace.view(tmp_path)
    assert first.sheets[tmp_path / "policy.yaml"] is second.sheets[tmp_path / "policy.yaml"]
    assert first.sheets[tmp_path / "a.yaml"] is not second.sheets[tmp_path / "a.yaml"]


def test_what_could_be_read_last_is_remembered(tmp_path: Path) -> None:
    lay(tmp_path, {"policy.yaml": HEADER, "a.yaml": "purposes: {a: {}}\n"})
    workspace = Workspace((tmp_path,))
    workspace.view(tmp_path)
    for text in ("purposes: {a: {}", "purposes: {a: ["):
        workspace.put(tmp_path / "a.yaml", text)
        view = workspace.view(tmp_path)
        assert view.declared["purpose"] == ("a",)
        assert not view.sheets[tmp_path / "a.yaml"].is_current
