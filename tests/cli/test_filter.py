"""``privpolicy filter``: purpose-based access to a table, from the shell."""

import json
from pathlib import Path

import duckdb
import pytest
from tests.cli.conftest import Run

WAREHOUSE = Path(__file__).parents[2] / "examples" / "warehouse"
POLICY, COLUMNS = str(WAREHOUSE / "policy.yaml"), str(WAREHOUSE / "customers.yaml")
ASKED = ("filter", POLICY, "--columns", COLUMNS, "--at", "2026-11-22", "--purpose")
TEXT = """\
FILTER  under shop, on 2026-11-22

Purpose       marketing.newsletter · The newsletter
Data subject  customer
Operation     use
Recipient     controller · Example Shop itself
Table         analytics.customers

READ BY ROW
Column  Data
name    identity.name
email   contact.email
With them     customer_id

NOT READ  no activity covers it: `delivery` comes nearest and does not cover the
purpose `marketing.newsletter`
Column  Data
city    contact.address

NOT READ  no activity covers it: `newsletter` comes nearest and does not cover
the data category `financial.iban`
Column  Data
iban    financial.iban

NOT READ  no activity covers it: `newsletter` comes nearest and does not cover
the data category `usage`
Column      Data
pages_seen  usage

SQL  duckdb
SELECT
"""


def test_columns_and_sql(run: Run) -> None:
    ran = run(*ASKED, "marketing.newsletter")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(TEXT)


def test_sql_alone_runs(run: Run) -> None:
    ran = run(*ASKED, "statistics", "--format", "sql", "--table", "people", "--read", "city", "--masked")
    assert ran.code == 0
    assert ran.out.startswith("-- Under shop, on 2026-11-22: purpose statistics, data subject customer,")
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA analytics")
    connection.execute(
        "CREATE TABLE people AS SELECT 1 AS customer_id, 'Paris' AS city, FALSE AS processing_restricted, "
        "TIMESTAMP '2026-03-01' AS created_at, NULL::TIMESTAMP AS last_order_at"
    )
    connection.execute(
        "CREATE TABLE analytics.consents (customer_id INT, purpose TEXT, given_at TIMESTAMP, withdrawn_at TIMESTAMP)"
    )
    connection.execute("CREATE TABLE analytics.objections (customer_id INT, purpose TEXT, raised_at TIMESTAMP)")
    assert connection.sql(ran.out).fetchall() == [(1, "Paris")]
    connection.execute("INSERT INTO analytics.objections VALUES (1, 'statistics', '2026-04-01')")
    assert connection.sql(ran.out).fetchall() == []


@pytest.mark.parametrize(("dialect", "said"), [("duckdb", False), ("postgres", False), ("snowflake", True)])
def test_sql_that_was_never_run_says_so(run: Run, dialect: str, said: bool) -> None:
    ran = run(*ASKED, "statistics", "--format", "sql", "--dialect", dialect)
    assert (f"\n-- Never run in {dialect} by those who wrote it" in ran.out) is said


def test_json(run: Run) -> None:
    ran = run(*ASKED, "statistics", "--format", "json", "--dialect", "snowflake")
    found = json.loads(ran.out)
    assert [(one["column"], one["read"]) for one in found["columns"]] == [
        ("name", "never"),
        ("email", "never"),
        ("city", "by-row"),
        ("iban", "never"),
        ("pages_seen", "by-row"),
    ]
    assert found["columns"][0]["reason"]["code"] == "not-covered"
    assert found["sql"]["dialect"] == "snowflake"


def test_nothing_may_be_read(run: Run) -> None:
    ran = run(*ASKED, "orders", "--operation", "sell")
    assert ran.code == 1
    assert "SQL" not in ran.out
    assert json.loads(run(*ASKED, "orders", "--operation", "sell", "--format", "json").out)["sql"] is None
    ran = run(*ASKED, "orders", "--operation", "sell", "--format", "sql")
    assert (ran.code, ran.out) == (1, "")
    assert "no column may be read" in ran.err


def test_the_law_can_be_left_out(run: Run) -> None:
    applied = [
        json.loads(run(*ASKED, "orders", "--format", "json", *more).out)["law"]["applied"]
        for more in ((), ("--no-law",))
    ]
    assert applied == [["eu-gdpr"], []]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("filter", POLICY, "--columns", COLUMNS), "--purpose is missing"),
        (("filter", POLICY, "--purpose", "orders"), "--columns is missing"),
        ((*ASKED, "ordrs"), "--purpose: the policy knows no"),
        ((*ASKED, "orders", "--recipient", "nobody"), "--recipient"),
        ((*ASKED, "orders", "--dialect", "cobol"), "no filter is written in a dialect called `cobol`"),
        ((*ASKED, "orders", "--dialect", "clickhouse"), "which cuts instants to the second"),
        ((*ASKED, "orders", "--operation", "sell", "--dialect", "cobol"), "no filter is written in a dialect"),
        ((*ASKED, "orders", "--table", "a.b.c.d"), "no table is called `a.b.c.d`"),
        ((*ASKED, "orders", "--read", "iban"), "column `iban` may not be read: not-covered"),
        ((*ASKED, "orders", "--read", "emial"), "did you mean `email`?"),
        ((*ASKED, "orders", "--origin", "delivry"), "--origin"),
        (("filter", POLICY, "--columns", "nowhere.yaml", "--purpose", "orders"), "nowhere.yaml"),
    ],
)
def test_what_cannot_be_answered(run: Run, arguments: tuple[str, ...], words: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in " ".join(ran.err.split())


def test_faults_of_the_mapping_show_their_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "customers.yaml"
    path.write_text("columns:\n  email: contact.emial\n")
    ran = run("filter", POLICY, "--columns", str(path), "--purpose", "orders")
    assert ran.code == 2
    assert f"{path}:2:10" in ran.err
    assert "email: contact.emial" in ran.err
    assert "did you mean `contact.email`?" in ran.err
