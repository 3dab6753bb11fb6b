"""The filter of a warehouse: what is read through it, the SQL that it writes, and what it refuses."""

from pathlib import Path
from typing import Any

import ibis
import pytest
from tests.batch.warehouse import AT, COLUMNS, MAPPING, POLICY, PURPOSES, permitted, tables

import privpolicy as pp
from privpolicy.batch.errors import TableError
from privpolicy.batch.map_file import MapError

NAMES = {"customers": "analytics.customers", "consents": "analytics.consents", "objections": "analytics.objections"}


def asked(purpose: str = "orders", columns: Any = MAPPING, **more: Any) -> Any:
    return POLICY.filter(**{"purpose": purpose, "columns": columns, "at": AT, **more})


@pytest.fixture
def warehouse() -> Any:
    backend = ibis.duckdb.connect()
    backend.raw_sql("CREATE SCHEMA analytics")
    for name, table in tables().items():
        backend.con.register("given", table)
        backend.raw_sql(f"CREATE TABLE analytics.{name} AS FROM given")
        backend.con.unregister("given")
    return backend


def numbers(rows: list[dict[str, Any]], column: str) -> set[int]:
    return {int(row[column].rpartition(" ")[2]) for row in rows if row[column] is not None}


# --- what is read ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", PURPOSES)
def test_exactly_what_is_permitted_is_read(warehouse: Any, purpose: str) -> None:
    found, customers = asked(purpose), warehouse.table("customers", database="analytics")
    masked = found.masked(customers).to_pyarrow().to_pylist()
    for column in COLUMNS:
        expected = permitted(purpose, column)
        if column in found.denied:
            assert expected == set()
            continue
        assert numbers(masked, column) == expected
        assert numbers(found.rows(customers, [column]).to_pyarrow().to_pylist(), column) == expected
        assert (
            numbers(customers.filter(found.predicate(column, customers)).to_pyarrow().to_pylist(), column) == expected
        )


@pytest.mark.parametrize("complete", [False, True])
def test_an_objection_of_nobody_may_be_anybodys(warehouse: Any, complete: bool) -> None:
    read = asked("statistics", complete=complete).rows(warehouse.table("customers", database="analytics"), ["city"])
    assert read.count().to_pyarrow().as_py()
    warehouse.raw_sql(
        "INSERT INTO analytics.objections BY NAME SELECT NULL AS customer_id, purpose, raised_at "
        "FROM analytics.objections WHERE purpose = 'statistics'"
    )
    assert not read.count().to_pyarrow().as_py()


MAILS: dict[str, Any] = {
    "table": "people",
    "key": "id",
    "zone": "UTC",
    "restricted": "restricted",
    "columns": {"mail": "contact.email"},
    "consents": {"table": "said_yes", "key": "id", "purpose": "purpose", "given": "given", "withdrawn": "withdrawn"},
    "objections": {"table": "said_no", "key": "id", "purpose": "purpose", "raised": "raised"},
}


def people(key: str = "1") -> Any:
    """Return somebody whose consent was withdrawn at midnight in UTC, nine hours later in Tokyo."""
    backend = ibis.duckdb.connect()
    backend.raw_sql("CREATE TABLE people AS SELECT 1 AS id, 'x@example.org' AS mail, false AS restricted")
    backend.raw_sql(
        f"CREATE TABLE said_yes AS SELECT {key} AS id, 'marketing.newsletter' AS purpose,"  # ours
        " timestamptz '2023-01-01 00:00+00' AS given, timestamptz '2024-01-01 00:00+00' AS withdrawn"
    )
    backend.raw_sql("CREATE TABLE said_no (id int, purpose text, raised timestamptz)")
    return backend


@pytest.mark.parametrize("at", ["2023-06-01", "2024-01-01T05:00:00Z"])
def test_in_another_zone_nothing_is_read(at: str) -> None:
    backend = people()
    found = POLICY.filter(purpose="marketing.newsletter", columns=MAILS, at=at)
    by_sql, looked_at = found.sql(), found.sql(table=backend.table("people"))
    rows = found.rows(backend.table("people"))
    live = 1 if at == "2023-06-01" else 0
    assert [len(backend.con.execute(sql).fetchall()) for sql in (by_sql, looked_at)] == [live, live]
    assert rows.to_pyarrow().num_rows == live
    backend.con.execute("SET TimeZone = 'Asia/Tokyo'")
    assert [len(backend.con.execute(sql).fetchall()) for sql in (by_sql, looked_at)] == [0, 0]
    assert rows.to_pyarrow().num_rows == 0


