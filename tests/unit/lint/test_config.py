"""Settings: read as written, found where they stand, and wrong ones told with their place."""

from pathlib import Path

import pytest

from privpolicy.lint.catalogue import catalogue
from privpolicy.lint.config import LintConfig, find_config, read_config
from privpolicy.lint.errors import LintError
from privpolicy.lint.select import known_checks, selection
from privpolicy.model.moment import read_moment

EVERY_KEY = """\
[lint]
select = ["PP3", "no-lifetime"]
ignore = ["PP312"]
severity = {PP502 = "note"}
at = "2026-01-01"
fail-on = "error"
baseline = "known.json"
plugins = false

[lint.per-path-ignores]
"drafts/**" = ["PP9"]
"""


def read(folder: Path, text: str, name: str = "privpolicy.toml") -> LintConfig:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read_config(file)


def test_every_key_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, EVERY_KEY)
    assert found.select == ("PP3", "no-lifetime")
    assert found.ignore == ("PP312",)
    assert found.severity == {"PP502": "note"}
    assert found.per_path_ignores == {"drafts/**": ("PP9",)}
    assert found.at == read_moment("2026-01-01")
    assert found.fail_on == "error"
    assert found.baseline == tmp_path / "known.json"
    assert found.plugins is False
    assert found.root == tmp_path


def test_days_may_be_written_as_toml_or_as_today(tmp_path: Path) -> None:
    assert read(tmp_path, "[lint]\nat = 2026-01-01\n").at == read_moment("2026-01-01")
    assert read(tmp_path, '[lint]\nat = "today"\n').at is None


def test_plugins_may_be_named(tmp_path: Path) -> None:
    assert read(tmp_path, '[lint]\nplugins = ["acme"]\n').plugins == ("acme",)


WRONG = [
    ("[lint]\nselct = []\n", "2:1", "no setting `selct`", "did you mean `select`?"),
    ("[lint]\nselect = 'PP3'\n", "2:1", "`select` is no list of texts", "write"),
    ("[lint]\nselect = ['PP3', 3]\n", "2:1", "`select` is no list of texts", "write"),
    ("[lint]\nseverity = 'note'\n", "2:1", "`severity` is no table", "write"),
    ("[lint]\n# PP502\nseverity = {PP502 = 'grave'}\n", "3:13", "`severity` gives `PP502` no severity", "`warning`"),
    ("[lint.severity]\nPP502 = 1\n", "2:1", "`severity` gives `PP502` no severity", "`warning`"),
    ("[lint]\nat = '2026-02-30'\n", "2:1", "`at` is no day: `2026-02-30` is no date of the calendar", "today"),
    ("[lint]\nat = 3\n", "2:1", "`at` is no day", "today"),
    ("[lint]\nat = 2026-01-01T10:00:00\n", "2:1", "`at` is no day: a time needs a zone", "today"),
    ("[lint]\n\nfail-on = 'warn'\n", "3:1", "`fail-on` is no severity", "`never`"),
    ("[lint]\nbaseline = ''\n", "2:1", "`baseline` is no path", "lint-baseline.json"),
    ("[lint]\nplugins = 'acme'\n", "2:1", "`plugins` is neither", "`true`"),
    ("[lint.per-path-ignores]\n'a/**' = 'PP9'\n", "2:2", "`per-path-ignores` is no list of texts", "write"),
    ("lint = 3\n", "1:1", "`lint` is no table", "[lint]"),
    ("policy = 'p'\n\n[lnit]\nselect = []\n", "3:2", "privpolicy has no setting `lnit`", "did you mean `lint`?"),
    ("[tool.privpolicy.lint]\nselect = []\n", "1:2", "privpolicy has no setting `tool`", "write `[lint]` here"),
    ("[lint] # select\nignore = ['select']\nselect = 3\n", "3:1", "`select` is no list of texts", "write"),
    ("[lint]\nignore = ['at', 'x#at']  # at = 2\nat = 3\n", "3:1", "`at` is no day", "today"),
    ("\ufeff[lint]\n", "1:1", "byte order mark", "without one"),
]


