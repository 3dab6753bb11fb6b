"""The rows of the benchmark: questions of the workload, and a record that differs from row to row.

DuckDB draws them from hashes of the number of the row, so that the same rows come out everywhere. They are written
twice: as Parquet with names and lists of names, and in a database in which every name is a code of an enumeration.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from benchmarks.workload import questions

import privpolicy as pp
from privpolicy.engine.vocabulary import Dimension

ASKED = 1000
"""Questions of the workload that the rows are spread over."""
KEY = ("purpose", "data", "data_subject", "operation", "recipient")
HIERARCHIES: Mapping[str, Dimension] = {
    "purpose": "purpose",
    "data": "data",
    "data_subject": "data-subject",
    "operation": "operation",
    "recipient": "recipient",
}
COUNTRIES = ("AT", "BE", "DE", "ES", "FR", "IT", "NL", "US")
GIVERS = ("subject", "guardian")
ENCODED = "encoded"
"""The table of the database."""
NUMBER = "number"
"""The column that tells the rows apart. No decision reads it."""
YEAR = 365 * 24
"""Hours."""

Key = tuple[str, tuple[str, ...], str, str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table that was drawn, in both forms."""

    count: int
    keys: Sequence[Key]
    """The different questions: all that an engineer knows who prepares a join for this table alone."""
    names: Path
    """Parquet with names and lists of names."""
    database: Path
    """A database of DuckDB with the same rows, in which names are codes."""


def keys_of(policy: pp.Policy) -> list[Key]:
    """Return the different questions of the workload, in their order."""
    asked = questions(policy, ASKED, repeat=True)
    return list(dict.fromkeys((*(q[name] for name in KEY),) for q in asked))


def draw(policy: pp.Policy, count: int, folder: Path, *, threads: int = 2, memory: str = "1GB") -> Rows:
    """Write the rows into a folder; what lies there already is used again."""
    found = Rows(count, keys_of(policy), folder / f"rows-{count}.parquet", folder / f"rows-{count}.duckdb")
    if not found.names.exists():
        beside = found.names.with_suffix(".part")
        with duckdb.connect(config={"threads": threads, "memory_limit": memory}) as connection:
            connection.register("asked", _asked(found.keys))
            connection.execute(f"COPY ({_named(policy, found)}) TO '{beside}' (FORMAT parquet)")
        beside.replace(found.names)
    if not found.database.exists():
        beside = found.database.with_suffix(".part")
        beside.unlink(missing_ok=True)
        with duckdb.connect(str(beside), config={"threads": threads, "memory_limit": memory}) as connection:
            for name, values in _enumerations(policy):
                connection.execute(f"CREATE TYPE {name} AS ENUM ({_listed(values)})")
            connection.execute(f"CREATE TABLE {ENCODED} AS {_encoded(policy, found)}")
        beside.replace(found.database)
    return found


def facts_of(policy: pp.Policy) -> dict[str, str]:
    """Return the column of each fact, and of what is known of the person."""
    return {
        name: f"subject.{name}" if name in ("age", "country") else f"facts.{name}" for name in policy.vocabulary.facts
    }


def _asked(keys: Sequence[Key]) -> pa.Table:
    columns: dict[str, Any] = {"question": pa.array(range(len(keys)), pa.int32())}
    for place, name in enumerate(KEY):
        columns[name] = [list(key[place]) if name == "data" else key[place] for key in keys]
    return pa.table(columns)


def _named(policy: pp.Policy, rows: Rows) -> str:
    """Return the query that draws the rows."""
    purposes = _listed(policy.vocabulary.hierarchies["purpose"].parents)
    drawn = f"SELECT i, {_dice(1, len(rows.keys))} AS question FROM range({rows.count}) AS numbers(i)"
    consents = [_consent(purposes, salt) for salt in (100, 200)]
    columns = {
        NUMBER: "i",
        **{name: name for name in KEY},
        "at": f"TIMESTAMP '2019-06-01' + to_minutes({_dice(2, 2 * YEAR * 60)})",
        "complete": f"{_dice(3, 2)} > 0",
        "consents": _drawn(4, 10, {1: "NULL", 4: "[]", 8: f"[{consents[0]}]"}, f"[{', '.join(consents)}]"),
        "objections": _drawn(5, 10, {1: "NULL", 8: "[]"}, f"[{_objection(purposes, 300)}]"),
        "restricted": _drawn(6, 20, {2: "NULL", 4: "true"}, "false"),
        "legal_hold": _drawn(7, 20, {2: "NULL", 3: "true"}, "false"),
    }
    for salt, event in enumerate(sorted(policy.vocabulary.events), 20):
        columns[f"events.{event}"] = _drawn(40 + salt, 5, {1: "NULL"}, _instant(2012, salt, 9 * YEAR))
    for salt, (fact, column) in enumerate(facts_of(policy).items(), 80):
        columns[column] = _fact(policy, fact, salt)
    selected = ", ".join(f'{value} AS "{name}"' for name, value in columns.items())
    return f"WITH drawn AS ({drawn}) SELECT {selected} FROM drawn JOIN asked USING (question)"


