"""Consents and objections in tables of their own, brought to the rows that they are about as lists.

A list that is stated is the whole record: a row about whom nothing stands there has an empty one. A row that does not
say whom it is about has none, so that nothing is known of it.
"""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_

import ibis
from ibis import Table, Value

from privpolicy.batch.errors import TableError
from privpolicy.batch.keyed import SideTable
from privpolicy.batch.keys import in_one_type
from privpolicy.batch.naming import ALIKE
from privpolicy.batch.record import CONSENT, OBJECTION

FIELDS: Mapping[str, Mapping[str, str]] = {"consents": CONSENT, "objections": OBJECTION}
_TAKEN = "__side_key"


def with_side(rows: Table, side: SideTable, table: Table, path: str, columns: Mapping[str, str]) -> Table:
    """Return rows with a column ``path`` that lists what a side table holds about each.

    ``table`` is that of the side, opened; ``columns`` are those of its fields. Reads the key of the side table. Raises
    :class:`TableError`.
    """
    keys = _keys(rows, side, table, path)
    about = table.select(
        **{f"{_TAKEN}{number}": key for number, (_, key) in enumerate(keys)},
        statement=ibis.struct({name: table[column] for name, column in columns.items()}),
    )
    grouped = about.group_by([f"{_TAKEN}{number}" for number in range(len(keys))]).aggregate(
        **{_TAKEN: about.statement.collect()}
    )
    same = [key == grouped[f"{_TAKEN}{number}"] for number, (key, _) in enumerate(keys)]
    joined = rows.left_join(grouped, same)
    kind = grouped[_TAKEN].type()
    listed = grouped[_TAKEN].fill_null(ibis.literal([], type=kind))
    nobody = reduce(or_, [key.isnull() for key, _ in keys]) | (_of_nobody(table, keys) > 0)
    return joined.select(*(rows[name] for name in rows.columns), **{path: nobody.ifelse(ibis.null(kind), listed)})


def fields_of(side: SideTable, table: Table, path: str, told: Mapping[str, str | None]) -> dict[str, str]:
    """Return the column of each field; ``told`` names those that are called otherwise. Raises :class:`TableError`.

    That there is none for withdrawals must be said: they may be called otherwise.
    """
    fields = FIELDS[path]
    found = {}
    for name in fields:
        column = told.get(name, name)
        if column is not None and column in table.columns:
            found[name] = column
        elif column is not None and name in told:
            raise TableError(f"the table of {path} has no column `{column}` for `{path}.{name}`")
    for name in list(fields)[:2]:
        if name not in found:
            advice = f"rename one, or name it with `columns` as `{path}.{name}`"
            raise TableError(f"the table of {path} has no column `{name}`", advice)
    if "withdrawn" not in found and "withdrawn" not in told:
        raise TableError(
            f"the table of {path} has no column `withdrawn`",
            f"name it with `columns` as `{path}.withdrawn`, or say so with None if nothing is ever withdrawn",
        )
    for column in table.columns:
        if column not in found.values() and column not in side.keys.values():
            _refuse_near(column, fields, path)
    return found


def _refuse_near(column: str, fields: Iterable[str], path: str) -> None:
    near = difflib.get_close_matches(column.replace("_", "-"), tuple(fields), n=1, cutoff=ALIKE)
    if near:
        advice = f"did you mean `{near[0]}`? rename it, or name it with `columns` as `{path}.{near[0]}`"
        raise TableError(f"column `{column}` of the table of {path} states nothing", advice)


def _keys(rows: Table, side: SideTable, table: Table, path: str) -> list[tuple[Value, Value]]:
    """Return the parts of the key in both tables, in one type; a text beside a number is read as one."""
    found = []
    for left, right in side.keys.items():
        for name, where, columns in ((left, "table", rows.columns), (right, f"table of {path}", table.columns)):
            if name not in columns:
                raise TableError(f"the {where} has no column `{name}` for the key of {path}")
        found.append(in_one_type(rows[left], table[right], path))
    if _of_nobody(table, found).as_table().to_pyarrow().column(0)[0].as_py():
        names = " or ".join(f"`{name}`" for name in side.keys.values())
        raise TableError(f"a row of the {path} belongs to nobody: {names} is null", "filter such rows, or mend them")
    return found


def _of_nobody(table: Table, keys: Sequence[tuple[Value, Value]]) -> Value:
    """Return how many rows of a side table belong to nobody: should one come later, nobody's record is known."""
    missing: Value = table.filter(reduce(or_, [key.isnull() for _, key in keys])).count().as_scalar()
    return missing