@pytest.mark.parametrize(("text", "place", "message", "advice"), WRONG, ids=[one[2] for one in WRONG])
def test_what_is_wrong_is_told_with_its_place(text: str, place: str, message: str, advice: str, tmp_path: Path) -> None:
    with pytest.raises(LintError) as caught:
        read(tmp_path, text)
    assert caught.value.place == f"{tmp_path / 'privpolicy.toml'}:{place}"
    assert message in caught.value.message
    assert advice in (caught.value.advice or "")


MALFORMED = [("[lint]\nselect = [\n", "3:1"), ("[lint\n", "1:6"), ("[lint]\na = 1\na = 2\n", "3:6")]


@pytest.mark.parametrize(("text", "place"), MALFORMED)
def test_malformed_toml_is_told_with_its_place(text: str, place: str, tmp_path: Path) -> None:
    with pytest.raises(LintError, match="this is no TOML") as caught:
        read(tmp_path, text)
    assert caught.value.place == f"{tmp_path / 'privpolicy.toml'}:{place}"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LintError, match="no such file"):
        read_config(tmp_path / "nowhere.toml")
    (tmp_path / "privpolicy.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(LintError, match="not UTF-8"):
        read_config(tmp_path / "privpolicy.toml")
    with pytest.raises(LintError, match=r"no section `\[tool\.privpolicy\.lint\]`"):
        read(tmp_path, "[tool.other]\n", "pyproject.toml")


@pytest.mark.parametrize("text", [f"a = {'9' * 5000}\n", f"a = {'[' * 5000}\n"])
def test_toml_that_is_too_much_is_an_error(text: str, tmp_path: Path) -> None:
    with pytest.raises(LintError, match="this is no TOML"):
        read(tmp_path, text)


def test_a_mistyped_section_of_pyproject_toml_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LintError, match="privpolicy has no setting `lnt`") as caught:
        read(tmp_path, "[tool.other]\nlnt = 1\n\n[tool.privpolicy.lnt]\n", "pyproject.toml")
    assert caught.value.place == f"{tmp_path / 'pyproject.toml'}:4:18"
    assert caught.value.advice == "did you mean `lint`?"


def test_a_link_to_nowhere_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "privpolicy.toml").symlink_to("nowhere.toml")
    with pytest.raises(LintError, match="cannot be read: no such file"):
        find_config(tmp_path / "policy")


def test_plugins_that_are_not_there_are_told_with_their_place(tmp_path: Path) -> None:
    with pytest.raises(LintError, match="no installed package brings checks called `nowhere`") as caught:
        known_checks(read(tmp_path, "[lint]\nplugins = ['nowhere']\n"))
    assert caught.value.place == f"{tmp_path / 'privpolicy.toml'}:2:1"


# --- which file -------------------------------------------------------------------------------------------------


def test_the_nearest_folder_counts_and_in_it_privpolicy_toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = tmp_path / "project" / "policy"
    policy.mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert find_config(policy) == LintConfig()
    (elsewhere / "privpolicy.toml").write_text('[lint]\nfail-on = "never"\n')
    assert find_config(policy).fail_on == "never"
    (tmp_path / "pyproject.toml").write_text("[tool.privpolicy.lint]\nfail-on = 'note'\n")
    assert find_config(policy).fail_on == "note"
    (tmp_path / "project" / "pyproject.toml").write_text("[tool.privpolicy]\npolicy = 'policy'\n")
    assert find_config(policy).fail_on == "note", "a file without the section says nothing"
    (tmp_path / "project" / "pyproject.toml").write_text("[tool.privpolicy.lint]\nfail-on = 'error'\n")
    assert find_config(policy).fail_on == "error"
    (tmp_path / "project" / "privpolicy.toml").write_text('[lint]\nfail-on = "never"\n')
    assert LintConfig.of(policy).fail_on == "never"


