"""The schema of a file of tests says what the model says."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.testing.test_faults import FAULTS

from privpolicy.schemas import policytest_schema
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

SCHEMA = Draft202012Validator(policytest_schema())
SHAPES = [
    name
    for name, text in FAULTS.items()
    if any(code in text for code in ("PP103", "PP104", "PP105", "PP106", "PP107", "PP109")) and "PP827" not in text
]
MAXIMAL: dict[str, Any] = {
    "policy": "../policy.yaml",
    "defaults": {"request": {"data": ["a"], "context": {"facts": {"b": None}}}, "law": "off", "expect": "permit"},
    "cases": [
        {
            "name": 7,
            "source": ["S1", "S2"],
            "request": {"purpose": "a", "context": {"consents": [{"purpose": "a", "given": "2024-01-01"}]}},
            "at": "2024-01-01",
            "law": "on",
            "matrix": {"recipient": ["a"], "context.facts.a.b": [1, None], "context.subject.age": [1], "context": [{}]},
            "expect": {
                "outcome": "deny",
                "activity": None,
                "legal-basis": None,
                "reasons": ["prohibited", {"code": "prohibited", "path": "prohibitions.a", "activity": "b"}],
                "needs": [[{"fact": "consent", "purpose": "a", "explicit": True, "by": "guardian"}]],
                "obligations": [],
                "until": None,
                "policy-alone": "permit",
                "categories": {"a.b": {"until": "2024-01-01", "reasons": {"include": ["objected"], "exclude": []}}},
            },
        }
    ],
}


def test_everything_that_may_be_written_fits() -> None:
    assert [error.message for error in SCHEMA.iter_errors(MAXIMAL)] == []


@pytest.mark.parametrize("name", SHAPES)
def test_a_wrong_shape_does_not_fit(name: str) -> None:
    root = parse(FAULTS[name].encode(), name).root
    assert root is not None
    assert not SCHEMA.is_valid(plain(root))


@pytest.mark.parametrize(
    "matrix", [{"facts.a": [1]}, {"context.subject.size": [1]}, {"context.fact.a": [1]}, {"a": [1]}], ids=str
)
def test_a_key_that_no_request_has_does_not_fit(matrix: dict[str, Any]) -> None:
    assert not SCHEMA.is_valid({"cases": [{"name": "x", "matrix": matrix, "expect": "permit"}]})
