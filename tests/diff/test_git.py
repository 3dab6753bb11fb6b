"""Policies in revisions of a repository: read without a checkout."""

import os
import subprocess
from pathlib import Path

import pytest

from privpolicy.diff.errors import DiffError
from privpolicy.diff.which import Source, revision_source, sources
from privpolicy.loading.load import Loaded, load

POLICY = "policy: {language: 1, id: shop}\npurposes: {orders: {}}\n"


def git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(  # noqa: S603
        ["git", *who, *arguments],  # noqa: S607
        cwd=folder,
        check=True,
        capture_output=True,
        env=environment,
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose branch `main` holds a shop, and whose `HEAD` another one."""
    shop = tmp_path / "policies" / "shop"
    (shop / "tests").mkdir(parents=True)
    (shop / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (shop / "tests" / "other.yaml").write_text("no policy", encoding="utf-8")
    (shop / "a.policytest.yaml").write_text("no policy", encoding="utf-8")
    (shop / "größe.yml").write_text("events: {a: {}}\n", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    git(tmp_path, "switch", "-qc", "topic")
    (shop / "policy.yaml").write_text(POLICY.replace("orders", "sales"), encoding="utf-8")
    git(tmp_path, "commit", "-qam", "second")
    (shop / "policy.yaml").write_text(POLICY.replace("orders", "unsaved"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(source: Source) -> Loaded:
    return load(source.path, lambda _: [], source.access)


def purposes(source: Source) -> list[str]:
    loaded = read(source)
    assert loaded.model is not None, loaded.diagnostics
    assert list(loaded.model.events) == ["a"]
    return list(loaded.model.purposes)


def shop() -> Path:
    return Path("policies/shop")


FORMS: list[tuple[list[str], list[str], list[str]]] = [
    (["main..HEAD", "policies/shop"], ["orders"], ["sales"]),
    (["main..", "policies/shop"], ["orders"], ["sales"]),
    (["main..HEAD"], ["orders"], ["sales"]),
    (["main...topic"], ["orders"], ["sales"]),
    (["main", "HEAD", "policies/shop"], ["orders"], ["sales"]),
    (["main", "HEAD"], ["orders"], ["sales"]),
    (["main"], ["orders"], ["unsaved"]),
    (["main", "policies/shop"], ["orders"], ["unsaved"]),
    (["main:policies/shop", "policies/shop"], ["orders"], ["unsaved"]),
    (["main:./policies/shop/", "HEAD"], ["orders"], ["sales"]),
    (["HEAD", "main"], ["sales"], ["orders"]),
    (["HEAD~1", "HEAD"], ["orders"], ["sales"]),
]


@pytest.mark.parametrize(("typed", "old", "new"), FORMS, ids=[" ".join(one) for one, _, _ in FORMS])
def test_two_sides_are_named_in_many_ways(repository: Path, typed: list[str], old: list[str], new: list[str]) -> None:
    before, after = sources(typed, shop)
    assert (purposes(before), purposes(after)) == (old, new)


def test_a_folder_below_and_an_absolute_path(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "policies")
    assert purposes(sources(["main..HEAD", "shop"], shop)[0]) == ["orders"]
    assert purposes(sources(["main..HEAD", str(repository / "policies" / "shop")], shop)[0]) == ["orders"]
    assert purposes(revision_source("main:./shop")) == ["orders"]


def test_places_name_the_revision(repository: Path) -> None:
    loaded = read(revision_source("main:policies/shop"))
    assert loaded.files == ("main:policies/shop/größe.yml", "main:policies/shop/policy.yaml") or set(loaded.files) == {
        "main:policies/shop/größe.yml",
        "main:policies/shop/policy.yaml",
    }
    assert loaded.tree is not None
    assert str(loaded.tree.entries["purposes"][0].span) == "main:policies/shop/policy.yaml:2:1"


def test_a_single_file_and_the_top(repository: Path) -> None:
    loaded = read(revision_source("main:policies/shop/policy.yaml"))
    assert loaded.files == ("main:policies/shop/policy.yaml",)
    assert set(read(revision_source("main:")).files) >= {"main:policies/shop/policy.yaml"}


def test_the_digest_is_that_of_the_disk(repository: Path) -> None:
    git(repository, "checkout", "-q", "policies")
    assert read(revision_source("HEAD:policies/shop")).digest == read(Source("x", shop())).digest


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["nope..HEAD"], "`nope` is no revision"),
        (["main..nope"], "`nope` is no revision"),
        (["main...nope"], "`nope` is no revision"),
        (["--all..HEAD"], "`--all` is no revision"),
        (["main:nope", "HEAD"], "`nope` is not in `main`"),
        (["main", "HEAD", "policies/nope"], "`policies/nope` is not in `main`"),
        (["main", "HEAD", "../outside"], "lies outside"),
        (["main:../x", "HEAD"], "lies outside"),
        (["policies/shop"], "is one policy"),
        (["a", "b", "c", "d"], "which two"),
        (["ma\0in", "HEAD"], "is no revision"),
        (["ma\nin", "HEAD"], "is no revision"),
        (["main", "HEAD", "/"], "lies outside"),
    ],
)
def test_what_is_not_there_is_refused(repository: Path, typed: list[str], message: str) -> None:
    with pytest.raises(DiffError) as raised:
        sources(typed, shop)
    assert message in str(raised.value)


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(DiffError, match="no git repository"):
        sources(["main..HEAD", "policies"], shop)


def test_no_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository / "nothing"))
    with pytest.raises(DiffError, match="there is no git"):
        sources(["main..HEAD", "policies"], shop)


def test_links_and_empty_folders_are_told(repository: Path) -> None:
    (repository / "linked").mkdir()
    (repository / "linked" / "policy.yaml").symlink_to("../policies/shop/policy.yaml")
    (repository / "bare").mkdir()
    (repository / "bare" / "README.md").write_text("nothing", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "third")
    assert [one.code.name for one in read(revision_source("HEAD:linked")).diagnostics] == ["unreadable-file"]
    assert [one.code.name for one in read(revision_source("HEAD:bare")).diagnostics] == ["no-policy-files"]


def test_what_exists_is_a_path_whatever_branches_there_are(repository: Path) -> None:
    (repository / "main").write_text("", encoding="utf-8")
    old, new = sources(["main", "policies/shop"], shop)
    assert old.on_disk
    assert purposes(sources(["main:policies/shop", "policies/shop"], shop)[0]) == ["orders"]
    assert new.on_disk
