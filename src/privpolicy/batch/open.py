"""Any table as an ibis table: files, frames, Arrow, relations of DuckDB, frames of Spark.

What is no table of an engine yet is opened on one DuckDB, the given one or one in memory.
"""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import duckdb
import ibis
import pyarrow as pa
from ibis import Table
from ibis.expr import datatypes as dt

from privpolicy.batch.errors import TableError
from privpolicy.batch.files import first_line, read_files
from privpolicy.batch.frames import registered
from privpolicy.batch.session import check_engine, duckdb_backend, own_duckdb, spark_backend


@dataclass(frozen=True, slots=True)
class Opened:
    """A table on an engine; ``texts``: it stands in text files, and all of its columns are texts."""

    table: Table
    texts: bool = False


def engine_for(given: Iterable[Any], connection: Any) -> Any:
    """Return the ibis backend on which tables are decided together: that of the first that is on one, or a new one.

    ``connection`` is a connection of DuckDB, or an ibis backend. Raises :class:`TableError`.
    """
    told = None if connection is None else _backend_of(connection)
    for one in given:
        own = _own_engine(one, told)
        if own is not None:
            check_engine(own)
            return own
    backend = own_duckdb() if told is None else told
    check_engine(backend)
    return backend


def opened(given: Any, backend: Any, *, name: str = "table", events: Collection[str] = ()) -> Opened:
    """Return a table on an engine; ``events``: its columns that state all events in one.

    Raises :class:`TableError` where it cannot be read there.
    """
    if isinstance(given, Table):
        if _bound(given) is not backend:
            raise TableError(f"the {name} is on another engine", "bring all tables to one engine first")
        return Opened(given)
    kind = _kind(given)
    if kind == "spark":
        return _of_spark(given, backend, name)
    if backend.name != "duckdb":
        raise TableError(f"the {name} is not on Spark like the others", "read it there first: `spark.read.parquet(…)`")
    if kind == "relation":
        return _of_relation(given, backend, name)
    if kind in ("path", "paths"):
        table, texts = read_files([given] if kind == "path" else list(given), backend, name)
        return Opened(_with_nulls(table), texts)
    return Opened(_with_nulls(registered(given, kind, backend, name, events)))


def _kind(given: Any) -> str:
    """Return what a table is, by the names of its classes: no library is imported that the caller does not use."""
    if isinstance(given, (str, os.PathLike)):
        return "path"
    if isinstance(given, (list, tuple)) and given and all(isinstance(one, (str, os.PathLike)) for one in given):
        return "paths"
    for known in type(given).__mro__:
        match known.__module__.partition(".")[0], known.__name__:
            case "pyspark", "DataFrame":
                if "pandas" in known.__module__.split("."):
                    raise TableError("a pandas frame on Spark is no table", "hand over `frame.to_spark()`")
                return "spark"
            case (("duckdb" | "_duckdb"), "DuckDBPyRelation"):
                return "relation"
            case (("polars" | "pandas"), ("DataFrame" | "LazyFrame")):
                return "frame" if known.__module__.startswith("polars") else "pandas"
    if isinstance(given, pa.Table):
        return "frame"
    if any(one.__module__ == "pyarrow._dataset" and one.__name__ == "Dataset" for one in type(given).__mro__):
        return "frame"
    if hasattr(given, "__arrow_c_stream__"):
        return "stream"
    raise TableError(
        f"a `{type(given).__name__}` is no table",
        "give a path, Arrow, a pandas, Polars or Spark frame, a DuckDB relation, or an Ibis table",
    )


def _backend_of(connection: Any) -> Any:
    if hasattr(connection, "raw_sql") and hasattr(connection, "name"):
        return connection
    if hasattr(connection, "execute") and hasattr(connection, "sql"):
        return duckdb_backend(connection)
    raise TableError(f"a `{type(connection).__name__}` is no connection", "give one of DuckDB, or an ibis backend")


def _own_engine(given: Any, told: Any) -> Any | None:
    """Return the engine on which a table is already, if it is on one."""
    if isinstance(given, Table):
        own = _bound(given)
        if told is not None and told is not own:
            raise TableError("the table is on another engine than `connection`", "leave `connection` out")
        return own
    if given is None:
        return None
    match _kind(given):
        case "spark":
            if told is not None and told.name != "pyspark":
                raise TableError("the table is on Spark, and `connection` is not", "leave `connection` out")
            return spark_backend(given.sparkSession)
        case "relation" if told is None:
            return duckdb_backend(duckdb.default_connection())
    return None


def _bound(table: Table) -> Any:
    try:
        return table._find_backend(use_default=True)  # noqa: SLF001  # ibis names it no other way
    except ibis.IbisError as error:
        raise TableError(f"the Ibis table is on no engine, or on several: {error}") from None


def _of_spark(given: Any, backend: Any, name: str) -> Opened:
    if backend.name != "pyspark" or backend._session is not given.sparkSession:  # noqa: SLF001
        raise TableError(f"the {name} is in another session of Spark than the others", "read all of them in one")
    if given.isStreaming:
        raise TableError(f"the {name} is a stream", "decide it batch by batch, with `foreachBatch`")
    view = ibis.util.gen_name("privpolicy")
    given.createOrReplaceTempView(view)
    table = backend.table(view)
    kinds = {field.name: _zoned(table.schema()[field.name], field.dataType) for field in given.schema.fields}
    return Opened(table.op().copy(schema=ibis.schema(kinds)).to_expr())


def _zoned(kind: Any, written: Any) -> Any:
    """Return the type of a column of Spark with the zone of its instants, which ibis does not note."""
    match type(written).__name__:
        case "TimestampType":
            return dt.Timestamp(timezone="UTC", nullable=kind.nullable)
        case "ArrayType":
            return dt.Array(_zoned(kind.value_type, written.elementType), nullable=kind.nullable)
        case "MapType":
            value = _zoned(kind.value_type, written.valueType)
            return dt.Map(kind.key_type, value, nullable=kind.nullable)
        case "StructType":
            fields = {field.name: _zoned(kind.fields[field.name], field.dataType) for field in written.fields}
            return dt.Struct(fields, nullable=kind.nullable)
    return kind


def _of_relation(given: Any, backend: Any, name: str) -> Opened:
    """Return a relation as a temporary view on its own connection; only there do its names mean what they meant."""
    try:
        given.limit(0).union(backend.con.sql(given.limit(0).sql_query()))
    except duckdb.Error:
        raise TableError(
            f"the {name} is a relation of another connection", "hand over that connection with `connection=`"
        ) from None
    view = ibis.util.gen_name("privpolicy")
    try:
        query = given.sql_query()
        if "__duckdb_source_" in query:  # it reads frames of Python, which only a view of its own keeps
            given.create_view(view)
        else:
            backend.con.execute(f'CREATE TEMP VIEW "{view}" AS {query}')
    except duckdb.Error as error:
        raise TableError(f"the {name} cannot be read: {first_line(error)}") from None
    return Opened(_with_nulls(backend.table(view)))


def _with_nulls(table: Table) -> Table:
    """Return a table of DuckDB with the type of nulls for columns that hold nothing else: ibis knows none of them."""
    kinds = {'"NULL"': "null", '"NULL"[]': "array<null>"}
    schema = table.schema()
    told = {name: kinds[kind.raw_type.sql()] for name, kind in schema.items() if _is_null(kind, kinds)}
    return table.op().copy(schema=ibis.schema({**dict(schema.items()), **told})).to_expr() if told else table


def _is_null(kind: Any, kinds: Collection[str]) -> bool:
    return bool(kind.is_unknown()) and kind.raw_type.sql() in kinds
