"""Whatever holds the rows, they are answered alike; what could be answered wrongly is refused."""

from __future__ import annotations

import gc
import gzip
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import duckdb
import ibis
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from tests.batch.shop import AT, MAPPED, PLAIN, POLICY, answered, arrow, expected

import privpolicy as pp
from privpolicy.batch.session import LOOKED_AT


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    file = tmp_path / "requests.parquet"
    pq.write_table(arrow(), file)
    return file


def folder(tmp_path: Path) -> str:
    (tmp_path / "day=1").mkdir()
    pq.write_table(arrow().slice(0, 2), tmp_path / "day=1" / "a [1].parquet")
    pq.write_table(arrow().slice(2), tmp_path / "it's.parquet")
    return str(tmp_path)


def connected() -> tuple[Any, Any]:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.register("requests", arrow())
    return connection, connection.sql("SELECT * FROM requests")


KINDS: dict[str, Callable[[], Any]] = {
    "arrow": arrow,
    "batch": lambda: arrow().to_batches()[0],
    "dataset": lambda: ds.dataset(arrow()),
    "stream": lambda: arrow().to_reader(max_chunksize=1),
    "capsule": lambda: Capsule(arrow()),
    "pandas": lambda: arrow().to_pandas(),
    "polars": lambda: pl.from_arrow(arrow()),
    "polars, lazy": lambda: pl.from_arrow(arrow()).lazy(),
    "ibis": lambda: ibis.memtable(arrow()),
}


