"""The SQL of a filter: what is read by it where it runs, and the dialects that it is not written in."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.batch.filtered import MARK, Case, beside, case_of, filter_for, permitted, tabled
from tests.batch.postgres import Postgres, missing
from tests.batch.rows import Draw
from tests.batch.shapes import ROW
from tests.batch.spark import Spark
from tests.batch.warehouse import AT, MAPPING, POLICY, PURPOSES
from tests.laws.strategies import policies
from tests.laws.world import Plain, compiled_under_law

import privpolicy as pp
from privpolicy.batch.dialects import DIALECTS

SHIPPED = pp.load(Path(__file__).parents[2] / "policies" / "multi-planning")
Read = Callable[[str], Iterable[Mapping[str, Any]]]


def asked(purpose: str = "orders", columns: Any = MAPPING, **more: Any) -> Any:
    return POLICY.filter(**{"purpose": purpose, "columns": columns, "at": AT, **more})


# --- what is read ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """Return PostgreSQL on this machine; skips where it cannot run."""
    reason = missing()
    if reason:
        pytest.skip(f"PostgreSQL does not run here: {reason}")
    started = Postgres.started()
    yield started
    started.stop()


def compared(
    policy: pp.Policy, case: Case, table: pa.Table, mapping: Plain, stated: Any, law: Any, dialect: str, read: Read
) -> None:
    """See that SQL over tables, of which only names and types are told, reads the cells that are permitted."""
    kinds = ibis.schema(table.schema).items()
    types = {column: str(kind) for column, kind in kinds if column not in case.held}
    expected = permitted(policy, case, stated, law)
    found = filter_for(policy, case, {**mapping, "table": "rows_asked", "types": types}, law)
    masked, alone = ([frozenset[str]()] * len(expected) for _ in range(2))
    if found.columns:
        for row in read(found.sql(dialect, masked=True)):
            masked[row[ROW]] = frozenset(column for column in found.columns if row[column] is not None)
    for column in found.columns:
        for row in read(found.sql(dialect, columns=[column])):
            assert row[column] == MARK
            alone[row[ROW]] |= {column}
    assert masked == expected, (case.asked, case.held)
    assert alone == expected, (case.asked, case.held)


def on_postgres(postgres: Postgres, policy: pp.Policy, case: Case, law: Literal["named"] | None) -> None:
    table, mapping, tables, stated = beside(policy, case)
    postgres.hold({"rows_asked": table, **tables})
    compared(policy, case, table, mapping, stated, law, "postgres", postgres.read)


@pytest.mark.parametrize("seed", range(20, 26))
def test_what_postgres_reads(postgres: Postgres, seed: int) -> None:
    on_postgres(postgres, SHIPPED, case_of(Draw(SHIPPED, seed), 40), "named")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(policies(lawful=True) | policies(), st.integers(0, 1 << 30), st.sampled_from(["named", None]))
def test_what_postgres_reads_of_any_policy(
    postgres: Postgres, written: Plain, seed: int, law: Literal["named"] | None
) -> None:
    policy = compiled_under_law(written)
    on_postgres(postgres, policy, case_of(Draw(policy, seed), 12), law)


@pytest.mark.filterwarnings("ignore")  # pyspark warns of what it does itself
@pytest.mark.parametrize("dialect", ["spark", "databricks"])
@pytest.mark.parametrize("seed", [30])
def test_what_spark_reads(spark: Spark, dialect: str, seed: int) -> None:
    def read(sql: str) -> Iterable[Mapping[str, Any]]:
        return [row.asDict() for row in spark.session.sql(sql).collect()]

    case = case_of(Draw(SHIPPED, seed), 20)
    table, mapping, tables, stated = beside(SHIPPED, case)
    spark.hold({"rows_asked": table, **tables})
    compared(SHIPPED, case, table, mapping, stated, "named", dialect, read)
    table, mapping, stated = tabled(SHIPPED, case)
    spark.hold({"rows_asked": table})
    compared(SHIPPED, case, table, mapping, stated, "named", dialect, read)


# --- as people read it ---------------------------------------------------------------------------------------------

PLAIN = {
    "table": "customers",
    "zone": "UTC",
    "columns": {"email": "contact.email"},
    "carry": ["customer_id"],
    "events": {"last-order": "last_order_at"},
    "restricted": "processing_restricted",
}
OBJECTED = {"key": "id", "purpose": "purpose", "raised": "raised"}
GOLDEN = """\
SELECT
  "t0"."customer_id",
  "t0"."email"
