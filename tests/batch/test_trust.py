"""What a table may hold that no request could state, and what changes between the call and the reading."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pytest

import privpolicy as pp
from privpolicy.batch.errors import TableError

WRITTEN = """
policy: {language: 1, id: small}
purposes: {service: {}, ads: {direct-marketing: true}}
data-categories: {email: {}, iban: {}, usage: {}}
data-subjects: {person: {}}
events: {contract-end: {}}
facts: {amount: {type: number}}
retention:
  account: {phases: [{phase: active, until: contract-end}], then: erase}
activities:
  mail: {purposes: [ads], legal-basis: consent, data-subjects: [person], data: [email]}
  service: {purposes: [service], legal-basis: contract, data-subjects: [person], data: [email], retention: account}
  interest: {purposes: [service], legal-basis: legitimate-interests, data-subjects: [person], data: [iban]}
  logs: {purposes: [service], legal-basis: contract, data-subjects: [person], data: [usage], retention: P1Y}
  tenth: {purposes: [ads], legal-basis: contract, data-subjects: [person], data: [iban], when: {amount: {at-most: 0.1}}}
  exact: {purposes: [ads], legal-basis: contract, data-subjects: [person], data: [usage], when: {amount: WHEN}}
"""
FREE: dict[str, Any] = {"restricted": [False], "legal_hold": [False], "at": [date(2024, 1, 1)]}
NONE = pa.array([[]], pa.list_(pa.null()))


def small(folder: Path, when: str = "{at-least: 9007199254740993}") -> pp.Policy:
    file = folder / "small.yaml"
    file.write_text(WRITTEN.replace("WHEN", when), encoding="utf-8")
    return pp.load(file)


def answer(policy: pp.Policy, columns: dict[str, Any]) -> dict[str, Any]:
    found = policy.decide_table(pa.table({**FREE, **columns}), answers=("outcome", "error"), zone="UTC")
    return dict(found.select("outcome", "error").to_pyarrow().to_pylist()[0])


@pytest.mark.parametrize(
    "twice",
    [
        {
            "events": pa.array([{"contract-end": date(2020, 1, 1)}]),
            "events.contract-end": pa.array([None], pa.date32()),
        },
        {"events": pa.array([{"contract-end": None, "contract_end": date(2020, 1, 1)}])},
        {
            "events": pa.array([[("contract-end", date(2020, 1, 1))]], pa.map_(pa.string(), pa.date32())),
            "events.contract-end": pa.array([None], pa.date32()),
        },
        {"facts": pa.array([{"amount": 1}]), "facts.amount": pa.array([2])},
    ],
)
def test_what_is_stated_twice_is_refused(twice: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"twice|two columns"):
        answer(small(tmp_path), {"purpose": ["service"], "data": ["email"], **twice})


@pytest.mark.parametrize("name", ["OBJECTIONS", "Restricted", "context_objections", "AT", "Events.Contract-End"])
def test_keys_in_other_letters_are_refused(name: str, tmp_path: Path) -> None:
    table = pa.table({"purpose": ["service"], "data": ["iban"], name: pa.array([None])})
    with pytest.raises(TableError, match=name):
        small(tmp_path).decide_table(table)


@pytest.mark.parametrize(
    ("amount", "data", "when", "outcome"),
    [
        (pa.array([np.float32(0.1)]), "iban", "1", "deny"),  # the single 0.1 is more than the double
        (pa.array([0.1]), "iban", "1", "permit"),
        (pa.array([np.float32(0.1)]), "usage", "[0.1, 3]", "deny"),
        (pa.array([np.float32(16777216)]), "usage", "{at-least: 16777217}", "deny"),
        (pa.array([9007199254740992.0]), "usage", "{at-least: 9007199254740993}", "deny"),
        (pa.array([9007199254740994.0]), "usage", "{at-least: 9007199254740993}", "permit"),
        (pa.array([9007199254740992.0]), "usage", "{at-most: 9007199254740993}", "permit"),
        (pa.array([9007199254740994.0]), "usage", "{at-most: 9007199254740993}", "deny"),
        (pa.array([9007199254740992.0]), "usage", "[9007199254740993]", "deny"),
        (pa.array([9007199254740993]), "usage", "[9007199254740993]", "permit"),
        (pa.array([9007199254740993]), "usage", "{at-most: 9007199254740992.0}", "deny"),
        (pa.array([3]), "usage", "{at-least: 2.5}", "permit"),
        (pa.array([2]), "usage", "{at-least: 2.5}", "deny"),
        (pa.array([2]), "usage", "[2.5]", "deny"),
        (pa.array([2]), "usage", "{not: 2.5}", "permit"),
    ],
)
def test_numbers_are_compared_exactly(amount: pa.Array, data: str, when: str, outcome: str, tmp_path: Path) -> None:
    policy = small(tmp_path, when)
    asked = {"purpose": ["ads"], "data": [data], "facts.amount": amount, "consents": NONE, "objections": NONE}
    assert answer(policy, asked)["outcome"] == outcome
    context: dict[str, Any] = {"consents": [], "objections": [], "facts": {"amount": amount[0].as_py()}}
    context |= {"restricted": False, "legal-hold": False}
    assert policy.decide(pp.Request(purpose="ads", data=data, at="2024-01-01", context=context)).outcome == outcome


@pytest.mark.parametrize(
    ("columns", "place"),
    [
        ("[{'purpose': 'ads', 'given': timestamp '-infinity'}] AS consents", "consents"),
        ("[{'purpose': 'ads', 'given': date '0044-03-15 (BC)'}] AS consents", "consents"),
        ("[{'purpose': 'ads', 'given': date '2020-01-01', 'withdrawn': date 'infinity'}] AS consents", "consents"),
        ("timestamp 'infinity' AS \"at\"", "at"),
        ("timestamp '12024-01-01' AS \"at\"", "at"),
        ("timestamp 'infinity' AS \"events.collected\"", "events.collected"),
    ],
)
def test_instants_that_no_request_can_state_are_faults(columns: str, place: str, tmp_path: Path) -> None:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    rows = connection.sql(f"SELECT 'ads' AS purpose, 'email' AS data, {columns}")  # written above
    found = small(tmp_path).decide_table(rows, connection=connection, zone="UTC", answers=("outcome", "error"))
    told = found.select("outcome", "error").to_pyarrow().to_pylist()[0]
    assert told["outcome"] is None
    assert place in told["error"]


def test_no_data_and_an_empty_list_are_two_questions(tmp_path: Path) -> None:
    data = pa.array([[], None, [], ["email"]], pa.list_(pa.string()))
    table = pa.table({"n": range(4), "purpose": ["ads"] * 4, "data": data})
    found = small(tmp_path).decide_table(table, zone="UTC").order_by("n").to_pyarrow()
    empty, missing, again, right = found["error"].to_pylist()
    assert empty == again != missing
    assert "data" in empty
    assert "data" in missing
    assert right is None


def test_rows_that_come_later_are_looked_at_as_well(tmp_path: Path) -> None:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(
        "CREATE TABLE asked AS SELECT 0 AS n, 'service' AS purpose, 'iban' AS data, false AS restricted,"
        " date '2024-01-01' AS \"at\", [{'purpose': 'ads', 'raised': date '2020-01-01'}] AS objections"
    )
    found = small(tmp_path).decide_table(connection.table("asked"), connection=connection)
    connection.execute(
        "INSERT INTO asked VALUES"
        " (1, 'service', 'iban', false, '2024-01-01', [{'purpose': 'servise', 'raised': date '2020-01-01'}]),"
        " (2, 'service', 'iban', false, '2024-01-01', [{'purpose': 'service', 'raised': null}])"
    )
    told = found.order_by("n").select("outcome", "error").to_pyarrow().to_pylist()
    assert told[0] == {"outcome": "permit", "error": None}
    assert [one["outcome"] for one in told[1:]] == [None, None]
    assert all("objections" in one["error"] for one in told[1:])


def test_a_file_that_changes_is_not_read_as_something_else(tmp_path: Path) -> None:
    file = tmp_path / "asked.csv"
    head = "purpose,data,restricted,at,events.collected,events.contract-end\nservice,email,false,2024-01-01,2020-01-01,"
    file.write_text(f"{head}2023-01-01\n", encoding="utf-8")
    found = small(tmp_path).decide_table(str(file))
    assert found.outcome.to_pyarrow().to_pylist() == ["deny"]
    file.write_text(f"{head}01/01/2023\n", encoding="utf-8")
    with pytest.raises(duckdb.Error):
        found.outcome.to_pyarrow()


def test_an_objection_of_nobody_that_comes_later_is_anybodys(tmp_path: Path) -> None:
    backend = ibis.duckdb.connect()
    backend.raw_sql(
        "CREATE TABLE asked AS SELECT 1 AS id, 'service' AS purpose, 'iban' AS data, false AS restricted,"
        " date '2024-01-01' AS \"at\""
    )
    backend.raw_sql("CREATE TABLE said (id int, purpose text, raised date, withdrawn date)")
    asked, said = backend.table("asked"), backend.table("said")
    found = small(tmp_path).decide_table(asked, objections=(said, "id"))
    assert found.outcome.to_pyarrow().to_pylist() == ["permit"]
    backend.raw_sql("INSERT INTO said VALUES (null, 'service', '2020-01-01', null)")
    assert found.outcome.to_pyarrow().to_pylist() == ["conditional"]
