"""What the rows of a table state, as column expressions: instants in UTC, lists of structs, nulls as in a request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import ibis
from ibis import Table, Value
from ibis.expr import datatypes as dt

from privpolicy.batch.errors import TableError
from privpolicy.batch.naming import KEY_PATHS
from privpolicy.engine.vocabulary import FactType, Vocabulary
from privpolicy.model.moment import Moment

UNKNOWN: Value = ibis.null("boolean")
"""Kleene's third value, as SQL has it."""
GIVERS = ("subject", "guardian")

CONSENT = {"purpose": "string", "given": "timestamp", "withdrawn": "timestamp", "explicit": "boolean", "by": "string"}
OBJECTION = {"purpose": "string", "raised": "timestamp", "withdrawn": "timestamp"}
"""The fields of a consent and of an objection, and their types."""


@dataclass(frozen=True, slots=True)
class Event:
    """Whether a row states an event, and when it happened: null where it has not."""

    stated: Value
    date: Value


@dataclass(frozen=True, slots=True)
class Record:
    """The columns of a table by what they state; ``None``: no column states it."""

    table: Table
    keys: Mapping[str, Value]
    at: Value
    complete: Value | None = None
    consents: Value | None = None
    objections: Value | None = None
    restricted: Value | None = None
    legal_hold: Value | None = None
    events: Mapping[str, Event] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    """Facts, and under ``age`` and ``country`` what is known of the person."""
    event_map: Value | None = None
    """The column that states events by key, if one does."""

    def knowing(self, paths: Iterable[str]) -> "Record":
        """Return the same, complete only where it is known what other tables hold about the person of a row.

        ``paths`` are the lists that stand in tables of their own. Nobody can vouch for a record that may be anybody's.
        """
        if self.complete is None:
            return self
        complete = self.complete
        for path in paths:
            complete = complete & ~getattr(self, path).isnull()
        return replace(self, complete=complete)

    def unstated(self, *, complete: bool) -> Value:
        """Return the truth of what a row leaves out: unknown, or a value where its record is complete."""
        if self.complete is None:
            return UNKNOWN
        return self.complete.ifelse(ibis.literal(complete), UNKNOWN)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the columns of a table. ``zone`` is ``UTC`` where a caller says so of instants without a zone."""

    table: Table
    columns: Mapping[str, str]
    vocabulary: Vocabulary
    zone: str | None
    now: Moment

    def record(self) -> Record:
        """Return what the table states; raises :class:`TableError` for a column of another type."""
        keys = {path: self._key(path) for path in KEY_PATHS if path in self.columns}
        at = self._instant("at")
        now = literal(self.now)
        return Record(
            self.table,
            keys,
            now if at is None else at.fill_null(now),
            None if (complete := self._boolean("complete")) is None else complete.fill_null(ibis.literal(value=False)),
            self._statements("consents", CONSENT),
            self._statements("objections", OBJECTION),
            self._boolean("restricted"),
            self._boolean("legal-hold"),
            self._events(),
            self._facts(),
            whole if (whole := self._column("events")) is not None and whole.type().is_map() else None,
        )

    def _column(self, path: str) -> Value | None:
        """Return the column of a path: one of its own, or a field of a struct above it."""
        if path in self.columns:
            return self.table[self.columns[path]]
        head, dot, name = path.partition(".")
        above = self._column(head) if dot else None
        if above is None or not above.type().is_struct():
            return None
        names = above.type().names
        found = next((one for one in (name, name.replace("-", "_")) if one in names), None)
        return None if found is None else above[found]

    def _key(self, path: str) -> Value:
        column = self.table[self.columns[path]]
        kind = column.type()
        if kind.is_string() or kind.is_null():
            return column.cast("string")
        if path == "data" and kind.is_array() and (kind.value_type.is_string() or kind.value_type.is_null()):
            return column.cast("array<string>")
        expected = "a text or a list of texts" if path == "data" else "a text"
        raise self._wrong(path, column, expected)

    def _boolean(self, path: str) -> Value | None:
        column = self._column(path)
        if column is None or column.type().is_boolean():
            return column
        if column.type().is_null():
            return column.cast("boolean")
        raise self._wrong(path, column, "true or false")

    def _instant(self, path: str) -> Value | None:
        column = self._column(path)
        return None if column is None else self._utc(path, column)

    def _utc(self, path: str, value: Value) -> Value:
        """Return an instant as the date and time in UTC; a date means 00:00 UTC."""
        kind = value.type()
        if kind.is_null() or kind.is_date():
            return value.cast("timestamp")
        if not kind.is_timestamp():
            raise self._wrong(path, value, "a date or an instant")
        if kind.scale is not None and kind.scale > 6:
            raise TableError(f"`{path}` is finer than a microsecond", "cast the column to microseconds")
        if kind.timezone is None and self.zone is None:
            raise TableError(
                f"`{path}` names no time zone", 'say `zone="UTC"` if that is what it is in, or cast it to one with'
            )
        return value.cast(dt.Timestamp(timezone=None))

    def _statements(self, path: str, fields: Mapping[str, str]) -> Value | None:
        """Return a list of consents or objections with every field, each of its type."""
        column = self._column(path)
        if column is None:
            return None
        kind = column.type()
        if kind.is_null() or (kind.is_array() and kind.value_type.is_null()):
            return column.cast(f"array<struct<{', '.join(f'{name}: {type_}' for name, type_ in fields.items())}>>")
        if not (kind.is_array() and kind.value_type.is_struct()):
            raise self._wrong(path, column, f"a list of structs of {', '.join(fields)}")
        present = kind.value_type.fields
        unknown = [name for name in present if name not in fields]
        if unknown:
            raise TableError(f"`{path}.{unknown[0]}` is no key of a request", f"known are {', '.join(fields)}")
        missing = [name for name in list(fields)[:2] if name not in present]
        if missing:
            raise TableError(f"`{path}` has no field `{missing[0]}`")
        if list(present) == list(fields) and all(map(_is_plain, present.values())):
            self._utc(f"{path}.{list(fields)[1]}", ibis.null(present[list(fields)[1]]))
            return column  # as it should be: a null in `explicit` or `by` passes no test for true or for a guardian
        return column.map(lambda one: ibis.struct({name: self._field(path, one, name, fields) for name in fields}))

    def _field(self, path: str, one: Value, name: str, fields: Mapping[str, str]) -> Value:
        value = one[name] if name in one.type().fields else None
        return self.field(f"{path}.{name}", value, name, fields[name])

    def field(self, path: str, value: Value | None, name: str, kind: str) -> Value:
        """Return a field of a consent or an objection, of its type; ``None`` where nothing states it."""
        if value is None:
            default = {"explicit": ibis.literal(value=False), "by": ibis.literal("subject")}
            return default.get(name, ibis.null(kind))
        match kind:
            case "timestamp":
                return self._utc(path, value)
            case "boolean" if value.type().is_boolean() or value.type().is_null():
                return value.cast("boolean").fill_null(ibis.literal(value=False))
            case "string" if value.type().is_string() or value.type().is_null():
                text = value.cast("string")
                return text.fill_null(ibis.literal("subject")) if name == "by" else text
            case _:
                raise self._wrong(path, value, "a text" if kind == "string" else "true or false")

    def _events(self) -> dict[str, Event]:
        whole = self._column("events")
        found = {}
        for event in sorted(self.vocabulary.events):
            path = f"events.{event}"
            if (date := self._instant(path)) is not None:
                stated = ibis.literal(value=True)
                if path not in self.columns and whole is not None:
                    stated = whole.notnull()  # a struct that is null states nothing
                found[event] = Event(stated, date)
            elif whole is not None and whole.type().is_map():
                found[event] = Event(
                    whole.contains(event).fill_null(ibis.literal(value=False)), self._utc(path, whole.get(event))
                )
        self._look_into(whole, "events", found)
        return found

    def _facts(self) -> dict[str, Value]:
        found = {}
        for fact, kind in self.vocabulary.facts.items():
            path = f"subject.{fact}" if fact in ("age", "country") else f"facts.{fact}"
            column = self._column(path)
            if column is not None:
                found[fact] = self._typed(path, column, kind)
        for head in ("facts", "subject"):
            self._look_into(self._column(head), head, found)
        return found

    def _look_into(self, whole: Value | None, head: str, found: Mapping[str, Any]) -> None:
        """Refuse a struct with a field that nobody declared; a map is looked into row by row."""
        if whole is None:
            return
        kind = whole.type()
        beside = next((path for path in self.columns if path.startswith(f"{head}.")), None)
        if kind.is_map() and head == "events":
            if beside is not None:
                raise TableError(f"`{head}` and `{beside}` are two columns for one key", "leave out one of them")
            return
        if not kind.is_struct():
            shape = "a struct or a map from texts to instants" if head == "events" else "a struct"
            raise self._wrong(head, whole, shape)
        seen: set[str] = set()
        for name in kind.names:
            key = name if name in found else name.replace("_", "-")
            if key not in found:
                raise TableError(f"`{head}.{name}`: the policy knows no {head.rstrip('s')} `{name}`")
            if key in seen or f"{head}.{key}" in self.columns:
                raise TableError(f"`{head}.{key}` is stated twice", "leave out one of the two")
            seen.add(key)

    def _typed(self, path: str, column: Value, fact: FactType) -> Value:
        kind = column.type()
        match fact.type:
            case "boolean" if kind.is_boolean() or kind.is_null():
                return column.cast("boolean")
            case "number" if (kind.is_numeric() and not kind.is_boolean()) or kind.is_null():
                # A request states integers and doubles; what else there is becomes the double that it would be there.
                return column if kind.is_integer() else column.cast("float64")
            case "date":
                return self._utc(path, column)
            case "enum" | "text" if kind.is_string() or kind.is_null():
                return column.cast("string")
        expected = {"boolean": "true or false", "number": "a number"}.get(fact.type, "a text")
        raise self._wrong(path, column, expected)

    def _wrong(self, path: str, value: Value, expected: str) -> TableError:
        column = self.columns.get(path, path)
        return TableError(f"column `{column}`: expected {expected} for `{path}`, found {value.type()}", "cast it")


def _is_plain(kind: dt.DataType) -> bool:
    """Tell whether a field of a statement can stay as it is: an instant without a zone, to the microsecond."""
    if kind.is_timestamp():
        return kind.timezone is None and kind.scale in (None, 6)
    return bool(kind.is_string() or kind.is_boolean())


def literal(moment: Moment) -> Value:
    """Return an instant as a constant column."""
    return ibis.literal(moment.to_stdlib(), type="timestamp")
