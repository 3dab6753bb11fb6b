"""``privpolicy within``: containment from the shell."""

import json
import shlex
from pathlib import Path

import pytest
from tests.cli.conftest import Run

INNER = """
policy: {language: 1, id: inner}
purposes: {billing: , mail: }
data-categories: {contact: }
data-subjects: {customer: }
recipients: {bank: {role: third-party}}
activities:
  pay: {purposes: [billing], legal-basis: contract, data-subjects: [customer], data: [contact]}
"""
OUTER = INNER.replace("id: inner", "id: outer")


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    inner, outer = tmp_path / "inner.yaml", tmp_path / "outer.yaml"
    inner.write_text(INNER)
    outer.write_text(OUTER)
    return inner, outer


def test_it_is_within(run: Run, pair: tuple[Path, Path]) -> None:
    ran = run("within", *map(str, pair))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("WITHIN  inner in outer")


def test_a_policy_is_within_itself(run: Run) -> None:
    assert run("within", "shop", "shop").code == 0


def test_a_counter_example_can_be_asked(run: Run, pair: tuple[Path, Path]) -> None:
    inner, outer = pair
    inner.write_text(INNER.replace("purposes: [billing]", "purposes: [billing, mail]"))
    ran = run("within", str(inner), str(outer))
    assert ran.code == 1
    assert "NOT WITHIN" in ran.out
    words = " ".join(ran.out.split())
    asked = [part.partition(" DENY")[0] for part in words.split("privpolicy ")[1:]]
    assert [run(*shlex.split(one)).code for one in asked] == [0, 1]


def test_every_kind(run: Run, pair: tuple[Path, Path]) -> None:
    inner, outer = pair
    wider = INNER.replace("purposes: [billing]", "purposes: [billing, mail]").replace(
        "data: [contact]}", "data: [contact], recipients: [controller, bank]}"
    )
    inner.write_text(wider)
    found = json.loads(run("within", str(inner), str(outer), "--all", "--format", "json").out)
    kinds = {kind for one in found["counter-examples"] for kind in one["kinds"]}
    assert kinds >= {"purpose", "recipient"}
    first = json.loads(run("within", str(inner), str(outer), "--format", "json").out)
    assert len(first["counter-examples"]) == 1


def test_an_id_that_is_not_known(run: Run, pair: tuple[Path, Path]) -> None:
    inner, outer = pair
    inner.write_text(INNER.replace("billing: ,", "billing: , billing.late: ,"))
    ran = run("within", str(inner), str(outer))
    assert ran.code == 1
    assert "knows no purpose `billing.late`" in ran.out


@pytest.mark.parametrize("paths", [("shop", "nowhere"), ("nowhere", "shop"), ("faulty", "shop"), ("shop", "faulty")])
def test_what_cannot_be_compared(run: Run, paths: tuple[str, str]) -> None:
    ran = run("within", *paths)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


def test_no_day(run: Run) -> None:
    ran = run("within", "shop", "shop", "--at", "someday")
    assert ran.code == 2
    assert "--at:" in ran.err