FROM "customers" AS "t0"
WHERE
  NOT (
    "t0"."processing_restricted"
  )
  AND (
    (
      (
        "t0"."last_order_at" <= CAST('2026-11-22T00:00:00' AS TIMESTAMP)
      )
      AND (
        (
          "t0"."last_order_at" + INTERVAL '36 MONTH'
        ) > CAST('2026-11-22T00:00:00' AS TIMESTAMP)
      )
    )
    OR (
      "t0"."last_order_at" > CAST('2026-11-22T00:00:00' AS TIMESTAMP)
    )
    OR (
      "t0"."last_order_at" IS NULL
    )
  )
  AND NOT (
    COALESCE(
      (
        "t0"."last_order_at" < CAST('0001-01-01T00:00:00' AS TIMESTAMP)
      )
      OR (
        "t0"."last_order_at" > CAST('9999-12-31T23:59:59.999999' AS TIMESTAMP)
      ),
      FALSE
    )
  )
  AND CAST(CAST('1970-01-01T12:00:00+00:00' AS TIMESTAMPTZ) AS TIMESTAMP) = CAST('1970-01-01T12:00:00' AS TIMESTAMP)
  AND CAST(CAST('1970-07-01T12:00:00+00:00' AS TIMESTAMPTZ) AS TIMESTAMP) = CAST('1970-07-01T12:00:00' AS TIMESTAMP)
  AND CAST(CAST('2000-01-01T12:00:00+00:00' AS TIMESTAMPTZ) AS TIMESTAMP) = CAST('2000-01-01T12:00:00' AS TIMESTAMP)
  AND CAST(CAST('2000-07-01T12:00:00+00:00' AS TIMESTAMPTZ) AS TIMESTAMP) = CAST('2000-07-01T12:00:00' AS TIMESTAMP)
  AND CAST(CAST('2018-01-01T12:00:00+00:00' AS TIMESTAMPTZ) AS TIMESTAMP) = CAST('2018-01-01T12:00:00' AS TIMESTAMP)
  AND CAST(CAST('2018-07-01T12:00:00+00:00' AS TIMESTAMPTZ) AS TIMESTAMP) = CAST('2018-07-01T12:00:00' AS TIMESTAMP)"""


def test_the_sql_can_be_read_by_people() -> None:
    assert asked(columns=PLAIN).sql("postgres") == GOLDEN


def test_sql_with_a_zone_reads_nothing_in_a_session_of_another() -> None:
    mapping = {key: value for key, value in PLAIN.items() if key != "zone"}
    sql = asked(columns=mapping).sql("duckdb")
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE customers AS SELECT 1 AS customer_id, 'x' AS email, FALSE AS processing_restricted, "
        "TIMESTAMPTZ '2026-10-01 00:00:00+00' AS last_order_at"
    )
    connection.execute("SET TimeZone = 'UTC'")
    assert len(connection.execute(sql).fetchall()) == 1
    connection.execute("SET TimeZone = 'America/New_York'")
    assert connection.execute(sql).fetchall() == []


FACTS: Plain = {
    "policy": {"language": 1, "id": "facts", "law": []},
    "purposes": {"orders": {}},
    "data-categories": {"contact": {}},
    "data-subjects": {"customer": {}},
    "facts": {"since": {"type": "date"}, "score": {"type": "number"}},
}


def where(**condition: Any) -> pp.Policy:
    """Return a policy of one activity under a condition."""
    activity = {
        "purposes": ["orders"], "legal-basis": "contract", "data-subjects": ["customer"], "data": ["contact"],
        "when": condition,
    }  # fmt: skip
    return compiled_under_law({**FACTS, "activities": {"serve": activity}})


def known(fact: str, restricted: str = "restricted") -> Plain:
    return {"table": "people", "columns": {"c": "contact"}, "facts": {fact: fact}, "restricted": restricted}


def test_a_date_that_is_an_instant_after_all_reads_nothing_in_a_session_of_another_zone() -> None:
    found = where(since={"before": "2026-01-02"}).filter(purpose="orders", columns=known("since"), at=AT)
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE people AS SELECT 'x' AS c, FALSE AS restricted, TIMESTAMPTZ '2026-01-02 03:00:00+00' AS since"
    )
    for zone in ("UTC", "America/New_York"):
        connection.execute(f"SET TimeZone = '{zone}'")
        assert connection.execute(found.sql("duckdb")).fetchall() == []


def test_a_number_is_the_double_that_a_request_would_state(postgres: Postgres) -> None:
    found = where(**{"not": {"score": {"at-least": 2}}}).filter(purpose="orders", columns=known("score"), at=AT)
    for score, read in (("1.5", 1), ("1.99999999999999999999", 0), ("2", 0)):
        postgres.session.run("DROP TABLE IF EXISTS people")
        postgres.session.run(f"CREATE TABLE people AS SELECT 'x' c, FALSE restricted, {score}::numeric score")
        assert len(postgres.read(found.sql("postgres"))) == read, score


# --- what is written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("purpose", PURPOSES)
def test_tables_beside_can_be_said_in_every_dialect(dialect: str, purpose: str) -> None:
    for masked in (False, True):
        sql = asked(purpose).sql(dialect, masked=masked)
        assert sql.startswith("SELECT"), "nothing may stand above the row that it asks about"


@pytest.mark.parametrize("dialect", ["bigquery", "clickhouse", "mssql", "mysql", "oracle", "presto", "sqlite", "trino"])
def test_a_dialect_that_would_read_something_else_is_refused(dialect: str) -> None:
    with pytest.raises(pp.TableError, match=f"no filter is written in SQL for {dialect}, which "):
        asked().sql(dialect)


def test_a_dialect_that_nobody_knows_is_refused() -> None:
    with pytest.raises(pp.TableError, match="no filter is written in a dialect called `cobol`"):
        asked().sql("cobol")
    with pytest.raises(pp.TableError, match="no filter is written in a dialect called `postgrse`") as raised:
        asked().tried("postgrse")
    assert raised.value.help == "did you mean `postgres`?"


def test_dialects_are_called_in_any_case() -> None:
    assert asked().sql("Postgres") == asked().sql("postgres")
    with pytest.raises(pp.TableError, match="for bigquery, which adds no months"):
        asked().sql("BigQuery")


@pytest.mark.parametrize("name", ["a.b.c.d", "a..b", ".", ""])
def test_a_table_that_cannot_be_named_is_refused(name: str) -> None:
    with pytest.raises(pp.TableError, match="no table is called"):
        asked().named(name).sql()
    with pytest.raises(pp.TableError, match="no table is called"):
        asked(columns={**PLAIN, "key": "id", "objections": {**OBJECTED, "table": name or "."}}).sql()


@pytest.mark.parametrize("dialect", ["postgres", "snowflake"])
@pytest.mark.parametrize("column", ["consents", "events"])
def test_lists_and_structs_are_refused_where_their_fields_are_others(dialect: str, column: str) -> None:
    lists = {**PLAIN, column: column}
    with pytest.raises(pp.TableError, match=f"column `{column}` holds lists or structs"):
        asked(columns=lists).sql(dialect)
    assert asked(columns=lists).sql("spark")
