"""From whatever holds requests to the table that is decided: opened, read, its side tables beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ibis import Table

from privpolicy.batch.decide import RESULTS, decide_table
from privpolicy.batch.errors import TableError
from privpolicy.batch.keyed import Side, SideTable, side_table
from privpolicy.batch.naming import named
from privpolicy.batch.open import engine_for, opened
from privpolicy.batch.plans import Law
from privpolicy.batch.sides import FIELDS, fields_of, with_side
from privpolicy.batch.text_file import typed, typed_side
from privpolicy.engine.policy import Policy
from privpolicy.model.moment import now, read_moment

Columns = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Requests:
    """Requests on an engine, ready to be decided."""

    table: Table
    columns: Columns
    found: Mapping[str, str]
    """The column of each path that the table itself states."""
    sides: tuple[str, ...]
    """The columns that side tables added; no decision carries them along."""
    keys: frozenset[str]
    """The columns by which rows belong to those of side tables."""
    zone: str | None
    backend: Any

    @property
    def carried(self) -> tuple[str, ...]:
        """The columns that nothing reads: they are handed on as they are."""
        read = {*self.found.values(), *self.sides, *self.keys}
        return tuple(name for name in self.table.columns if name not in read)


def requests(
    policy: Policy,
    table: Any,
    *,
    columns: Columns | None = None,
    zone: str | None = None,
    consents: Side = None,
    objections: Side = None,
    connection: Any = None,
) -> Requests:
    """Open a table and its side tables on one engine; raises :class:`TableError`."""
    if zone not in (None, "UTC"):
        raise TableError(f'zone="{zone}": instants without a zone are read in UTC or not at all', 'cast, or say "UTC"')
    given = {"consents": side_table(consents, "consents"), "objections": side_table(objections, "objections")}
    sides = {path: side for path, side in given.items() if side is not None}
    backend = engine_for([table, *(side.table for side in sides.values())], connection)
    told, fields = _parted(columns or {}, sides)
    main = opened(table, backend, events={"events", "context.events", str(told.get("events"))})
    found = named(main.table.columns, told, policy.vocabulary)
    rows = typed(main.table, found, policy.vocabulary, zone=zone) if main.texts else main.table
    for path, side in sides.items():
        if path in found or path in rows.columns:
            raise TableError(f"the table has {path} of its own beside those of the side table", "leave out one of them")
        other = opened(side.table, backend, name=f"table of {path}")
        held = fields_of(side, other.table, path, fields[path])
        statements = typed_side(other.table, held, zone=zone) if other.texts else other.table
        rows = with_side(rows, side, statements, path, held)
    keys = frozenset(name for side in sides.values() for name in side.keys)
    return Requests(rows, told, found, tuple(sides), keys, zone, backend)


def decided(
    policy: Policy,
    asked: Requests,
    *,
    at: str | date | datetime | None = None,
    law: Law = "named",
    prefix: str = "",
    answers: Collection[str] = RESULTS,
) -> Table:
    """Return the rows with the decision on each beside its columns; raises :class:`TableError`."""
    try:
        moment = now() if at is None else read_moment(at)
    except ValueError as error:
        raise TableError(f"at: {error}") from None
    answer = decide_table(
        policy,
        asked.table,
        columns=asked.columns,
        zone=asked.zone,
        now=moment,
        law=law,
        prefix=prefix,
        answers=answers,
        sides=asked.sides,
    )
    return answer.drop(*asked.sides) if asked.sides else answer


def _parted(columns: Columns, sides: Mapping[str, SideTable]) -> tuple[Columns, Mapping[str, Columns]]:
    """Return the columns that are told of the table itself, and of each side table by field."""
    own: dict[str, str | None] = {}
    fields: dict[str, dict[str, str | None]] = {path: {} for path in sides}
    for path, column in columns.items():
        head, _, name = path.partition(".")
        if head in sides and name in FIELDS[head]:
            fields[head][name] = column
        else:
            own[path] = column
    return own, fields
