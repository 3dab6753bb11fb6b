"""Cases in YAML that are asked under the law: what they hold, and how an answer is held against them."""

from pathlib import Path
from typing import Any

import privpolicy as pp
from privpolicy.model.moment import read_moment, write_moment
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

Case = dict[str, Any]


def read_cases(file: Path) -> list[Case]:
    document = parse(file.read_bytes(), file.name)
    assert document.root is not None
    assert document.diagnostics == ()
    written: Any = plain(document.root)
    cases: list[Case] = written["cases"]
    return cases


def answer_as_expected(policy: pp.Policy, case: Case) -> None:
    """Outcome, activity and all reason codes; ``policy-alone`` stands in the answer exactly when it is expected."""
    question, expected = case["question"], case["expect"]
    request = pp.Request.parse(case["request"])
    decision = policy.decide(request)
    answer = decision.to_dict()
    assert answer["outcome"] == expected["outcome"], question
    assert {reason.code for reason in decision.reasons} == set(expected["reasons"]), question
    activities = {category["activity"] for category in answer["categories"]} - {None}
    assert expected["outcome"] == "deny" or activities == {expected["activity"]}, question
    alone = policy.decide(request, law=None).outcome.value
    assert alone == expected.get("policy-alone", expected["outcome"]), question
    assert answer.get("policy-alone") == expected.get("policy-alone"), question
    if "until" in expected:
        until = expected["until"]
        assert answer["until"] == (until and write_moment(read_moment(until))), question
    if "needs" in expected:
        assert [category["needs"] for category in answer["categories"]] == [expected["needs"]], question
