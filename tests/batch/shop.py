"""The policy that `privpolicy init` writes, and a few requests to it in every kind of table."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

import privpolicy as pp
from privpolicy.cli import init

POLICY = pp.load(Path(init.__file__).with_name("starter"))
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
PLAIN: list[dict[str, Any]] = [
    {"user": 1, "purpose": "newsletter", "data": ["contact.email"], "collected": datetime(2026, 1, 1, tzinfo=UTC)},
    {"user": 2, "purpose": "newsletter", "data": ["contact.email"], "collected": datetime(2023, 6, 1, 13, tzinfo=UTC)},
    {"user": 3, "purpose": "newsletter", "data": ["contact.email"], "collected": datetime(2023, 6, 1, 12, tzinfo=UTC)},
    {"user": 4, "purpose": "bookkeeping", "data": ["purchase", "contact.email"], "collected": None},
]
CONSENTED = {"purpose": "newsletter", "given": datetime(2026, 2, 1, tzinfo=UTC)}
INSTANT = pa.timestamp("us", "UTC")
MAPPED = {"events.collected": "collected"}


def arrow(**more: Any) -> pa.Table:
    """Return the requests, with a consent each, and further columns."""
    columns = {
        "user": pa.array([row["user"] for row in PLAIN], pa.int64()),
        "purpose": pa.array([row["purpose"] for row in PLAIN]),
        "data": pa.array([row["data"] for row in PLAIN]),
        "complete": pa.array([True] * len(PLAIN)),
        "collected": pa.array([row["collected"] for row in PLAIN], INSTANT),
        "consents": pa.array(
            [[CONSENTED]] * len(PLAIN), pa.list_(pa.struct({"purpose": pa.string(), "given": INSTANT}))
        ),
        **more,
    }
    return pa.table({name: column for name, column in columns.items() if column is not None})


def answered(table: Any, **options: Any) -> list[tuple[Any, ...]]:
    """Return what each row is answered, in the order of the users."""
    decided = POLICY.decide_table(table, **{"columns": MAPPED, "at": AT, **options})
    rows = decided.to_pyarrow().to_pylist()
    return [(row["outcome"], row["reason"], row["error"]) for row in sorted(rows, key=lambda row: int(row["user"]))]


def expected(*, consents: bool = True) -> list[tuple[Any, ...]]:
    """Return what one decision a row answers."""
    found: list[tuple[Any, ...]] = []
    for row in PLAIN:
        context: dict[str, Any] = {"events": {"collected": row["collected"]}}
        if consents:
            context["consents"] = [CONSENTED]
        asked = pp.Request(purpose=row["purpose"], data=row["data"], at=AT, complete=True, context=context)
        decision = POLICY.decide(asked)
        first = next(one for one in decision.categories if one.outcome is decision.outcome)
        found.append((decision.outcome.value, first.reasons[0].code, None))
    return found
