"""What the rows of a mapped table state, as a record; and the table itself where nobody has looked at it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import ibis
from ibis import Table, Value
from ibis.common.exceptions import IbisError
from ibis.expr import datatypes as dt
from ibis.expr import operations as ops

from privpolicy.batch.errors import TableError
from privpolicy.batch.keys import in_one_type
from privpolicy.batch.open import engine_for, opened
from privpolicy.batch.record import CONSENT, OBJECTION, Reader, Record
from privpolicy.batch.statements import Item, Listed
from privpolicy.batch.table_map import ConsentTable, ObjectionTable, TableMap
from privpolicy.diagnostics.wording import did_you_mean, quote
from privpolicy.engine.request import Request
from privpolicy.engine.vocabulary import BUILT_IN_FACTS, Vocabulary

UNNAMED = "this_table"
_FACTS = {"boolean": "boolean", "number": "decimal", "date": "date", "enum": "string", "text": "string"}
"""The type that the column of a fact has most likely; of a number the one that is cast to a double in any case."""


def on_one_engine(table: Any, beside: Mapping[str, Any]) -> tuple[Table, Mapping[str, Table]]:
    """Return a table and those beside it on the engine of the first that is on one; raises :class:`TableError`."""
    backend = engine_for([table, *beside.values()], None)
    found = {name: opened(one, backend, name=name) for name, one in {UNNAMED: table, **beside}.items()}
    texts = next((name for name, one in found.items() if one.texts), None)
    if texts is not None:
        raise TableError("a text file does not say what its columns are", "write Parquet, or read it in DuckDB")
    tables = {name: one.table for name, one in found.items()}
    return tables.pop(UNNAMED), tables


def zoned(mapped: TableMap, table: Table) -> bool:
    """Tell whether a row may state instants with a zone, which engines read by the zone of their session.

    What an engine is handed as SQL may have other types than somebody said, so that all instants are taken to, and so
    are all dates of a table that nobody has looked at.
    """
    sides = any(one is not None and not isinstance(one, str) for one in (mapped.consents, mapped.objections))
    dated = ("timestamp", "date") if isinstance(table.op(), ops.UnboundTable) else ("timestamp",)
    kinds = (str(table[column].type()) for _, column in mapped.stating())
    return sides or any(one in kind for kind in kinds for one in dated)


def record_of(
    mapped: TableMap, table: Table, vocabulary: Vocabulary, request: Request, beside: Mapping[str, Table]
) -> Record:
    """Return what the rows of a table state; raises :class:`TableError` for a column that is not there or does not fit.

    ``beside`` are the tables of consents and objections by name; others are looked up where the table stands.
    """
    stating = dict(mapped.stating())
    for path, column in stating.items():
        if column not in table.columns:
            near = did_you_mean(column, table.columns)
            raise TableError(f"the table has no column {quote(column)}, mapped to `{path}`", near or "")
    reader = Reader(table, stating, vocabulary, mapped.zone, request.at)
    record = reader.record()
    if request.complete:
        record = replace(record, complete=ibis.literal(value=True))
    sides: list[str] = []
    for name, fields in (("consents", CONSENT), ("objections", OBJECTION)):
        told = getattr(mapped, name)
        if told is not None and not isinstance(told, str):
            other = _beside(told, table, mapped, beside)
            item = Item({one: _field(f"{name}.{one}", kind, told, other, reader) for one, kind in fields.items()})
            person, key = _column(table, str(mapped.key), mapped), _column(other, told.key, told)
            found: Any = Listed(other, *in_one_type(person, key, name), item)
            record = replace(record, **{name: found})
            sides.append(name)
    return record.knowing(sides)


def _field(path: str, kind: str, told: ConsentTable | ObjectionTable, other: Table, reader: Reader) -> Value:
    name = path.rpartition(".")[2]
    column = getattr(told, name)
    return reader.field(path, None if column is None else _column(other, column, told), name, kind)


def _column(table: Table, column: str, of: TableMap | ConsentTable | ObjectionTable) -> Value:
    if column not in table.columns:
        near = did_you_mean(column, table.columns)
        raise TableError(f"the table {quote(of.table or UNNAMED)} has no column {quote(column)}", near or "")
    return table[column]


def _beside(told: ConsentTable | ObjectionTable, table: Table, mapped: TableMap, beside: Mapping[str, Table]) -> Table:
    if told.table in beside:
        return beside[told.table]
    try:
        *database, name = parts_of(told.table)
        return table.get_backend().table(name, database=tuple(database) or None)
    except IbisError:
        pass
    key = mapped.types.get(str(mapped.key), "string")
    instant = "timestamp" if mapped.zone else "timestamp('UTC')"
    kinds = {told.key: key, told.purpose: "string"}
    for field, kind in (("given", instant), ("raised", instant), ("withdrawn", instant), ("explicit", "boolean")):
        if (column := getattr(told, field, None)) is not None:
            kinds[column] = kind
    if (by := getattr(told, "by", None)) is not None:
        kinds[by] = "string"
    return _unseen(kinds, mapped, told.table)


def named_table(mapped: TableMap, vocabulary: Vocabulary) -> Table:
    """Return the table that a mapping describes, without looking at it; types are told or those that paths suggest."""
    instant = "timestamp" if mapped.zone else "timestamp('UTC')"
    named = (*mapped.carry, *([mapped.key] if mapped.key else ()), *mapped.columns)
    kinds: dict[str, str | dt.DataType] = dict.fromkeys(named, "string")
    for path, column in mapped.stating():
        kinds[column] = _kind(path, instant, vocabulary)
    return _unseen(kinds, mapped, UNNAMED if mapped.table is None else mapped.table)


def _unseen(kinds: Mapping[str, str | dt.DataType], mapped: TableMap, name: str) -> Table:
    """Return a table of which only the name and the columns are known."""
    schema = {}
    for column, kind in kinds.items():
        told = mapped.types.get(column, kind)
        try:
            schema[column] = ibis.dtype(told)
        except (TypeError, ValueError, RuntimeError, IbisError):
            advice = "write one such as `date`, `int64` or `array<string>`"
            raise TableError(f"`types.{column}`: {quote(str(told))} is no type", advice) from None
    *above, last = parts_of(name)
    catalog, database = (above[0], above[1]) if len(above) > 1 else (None, above[0] if above else None)
    return ibis.table(schema, name=last, catalog=catalog, database=database)


def parts_of(name: str) -> list[str]:
    """Return the name of a table after those of what it stands in. Raises :class:`TableError`."""
    parts = name.split(".")
    if len(parts) > 3 or not all(part.strip() for part in parts):
        raise TableError(f"no table is called {quote(name)}", "write `table`, `schema.table` or `catalog.schema.table`")
    return parts


def _kind(path: str, instant: str, vocabulary: Vocabulary) -> str | dt.DataType:
    """Return the type that a column has most likely; told otherwise where it matters."""
    head, dot, name = path.partition(".")
    match head:
        case "events":
            return instant if dot else f"map<string, {instant}>"
        case "facts" | "subject" if dot:
            return _FACTS[vocabulary.facts[name].type]
        case "facts":
            declared = {fact: kind.type for fact, kind in vocabulary.facts.items() if fact not in BUILT_IN_FACTS}
            return dt.Struct({fact: _FACTS[kind] for fact, kind in declared.items()})
        case "subject":
            return dt.Struct({fact: _FACTS[kind.type] for fact, kind in BUILT_IN_FACTS.items()})
        case "consents" | "objections":
            fields = CONSENT if head == "consents" else OBJECTION
            typed = {one: instant if kind == "timestamp" else kind for one, kind in fields.items()}
            return dt.Array(dt.Struct(typed))
    return "boolean"
