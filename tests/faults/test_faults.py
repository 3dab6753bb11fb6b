"""Every fault is reported with its code, in its file and on its line, and nothing else is."""

import errno
import os
import re
import stat
from collections import Counter
from pathlib import Path

import pytest

from privpolicy.api import inspect
from privpolicy.diagnostics.codes import CODES, code_named, code_with_id
from privpolicy.loading import discover

HERE = Path(__file__).parent
FIXTURES = sorted(path for path in HERE.iterdir() if re.match(r"PP\d{3}-", path.name))
BUILT_IN_TESTS = {
    "PP001", "PP002", "PP003", "PP004", "PP005", "PP006", "PP007", "PP008", "PP022", "PP118",
}  # fmt: skip
"""Codes whose fault cannot be stored as a file and is made below."""
HEADER = b"policy: {language: 1, id: tiny}\n"
_MARKER = re.compile(r"# expect: (PP\d{3}(?: PP\d{3})*)\s*$")


def codes(path: Path) -> list[str]:
    return [diagnostic.code.id for diagnostic in inspect(path).diagnostics]


def expected(fixture: Path) -> Counter[tuple[str, int, str]]:
    wanted: Counter[tuple[str, int, str]] = Counter()
    for file in [fixture] if fixture.is_file() else sorted(fixture.rglob("*")):
        name = file.name if fixture.is_file() else file.relative_to(fixture).as_posix()
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if name == "expected.txt":
                where, code = line.split()
                marked, _, at = where.rpartition(":")
                wanted[marked, int(at), code] += 1
            elif marker := _MARKER.search(line):
                wanted.update((name, number, code) for code in marker[1].split())
    return wanted


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.name)
def test_reports_exactly_what_is_marked(fixture: Path) -> None:
    loaded = inspect(fixture)
    reported: Counter[tuple[str, int, str]] = Counter()
    for diagnostic in loaded.diagnostics:
        assert diagnostic.span is not None
        file = Path(diagnostic.span.file)
        name = file.name if fixture.is_file() else file.relative_to(fixture).as_posix()
        reported[name, diagnostic.span.line, diagnostic.code.id] += 1
    assert reported == expected(fixture), "\n".join(map(str, loaded.diagnostics))
    assert any(code.startswith(fixture.name[:5]) for _, _, code in reported)
    assert loaded.looked
    assert (loaded.model is None) == any(diagnostic.is_error for diagnostic in loaded.diagnostics)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.name)
def test_speaks_in_one_quiet_line(fixture: Path) -> None:
    for diagnostic in inspect(fixture).diagnostics:
        message = diagnostic.message
        assert message == " ".join(message.split())
        assert not message.endswith(".")
        assert message[0] == "`" or message[0].islower()
        assert message.count("`") % 2 == 0
        assert len(message) < 200


def test_every_code_has_a_fault() -> None:
    stored = {fixture.name[:5] for fixture in FIXTURES}
    gate = {code.id for code in CODES if code.id < "PP7"}
    assert stored | BUILT_IN_TESTS >= gate


def test_every_fixture_is_called_like_a_code() -> None:
    for code in {fixture.name[:5] for fixture in FIXTURES}:
        names = {fixture.name.removesuffix(".yaml") for fixture in FIXTURES if fixture.name.startswith(code)}
        assert f"{code}-{code_with_id(code).name}" in names or code == "PP010"


def test_codes_are_sorted_and_unique() -> None:
    ids = [code.id for code in CODES]
    assert ids == sorted(set(ids))
    assert len({code.name for code in CODES}) == len(CODES)
    assert all(code_with_id(code.id) is code is code_named(code.name) for code in CODES)


def test_path_does_not_exist(tmp_path: Path) -> None:
    loaded = inspect(tmp_path / "nowhere")
    assert [diagnostic.code.id for diagnostic in loaded.diagnostics] == ["PP001"]
    assert not loaded.looked
    assert codes(tmp_path / "a\0b") == ["PP001"]