class Capsule:
    """A table of a library that nobody here knows."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    def __arrow_c_stream__(self, schema: Any = None) -> Any:
        return self.table.__arrow_c_stream__(schema)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_table_is_answered_alike(kind: str) -> None:
    assert answered(KINDS[kind]()) == expected()


def test_the_requests_differ_in_their_answers() -> None:
    assert len({outcome for outcome, _, _ in expected()}) > 1
    assert expected()[1] != expected()[2]  # an hour before and after three years


@pytest.mark.parametrize(
    "given", [str, lambda file: file, lambda file: [file], lambda file: str(file.parent / "*.parquet")]
)
def test_parquet_is_read_by_path_list_and_pattern(parquet: Path, given: Callable[[Path], Any]) -> None:
    assert answered(given(parquet)) == expected()


def test_a_folder_is_read_whole_whatever_its_files_are_called(tmp_path: Path) -> None:
    assert answered(folder(tmp_path)) == expected()


def test_the_columns_of_the_table_come_first_and_unchanged() -> None:
    decided = POLICY.decide_table(arrow(), columns=MAPPED, at=AT, prefix="p_")
    assert decided.columns[: len(arrow().column_names)] == tuple(arrow().column_names)
    assert decided.columns[-6:] == ("p_outcome", "p_activity", "p_reason", "p_until", "p_obligations", "p_error")


# --- Streams --------------------------------------------------------------------------------------------------------


def test_the_copy_of_a_stream_goes_with_its_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    decided = POLICY.decide_table(arrow().to_reader(), columns=MAPPED, at=AT)
    assert [file.name for file in tmp_path.glob("*/*")] == ["stream.parquet"]
    assert decided.to_pyarrow().num_rows == decided.to_pyarrow().num_rows == len(PLAIN)
    del decided
    gc.collect()
    assert not list(tmp_path.iterdir())


# --- DuckDB ---------------------------------------------------------------------------------------------------------


def test_a_relation_is_decided_on_its_connection() -> None:
    connection, relation = connected()
    before = connection.execute("SELECT name, value FROM duckdb_settings() ORDER BY ALL").fetchall()
    assert answered(relation, connection=connection) == expected()
    assert connection.execute("SELECT name, value FROM duckdb_settings() ORDER BY ALL").fetchall() == before


def test_a_relation_over_a_frame_is_decided() -> None:
    connection, _ = connected()
    frame = arrow()
    relation = connection.sql("SELECT * FROM frame WHERE user > 0")
    del frame
    assert answered(relation, connection=connection) == expected()


def test_a_relation_of_the_default_connection_needs_no_more() -> None:
    default = duckdb.default_connection()
    zone = default.execute("SELECT current_setting('TimeZone')").fetchall()[0][0]
    default.execute("SET TimeZone = 'UTC'")
    try:
        default.register("shop_requests", arrow())
        assert answered(duckdb.sql("SELECT * FROM shop_requests")) == expected()
    finally:
        default.unregister("shop_requests")
        default.execute(f"SET TimeZone = '{zone}'")


def test_a_relation_of_another_connection_is_refused() -> None:
    _, relation = connected()
    other, _ = connected()
    with pytest.raises(pp.TableError, match=r"another connection.*connection="):
        POLICY.decide_table(relation, columns=MAPPED, connection=other)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Africa/Abidjan", "Etc/GMT+1"])
def test_a_session_of_another_zone_is_refused(zone: str) -> None:
    connection, relation = connected()
    connection.execute(f"SET TimeZone = '{zone}'")
    with pytest.raises(pp.TableError, match=f"`{zone.replace('+', '[+]')}`.*SET TimeZone = 'UTC'"):
        POLICY.decide_table(relation, columns=MAPPED, connection=connection)
    assert connection.execute("SELECT current_setting('TimeZone')").fetchall() == [(zone,)]


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Europe/London", "Africa/Casablanca", "Asia/Tokyo"]
)
def test_a_zone_changed_before_the_rows_are_read_is_an_error_in_each(zone: str) -> None:
    backend = ibis.duckdb.connect()
    backend.con.register("requests", arrow())
    decided = POLICY.decide_table(backend.table("requests"), columns=MAPPED, at=AT)
    backend.con.execute(f"SET TimeZone = '{zone}'")
    rows = decided.to_pyarrow().to_pylist()
    assert {(row["outcome"], row["until"], row["reason"]) for row in rows} == {(None, None, None)}
    assert {row["error"] for row in rows} == {"the time zone of the session is no longer UTC"}
    backend.con.execute("SET TimeZone = 'UTC'")
    assert [row["error"] for row in decided.to_pyarrow().to_pylist()] == [None] * len(PLAIN)


def test_no_zone_passes_for_utc_that_has_been_another() -> None:
    zones = [ZoneInfo(name) for name in available_timezones()]
    passed = [zone for zone in zones if not any(moment.astimezone(zone).utcoffset() for moment in LOOKED_AT)]
    weeks = [datetime(1972, 1, 10, tzinfo=UTC) + timedelta(weeks=week) for week in range(65 * 52)]
    assert len(zones) > len(passed) > 10
    assert not [zone for zone in passed if any(moment.astimezone(zone).utcoffset() for moment in weeks)]


def test_an_engine_that_nobody_tried_is_refused() -> None:
    table = ibis.table({"purpose": "string", "data": "string"}, name="nowhere")
    with pytest.raises(pp.TableError, match="no engine"):
        POLICY.decide_table(table)
    with pytest.raises(pp.TableError, match="no connection"):
        POLICY.decide_table(arrow(), connection=object())
    with pytest.raises(pp.TableError, match="another engine than `connection`"):
        POLICY.decide_table(ibis.memtable(arrow()), connection=ibis.duckdb.connect())


# --- Frames ---------------------------------------------------------------------------------------------------------


def test_what_pandas_calls_missing_is_null() -> None:
    age = pd.Series([34.0, float("nan"), 5.0, 34.0])
    frame = arrow().to_pandas().assign(**{"subject.age": age})
    assert answered(frame) == answered(arrow(**{"subject.age": pa.array([34.0, None, 5.0, 34.0])}))


def test_nanoseconds_of_pandas_are_read_where_nothing_is_lost() -> None:
    frame = arrow().to_pandas()
    frame["collected"] = frame["collected"].astype("datetime64[ns, UTC]")
    assert answered(frame) == expected()
    frame.loc[0, "collected"] += pd.Timedelta(1, "ns")
    with pytest.raises(pp.TableError, match="cannot be read"):
        answered(frame)


def test_mappings_of_pandas_that_lack_an_event_are_refused() -> None:
    frame = arrow(collected=None).to_pandas()
    frame["events"] = [{"collected": AT}, {"collected": AT}, {"collected": AT}, {"last-order": None}]
    with pytest.raises(pp.TableError, match="`events`: an event left out and one that is None become the same"):
        answered(frame, columns={})
    with pytest.raises(pp.TableError, match="`told`"):
        answered(frame.rename(columns={"events": "told"}), columns={"events": "told"})
    frame["events"] = [{"collected": row["collected"]} for row in PLAIN]
    assert answered(frame, columns={}) == expected()


@pytest.mark.parametrize("kind", [pa.Table.to_pandas, pl.from_arrow, lambda table: table])
def test_columns_of_nothing_but_nulls_have_any_type(kind: Callable[[pa.Table], Any]) -> None:
    nothing = {
        name: pa.nulls(len(PLAIN)) for name in ("origin", "legal-hold", "events.last-order", "subject.age", "note")
    }
    table = arrow(**nothing, consents=pa.array([[]] * len(PLAIN)))
    assert answered(kind(table)) == answered(arrow(consents=None))
    decided = POLICY.decide_table(kind(table), columns=MAPPED, at=AT)
    assert decided.to_pyarrow().column("note").null_count == len(PLAIN)


@pytest.mark.parametrize("given", [None, 7, {"purpose": ["a"]}, [], [1]])
def test_what_is_no_table_is_refused(given: Any) -> None:
    with pytest.raises(pp.TableError, match="is no table"):
        POLICY.decide_table(given)


# --- Text files ------------------------------------------------------------------------------------------------------

HEAD = "user,note,purpose,data,complete,collected\n"


def csv(tmp_path: Path, *lines: str, head: str = HEAD, name: str = "requests.csv") -> Path:
    file = tmp_path / name
    text = head + "".join(f"{line}\n" for line in lines)
    file.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return file


LINES = (
    "1,007,newsletter,contact.email,true,2026-01-01",
    "2,#x,newsletter,contact.email,TRUE,2023-06-01T15:00:00+02:00",
    '3,"a, b",newsletter,contact.email,true,2023-06-01T12:00:00Z',
    "4,,bookkeeping,contact.email,true,",
)


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.tsv", "a;.csv", "A.CSV"])
def test_text_files_are_read_by_what_a_request_asks(tmp_path: Path, name: str) -> None:
    mark = "\t" if ".tsv" in name else ";" if ";" in name else ","
    lines = [line.replace(",", mark) for line in LINES if mark == "," or '"' not in line]
    file = csv(tmp_path, *lines, head=HEAD.replace(",", mark), name=name)
    wanted = [one for one, line in zip(expected(consents=False), LINES, strict=True) if mark == "," or '"' not in line]
    assert answered(file) == wanted


def test_what_nothing_reads_keeps_every_letter(tmp_path: Path) -> None:
    decided = POLICY.decide_table(csv(tmp_path, *LINES), columns=MAPPED, at=AT)
    assert decided.note.to_pyarrow().to_pylist() == ["007", "#x", "a, b", None]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,,newsletter,contact.email,yes,2026-01-01", "`complete`: `yes`.*true or false"),
        ("1,,newsletter,contact.email,true,2026-01-01 10:00:00", '`2026-01-01 10:00:00`.*zone="UTC"'),
        ("1,,newsletter,contact.email,true,2026-02-30", "`2026-02-30` cannot be read"),
        ("1,,newsletter,contact.email,true,01/02/2026", "`01/02/2026` cannot be read"),
        ("1,,newsletter,contact.email,true,2026-01-01T10:00:00.1234567Z", "cannot be read"),
        ('1,,newsletter,"[contact.email, purchase]",true,', "`data`: .*a list in Parquet"),
        ("1,,newsletter,contact.email;purchase,true,", "`data`: .*a cell holds one category"),
    ],
)
def test_a_cell_that_is_none_of_its_type_is_refused_however_late_it_comes(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(pp.TableError, match=said):
        answered(csv(tmp_path, *LINES * 10_000, line))


def test_a_zone_may_be_said_for_a_whole_file(tmp_path: Path) -> None:
    file = csv(tmp_path, LINES[0].replace("2026-01-01", "2023-06-01 12:30:00"))
    with pytest.raises(pp.TableError, match="zone"):
        answered(file)
    assert answered(file, zone="UTC")[0][0] == expected(consents=False)[0][0]
    with pytest.raises(pp.TableError, match="read in UTC or not at all"):
        answered(file, zone="Europe/Berlin")


@pytest.mark.parametrize("broken", ["1,2\n", '1,"2,newsletter,contact.email,true,\n', "1,2,3,4,5,6,7,8\n"])
def test_no_line_is_passed_over(tmp_path: Path, broken: str) -> None:
    file = csv(tmp_path, *LINES)
    file.write_text(file.read_text() + broken)
    with pytest.raises((pp.TableError, duckdb.Error)):
        answered(file)


def test_statements_have_no_place_in_a_cell(tmp_path: Path) -> None:
    file = csv(tmp_path, "x,newsletter,contact.email", head="consents,purpose,data\n")
    with pytest.raises(pp.TableError, match=r"consents cannot stand in a cell.*table of their own"):
        answered(file, columns={})


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.ndjson.gz"])
def test_json_is_refused_with_the_command_that_reads_it(name: str) -> None:
    with pytest.raises(pp.TableError, match=r"left out is not known and null has not happened.*check --request"):
        POLICY.decide_table(name)


@pytest.mark.parametrize("name", ["nowhere.parquet", "nowhere/*.parquet", "."])
def test_files_that_are_not_there_are_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pp.TableError, match=r"not there|no file"):
        POLICY.decide_table(name)


def test_a_file_that_is_none_of_its_kind_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text("no parquet")
    with pytest.raises(pp.TableError, match="cannot be read"):
        POLICY.decide_table(tmp_path / "a.parquet")
    (tmp_path / "b.csv").write_text("a\n")
    with pytest.raises(pp.TableError, match="several kinds"):
        POLICY.decide_table(tmp_path)
    with pytest.raises(pp.TableError, match="unknown"):
        POLICY.decide_table(csv(tmp_path, name="a.xlsx"))


# --- Without the extra ----------------------------------------------------------------------------------------------


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("privpolicy.batch")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ibis", None)
    with pytest.raises(ImportError, match=r"pip install 'privpolicy\[table\]'"):
        POLICY.decide_table(arrow())
