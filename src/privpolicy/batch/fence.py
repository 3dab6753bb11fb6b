"""A stage of a query: columns that the next stage reads, and does not write out again."""

from collections.abc import Mapping

import ibis
from ibis import Table, Value


def fenced(rows: Table, columns: Mapping[str, Value]) -> Table:
    """Return a stage of its own: ibis folds no select into another over a column that is not the same twice."""
    return rows.mutate(**columns, __fence=ibis.random())
