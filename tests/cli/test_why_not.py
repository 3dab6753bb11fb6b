"""``privpolicy why-not``: what would permit it, from the shell."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

AT = ("--at", "2021-06-01")
ORDERS = ("--purpose", "orders", "--data", "contact.email")
LIVE = ("--fact", "contract=active", "--fact", "asked-for=true")


def test_a_permit_says_so(run: Run) -> None:
    ran = run("why-not", "shop", *AT, *ORDERS, *LIVE, "--complete")
    assert ran.code == 0
    assert "permitted as it is" in ran.out


def test_a_denial(run: Run) -> None:
    ran = run("why-not", "shop", *AT, "--purpose", "marketing.newsletter", "--data", "contact.email", "--complete")
    assert (ran.code, ran.err) == (1, "")
    assert "a consent for `marketing.newsletter`" in ran.out
    assert ran.out.endswith("Each of these alone would permit it, and was decided.\n")
    assert max(map(len, ran.out.splitlines())) <= 80


def test_a_conditional_answer(run: Run) -> None:
    assert run("why-not", "shop", *AT, *ORDERS).code == 3


def test_what_does_not_help_is_said(run: Run) -> None:
    options = ("--operation", "sell", "--recipient", "partners.parcels", "--complete")
    assert "nothing of this kind was found to help" in run("why-not", "shop", *AT, *ORDERS, *options).out


def test_a_category_is_dropped(run: Run) -> None:
    ran = run("why-not", "shop", *AT, *ORDERS, "--data", "health", *LIVE, "--complete", "--format", "json")
    changes = json.loads(ran.out)["changes"]["request"]
    assert ["contact.email"] in [change["request"]["data"] for change in changes]


TWO = """\
policy: {language: 1, id: two, version: "1"}
controller: {name: X, country: FR}
purposes: {a: {title: A}, b: {title: B}}
data-categories: {d: {title: D}, e: {title: E}}
data-subjects: {s: {title: S}}
activities:
  serve:
    purposes: [a]
    data: [d, e]
    data-subjects: [s]
    operations: [store]
    retention: P1Y
    legal-basis: contract
"""
OLD = ("--purpose", "a", "--operation", "store", "--at", "2026-06-01", "--event", "collected=2024-06-01", "--complete")


@pytest.mark.parametrize(
    ("data", "said"),
    [(("d",), "widens 1 more combination of ids"), (("d", "e"), "widens nothing else")],
)
def test_what_is_asked_does_not_count_as_more(run: Run, tmp_path: Path, data: tuple[str, ...], said: str) -> None:
    file = tmp_path / "two.yaml"
    file.write_text(TWO)
    ran = run("why-not", str(file), *OLD, *(option for one in data for option in ("--data", one)))
    assert f"  - activities.serve.retention: `P3Y`\n      {said}\n" in ran.out
    assert "`collected` has a date" in ran.out
    assert "`collected` has not happened" not in ran.out  # who asks about data has it


def test_where_nothing_helps_nothing_was_decided(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "none.yaml"
    file.write_text(TWO.partition("activities:")[0])
    ran = run("why-not", str(file), "--purpose", "a", "--data", "d", "--at", "2026-06-01")
    assert ran.code == 1
    assert "Each of these" not in ran.out


def test_from_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "request.yaml"
    file.write_text("{purpose: marketing.newsletter, data: [contact.email], at: 2021-06-01, complete: true}")
    ran = run("why-not", "shop", "--request", str(file), "--format", "json")
    found = json.loads(ran.out)
    assert ran.code == 1
    assert found["outcome"] == "deny"
    for change in found["changes"]["facts"]:
        asked = tmp_path / "again.json"
        asked.write_text(json.dumps(change["request"]))
        assert run("check", "shop", "--request", str(asked)).code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "nothing is asked"),
        (("--purpose", "ordres", "--data", "contact.email"), "did you mean `orders`?"),
        ((*ORDERS, "--request", "x.yaml"), "--request holds the whole question"),
        (("--request", "no-such-file.yaml"), "cannot be read"),
    ],
)
def test_what_cannot_be_asked(run: Run, options: tuple[str, ...], said: str) -> None:
    ran = run("why-not", "shop", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_several_requests(run: Run) -> None:
    line = '{"purpose": "orders", "data": ["health"]}\n'
    ran = run("why-not", "shop", "--request", "-", stdin=line * 2)
    assert ran.code == 2
    assert "one at a time" in ran.err


def test_a_policy_with_errors(run: Run) -> None:
    assert run("why-not", "faulty", *ORDERS).code == 2