def test_keys_of_two_types_are_read_as_one_or_refused() -> None:
    found = POLICY.filter(purpose="marketing.newsletter", columns=MAILS, at="2023-06-01")
    assert found.rows(people("'1'").table("people")).to_pyarrow().num_rows == 1
    with pytest.raises(TableError, match="the key of consents is"):
        found.rows(people("date '2020-01-01'").table("people"))


def test_the_example_reads_something_and_not_everything() -> None:
    assert permitted("orders", "email") == {0, 2, 3, 5, 7}
    assert permitted("marketing.newsletter", "email") == {0, 2}
    assert permitted("statistics", "city") == {0, 2, 5}


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_the_sql_reads_the_same(warehouse: Any, purpose: str, masked: bool) -> None:
    found, customers = asked(purpose), warehouse.table("customers", database="analytics")
    read = (found.masked if masked else found.rows)(customers).to_pyarrow().to_pylist()
    by_sql = warehouse.con.sql(found.sql("duckdb", masked=masked)).to_arrow_table().to_pylist()
    assert sorted(map(repr, by_sql)) == sorted(map(repr, read))
    assert read


def test_a_row_is_read_where_all_of_the_columns_may_be() -> None:
    policy = pp.load(MAPPING.with_name("policy.yaml"))
    found = policy.filter(purpose="statistics", columns={"columns": COLUMNS, "zone": "UTC"}, at=AT, complete=True)
    assert found.always == ("city", "pages_seen")


def test_any_table_is_read(warehouse: Any) -> None:
    given = tables()
    found = asked(tables={NAMES[name]: table for name, table in given.items() if name != "customers"})
    customers = warehouse.table("customers", database="analytics")
    assert found.rows(given["customers"]).to_pyarrow().equals(asked().rows(customers).to_pyarrow())


def test_nothing_but_what_is_mapped_is_read(warehouse: Any) -> None:
    rows = asked().rows(warehouse.table("customers", database="analytics"))
    assert rows.columns == ("customer_id", "name", "email", "city")


def test_predicates_are_never_null(warehouse: Any) -> None:
    customers = warehouse.table("customers", database="analytics")
    found = asked("marketing.newsletter")
    told = customers.select(may=found.where(table=customers)).to_pyarrow()["may"].to_pylist()
    assert set(told) == {True, False}


@pytest.mark.filterwarnings("ignore")  # pyspark warns of what it does itself
def test_on_spark(spark: Any) -> None:
    given = {NAMES[name]: spark.table(table) for name, table in tables().items()}
    customers = given.pop(NAMES["customers"])
    for purpose in PURPOSES:
        found = asked(purpose, tables=given)
        masked = found.masked(customers).to_pyarrow().to_pylist()
        for column in found.columns:
            assert numbers(masked, column) == permitted(purpose, column), (purpose, column)


# --- columns --------------------------------------------------------------------------------------------------------


def test_columns_fall_in_three() -> None:
    found = asked("marketing.newsletter")
    assert (found.always, found.by_row) == ((), ("name", "email"))
    assert {column: refusal.code for column, refusal in found.denied.items()} == {
        "city": "not-covered",
        "iban": "not-covered",
        "pages_seen": "not-covered",
    }


@pytest.mark.parametrize(
    ("purpose", "mapping", "code"),
    [
        ("marketing.newsletter", {}, "consent-unknown"),
        ("marketing.newsletter", {"consents": "c"}, "objection-unknown"),
        ("orders", {"events": {"last-order": "l"}}, "restriction-unknown"),
        ("orders", {"restricted": "r"}, "retention-unknown"),
    ],
)
def test_what_no_row_states_is_told(purpose: str, mapping: Any, code: str) -> None:
    found = asked(purpose, {"columns": {"email": "contact.email"}, "zone": "UTC", **mapping})
    assert found.columns == ()
    assert found.denied["email"].code == code
    with pytest.raises(pp.TableError, match="no column may be read"):
        found.sql()


def test_a_column_of_several_categories_needs_them_all() -> None:
    found = asked("statistics", {"columns": {"profile": ["usage", "contact.email"], "pages": ["usage"]}}, complete=True)
    assert (found.columns, list(found.denied)) == (("pages",), ["profile"])