def test_folder_holds_no_policy_file(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "policy.yaml").write_bytes(HEADER)
    (tmp_path / "some.policytest.yaml").write_bytes(HEADER)
    (tmp_path / "notes.txt").write_bytes(HEADER)
    assert codes(tmp_path) == ["PP002"]


def test_file_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "dangling.yaml").symlink_to(tmp_path / "nowhere")
    assert codes(tmp_path) == ["PP003", "PP003"]


def test_file_refuses_to_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    (tmp_path / "policy.yaml").write_bytes(HEADER)
    monkeypatch.setattr(Path, "open", refuse)
    assert codes(tmp_path) == ["PP003"]


def test_folder_refuses_to_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (tmp_path / "policy.yaml").write_bytes(HEADER)
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert codes(tmp_path) == ["PP004"]
    loaded = inspect(closed)
    assert [diagnostic.code.id for diagnostic in loaded.diagnostics] == ["PP004"]
    assert not loaded.looked


def test_file_is_too_large_and_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "large.yaml"
    with large.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)

    def refuse(self: Path, mode: str) -> None:
        raise AssertionError(mode)

    monkeypatch.setattr(Path, "open", refuse)
    assert codes(large) == ["PP005"]


def test_file_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    growing = tmp_path / "growing.yaml"
    growing.write_bytes(HEADER)
    monkeypatch.setattr(discover, "LARGEST", 8)
    status = os.stat_result((stat.S_IFREG | 0o644, 0, 0, 1, 0, 0, 4, 0, 0, 0))
    monkeypatch.setattr(Path, "stat", lambda _: status)
    assert codes(growing) == ["PP005"]


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (HEADER + "controller: {name: é}\n".encode("latin-1"), 2, 20),
        (b"\xef\xbb\xbf" + HEADER + b"# \xc3\xa9 \xff\n", 2, 5),
        (HEADER + b"# \xc3", 2, 3),
    ],
)
def test_bytes_are_not_utf_8(tmp_path: Path, data: bytes, line: int, column: int) -> None:
    (tmp_path / "policy.yaml").write_bytes(data)
    loaded = inspect(tmp_path)
    (diagnostic,) = loaded.diagnostics
    assert diagnostic.span is not None
    assert (diagnostic.code.id, diagnostic.span.line, diagnostic.span.column) == ("PP006", line, column)


def test_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_bytes(b"\xef\xbb\xbf" + HEADER)
    assert codes(tmp_path) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_encoding_is_not_utf_8(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "policy.yaml").write_bytes(HEADER.decode().encode(encoding))
    assert codes(tmp_path) == ["PP007"]


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe", "\x1b"])
def test_character_is_not_allowed(tmp_path: Path, sign: str) -> None:
    (tmp_path / "policy.yaml").write_bytes(HEADER + f"purposes:\n  billing: {{title: a{sign}b}}\n".encode())
    loaded = inspect(tmp_path)
    (diagnostic,) = loaded.diagnostics
    assert diagnostic.span is not None
    assert (diagnostic.code.id, diagnostic.span.line, diagnostic.span.column) == ("PP008", 3, 21)


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"[{a: ", b"- ", b"? "])
def test_values_are_nested_too_deeply(tmp_path: Path, opening: bytes) -> None:
    (tmp_path / "policy.yaml").write_bytes(opening * 100_000)
    assert codes(tmp_path) == ["PP022"]


def test_conditions_may_be_nested_deeply(tmp_path: Path) -> None:
    depth = 55
    condition = "{not: " * depth + "{age: 3}" + "}" * depth
    text = f"prohibitions: {{none: {{when: {condition}}}}}\n"
    (tmp_path / "policy.yaml").write_bytes(HEADER + text.encode())
    assert codes(tmp_path) == []


def test_value_that_no_other_code_speaks_of(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_bytes(HEADER + b"prohibitions: {none: {when: {age: {at-least: .inf}}}}\n")
    assert codes(tmp_path) == ["PP118"]
