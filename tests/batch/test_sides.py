"""Consents and objections in tables of their own say what lists beside the rows say."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.batch.shop import AT, CONSENTED, INSTANT, MAPPED, POLICY, answered, arrow, expected

import privpolicy as pp

DAY = datetime(2026, 2, 1, tzinfo=UTC)
BARE = arrow(consents=None)


def consents(*users: Any, kind: pa.DataType | None = None, **more: Any) -> pa.Table:
    """Return a consent to the newsletter of each of some users, with other columns changed or added."""
    columns = {
        "user": pa.array(users, kind or pa.int64()),
        "purpose": pa.array(["newsletter"] * len(users), pa.string()),
        "given": pa.array([DAY] * len(users), INSTANT),
        "withdrawn": pa.array([None] * len(users), INSTANT),
        **more,
    }
    return pa.table({name: column for name, column in columns.items() if column is not None})


def objections(*users: int) -> pa.Table:
    return consents(*users, given=None, raised=pa.array([DAY] * len(users), INSTANT))


def listed(*users: int) -> pa.Array:
    """Return the same consents as a list in each of the four rows."""
    kind = arrow().schema.field("consents").type
    return pa.array([[CONSENTED] * users.count(user) for user in (1, 2, 3, 4)], kind)


@pytest.mark.parametrize("users", [(1, 2, 3, 4), (1,), (1, 1, 3), (9,), ()])
def test_rows_of_a_side_table_are_lists_beside_the_rows(users: tuple[int, ...]) -> None:
    asked = answered(BARE, consents=(consents(*users), "user"))
    assert asked == answered(arrow(consents=listed(*users)))
    if users == (1, 2, 3, 4):
        assert asked == expected()


def test_without_a_row_there_is_no_consent_which_is_more_than_not_known() -> None:
    incomplete = arrow(consents=None, complete=None)
    assert answered(incomplete)[0][1] == "consent-unknown"
    assert answered(incomplete, consents=(consents(), "user"))[0][:2] == ("deny", "consent-missing")


def test_objections_count_and_the_added_lists_are_not_handed_out() -> None:
    options: dict[str, Any] = {
        "consents": (consents(1, 2), "user"),
        "objections": pp.SideTable(objections(1), on="user"),
    }
    assert [outcome for outcome, _, _ in answered(BARE, **options)][:2] != ["permit", "permit"]
    assert answered(BARE, **options)[0][1] == "objected"
    decided = POLICY.decide_table(BARE, columns=MAPPED, at=AT, **options)
    assert not {"consents", "objections"} & set(decided.columns)


@pytest.mark.parametrize("complete", [None, pa.array([True] * 4)])
def test_a_row_that_does_not_say_whom_it_is_about_knows_nothing_of_consents(complete: pa.Array | None) -> None:
    rows = arrow(consents=None, complete=complete, person=pa.array([None, 2, 3, 4], pa.int64()))
    found = answered(rows, consents=(consents(1, 2), {"person": "user"}))
    assert found[0][:2] == ("conditional", "consent-unknown")


def test_a_statement_of_nobody_is_refused() -> None:
    with pytest.raises(pp.TableError, match="belongs to nobody: `user` is null"):
        answered(BARE, consents=(consents(1, None), "user"))


def test_an_objection_of_nobody_that_comes_later_may_be_anybodys() -> None:
    """What is decided is a query: it meets rows that were not there when it was written."""
    backend = ibis.duckdb.connect()
    for name, table in (("requests", arrow()), ("objections", objections(1))):
        backend.create_table(name, ibis.memtable(table))
    decided = POLICY.decide_table(
        backend.table("requests"), objections=(backend.table("objections"), "user"), columns=MAPPED, at=AT
    )

    def reasons() -> dict[int, str]:
        return {row["user"]: row["reason"] for row in decided.to_pyarrow().to_pylist()}

    before = reasons()
    assert (before[1], before[2]) == ("objected", "permitted")
    backend.raw_sql("INSERT INTO objections BY NAME SELECT NULL AS user, purpose, raised, withdrawn FROM objections")
    assert {reasons()[user] for user in (1, 2)} == {"objection-unknown"}


def test_keys_may_be_called_otherwise_and_have_parts() -> None:
    rows = BARE.append_column("tenant", pa.array(["a", "b", "a", "b"]))
    side = consents(1, 2, 3, shop=pa.array(["a", "a", "a"])).rename_columns({"user": "subject"})
    on = {"user": "subject", "tenant": "shop"}
    assert answered(rows, consents=pp.SideTable(side, on)) == answered(arrow(consents=listed(1, 3)))


def test_texts_beside_numbers_are_read_as_numbers(tmp_path: Path) -> None:
    file = tmp_path / "consents.csv"
    file.write_text("user,purpose,given,withdrawn\n01,newsletter,2026-02-01,\n2,newsletter,2026-02-01T00:00:00Z,\n")
    assert answered(BARE, consents=(file, "user")) == answered(arrow(consents=listed(1, 2)))
    texts = consents("1", "2", kind=pa.string())
    assert answered(BARE, consents=(texts, "user")) == answered(arrow(consents=listed(1, 2)))
    with pytest.raises(duckdb.ConversionException):
        answered(BARE, consents=(consents("x", kind=pa.string()), "user"))


def test_keys_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(pp.TableError, match="key of consents is int64 here and float64 there"):
        answered(BARE, consents=(consents(1.0, kind=pa.float64()), "user"))


def test_columns_are_named_like_those_of_the_table() -> None:
    side = consents(1, 2).rename_columns({"given": "granted_on", "withdrawn": "revoked_on"})
    told = {**MAPPED, "consents.given": "granted_on", "consents.withdrawn": "revoked_on"}
    assert answered(BARE, consents=(side, "user"), columns=told) == answered(arrow(consents=listed(1, 2)))


@pytest.mark.parametrize(
    ("side", "told", "said"),
    [
        (consents(1, given=None), {}, "no column `given`"),
        (consents(1, withdrawn=None), {}, "no column `withdrawn`.*None"),
        (consents(1, withdrawn=None), {"consents.withdrawn": "revoked"}, "no column `revoked`"),
        (consents(1, explicitt=pa.array([True])), {}, "did you mean `explicit`"),
        (consents(1, given=pa.array(["x"])), {}, "expected a date or an instant"),
    ],
)
def test_a_side_table_that_may_say_less_than_its_author_thinks_is_refused(
    side: pa.Table, told: dict[str, str], said: str
) -> None:
    with pytest.raises(pp.TableError, match=said):
        answered(BARE, consents=(side, "user"), columns={**MAPPED, **told})


def test_that_nothing_is_ever_withdrawn_can_be_said() -> None:
    told = {**MAPPED, "consents.withdrawn": None}
    side = consents(1, withdrawn=None, source=pa.array(["form"]))
    assert answered(BARE, consents=(side, "user"), columns=told) == answered(arrow(consents=listed(1)))


@pytest.mark.parametrize(
    ("rows", "side", "said"),
    [
        (arrow(), (consents(1), "user"), "consents of its own"),
        (BARE, (consents(1), "person"), "no column `person`"),
        (BARE, consents(1), "expected a table and the column of its key"),
        (BARE, (consents(1), {}), "no key"),
        (BARE, (ibis.memtable(consents(1)), "user"), None),
    ],
)
def test_what_cannot_be_brought_together_is_said(rows: Any, side: Any, said: str | None) -> None:
    if said is None:  # a table of memory is opened on the engine of the one that is bound
        assert answered(rows, consents=side) == answered(arrow(consents=listed(1)))
        return
    with pytest.raises(pp.TableError, match=said):
        answered(rows, consents=side)


def test_tables_on_two_engines_are_refused(tmp_path: Path) -> None:
    backends = [ibis.duckdb.connect(), ibis.duckdb.connect()]
    for number, table in enumerate((BARE, consents(1))):
        pq.write_table(table, tmp_path / f"{number}.parquet")
    tables = [one.read_parquet(tmp_path / f"{number}.parquet") for number, one in enumerate(backends)]
    with pytest.raises(pp.TableError, match="table of consents is on another engine"):
        answered(tables[0], consents=(tables[1], "user"))
    assert answered(tables[0], consents=(tmp_path / "1.parquet", "user")) == answered(arrow(consents=listed(1)))
