"""Tables of every size and make: no rows, no questions, many clauses, many categories, zones."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import duckdb
import ibis
import pyarrow as pa
import pytest
from tests.batch.answers import NOW, assert_alike, decided, differences
from tests.batch.rows import Draw
from tests.batch.shapes import SHAPES, Plain, table_of
from tests.batch.small import activity, ask, consenting, keeping, policy, told

import privpolicy as pp
from privpolicy.batch.decide import RESULTS
from privpolicy.batch.errors import TableError


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_table_without_rows(shape: object) -> None:
    table, _ = table_of(policy().vocabulary, [ask("2020-01-31")], shape)  # type: ignore[arg-type]  # a shape
    found = policy().decide_table(table.slice(0, 0), zone="UTC", at=NOW).to_pyarrow()
    assert found.num_rows == 0
    assert set(found.column_names) >= set(RESULTS)


def test_a_table_of_no_more_than_the_question() -> None:
    table = pa.table({"row": [0, 1], "purpose": ["service", "service"], "data": ["contact", None]})
    rows = decided(policy(), table)
    assert [(row["outcome"], row["reason"]) for row in rows] == [("conditional", "restriction-unknown"), (None, None)]


def test_a_policy_without_activities_and_one_without_prohibitions() -> None:
    assert told(policy(activities=None), [ask("2020-01-31"), ask(None)]) == ["deny not-covered", "deny not-covered"]
    forbidding = policy(activities=None, prohibitions={"nothing": {"operations": ["sell"]}})
    assert told(forbidding, [ask("2020-01-31", asked={"operation": "sell"})]) == ["deny not-covered"]


@pytest.mark.parametrize("clauses", [30, 31, 32, 62, 63, 70])
def test_as_many_clauses_as_take_several_words(clauses: int) -> None:
    facts = {f"f-{number}": {"type": "boolean"} for number in range(clauses)}
    purposes: Plain = {"service": {}, **{f"service.p-{number}": {} for number in range(clauses)}}
    serving = activity(purposes=["service"], legal_basis="legal-obligation", law="some law")
    activities = {"all": serving} | {
        f"task-{number}": activity(purposes=[f"service.p-{number}"], when={f"f-{number}": True})
        for number in range(clauses)
    }
    prohibitions = {
        f"no-{number}": {"when": {f"f-{number}": True}, "except-purposes": [f"service.p-{number}"]}
        for number in range(clauses)
    }
    asked = policy(facts=facts, purposes=purposes, activities=activities, prohibitions=prohibitions)
    others = {f"f-{other}": False for other in range(clauses)}
    rows = [
        ask("2020-01-31", facts=others | mine, asked={"purpose": f"service.p-{purpose}"})
        for number in sorted({0, 1, 29, 30, 31, 32, 33, 60, 61, 62, 63, clauses - 1})
        if number < clauses
        for mine in ({}, {f"f-{number}": True}, {f"f-{number}": None})
        for purpose in (number, (number + 1) % clauses)
    ]
    answers = told(asked, rows)
    assert {"permit", "deny prohibited", "conditional prohibition-unknown"} <= set(answers)


def test_twelve_categories_each_answered_otherwise() -> None:
    names = [f"c-{number}" for number in range(12)]
    schedule = {"phases": [{"phase": "active", "for": "P1M"}], "then": "erase"}
    activities = {
        f"task-{number}": activity(
            data=[name],
            when={"score": {"at-least": number}},
            **({"retention": schedule | {"at-least": f"P{number + 1}D"}} if number % 2 else {}),
            **({"legal_basis": "consent"} if number % 3 == 0 else {}),
            **({"obligations": ["tls"]} if number % 4 == 0 else {"obligations": ["masking", "tls"]}),
        )
        for number, name in enumerate(names)
    }
    asked = policy(
        data_categories={name: {} for name in names},
        facts={"score": {"type": "number"}},
        safeguards={"masking": {}, "tls": {}},
        activities=activities,
    )
    rows = [
        ask(
            "2020-01-31",
            asked={"data": names[start : start + count], "operation": operation},
            facts={"score": score},
            events={"collected": collected},
            consents=[{"purpose": "service", "given": "2019-01-31"}],
        )
        for start, count in ((0, 12), (0, 1), (3, 4), (11, 1), (5, 7))
        for operation in ("use", "erase")
        for score in (0, 6, 12, None)
        for collected in ("2020-01-30", "2019-12-31", None)
    ]
    rows += [{**row, "data": [*reversed(row["data"]), *row["data"]]} for row in rows[::5]]
    told(asked, rows)


def test_a_zone_is_where_clocks_stood_and_not_another_instant() -> None:
    """Columns in Paris time: durations are counted in UTC all the same, over the day on which clocks change."""
    paris = ZoneInfo("Europe/Paris")
    asked = keeping({"phase": "active", "for": "P1M"})
    ends = [
        datetime(2020, 3, 29, 0, 30, tzinfo=paris),
        datetime(2020, 2, 29, 0, 30, tzinfo=paris),
        datetime(2020, 1, 1, tzinfo=paris),
    ]
    rows = [ask("2020-03-15", events={"collected": end}) for end in ends]
    rows += [ask(end, events={"collected": "2020-02-28T23:30:00Z"}) for end in ends]
    told(asked, rows, SHAPES["codes"])


@pytest.mark.parametrize(
    "kind", [pa.date32(), pa.timestamp("s"), pa.timestamp("ms", "UTC"), pa.timestamp("us", "+02:00")]
)
def test_instants_of_other_types(kind: pa.DataType) -> None:
    days = [date(2020, 1, 31), date(2020, 2, 29), date(2020, 3, 1), None]
    asked = keeping({"phase": "active", "for": "P1M"})
    plain: list[Plain] = [ask(NOW if day is None else str(day), events={"collected": "2020-01-31"}) for day in days]
    start = [datetime(2020, 1, 31, tzinfo=UTC)] * len(days)
    instants = [None if day is None else datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days]
    if pa.types.is_date(kind):
        at, collected = pa.array(days, kind), pa.array([one.date() for one in start], kind)
    else:
        named = kind.tz is not None
        at = pa.array([one if one is None or named else one.replace(tzinfo=None) for one in instants], kind)
        collected = pa.array([one if named else one.replace(tzinfo=None) for one in start], kind)
    table = pa.table(
        {
            "row": range(len(days)),
            "purpose": ["service"] * len(days),
            "data": ["contact"] * len(days),
            "at": at,
            "events.collected": collected,
            "restricted": [False] * len(days),
            "objections": pa.nulls(len(days)),
            "legal_hold": [False] * len(days),
        }
    )
    found = list(differences(asked, decided(asked, table), plain))
    assert [one for one in found if one.request["context"]["objections"]] == []
    assert not found, found[0]


def test_an_instant_without_a_zone_is_refused_unless_somebody_says_which() -> None:
    table = pa.table({"purpose": ["service"], "data": ["contact"], "at": [datetime(2020, 1, 31)]})  # noqa: DTZ001  # that is the point
    with pytest.raises(TableError, match="names no time zone"):
        policy().decide_table(table)
    with pytest.raises(TableError, match="Europe/Paris"):
        policy().decide_table(table, zone="Europe/Paris")  # type: ignore[arg-type]  # that is the point


def test_a_session_in_another_zone_is_refused() -> None:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'Europe/Paris'")
    relation = connection.sql(
        "SELECT 'service' AS purpose, 'contact' AS data, TIMESTAMPTZ '2020-01-31 00:00:00Z' AS at"
    )
    with pytest.raises(TableError, match="Europe/Paris"):
        policy().decide_table(relation, connection=connection)


def test_a_session_that_moves_to_another_zone_answers_errors() -> None:
    backend = ibis.duckdb.connect()
    asked = keeping({"phase": "active", "for": "P1M"})
    table, _ = table_of(
        asked.vocabulary, [ask("2020-01-31", events={"collected": "2019-12-31T23:30:00Z"})], SHAPES["columns"]
    )
    backend.con.register("requests", table)
    found = asked.decide_table(backend.table("requests"), zone="UTC")
    assert found.to_pyarrow()["outcome"].to_pylist() == ["permit"]
    backend.raw_sql("SET TimeZone = 'Europe/Paris'")
    moved = found.to_pyarrow()
    assert moved["outcome"].to_pylist() == [None]
    assert "time zone" in moved["error"].to_pylist()[0]


def test_other_columns_are_carried_along_in_the_order_of_the_table() -> None:
    table, _ = table_of(consenting().vocabulary, Draw(consenting(), 5).rows(20), SHAPES["map"])
    found = consenting().decide_table(table.append_column("ward", [pa.array(["a"] * 20)]), zone="UTC").to_pyarrow()
    assert found.column_names == [*table.column_names, "ward", *RESULTS]


def test_alike_however_often() -> None:
    asked: pp.Policy = consenting(["eu-gdpr"], valid_for="P6M")
    rows = Draw(asked, 6).rows(50)
    assert_alike(asked, rows + rows, SHAPES["map"])
