"""The dialects of SQL that a filter is written in.

A filter that reads one cell too many is worse than none. So a dialect in which the same words mean something else, or
in which nobody has seen what they mean, is refused.
"""

from collections.abc import Mapping

import ibis
from ibis import Table
from ibis.common.exceptions import IbisError
from ibis.expr import datatypes as dt

from privpolicy.batch.errors import TableError
from privpolicy.diagnostics.wording import did_you_mean, quote

DIALECTS = {
    "duckdb": "duckdb",
    "spark": "pyspark",
    "pyspark": "pyspark",
    "databricks": "databricks",
    "postgres": "postgres",
    "postgresql": "postgres",
    "snowflake": "snowflake",
}
"""What Ibis calls the dialects that a filter is written in."""
UNSEEN = frozenset({"snowflake"})
"""Dialects whose SQL follows what their makers document, and which nobody has seen to read what it should."""
_FLAT = frozenset({"postgres", "snowflake"})
"""Dialects in which the fields of what stands in a list or a struct are not what they are here."""
_REFUSED = {
    "athena": "cuts instants to the millisecond",
    "bigquery": "adds no months to an instant",
    "clickhouse": "cuts instants to the second",
    "mssql": "takes texts that differ in case for the same",
    "mysql": "takes texts that differ in case for the same",
    "oracle": "takes an empty text for a null",
    "presto": "cuts instants to the millisecond",
    "sqlite": "keeps instants as texts of any form",
    "sqlserver": "takes texts that differ in case for the same",
    "trino": "cuts instants to the millisecond",
}
"""What the others do with the SQL that Ibis writes for them."""


def spoken(dialect: str) -> str:
    """Return what Ibis calls a dialect that a filter is written in.

    Raises :class:`TableError` for one that there is none, or that would read something else.
    """
    name = dialect.strip().lower()
    known = "SQL is written for `duckdb`, `spark`, `databricks`, `postgres` and `snowflake`"
    if name in _REFUSED:
        reason = f"no filter is written in SQL for {name}, which {_REFUSED[name]}"
        raise TableError(reason, f"{known}; DuckDB reads many")
    if name not in DIALECTS:
        near = did_you_mean(name, DIALECTS)
        raise TableError(f"no filter is written in a dialect called {quote(dialect)}", near or known)
    return DIALECTS[name]


def sql_of(read: Table, dialect: str, stating: Mapping[str, dt.DataType]) -> str:
    """Return what is read as SQL; ``stating`` are the types of the columns that rows are judged by.

    Raises :class:`TableError` for a dialect that there is none, that would read something else, or that has no words
    for what is asked.
    """
    name = spoken(dialect)
    if name in _FLAT:
        _no_nested(stating, dialect)
    try:
        return str(ibis.to_sql(read, dialect=name))
    except (IbisError, NotImplementedError, ValueError) as error:
        words = " ".join(str(error).split()) or type(error).__name__
        raise TableError(f"this filter cannot be written in SQL for {dialect}: {words}") from None


def _no_nested(stating: Mapping[str, dt.DataType], dialect: str) -> None:
    for column, kind in stating.items():
        if kind.is_nested():
            raise TableError(
                f"column {quote(column)} holds lists or structs, which no filter reads in SQL for {dialect}",
                "put consents and objections into a table of their own, events and facts into columns",
            )
