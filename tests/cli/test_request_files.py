"""``check --request``: one request in YAML or JSON, from a file or from standard input."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run, assert_golden

from privpolicy.cli import request_file

YAML = """\
purpose: claims
data: [contact.email]
at: 2021-06-01
complete: true
context:
  subject: {age: 34}
  facts: {spent: 12, contract: none, note: null}
"""
AS_JSON = '{"purpose": "claims",\n "data": "contact.email", "at": "2021-06-01", "complete": true}\n'
ON_ONE_LINE = AS_JSON.replace("\n", "", 1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.yaml", YAML),
        ("r.yml", YAML),
        ("r.txt", YAML),
        ("r.json", AS_JSON),
        ("r", AS_JSON),
        ("r.json", "\ufeff" + AS_JSON),
        ("r.yaml", AS_JSON),
    ],
)
def test_one_request(run: Run, tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    ran = run("check", "shop", "--request", str(file))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("PERMIT  under shop 2, on 2021-06-01\n")


@pytest.mark.parametrize("text", [YAML, AS_JSON, ON_ONE_LINE])
def test_one_request_on_standard_input(run: Run, text: str) -> None:
    ran = run("check", "shop", "--request", "-", stdin=text)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("PERMIT")


@pytest.mark.parametrize("text", [YAML, AS_JSON])
def test_one_request_answered_in_json(run: Run, text: str) -> None:
    ran = run("check", "shop", "--request", "-", "--format", "json", stdin=text.replace("34", "35"))
    assert ran.code == 0
    assert json.loads(ran.out)["outcome"] == "permit"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"purpose": "claims", "purpose": "orders"}', "the key `purpose` stands twice in one mapping"),
        ('{"purpose": NaN}', "`NaN` is no number of JSON"),
        ('{"purpose": -Infinity}', "`-Infinity` is no number of JSON"),
        ('{"purpose": 1e999}', "the number `1e999` is too large"),
        ('{"purpose": ' + "1" * 5000 + "}", "a number is too long"),
        ("[" * 100_000, "lists and mappings are nested too deeply"),
        ('{"purpose": "claims"', "this is not JSON: expecting ',' delimiter (column 21)"),
        ('{"purpose":\n "claims" 1}', "this is not JSON: expecting ',' delimiter (line 2, column 11)"),
        ('{"purpose": "claims"}\n{}', "extra data (line 2, column 1); for one request a line add --stream"),
        (r'{"\ud83d": 1}', "a text holds half a character"),
        (r'{"purpose": "\ud83d\ude00", "data": "x"}', "the policy knows no purpose `😀`"),
        ("[]", "a request is a mapping with at least `purpose` and `data`"),
        ('{"purpose": "claims"}', "data: `data` is required"),
        ("", "expecting value"),
    ],
)
def test_json_that_is_no_request(run: Run, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "r.json"
    file.write_text(text, encoding="utf-8")
    ran = run("check", "shop", "--request", str(file))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    as_json = run("check", "shop", "--request", str(file), "--format", "json")
    assert (as_json.code, as_json.err) == (2, "")
    assert json.loads(as_json.out)["error"].keys() == {"message", "path"}


def test_bytes_that_are_no_text(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.json"
    file.write_bytes(b'{"purpose": "\xff"}')
    ran = run("check", "shop", "--request", str(file))
    assert ran.code == 2
    assert "this is not UTF-8: byte 0xFF at position 14" in ran.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("yaml-syntax", "purpose: claims\n\tdata: contact\n"),
        ("unknown-id", "purpose: claims\ndata: [contact.email, contact.emial]\n"),
        ("unknown-key", "purpose: claims\ndata: contact\ncontxt: {}\n"),
        ("wrong-fact", "purpose: claims\ndata: contact\ncontext:\n  facts: {contract: over}\n"),
        ("missing-key", "purpose: claims\ndata: contact\ncontext:\n  consents:\n    - purpose: claims\n"),
        ("no-mapping", "- purpose\n"),
    ],
)
def test_yaml_that_is_no_request(run: Run, name: str, text: str) -> None:
    ran = run("check", "shop", "--request", "-", stdin=text)
    assert (ran.code, ran.out) == (2, "")
    assert_golden(f"request-{name}", ran.err)
    as_json = run("check", "shop", "--request", "-", "--format", "json", stdin=text)
    assert (as_json.code, as_json.err) == (2, "")
    assert json.loads(as_json.out)["error"].keys() == {"message", "path"}


def test_what_cannot_be_read(run: Run) -> None:
    for name, said in (("missing.yaml", "no such file"), ("shop", "is a directory"), ("a\0b", "is no path")):
        ran = run("check", "shop", "--request", name)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err


def test_nothing_on_standard_input(run: Run) -> None:
    ran = run("check", "shop", "--request", "-", stdin="\n\n")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error: standard input: no request stands there\n"


def test_a_file_larger_than_a_request(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_file, "LARGEST", 40)
    file = tmp_path / "r.yaml"
    file.write_text(YAML, encoding="utf-8")
    ran = run("check", "shop", "--request", str(file))
    assert ran.code == 2
    assert "a stream of requests ends in `.jsonl` or needs --stream" in ran.err


def test_a_faulty_policy_comes_first(run: Run) -> None:
    ran = run("check", "faulty", "--request", "missing.yaml")
    assert ran.code == 2
    assert "error[PP201]" in ran.err
