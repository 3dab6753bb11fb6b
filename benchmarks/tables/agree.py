"""Before anything is timed: all answer alike, row by row, and like `decide`."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from benchmarks.tables.contenders import ENUMS, HAND, NAMED, NAMES, Bench
from benchmarks.tables.rows import ENCODED

import privpolicy as pp

DECIDE = "decide, a request at a time"


def disagreements(bench: Bench, sample: int) -> dict[str, int]:
    """Return how many rows each answers otherwise than ours does from names; `decide` is asked ``sample`` of them."""
    ours = bench.decided_outcomes(bench.rows.names)
    others: dict[str, Mapping[int, str]] = {
        ENUMS: bench.decided_outcomes(bench.connection.table(ENCODED)),
        HAND: bench.outcomes(bench.hand),
        NAMED: bench.outcomes(bench.named),
        DECIDE: dict(_decided(bench, sample)),
    }
    found = {name: sum(ours.get(number) != one for number, one in each.items()) for name, each in others.items()}
    for name, each in others.items():
        if name != DECIDE:
            found[name] += len(ours.keys() ^ each.keys())
    return {NAMES: sum(one is None for one in ours.values()), **found}


def _decided(bench: Bench, sample: int) -> Iterator[tuple[int, str]]:
    query = f"SELECT * FROM read_parquet('{bench.rows.names}') WHERE number < {sample}"
    table = bench.connection.sql(query).to_arrow_table()
    unstated = dict.fromkeys(bench.left_out)
    for row in table.to_pylist():
        yield row["number"], bench.policy.decide(request(row | unstated)).outcome.value


def request(row: Mapping[str, Any]) -> pp.Request:
    """Return a row as a request: an event that is null has not happened, anything else that is null is not stated."""
    by_head: dict[str, dict[str, Any]] = {"events": {}, "facts": {}, "subject": {}}
    for column, value in row.items():
        head, _, name = column.partition(".")
        if head == "events":
            by_head[head][name] = _instant(value)
        elif name and value is not None:
            by_head[head][name] = value
    context = {**by_head, "restricted": row["restricted"], "legal_hold": row["legal_hold"]}
    for listed in ("consents", "objections"):
        statements = row[listed]
        context[listed] = None if statements is None else [_statement(one) for one in statements]
    return pp.Request(
        purpose=row["purpose"],
        data=row["data"],
        data_subject=row["data_subject"],
        operation=row["operation"],
        recipient=row["recipient"],
        at=_instant(row["at"]),
        complete=row["complete"],
        context=context,
    )


def _statement(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _instant(value) if isinstance(value, datetime) else value for name, value in one.items()}


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else value.replace(tzinfo=UTC)
