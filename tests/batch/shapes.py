"""Requests as a table, in the shapes in which tables state them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import pyarrow as pa

from privpolicy.engine.vocabulary import BUILT_IN_FACTS, Vocabulary
from privpolicy.model.moment import read_moment, to_datetime

Plain = dict[str, Any]
KEYS = ("purpose", "data", "data-subject", "operation", "recipient", "origin")
CONSENT = ("purpose", "given", "withdrawn", "explicit", "by")
OBJECTION = ("purpose", "raised", "withdrawn")
ROW = "row"
"""The column that numbers the requests."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table states requests; the plainest is the default."""

    events: Literal["columns", "map", "struct"] = "columns"
    nested: bool = False
    """Facts, and what is known of the person, as structs."""
    whole: bool = False
    """Consents and objections with every field, and a column for everything, stated by a row or not."""
    single: bool = False
    """One category a row is a text."""
    names: Literal["path", "context", "snake"] = "path"
    zone: str | None = "UTC"
    dictionary: bool = False
    """Texts of the question as codes."""


SHAPES = {
    "columns": Shape(),
    "map": Shape(events="map", nested=True, whole=True, names="context"),
    "struct": Shape(events="struct", nested=True, single=True, zone=None),
    "codes": Shape(single=True, names="snake", zone="Europe/Paris", dictionary=True, whole=True),
}


def table_of(vocabulary: Vocabulary, requests: Sequence[Plain], shape: Shape) -> tuple[pa.Table, list[Plain]]:
    """Return requests as a table, and what the table can state of them, which may be less, or more."""
    asked = [_fitting(request, vocabulary, shape) for request in requests]
    if shape.events == "columns":
        asked = [_all_events(request, asked) for request in asked]
    columns: dict[str, pa.Array] = {ROW: pa.array(range(len(asked)), pa.int64())}
    for path, values, kind in _columns(vocabulary, asked, shape):
        needed = path in ("purpose", "data") or any(value is not None for value in values)
        if needed or shape.whole or path.startswith("events."):
            columns[_name(path, shape)] = pa.array(values, kind, from_pandas=False)
    if shape.dictionary:
        codes = {name: column.dictionary_encode() for name, column in columns.items() if column.type == pa.string()}
        columns |= codes
    return pa.table(columns), asked


def _fitting(request: Plain, vocabulary: Vocabulary, shape: Shape) -> Plain:
    """Return a request without events that no column is there for; a struct states all events or none."""
    context = dict(request.get("context") or {})
    if shape.events != "map":
        events = {event: date for event, date in (context.get("events") or {}).items() if event in vocabulary.events}
        if shape.events == "struct" and events:
            events = {event: events.get(event) for event in sorted(vocabulary.events)}
        context["events"] = events
    return {**request, "context": context}


def _all_events(request: Plain, requests: Iterable[Plain]) -> Plain:
    """Return a request that states every event that some request does: a null in a column says it has not happened."""
    columns = {event for one in requests for event in one["context"]["events"]}
    own = request["context"]["events"]
    return {
        **request,
        "context": {**request["context"], "events": {event: own.get(event) for event in sorted(columns)}},
    }


def _columns(
    vocabulary: Vocabulary, asked: Sequence[Plain], shape: Shape
) -> Iterable[tuple[str, list[Any], pa.DataType]]:
    stamp = pa.timestamp("us", shape.zone)
    single = shape.single and not any(isinstance(request.get("data"), list) for request in asked)
    for path in KEYS:
        values = [request.get(path) for request in asked]
        if path == "data" and not single:
            yield path, [[value] if isinstance(value, str) else value for value in values], pa.list_(pa.string())
        else:
            yield path, values, pa.string()
    yield "at", [_stamp(request.get("at"), shape) for request in asked], stamp
    yield "complete", [request.get("complete") for request in asked], pa.bool_()
    contexts = [request["context"] for request in asked]
    for path, names in (("consents", CONSENT), ("objections", OBJECTION)):
        yield path, *_statements(path, names, contexts, shape)
    for path in ("restricted", "legal-hold"):
        yield path, [context.get(path) for context in contexts], pa.bool_()
    yield from _events(contexts, shape, vocabulary)
    yield from _facts(contexts, shape, vocabulary)


def _statements(
    path: str, names: Sequence[str], contexts: Sequence[Plain], shape: Shape
) -> tuple[list[Any], pa.DataType]:
    stated = [one for context in contexts for one in context.get(path) or () if one is not None]
    present = [name for name in names if shape.whole or name in names[:2] or any(name in one for one in stated)]
    kinds = {"purpose": pa.string(), "by": pa.string(), "explicit": pa.bool_()}
    kind = pa.struct([(name, kinds.get(name, pa.timestamp("us", shape.zone))) for name in present])

    def fields(one: Plain | None) -> Plain | None:
        if one is None:
            return None
        return {name: one.get(name) if name in kinds else _stamp(one.get(name), shape) for name in present}

    values = [
        None if (listed := context.get(path)) is None else [fields(one) for one in listed] for context in contexts
    ]
    return values, pa.list_(kind)


def _events(
    contexts: Sequence[Plain], shape: Shape, vocabulary: Vocabulary
) -> Iterable[tuple[str, list[Any], pa.DataType]]:
    stamp = pa.timestamp("us", shape.zone)
    events = [
        {event: _stamp(date, shape) for event, date in (context.get("events") or {}).items()} for context in contexts
    ]
    match shape.events:
        case "map":
            pairs = [
                list(stated.items()) if stated or "events" in context else None
                for stated, context in zip(events, contexts, strict=True)
            ]
            yield "events", pairs, pa.map_(pa.string(), stamp)
        case "struct":
            kind = pa.struct([(event, stamp) for event in sorted(vocabulary.events)])
            yield "events", [stated or None for stated in events], kind
        case "columns":
            for event in events[0] if events else ():
                yield f"events.{event}", [stated[event] for stated in events], stamp


def _facts(
    contexts: Sequence[Plain], shape: Shape, vocabulary: Vocabulary
) -> Iterable[tuple[str, list[Any], pa.DataType]]:
    kinds = {"boolean": pa.bool_(), "number": pa.float64(), "date": pa.timestamp("us", shape.zone)}
    for head, own in (("subject", True), ("facts", False)):
        types = {
            name: kinds.get(fact.type, pa.string())
            for name, fact in vocabulary.facts.items()
            if (name in BUILT_IN_FACTS) is own
        }
        stated = [context.get(head) or {} for context in contexts]
        values = {
            name: [_stamp(one.get(name), shape) if pa.types.is_timestamp(kind) else one.get(name) for one in stated]
            for name, kind in types.items()
        }
        if shape.nested and types:
            rows = [dict(zip(values, row, strict=True)) for row in zip(*values.values(), strict=True)]
            found = [row if any(value is not None for value in row.values()) else None for row in rows]
            yield head, found, pa.struct(list(types.items()))
        else:
            yield from ((f"{head}.{name}", values[name], kind) for name, kind in types.items())


def _stamp(value: Any, shape: Shape) -> datetime | None:
    """Return an instant as a column holds it: with a zone, or without one and meant in UTC."""
    if value is None:
        return None
    instant = to_datetime(read_moment(value))
    return instant if shape.zone else instant.replace(tzinfo=None)


def _name(path: str, shape: Shape) -> str:
    if shape.names == "context":
        head = path.partition(".")[0]
        return path if head in (*KEYS, "at", "complete") else f"context.{path}"
    return path.replace("-", "_") if shape.names == "snake" else path
