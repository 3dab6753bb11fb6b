"""Tables in text files, whose cells say nothing of their types: each cell is read as the key of a request asks.

An empty cell is null. What nothing reads is carried along letter for letter.
"""

from collections.abc import Callable, Mapping
from typing import Any

import ibis
from ibis import Table, Value

from privpolicy.batch.errors import TableError
from privpolicy.batch.naming import NESTED_PATHS
from privpolicy.engine.vocabulary import BUILT_IN_FACTS, Vocabulary

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_ZONE = r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
_TIME = r"[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?"
_NUMBER = r"^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$"
_LIST = r"[][,;|[:space:]]"
_ADVICE = {
    "data": "a cell holds one category: for several write a row each, or a list in Parquet",
    "instant": 'write 2019-11-15 or 2019-11-15T10:00:00Z, or say `zone="UTC"` if that is what it is in',
    "boolean": "write true or false, or leave the cell empty",
    "number": "write a number, or leave the cell empty",
}
_FIELDS = {"given": "instant", "raised": "instant", "withdrawn": "instant", "explicit": "boolean"}
"""How the cells of consents and objections are read that are no plain texts."""
Kind = str


def read_texts(backend: Any, paths: list[str], *, tabs: bool) -> Table:
    """Return text files as columns of texts. Every line counts: none is passed over as a comment or as broken."""
    told = {"delim": "\t"} if tabs else {}
    return backend.read_csv(paths, all_varchar=True, header=True, skip=0, comment="", null_padding=False, **told)


def typed(table: Table, found: Mapping[str, str], vocabulary: Vocabulary, *, zone: str | None) -> Table:
    """Return a table of texts with the columns of a request, by path, in their types.

    All of their cells are read at once: raises :class:`TableError` with the least text that is none of its type.
    """
    kinds = {column: kind for path, column in found.items() if (kind := _kind(path, vocabulary)) is not None}
    for path, column in found.items():
        if path in (*NESTED_PATHS, "consents", "objections"):
            raise TableError(
                f"column `{column}`: {path} cannot stand in a cell of a text file",
                "give them as a table of their own" if path in ("consents", "objections") else "give a column a key",
            )
    return _typed(table, kinds, zone)


def typed_side(table: Table, columns: Mapping[str, str], *, zone: str | None) -> Table:
    """Return a table of texts with the fields of consents or objections, by name, in their types; as above."""
    kinds = {column: _FIELDS[name] for name, column in columns.items() if name in _FIELDS}
    return _typed(table, kinds, zone)


def _typed(table: Table, kinds: Mapping[str, Kind], zone: str | None) -> Table:
    read = {column: _reading(table[column], kind, zone) for column, kind in kinds.items()}
    if not read:
        return table
    wrong = {
        f"wrong{number}": (table[column].notnull() & ~good.fill_null(ibis.literal(value=False)))
        .ifelse(table[column], ibis.null("string"))
        .min()
        for number, (column, (_, good)) in enumerate(read.items())
    }
    first = table.aggregate(**wrong).to_pyarrow().to_pylist()[0]
    for number, (column, kind) in enumerate(kinds.items()):
        if (text := first[f"wrong{number}"]) is not None:
            raise TableError(f"column `{column}`: `{text}` cannot be read", _ADVICE[kind])
    return table.mutate(**{column: _insisted(table[column], *reading) for column, reading in read.items()})


def _insisted(text: Value, value: Value, good: Value) -> Value:
    """Return the value of a cell; should the file have changed until it is read, a bad cell ends the query.

    Read as null it would say that an event has not happened.
    """
    bad = text.notnull() & ~good.fill_null(ibis.literal(value=False))
    return bad.ifelse((ibis.literal("unreadable: ") + text).cast(value.type()), value)


def _kind(path: str, vocabulary: Vocabulary) -> Kind | None:
    """Return how the cells of a path are read; ``None``: as texts, whatever they are."""
    if path == "data":
        return "data"
    if path in ("complete", "restricted", "legal-hold"):
        return "boolean"
    head, _, name = path.partition(".")
    if path == "at" or head == "events":
        return "instant"
    if head == "facts" or (head == "subject" and name in BUILT_IN_FACTS):
        return {"boolean": "boolean", "number": "number", "date": "instant"}.get(vocabulary.facts[name].type)
    return None


def _reading(text: Value, kind: Kind, zone: str | None) -> tuple[Value, Value]:
    """Return the value of a cell, null where it is none, and whether the cell is written as it should be."""
    readings: Mapping[str, Callable[[], tuple[Value, Value]]] = {
        "data": lambda: (text, ~text.re_search(_LIST)),
        "boolean": lambda: (text.lower() == "true", text.lower().isin(["true", "false"])),
        "number": lambda: _cast(text, "float64", _NUMBER),
        "instant": lambda: _cast(
            text, "timestamp('UTC')", f"^{_DATE}({_TIME}{_ZONE}{'?' if zone is not None else ''})?$"
        ),
    }
    return readings[kind]()


def _cast(text: Value, to: str, written: str) -> tuple[Value, Value]:
    value = text.try_cast(to)
    return value, text.re_search(written) & value.notnull()
