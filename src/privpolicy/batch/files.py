"""Files of Parquet and text: which they are, and opening them on DuckDB."""

import glob
import os
from pathlib import Path
from typing import Any

import duckdb
import ibis
from ibis import Table

from privpolicy.batch.errors import TableError
from privpolicy.batch.text_file import read_texts

_TEXT = (".csv", ".csv.gz", ".tsv", ".tsv.gz")
_PARQUET = (".parquet", ".pq")
_JSON = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz")
_NO_JSON = "in JSON a key left out is not known and null has not happened; a column cannot tell the two apart"
_CHECK = "run `privpolicy check --request FILE.jsonl`, or write Parquet"


def read_files(given: list[Any], backend: Any, name: str) -> tuple[Table, bool]:
    """Return files as one table, and whether they are text; raises :class:`TableError`."""
    paths = [path for one in given for path in _expanded(str(os.fspath(one)), name)]
    kinds = {_kind(path) for path in paths}
    if len(kinds) != 1 or "" in kinds:
        advice = "give .parquet, .csv or .tsv, the last two also with .gz"
        raise TableError(f"the {name} is in files of several kinds, or of an unknown one", advice)
    kind = kinds.pop()
    try:
        if kind == "parquet":
            return backend.read_parquet(paths), False
        return read_texts(backend, paths, tabs=kind == "tsv"), True
    except (duckdb.Error, ibis.IbisError, OSError) as error:
        raise TableError(f"the {name} cannot be read: {first_line(error)}") from None


def files_of(given: Any) -> tuple[Path, ...]:
    """Return the files on this machine that a path, a pattern or a folder names."""
    name = str(os.fspath(given))
    if Path(name).is_dir():
        return tuple(one for end in (*_PARQUET, *_TEXT) for one in sorted(Path(name).rglob(f"*{end}")))
    if Path(name).exists():
        return (Path(name),)
    return tuple(map(Path, sorted(glob.glob(name, recursive=True)))) if glob.has_magic(name) else ()  # noqa: PTH207  # a pattern as DuckDB takes it, absolute or not


def first_line(error: BaseException) -> str:
    """Return what an error says in its first line."""
    return str(error).strip().partition("\n")[0]


def _kind(path: str) -> str:
    lower = path.lower()
    if lower.endswith(_PARQUET):
        return "parquet"
    return next((end[1:4] for end in _TEXT if lower.endswith(end)), "")


def _expanded(path: str, name: str) -> list[str]:
    """Return the files of a folder, or a path or pattern as DuckDB takes it."""
    if path.lower().endswith(_JSON):
        raise TableError(f"`{path}`: {_NO_JSON}", _CHECK)
    if "://" in path:
        return [path]
    found = files_of(path)
    if not found:
        raise TableError(f"the {name} `{path}` is not there, or no file of a table stands in it")
    return [glob.escape(str(one)) for one in found]
