"""``check`` of one question: what is said, and with which exit code."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run, assert_golden

AT = ("--at", "2021-06-01")
ORDERS = ("--purpose", "orders", "--data", "contact.email")
NEWSLETTER = ("--purpose", "marketing.newsletter", "--data", "contact.email")
LIVE = ("--fact", "contract=active", "--fact", "asked-for=true")

ANSWERS = {
    "permit": (0, [*ORDERS, "--data", "purchase", *LIVE, "--complete"]),
    "permit-on-consent": (
        0,
        [*NEWSLETTER, "--consent", "marketing=2021-01-01", "--no-objection", "--event", "collected=2021-01-01",
         "--fact", "spent=3"],
    ),
    "permit-without-the-law": (
        0,
        ["--purpose", "claims", *(part for one in ("contact.email", "contact.phone", "purchase", "contact")
                                  for part in ("--data", one)),
         "--event", "account-closed=2020-01-01", "--event", "last-order=", "--event", "collected=2019-01-01",
         "--no-law"],
    ),
    "deny": (1, [*NEWSLETTER, "--complete"]),
    "deny-forbidden": (1, [*ORDERS, "--operation", "sell", "--recipient", "partners.parcels", "--complete"]),
    "deny-in-part": (1, [*ORDERS, "--data", "health", *LIVE, "--complete"]),
    "conditional": (
        3,
        ["--purpose", "orders.delivery", "--data", "contact.email", "--data", "purchase", "--operation", "disclose",
         "--recipient", "partners.parcels"],
    ),
    "conditional-in-many-ways": (3, ["--purpose", "marketing", "--data", "contact.phone"]),
    "conditional-standing-only": (3, [*ORDERS, *LIVE, "--event", "collected=2021-01-01", "--event", "account-closed=",
                                      "--event", "last-order=null"]),
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_text(run: Run, name: str) -> None:
    code, options = ANSWERS[name]
    ran = run("check", "shop", *AT, *options)
    assert (ran.code, ran.err) == (code, "")
    assert_golden(name, ran.out)
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("name", ["permit", "deny", "conditional"])
def test_json(run: Run, name: str) -> None:
    code, options = ANSWERS[name]
    ran = run("check", "shop", *AT, *options, "--format", "json")
    decision = json.loads(ran.out)
    assert ran.code == code
    assert decision["outcome"] == name
    assert decision["law"] == {"named": ["eu-gdpr", "fr"], "applied": ["eu-gdpr", "fr"]}
    assert ran.out.startswith("{\n")


def test_the_whole_record(run: Run) -> None:
    """A stated consent is the only one, stated objections the only ones, and both may be stated not to exist."""
    options = ["--data-subject", "customer", "--consent", "orders=2021-01-01,explicit", "--consent", "claims,guardian",
               "--objection", "marketing", "--objection", "claims=2021-02-01", "--restricted", "--no-legal-hold",
               "--age", "34", "--country", "FR", "--origin", "orders", "--fact", "spent=12.5", "--fact", "note=null",
               "--event", "last-order=null"]  # fmt: skip
    asked = json.loads(run("check", "shop", *AT, *ORDERS, *options, "--format", "json").out)["request"]
    assert asked["context"] == {
        "consents": [
            {"purpose": "orders", "given": "2021-01-01T00:00:00Z", "withdrawn": None, "explicit": True,
             "by": "subject"},
            {"purpose": "claims", "given": "2021-06-01T00:00:00Z", "withdrawn": None, "explicit": False,
             "by": "guardian"},
        ],
        "objections": [
            {"purpose": "marketing", "raised": "2021-06-01T00:00:00Z", "withdrawn": None},
            {"purpose": "claims", "raised": "2021-02-01T00:00:00Z", "withdrawn": None},
        ],
        "restricted": True,
        "legal-hold": False,
        "events": {"last-order": None},
        "subject": {"age": 34.0, "country": "FR"},
        "facts": {"spent": 12.5},
    }  # fmt: skip
    none = run("check", "shop", *AT, *ORDERS, "--no-consent", "--no-objection", "--format", "json")
    assert json.loads(none.out)["request"]["context"] == {"consents": [], "objections": []}


def test_left_out_is_now(run: Run) -> None:
    """The consent is given at the very instant asked, so it counts."""
    ran = run("check", "shop", *NEWSLETTER, "--consent", "marketing", "--complete", "--format", "json")
    asked = json.loads(ran.out)["request"]
    assert ran.code == 0
    assert asked["at"] == asked["context"]["consents"][0]["given"]


REFUSALS = {
    ("--purpose", "ordrs", "--data", "contact"): (
        "--purpose: the policy knows no purpose `ordrs`: did you mean `orders`?"
    ),
    (*ORDERS, "--data", "purchas"): "--data: the policy knows no data category `purchas`: did you mean `purchase`?",
    (*ORDERS, "--data-subject", "custmer"): "--data-subject: the policy knows no data subject `custmer`",
    (*ORDERS, "--recipient", "partner"): "--recipient: the policy knows no recipient `partner`",
    (*ORDERS, "--origin", "order"): "--origin: the policy knows no activity `order`: did you mean `orders`?",
    (*ORDERS, "--operation", "delete"): "--operation: `delete` is not one of `collect`,",
    (*ORDERS, "--at", "2021-06-01T10:00"): "--at: `2021-06-01T10:00` names no time zone",
    (*ORDERS, "--consent", "odrers"): "--consent: the policy knows no purpose `odrers`: did you mean `orders`?",
    (*ORDERS, "--consent", "orders=soon"): "--consent: `soon` is no date",
    (*ORDERS, "--consent", "orders,written"): "--consent orders,written: `written` says nothing about a consent",
    (*ORDERS, "--objection", "x"): "--objection: the policy knows no purpose `x`",
    (*ORDERS, "--consent", "orders", "--no-consent"): "--consent and --no-consent contradict each other",
    (*ORDERS, "--objection", "orders", "--no-objection"): "--objection and --no-objection contradict each other",
    (*ORDERS, "--event", "last-order"): "--event last-order: no value",
    (*ORDERS, "--event", "lst-order="): "--event lst-order: the policy knows no event `lst-order`",
    (*ORDERS, "--event", "last-order=2021-02-30"): "--event last-order: `2021-02-30` is no date of the calendar",
    (*ORDERS, "--fact", "spent=much"): "--fact spent: expected a number, found `much`",
    (*ORDERS, "--fact", "asked-for=yes"): "--fact asked-for: expected true or false, found `yes`",
    (*ORDERS, "--fact", "contract=over"): "--fact contract: expected one of `none`, `active`, `trial`, `ended`",
    (*ORDERS, "--fact", "born=young"): "--fact born:",
    (*ORDERS, "--fact", "spnt=1"): "--fact spnt: the policy knows no fact `spnt`: did you mean `spent`?",
    (*ORDERS, "--fact", "spnt=null"): "--fact spnt: the policy knows no fact `spnt`: did you mean `spent`?",
    (*ORDERS, "--fact", "spent=1", "--fact", "spent=2"): "--fact spent is given twice",
    (*ORDERS, "--fact", "age=12"): "--fact age=12: `age` has an option of its own",
    (*ORDERS, "--age=-1"): "--age: expected an age in years",
    (*ORDERS, "--age", "old"): "Invalid value for '--age'",
    ("--data", "contact"): "--purpose is missing",
    ("--purpose", "orders"): "--data is missing",
    (): "nothing is asked",
    ("--stream", *ORDERS): "--stream needs --request",
    (*ORDERS, "--request", "-"): "--request holds the whole question: leave out the other options, or --request",
    (*ORDERS, "--format", "xml"): "--format",
    ("--purposes", "x"): "--purposes",
}


@pytest.mark.parametrize("options", REFUSALS, ids=" ".join)
def test_options_that_cannot_be_answered(run: Run, options: tuple[str, ...]) -> None:
    ran = run("check", "shop", *options)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert REFUSALS[options] in ran.err


def test_a_faulty_question_in_json(run: Run) -> None:
    ran = run("check", "shop", "--purpose", "ordrs", "--data", "contact", "--format", "json")
    assert (ran.code, ran.err) == (2, "")
    message = "the policy knows no purpose `ordrs`: did you mean `orders`?"
    assert json.loads(ran.out) == {"error": {"message": message, "path": "purpose"}}


def test_a_faulty_policy(run: Run, tmp_path: Path) -> None:
    ran = run("check", "faulty", *ORDERS)
    assert (ran.code, ran.out) == (2, "")
    assert_golden("faulty-policy", ran.err)
    as_json = run("check", "faulty", *ORDERS, "--format", "json")
    answer = json.loads(as_json.out)
    assert (as_json.code, as_json.err) == (2, "")
    assert answer["error"] == {"message": "the policy has 3 errors", "path": ""}
    assert {one["code"] for one in answer["diagnostics"]} == {"PP201", "PP202", "PP502", "PP206"}


def test_a_policy_that_is_not_there(run: Run) -> None:
    ran = run("check", "nowhere", *ORDERS)
    assert (ran.code, ran.out) == (2, "")
    assert "error[PP001] missing-path: `nowhere` does not exist" in ran.err
