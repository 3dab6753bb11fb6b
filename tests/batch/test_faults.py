"""Rows at fault: a table answers them with an error and nothing else, as alone they are refused."""

import math
from typing import Any

import pyarrow as pa
import pytest
from tests.batch.answers import decided
from tests.batch.shapes import SHAPES, Plain
from tests.batch.small import activity, ask, consenting, policy, told

from privpolicy.batch.errors import TableError
from privpolicy.model.operation import OPERATIONS


def test_ids_that_nobody_declared() -> None:
    wrong: tuple[Plain, ...] = (
        {"purpose": "unheard-of"},
        {"purpose": ""},
        {"purpose": "Service"},
        {"purpose": "service|service.sync"},
        {"data": "unheard-of"},
        {"data": ["contact", "unheard-of"]},
        {"data-subject": "unheard-of"},
        {"operation": "unheard-of"},
        {"operation": ""},
        {"recipient": "unheard-of"},
        {"origin": "unheard-of"},
        {"purpose": None},
        {"data": None},
        {"data": []},
        {"data": [None]},
        {"data": ["contact", None]},
        {"data": ""},
    )
    right: tuple[Plain, ...] = (
        {},
        {"data": ["contact", "contact"]},
        {"data": ["contact.email", "contact", "contact.email"]},
        {"data-subject": None, "operation": None, "recipient": None, "origin": None},
        {"origin": "serve"},
    )
    rows = [ask("2020-01-31", asked=asked) for asked in (*wrong, *right)]
    assert told(policy(), rows, *SHAPES.values()) == ["error"] * len(wrong) + ["permit"] * len(right)


def test_a_data_subject_is_needed_where_there_are_two_roots() -> None:
    two = policy(data_subjects={"person": {}, "staff": {}})
    rows = [
        ask("2020-01-31"),
        ask("2020-01-31", asked={"data-subject": "person"}),
        ask("2020-01-31", asked={"data-subject": "staff"}),
    ]
    assert told(two, rows) == ["error", "permit", "deny not-covered"]


def test_statements_at_fault() -> None:
    good = {"purpose": "service", "given": "2020-01-01"}
    wrong: tuple[Plain, ...] = (
        {"consents": [{**good, "purpose": "unheard-of"}]},
        {"consents": [{**good, "purpose": None}]},
        {"consents": [{**good, "purpose": ""}]},
        {"consents": [{**good, "given": None}]},
        {"consents": [good, {**good, "withdrawn": "2019-12-31T23:59:59.999999Z"}]},
        {"consents": [{**good, "by": "uncle"}, good]},
        {"consents": [None, good]},
        {"consents": [good, None]},
        {"objections": [None]},
        {"objections": [{"purpose": "unheard-of", "raised": "2020-01-01"}]},
        {"objections": [{"purpose": None, "raised": "2020-01-01"}]},
        {"objections": [{"purpose": "service", "raised": None}]},
        {"objections": [{"purpose": "service", "raised": "2020-01-01", "withdrawn": "2019-01-01"}]},
        {"consents": [good], "objections": [{"purpose": "unheard-of", "raised": "2030-01-01"}]},
    )
    right = (
        {"consents": [good]},
        {"consents": [{**good, "withdrawn": "2020-01-01"}, good]},
        {"consents": [{**good, "withdrawn": None, "explicit": None, "by": None}]},
        {"consents": [{**good, "by": "guardian", "explicit": False}]},
        {"consents": [good, good, good]},
    )
    rows = [ask("2020-01-31", **context) for context in (*wrong, *right)]
    answers = told(consenting(), rows, SHAPES["map"], SHAPES["columns"])
    assert answers == ["error"] * len(wrong) + ["permit"] * len(right)