# --- what is selected -------------------------------------------------------------------------------------------


def enabled(**settings: object) -> frozenset[str]:
    return selection(LintConfig(plugins=False, **settings), catalogue(plugins=False)).enabled  # type: ignore[arg-type]


def test_the_longer_selector_wins_and_ignore_on_a_tie() -> None:
    assert "PP502" in enabled()
    assert "PP502" not in enabled(ignore=("PP5",))
    assert "PP502" in enabled(select=("PP502",), ignore=("PP5",))
    assert "PP502" in enabled(select=("endless-phase",), ignore=("PP50",))
    assert "PP502" in enabled(select=("PP50",), ignore=("PP5", "ALL"))
    assert "PP502" not in enabled(select=("PP50",), ignore=("PP50",))
    assert "PP502" not in enabled(select=("PP502",), ignore=("endless-phase",))
    assert "PP216" not in enabled(select=("PP5",))


def test_errors_in_the_policy_itself_are_always_told() -> None:
    assert "PP201" in enabled(select=("PP5",), ignore=("PP2",))
    with pytest.raises(LintError, match="always told"):
        enabled(ignore=("PP201",))
    with pytest.raises(LintError, match="always told"):
        enabled(severity={"unknown-purpose": "note"})


def test_the_longest_selector_grades() -> None:
    config = LintConfig(severity={"PP502": "error", "ALL": "note", "PP5": "warning"}, plugins=False)
    severities = selection(config, catalogue(plugins=False)).severities
    assert (severities["PP502"], severities["PP216"]) == ("error", "note")
    assert "PP201" not in severities


@pytest.mark.parametrize(
    ("text", "place", "advice"),
    [
        ("[lint]\nselect = ['PP3', 'PP5O2']\n", "2:19", "did you mean `PP5"),
        ("[lint]\nselect = ['ZZ000']\n", "2:12", "write a code"),
        ("[lint]\nignore = ['endles-phase']\n", "2:12", "did you mean `endless-phase`?"),
        ("[lint.severity]\nXX = 'note'\n", "2:1", "write a code"),
        ("[lint.per-path-ignores]\n'a/*.yaml' = ['pp502']\n", "2:16", "did you mean `PP502`?"),
    ],
)
def test_an_unknown_check_is_told_with_its_place(text: str, place: str, advice: str, tmp_path: Path) -> None:
    config = read(tmp_path, text)
    with pytest.raises(LintError, match="there is no check") as caught:
        selection(config, catalogue(plugins=False))
    assert caught.value.place == f"{tmp_path / 'privpolicy.toml'}:{place}"
    assert advice in (caught.value.advice or "")


@pytest.mark.parametrize("glob", ["/abs/**", "../up", "", "drafts\\\\a.yaml"])
def test_a_pattern_that_can_match_nothing_is_an_error(glob: str) -> None:
    with pytest.raises(LintError, match="no pattern of paths"):
        enabled(per_path_ignores={glob: ("PP5",)})


def test_a_command_line_goes_before_a_file(tmp_path: Path) -> None:
    written = read(tmp_path, "[lint]\nselect = ['PP3']\nignore = ['PP31']\nseverity = {PP5 = 'note', PP6 = 'note'}\n")
    assert written.overridden(ignore=["PP32"]).ignore == ("PP31", "PP32")
    typed = written.overridden(select=["PP5"], severity={"PP5": "error"}, fail_on=None)
    assert (typed.select, typed.ignore, typed.fail_on) == (("PP5",), (), "warning")
    assert typed.severity == {"PP5": "error", "PP6": "note"}
    with pytest.raises(LintError) as caught:
        selection(written.overridden(select=["PP999"]), catalogue(plugins=False))
    assert caught.value.place == "--select"
