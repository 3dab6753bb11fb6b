"""What of a table is read through a filter, beside what each of its cells is answered alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa
from tests.batch.rows import Draw, Plain
from tests.batch.shapes import KEYS, ROW, SHAPES, Shape, table_of

import privpolicy as pp

MARK = "x"
"""What stands in every cell."""
FIXED = (*KEYS, "at", "complete")
"""What is asked of all rows alike."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question to a filter, and a table to read through it."""

    asked: Plain
    held: Mapping[str, list[str]]
    """By column the categories that it holds."""
    rows: Sequence[Plain]
    """By row the context that it states."""


def case_of(draw: Draw, count: int) -> Case:
    """Draw a question that can be asked, and contexts that mostly suit it."""
    while True:
        row = next(iter(draw.rows(1)))
        asked = {key: row[key] for key in FIXED if row.get(key) is not None}
        if _askable(draw.policy, asked):
            break
    one = Draw(draw.policy, draw.random.randrange(1 << 30), questions=1, faulty=0.1)
    one.questions = [{key: value for key, value in asked.items() if key not in ("at", "complete")}]
    one.moments = [*one.moments, *[row["at"]] * 2 * len(one.moments)] if row.get("at") else one.moments
    categories = sorted(draw.vocabulary.hierarchies["data"].parents)
    wanted = asked["data"] if isinstance(asked["data"], list) else [asked["data"]]
    several = [draw.random.choice(categories) for _ in range(2)]
    held = {f"c{number}": [name] for number, name in enumerate(dict.fromkeys((*wanted, *several)))}
    held["both"] = [*dict.fromkeys((wanted[0], several[0]))]
    return Case(asked, held, [each["context"] for each in one.rows(count)])


def _askable(policy: pp.Policy, asked: Plain) -> bool:
    try:
        policy.decide(pp.Request.parse(asked))
    except pp.RequestError:
        return False
    return "at" in asked


def permitted(policy: pp.Policy, case: Case, stated: Sequence[Plain], law: Any = "named") -> list[frozenset[str]]:
    """Return for each row the columns that it may be read in, each cell decided alone."""
    return [
        frozenset(
            column for column, data in case.held.items() if _permitted(policy, {**case.asked, "data": data, **row}, law)
        )
        for row in stated
    ]


def _permitted(policy: pp.Policy, asked: Plain, law: Any) -> bool:
    try:
        return bool(policy.decide(pp.Request.parse(asked), law=law))
    except pp.RequestError:
        return False


def filter_for(policy: pp.Policy, case: Case, mapping: Plain, law: Any = "named", **tables: Any) -> Any:
    """Return the filter that asks a case of a table mapped so."""
    asked = {key.replace("-", "_"): value for key, value in case.asked.items() if key != "data"}
    return policy.filter(columns={**mapping, "columns": case.held, "carry": [ROW]}, tables=tables, law=law, **asked)


def tabled(policy: pp.Policy, case: Case, shape: Shape = SHAPES["columns"]) -> tuple[pa.Table, Plain, list[Plain]]:
    """Return the rows as a table with lists of statements, what its columns are mapped to, and what each row states."""
    table, stated = table_of(policy.vocabulary, [{**case.asked, "context": context} for context in case.rows], shape)
    table = table.drop_columns([path for path in FIXED if path in table.column_names])
    mapping: Plain = {"zone": None if shape.zone else "UTC"}
    for column in table.column_names:
        head, dot, name = column.partition(".")
        if dot:
            mapping.setdefault(head, {})[name] = column
        elif head != ROW:
            mapping[head] = column
    mapping = {key: value for key, value in mapping.items() if value is not None}
    return _with_cells(table, case), mapping, [{"context": request["context"]} for request in stated]


def _with_cells(table: pa.Table, case: Case) -> pa.Table:
    for column in case.held:
        table = table.append_column(column, pa.array([MARK] * table.num_rows))
    return table


def beside(policy: pp.Policy, case: Case) -> tuple[pa.Table, Plain, dict[str, pa.Table], list[Plain]]:
    """Return the same with consents and objections in tables of their own; nobody knows whose the first row is.

    So that row has no complete record, whatever is asked.
    """
    case = Case(case.asked, case.held, [_recorded(context) for context in case.rows])
    table, mapping, stated = tabled(policy, case)
    table = table.drop_columns([path for path in ("consents", "objections") if path in table.column_names])
    keys = [None, *range(1, table.num_rows)]
    table = table.append_column("person", pa.array(keys, pa.int64()))
    mapping["key"] = "person"
    tables = {}
    for path, start in (("consents", "given"), ("objections", "raised")):
        listed = [(key, one) for key, row in zip(keys, stated, strict=True) for one in row["context"][path]]
        tables[path] = _side(listed, start)
        fields = [start, "purpose", "withdrawn", *(("explicit", "by") if start == "given" else ())]
        mapping[path] = {"table": path, "key": "who", **{field: field for field in fields}}
    if stated:
        known = {key: value for key, value in stated[0]["context"].items() if key not in tables}
        stated[0] = {"complete": False, "context": known}
    return table, mapping, tables, stated


def _recorded(context: Plain) -> Plain:
    lists = {path: [one for one in context.get(path) or () if one is not None] for path in ("consents", "objections")}
    return {**context, **lists}


def _side(listed: Sequence[tuple[int | None, Plain]], start: str) -> pa.Table:
    instant = pa.timestamp("us", "UTC")
    kinds = {"who": pa.int64(), "purpose": pa.string(), start: instant, "withdrawn": instant}
    if start == "given":
        kinds |= {"explicit": pa.bool_(), "by": pa.string()}
    rows = [(key, one) for key, one in listed if key is not None]
    columns = {name: [one.get(name) if name != "who" else key for key, one in rows] for name in kinds}
    return pa.table({name: pa.array(columns[name], kind) for name, kind in kinds.items()})


def read(filter_: Any, table: Any) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """Return for each row the columns in which something came through, cell by cell and by the predicates."""
    count, columns = len(_rows(table)), filter_.columns
    masked, told = [frozenset[str]()] * count, [frozenset[str]()] * count
    if columns:
        for row in filter_.masked(table).to_pyarrow().to_pylist():
            masked[row[ROW]] = frozenset(column for column in columns if row[column] is not None)
    for column in columns:
        for row in filter_.rows(table, [column]).to_pyarrow().to_pylist():
            assert row[column] == MARK
            told[row[ROW]] |= {column}
    return masked, told


def _rows(table: Any) -> Sequence[Any]:
    return range(table.num_rows if isinstance(table, pa.Table) else ibis.to_sql(table) and table.count().execute())
