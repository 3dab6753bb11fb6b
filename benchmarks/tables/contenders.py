"""Who is timed over the rows, each as a function that does its work anew and says how many rows it gave which outcome.

Ours is timed from the call of `decide_table` on: the survey of the questions is a part of it, on every turn. What the
joins by hand have prepared is said in their modules; it is not timed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
from benchmarks.tables.asked import understood
from benchmarks.tables.by_hand import PLANS, by_hand
from benchmarks.tables.by_name import CELLS, PURPOSES, by_name
from benchmarks.tables.rows import ENCODED, Rows, facts_of

import privpolicy as pp

NAMES, ENUMS = "`decide_table`, names and lists", "`decide_table`, encoded columns"
WRITTEN = "`decide_table`, outcome, activity and reason to Parquet"
WHOLE = "`decide_table`, every answer to Parquet, `until` too"
HAND, NAMED = "a join over integers and masks, by hand", "SQL over lists of names, by hand"
SCAN, GROUP, BOOLEAN = (
    "DuckDB, a column looked through",
    "DuckDB, count by one key",
    "DuckDB, one boolean a row to Parquet",
)

FEW = ", fewer columns"
"""What is added to a name for the same work over the question, dates, consents and restriction alone."""

Counts = dict[str, int]
"""Rows by outcome; empty for what has none."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One table with everything prepared that is not timed."""

    policy: pp.Policy
    rows: Rows
    connection: Any
    folder: Path
    hand: str
    """The queries that were written by hand: `number` and `outcome` a row."""
    named: str
    left_out: tuple[str, ...] = ()
    """The columns that nobody reads: what they would state is not known."""

    @property
    def suffix(self) -> str:
        """What is added to the names of those who are timed."""
        return FEW if self.left_out else ""

    def contenders(self) -> dict[str, Callable[[], Counts]]:
        """Return everybody; who leaves columns out stands beside those who alone show what the machine can."""
        every = self._every()
        if not self.left_out:
            return every
        return {f"{name}{FEW}": every[name] for name in (HAND, ENUMS, NAMES, NAMED)}

    def _every(self) -> dict[str, Callable[[], Counts]]:
        return {
            SCAN: lambda: self._told(f'SELECT bit_xor(epoch_us("at")) FROM {ENCODED}'),
            GROUP: lambda: self._told(f"SELECT purpose, count(*) FROM {ENCODED} GROUP BY purpose"),
            BOOLEAN: lambda: self._told(f"COPY (SELECT complete FROM {ENCODED}) TO '{self._out}' (FORMAT parquet)"),
            HAND: lambda: self._counted(self.hand),
            ENUMS: lambda: self._decided(self.connection.table(ENCODED)),
            NAMES: lambda: self._decided(self.rows.names),
            NAMED: lambda: self._counted(self.named),
        }

    def decided(self, table: Any, *answers: str) -> Any:
        """Return a table with the answers to each row, as an Ibis table."""
        columns = dict.fromkeys(name.replace("_", "-") for name in self.left_out)
        return self.policy.decide_table(
            table, connection=self.connection, zone="UTC", columns=columns, answers=answers or ("outcome",)
        )

    def write(self, *answers: str) -> Counts:
        """Write some answers to every row to Parquet."""
        self.decided(self.rows.names, *answers).select(*answers).to_parquet(self._out)
        return {}

    def outcomes(self, query: str) -> dict[int, str]:
        """Return the outcome of every row of a query by its number."""
        return dict(self.connection.execute(f"SELECT number, outcome FROM ({query})").fetchall())

    def decided_outcomes(self, table: Any) -> dict[int, str]:
        """Return the outcome of every row as ours has it."""
        found = self.decided(table).select("number", "outcome").to_pyarrow()
        return dict(zip(found["number"].to_pylist(), found["outcome"].to_pylist(), strict=True))

    @property
    def _out(self) -> Path:
        return self.folder / "out.parquet"

    def _told(self, query: str) -> Counts:
        self.connection.execute(query).fetchall()
        return {}

    def _counted(self, query: str) -> Counts:
        return dict(self.connection.execute(f"SELECT outcome, count(*) FROM ({query}) GROUP BY outcome").fetchall())

    def _decided(self, table: Any) -> Counts:
        counted = self.decided(table).outcome.value_counts().to_pyarrow()
        return dict(zip(*(column.to_pylist() for column in counted.columns), strict=True))


@contextmanager
def prepared(policy: pp.Policy, rows: Rows, folder: Path, *, threads: int, memory: str) -> Iterator[Bench]:
    """Open the database of the rows, with the tables of those who wrote their joins by hand."""
    settings = {"threads": threads, "memory_limit": memory, "temp_directory": str(folder / "spill")}
    with duckdb.connect(str(rows.database), read_only=True, config=settings) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        asked = understood(policy, rows.keys)
        names = f"read_parquet('{rows.names}')"
        hand, named = by_hand(policy, asked, ENCODED), by_name(policy, asked, names)
        connection.register(PLANS, hand.plans)
        connection.register(CELLS, named.cells)
        connection.register(PURPOSES, named.purposes)
        yield Bench(policy, rows, connection, folder, hand.query, named.query)


def fewer(bench: Bench) -> Bench:
    """Return the same without objections, legal hold, facts and what is known of the person."""
    left_out = ("objections", "legal_hold", *facts_of(bench.policy).values())
    nulls = ", ".join(f'CASE WHEN false THEN "{column}" END AS "{column}"' for column in left_out)
    asked = understood(bench.policy, bench.rows.keys)
    hand = by_hand(bench.policy, asked, f"(SELECT * REPLACE ({nulls}) FROM {ENCODED})").query
    named = by_name(bench.policy, asked, f"(SELECT * REPLACE ({nulls}) FROM read_parquet('{bench.rows.names}'))").query
    return replace(bench, hand=hand, named=named, left_out=left_out)