def test_an_error_says_what_is_wrong() -> None:
    statement = pa.struct([("purpose", pa.string()), ("given", pa.date32())])
    table = pa.table(
        {
            "row": [0, 1],
            "purpose": ["servce", "service"],
            "data": ["contact", "contact"],
            "consents": pa.array([[], [{"purpose": "servce", "given": None}]], pa.list_(statement)),
        }
    )
    first, second = (row["error"] for row in decided(policy(), table))
    assert "did you mean `service`?" in first
    assert second.startswith("context.consents: ")


def test_values_that_no_fact_has() -> None:
    facts = {"shop": {"type": "enum", "values": ["web", "kiosk"]}, "score": {"type": "number"}}
    asked = policy(facts=facts, activities={"serve": activity(when={"score": {"at-least": 0}})})
    wrong: tuple[Plain, ...] = (
        {"facts": {"shop": "outlet"}},
        {"facts": {"shop": ""}},
        {"facts": {"shop": "Web"}},
        {"facts": {"score": math.nan}},
        {"facts": {"score": math.inf}},
        {"facts": {"score": -math.inf}},
        {"subject": {"age": -1}},
        {"subject": {"age": -0.001}},
        {"subject": {"age": 200.001}},
        {"subject": {"age": 201}},
        {"subject": {"age": math.nan}},
        {"subject": {"age": math.inf}},
    )
    right: tuple[Plain, ...] = (
        {"facts": {"shop": "web", "score": 0}},
        {"facts": {"score": -0.0}},
        {"facts": {"score": 1e300}, "subject": {"age": 0, "country": ""}},
        {"facts": {"score": 5e-324}, "subject": {"age": 200, "country": "Nowhere"}},
    )
    rows = [ask("2020-01-31", **context) for context in (*wrong, *right)]
    answers = told(asked, rows, *SHAPES.values())
    assert answers == ["error"] * len(wrong) + ["permit"] * len(right)


def test_an_event_that_nobody_declared_stands_in_a_map() -> None:
    rows = [ask("2020-01-31", events={event: "2020-01-01"}) for event in ("exit", "unheard-of", "", "Exit")]
    rows.append(ask("2020-01-31", events={"exit": None, "unheard-of": None}))
    assert told(policy(), rows) == ["permit", "error", "error", "error", "error"]


def test_every_operation_is_known() -> None:
    rows = [ask("2020-01-31", asked={"operation": operation}) for operation in OPERATIONS]
    assert "error" not in told(policy(activities={"serve": activity(operations=list(OPERATIONS))}), rows)


def test_of_two_faults_one_is_enough() -> None:
    row = ask("2020-01-31", asked={"purpose": "unheard-of", "data": []}, consents=[None], subject={"age": 999})
    assert told(policy(), [row, row]) == ["error", "error"]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("at", pa.array(["2020-01-31"])),
        ("at", pa.array([20200131])),
        ("restricted", pa.array([1])),
        ("restricted", pa.array(["false"])),
        ("complete", pa.array([0])),
        ("events.exit", pa.array(["2020-01-31"])),
        ("events.unheard-of", pa.array([None], pa.timestamp("us", "UTC"))),
        ("subject.age", pa.array(["18"])),
        ("subject.age", pa.array([True])),
        ("subject.country", pa.array([33])),
        ("consents", pa.array([["service"]])),
        ("consents", pa.array([[{"purpose": "service"}]])),
        ("consents", pa.array([[{"purpose": "service", "given": "2020-01-31"}]])),
        ("objections", pa.array([[{"purpose": "service", "raised": None, "explicit": True}]])),
        ("purpose", pa.array([1])),
        ("data", pa.array([[1]])),
        ("events", pa.array([{"exit": None, "unheard-of": None}])),
        ("facts.unheard-of", pa.array([1])),
        ("legal_hld", pa.array([True])),
    ],
)
def test_a_column_of_another_type_is_refused(column: str, values: pa.Array) -> None:
    plain: dict[str, Any] = {"row": pa.array([0]), "purpose": pa.array(["service"]), "data": pa.array(["contact"])}
    with pytest.raises(TableError):
        decided(policy(), pa.table(plain | {column: values}))
