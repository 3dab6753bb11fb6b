"""Frames and Arrow in memory, and streams, as DuckDB scans them again and again."""

import glob
import shutil
import tempfile
import weakref
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import Table

from privpolicy.batch.errors import TableError
from privpolicy.batch.files import first_line


def registered(given: Any, kind: str, backend: Any, name: str, events: Collection[str]) -> Table:
    """Return a frame, a table of Arrow or a stream as a table; ``events``: columns that state all events in one.

    Only a stream is copied: it can be read once, while a table is read twice. It goes to a temporary file.
    Raises :class:`TableError`.
    """
    if kind == "stream":
        stream = given if isinstance(given, pa.RecordBatchReader) else pa.RecordBatchReader.from_stream(given)
        return backend.read_parquet(glob.escape(_spooled(stream, backend)))
    view = ibis.util.gen_name("privpolicy")
    try:
        backend.con.register(view, _of_pandas(given, name, events) if kind == "pandas" else given)
        return backend.table(view)
    except (duckdb.Error, ibis.IbisError, pa.ArrowException) as error:
        raise TableError(f"the {name} cannot be read: {first_line(error)}") from None


def _of_pandas(frame: Any, name: str, events: Collection[str]) -> pa.Table:
    """Return a frame with nulls for what pandas marks as missing, NaN among it."""
    for column in frame.columns:
        if column in events:
            _refuse_alike(column, frame[column])
    try:
        table = pa.Table.from_pandas(frame, preserve_index=False)
        finer = [
            field.with_type(pa.timestamp("us", field.type.tz))
            if pa.types.is_timestamp(field.type) and field.type.unit == "ns"
            else field
            for field in table.schema
        ]
        return table.cast(pa.schema(finer))  # raises where something is lost
    except (pa.ArrowException, ValueError, TypeError) as error:
        raise TableError(f"the {name} cannot be read: {first_line(error)}") from None


def _refuse_alike(column: str, events: Any) -> None:
    """Refuse mappings of which one lacks an event of another: as columns, it would be stated not to have happened."""
    found = [frozenset(one) for one in events if isinstance(one, Mapping)]
    if len(set(found)) > 1:
        advice = "give a column an event, or a map of Arrow"
        raise TableError(f"`{column}`: an event left out and one that is None become the same in a frame", advice)


def _spooled(stream: pa.RecordBatchReader, backend: Any) -> str:
    """Write a stream to a file that is there as long as the engine that reads it."""
    folder = tempfile.mkdtemp(prefix="privpolicy-")
    weakref.finalize(backend, shutil.rmtree, folder, ignore_errors=True)
    path = str(Path(folder) / "stream.parquet")
    with pq.ParquetWriter(path, stream.schema) as writer:
        for batch in stream:
            writer.write_batch(batch)
    return path