def test_a_column_that_may_not_be_read_is_refused() -> None:
    with pytest.raises(pp.TableError, match="`iban` may not be read: not-covered"):
        asked().rows(columns=["name", "iban"])
    with pytest.raises(pp.TableError, match="`nme` is mapped to no category: did you mean `name`"):
        asked().where(["nme"])


# --- faults ---------------------------------------------------------------------------------------------------------


def faults_of(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MapError) as error:
        asked(columns=path)
    found = [(str(one.span).rpartition(".yaml:")[2], one.code.name, one.help) for one in error.value.diagnostics]
    return [" ".join(filter(None, one)) for one in found]


def test_faults_of_a_mapping_have_places(tmp_path: Path) -> None:
    text = "columns:\n  email: contact.emial\n  n: [identity.name, x]\nevents:\n  last-ordr: l\nfacts: {age: a}\n"
    assert faults_of(tmp_path, text) == [
        "2:10 unknown-data-category did you mean `contact.email`?",
        "3:22 unknown-data-category declare it under `data-categories`",
        "5:3 unknown-event did you mean `last-order`?",
        "6:9 bad-value write `subject: {age: …}`",
    ]
    assert faults_of(tmp_path, "columns: {email: contact.email}\nevent: {}\n") == [
        "2:1 unknown-key did you mean `events`?"
    ]
    assert faults_of(tmp_path, "columns: {email: contact.email}\nrestricted:\n") == [
        "2:1 wrong-type write a value, or remove the key"
    ]
    assert faults_of(tmp_path, "columns: {}\n") == ["1:10 empty-list"]
    assert faults_of(tmp_path, "table: t\n") == ["1:1 missing-key"]


def test_a_table_beside_needs_a_key_and_says_when_consents_end(tmp_path: Path) -> None:
    side = "consents: {table: c, key: k, purpose: p, given: g, withdrawn: w}\n"
    assert faults_of(tmp_path, "columns: {email: contact.email}\n" + side)[0].startswith("2:1 missing-key")
    assert "missing-key" in faults_of(tmp_path, "columns: {e: usage}\nkey: k\n" + side.replace(", withdrawn: w", ""))[0]


def test_a_column_is_read_or_carried(tmp_path: Path) -> None:
    found = faults_of(tmp_path, "columns: {email: contact.email}\ncarry: [email]\n")
    assert found == ["2:9 bad-value keep one of the two"]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"columns": {"email": "contact.emial"}}, "columns.columns.email: the policy declares no data category"),
        ({"columns": {"email": "usage"}, "types": {"email": "txt"}}, "`types.email`: `txt` is no type"),
        ({"columns": {"email": "usage"}, "data-subject": "customer", "origin": "nothing"}, "no activity `nothing`"),
    ],
)
def test_faults_of_a_mapping_in_python(mapping: Any, words: str) -> None:
    with pytest.raises(pp.TableError, match=words):
        asked(columns=mapping)


def test_the_question_and_the_mapping_agree() -> None:
    with pytest.raises(pp.TableError, match="the table's origin is `delivery`, and `newsletter` is asked"):
        asked(columns={"columns": {"e": "usage"}, "origin": "delivery"}, origin="newsletter")
    with pytest.raises(pp.RequestError, match="ordrs"):
        asked("ordrs")
    with pytest.raises(pp.RequestError):
        asked(operation="steal")


def test_what_the_table_lacks_is_told(warehouse: Any) -> None:
    customers = warehouse.table("customers", database="analytics")
    with pytest.raises(pp.TableError, match="no column `email`"):
        asked().rows(customers.drop("email"))
    with pytest.raises(pp.TableError, match=r"no column `created_at`, mapped to `events\.collected`"):
        asked().rows(customers.drop("created_at"))
    with pytest.raises(pp.TableError, match="expected true or false"):
        asked().rows(customers.mutate(processing_restricted=customers.name))
    with pytest.raises(pp.TableError, match="no column `customer_id`"):
        asked(columns={**_mapping(), "carry": []}).rows(customers.drop("customer_id"))


def _mapping() -> dict[str, Any]:
    table = {"table": "analytics.consents", "key": "customer_id", "purpose": "purpose", "given": "given_at"}
    return {
        "zone": "UTC",
        "key": "customer_id",
        "columns": {"email": "contact.email"},
        "restricted": "processing_restricted",
        "events": {"last-order": "last_order_at"},
        "consents": {**table, "withdrawn": "withdrawn_at"},
    }