def _dice(salt: int, sides: int) -> str:
    """Return a number below ``sides`` that is another for every row and every salt."""
    return f"(hash(i, {salt}) % {sides})::INTEGER"


def _drawn(salt: int, sides: int, upper: Mapping[int, str], otherwise: str) -> str:
    """Return one of several values: each where the dice shows less than its bound and no less than the one before."""
    cases = " ".join(f"WHEN {_dice(salt, sides)} < {bound} THEN {value}" for bound, value in upper.items())
    return f"CASE {cases} ELSE {otherwise} END"


def _instant(year: int, salt: int, hours: int) -> str:
    return f"TIMESTAMP '{year}-01-01' + to_hours({_dice(salt, hours)})"


def _purpose(purposes: str, salt: int) -> str:
    """Return the purpose of the row in three of four cases, else any."""
    other = f"list_extract([{purposes}], {_one_of(salt + 1, purposes)})"
    return f"CASE WHEN {_dice(salt, 4)} > 0 THEN purpose ELSE {other} END"


def _one_of(salt: int, listed: str) -> str:
    return f"1 + {_dice(salt, listed.count(',') + 1)}"


def _consent(purposes: str, salt: int) -> str:
    given = _instant(2017, salt + 2, 3 * YEAR)
    withdrawn = f"CASE WHEN {_dice(salt + 3, 6)} = 0 THEN {given} + to_hours({_dice(salt + 4, 2 * YEAR)}) END"
    giver = _drawn(salt + 6, 8, {1: "'guardian'"}, "'subject'")
    return (
        f"struct_pack(purpose := {_purpose(purposes, salt)}, given := {given}, withdrawn := {withdrawn}, "
        f'explicit := {_dice(salt + 5, 2)} = 0, "by" := {giver})'
    )


def _objection(purposes: str, salt: int) -> str:
    raised = _instant(2019, salt + 2, YEAR)
    withdrawn = f"CASE WHEN {_dice(salt + 3, 4)} = 0 THEN {raised} + to_hours({_dice(salt + 4, YEAR)}) END"
    return f"struct_pack(purpose := {_purpose(purposes, salt)}, raised := {raised}, withdrawn := {withdrawn})"


def _fact(policy: pp.Policy, fact: str, salt: int) -> str:
    kind = policy.vocabulary.facts[fact]
    if kind.type == "boolean":
        return _drawn(salt, 20, {6: "NULL", 15: "true"}, "false")
    if kind.type == "number":
        number = f"8 + {_dice(salt + 40, 60)}" if fact == "age" else _dice(salt + 40, 1000)
        return _drawn(salt, 4, {1: "NULL"}, number)
    if fact == "country" or kind.type == "enum":
        values = _listed(COUNTRIES if fact == "country" else kind.values)
        return _drawn(salt, 4, {1: "NULL"}, f"list_extract([{values}], {_one_of(salt + 40, values)})")
    raise ValueError(f"nobody said how to draw `{fact}`, a {kind.type}")


def _enumerations(policy: pp.Policy) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the values of each enumeration in the order of their codes."""
    for name in KEY:
        yield f"of_{name}", policy.vocabulary.hierarchies[HIERARCHIES[name]].parents
    yield "of_giver", GIVERS
    for fact, kind in policy.vocabulary.facts.items():
        if fact == "country" or kind.type == "enum":
            yield _enumeration(fact), COUNTRIES if fact == "country" else kind.values


def _enumeration(fact: str) -> str:
    return f'"of {fact}"'


def _encoded(policy: pp.Policy, rows: Rows) -> str:
    """Return the query that reads the rows with codes for names."""
    replaced = {name: f"{name}::of_{name}{'[]' if name == 'data' else ''}" for name in KEY}
    times = "withdrawn TIMESTAMP"
    consent = f'STRUCT(purpose of_purpose, given TIMESTAMP, {times}, explicit BOOLEAN, "by" of_giver)[]'
    replaced["consents"] = f"consents::{consent}"
    replaced["objections"] = f"objections::STRUCT(purpose of_purpose, raised TIMESTAMP, {times})[]"
    for fact, column in facts_of(policy).items():
        if fact == "country" or policy.vocabulary.facts[fact].type == "enum":
            replaced[f'"{column}"'] = f'"{column}"::{_enumeration(fact)}'
    listed = ", ".join(f"{value} AS {name}" for name, value in replaced.items())
    return f"SELECT * REPLACE ({listed}) FROM read_parquet('{rows.names}')"


def _listed(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)
