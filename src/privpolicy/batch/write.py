"""Running a decided table: into a file or into counts, on DuckDB, within bounds of memory, and watched."""

import glob
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
from ibis import Table

from privpolicy.batch.errors import TableError
from privpolicy.batch.files import first_line
from privpolicy.batch.session import own_duckdb
from privpolicy.batch.tally import Answer, Tally
from privpolicy.batch.text_file import read_texts

MEMORY = "1200MB"
"""What DuckDB may hold; beyond that it goes to a temporary folder."""
ENDINGS = (".parquet", ".csv", ".csv.gz", ".tsv", ".tsv.gz")
Watch = Callable[[float], None]
"""Told again and again how far it is, in percent; negative where that is not known."""
_EVERY = 0.2
TALLIED = ("outcome", "activity", "reason", "error")
"""The answers that are counted."""


@contextmanager
def bounded_duckdb(beside: Path | None) -> Iterator[Any]:
    """Give an ibis backend on a DuckDB that spills to a folder, which is removed at the end."""
    with TemporaryDirectory(prefix=".privpolicy-", dir=beside) as folder:
        backend = own_duckdb(memory_limit=MEMORY, temp_directory=folder)
        backend.con.execute("SET enable_progress_bar = true")
        backend.con.execute("SET enable_progress_bar_print = false")
        try:
            yield backend
        finally:
            backend.con.close()


def write(decided: Table, backend: Any, file: Path, prefix: str, watch: Watch) -> None:
    """Write a decided table to a file, which appears when it is whole; raises :class:`TableError` and ``OSError``."""
    name = file.name.lower()
    if not name.endswith(ENDINGS):
        raise TableError(f"`{file}`: decisions are written to {', '.join(ENDINGS)}")
    text = not name.endswith(".parquet")
    options = "FORMAT parquet, COMPRESSION zstd"
    if text:
        mark = "\\t" if ".tsv" in name else ","
        options = f"FORMAT csv, HEADER, DELIMITER E'{mark}', COMPRESSION {'gzip' if name.endswith('.gz') else 'none'}"
    beside = file.with_name(f".{secrets.token_hex(4)}-{file.name}")
    place = str(beside).replace("'", "''")
    try:
        rows = _as_text(decided, prefix) if text else decided
        backend._run_pre_execute_hooks(rows)  # noqa: SLF001  # ibis's own writer cannot quote a path
        run(backend, f"COPY ({backend.compile(rows)}) TO '{place}' ({options})", watch)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def tally_of_file(backend: Any, file: Path, prefix: str, watch: Watch) -> Tally:
    """Count the answers of a written file."""
    path = glob.escape(str(file))
    text = not file.name.lower().endswith(".parquet")
    table = read_texts(backend, [path], tabs=".tsv" in file.name.lower()) if text else backend.read_parquet(path)
    return tally(table, backend, prefix, watch)


def tally(decided: Table, backend: Any, prefix: str, watch: Watch) -> Tally:
    """Count the answers of a decided table; nothing is worked out beside them."""
    answers = decided.select(**{name: decided[f"{prefix}{name}"] for name in TALLIED})
    counted = answers.group_by(list(TALLIED)).aggregate(rows=lambda rows: rows.count())
    backend._run_pre_execute_hooks(counted)  # noqa: SLF001  # as above
    found = run(backend, backend.compile(counted), watch)
    counts = [(Answer(*row[:4]), row[4]) for row in found]
    return Tally(tuple(sorted(counts, key=lambda one: (-one[1], str(one[0])))))


def run(backend: Any, query: str, watch: Watch) -> list[Any]:
    """Run a query while telling how far it is; an interruption ends it. Raises :class:`TableError`."""
    found: list[Any] = []
    done = threading.Event()  # an interrupted `join` would take the thread for ended

    def ask() -> None:
        try:
            found.append(backend.con.execute(query).fetchall())
        except duckdb.Error as error:
            found.append(error)
        finally:
            done.set()

    threading.Thread(target=ask).start()
    try:
        while not done.wait(_EVERY):
            watch(backend.con.query_progress())
    except BaseException:
        backend.con.interrupt()
        done.wait()
        raise
    answer = found[0]
    if isinstance(answer, duckdb.Error):
        raise TableError(f"the table cannot be decided: {first_line(answer)}")
    return answer  # type: ignore[no-any-return]  # rows, as above


def _as_text(decided: Table, prefix: str) -> Table:
    """Return a decided table with its obligations and its instants with a zone as they are written in text files."""
    duties = f"{prefix}obligations"
    instants = {
        name: decided[name].cast("timestamp").strftime("%Y-%m-%dT%H:%M:%S.%fZ").replace(".000000Z", "Z")
        for name, kind in decided.schema().items()
        if kind.is_timestamp() and kind.timezone is not None
    }
    return decided.mutate(**instants, **{duties: decided[duties].join("; ")})
