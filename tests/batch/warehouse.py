"""The example of a warehouse: its policy, its mapping, and a few customers in its tables."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

import privpolicy as pp

EXAMPLE = Path(__file__).parents[2] / "examples" / "warehouse"
MAPPING = EXAMPLE / "customers.yaml"
POLICY = pp.load(EXAMPLE / "policy.yaml")
AT = "2026-11-22"
PURPOSES = ("orders", "marketing.newsletter", "statistics")
COLUMNS = {
    "name": "identity.name",
    "email": "contact.email",
    "city": "contact.address",
    "iban": "financial.iban",
    "pages_seen": "usage",
}

Plain = dict[str, Any]


def day(text: str) -> datetime:
    """Return midnight."""
    return datetime.fromisoformat(text)


CUSTOMERS: list[Plain] = [
    {"customer_id": 1, "created_at": day("2026-03-01"), "last_order_at": day("2026-10-01"), "restricted": False},
    {"customer_id": 2, "created_at": day("2025-11-22"), "last_order_at": day("2023-11-22"), "restricted": False},
    {"customer_id": 3, "created_at": day("2025-11-23"), "last_order_at": day("2023-11-23"), "restricted": False},
    {"customer_id": 4, "created_at": day("2026-03-01"), "last_order_at": None, "restricted": True},
    {"customer_id": 5, "created_at": day("2026-03-01"), "last_order_at": day("2026-10-01"), "restricted": None},
    {"customer_id": 6, "created_at": None, "last_order_at": day("2026-12-01"), "restricted": False},
    {"customer_id": 7, "created_at": day("2026-03-01"), "last_order_at": None, "restricted": False},
    {"customer_id": None, "created_at": day("2026-03-01"), "last_order_at": None, "restricted": False},
]
CONSENTS: list[Plain] = [
    {"customer_id": 1, "purpose": "marketing.newsletter", "given": day("2026-03-01"), "withdrawn": None},
    {"customer_id": 2, "purpose": "marketing", "given": day("2026-03-01"), "withdrawn": None},
    {"customer_id": 3, "purpose": "marketing", "given": day("2026-05-01"), "withdrawn": None},
    {"customer_id": 4, "purpose": "orders", "given": day("2026-05-01"), "withdrawn": None},
    {"customer_id": 5, "purpose": "marketing", "given": day("2026-03-01"), "withdrawn": day("2026-04-01")},
    {"customer_id": 6, "purpose": "marketing", "given": day("2026-12-01"), "withdrawn": None},
    {"customer_id": 7, "purpose": "orders", "given": day("2026-03-01"), "withdrawn": None},
    {"customer_id": 7, "purpose": "unheard-of", "given": day("2026-03-01"), "withdrawn": None},
]
OBJECTIONS: list[Plain] = [
    {"customer_id": 2, "purpose": "marketing", "raised": day("2026-04-01")},
    {"customer_id": 3, "purpose": "marketing", "raised": day("2026-04-01")},
    {"customer_id": 5, "purpose": "statistics", "raised": day("2026-04-01")},
]


def tables() -> dict[str, pa.Table]:
    """Return the tables of the warehouse by name."""
    stamp, number = pa.timestamp("us"), pa.int64()
    columns = {
        "customer_id": pa.array([row["customer_id"] for row in CUSTOMERS], number),
        "created_at": pa.array([row["created_at"] for row in CUSTOMERS], stamp),
        "last_order_at": pa.array([row["last_order_at"] for row in CUSTOMERS], stamp),
        "processing_restricted": pa.array([row["restricted"] for row in CUSTOMERS], pa.bool_()),
        "notes": pa.array(["written by hand"] * len(CUSTOMERS)),
        **{column: pa.array([f"{column} {number}" for number in range(len(CUSTOMERS))]) for column in COLUMNS},
    }
    return {
        "customers": pa.table(columns),
        "consents": _side(CONSENTS, {"given": "given_at", "withdrawn": "withdrawn_at"}),
        "objections": _side(OBJECTIONS, {"raised": "raised_at"}),
    }


def _side(rows: list[Plain], dates: dict[str, str]) -> pa.Table:
    return pa.table(
        {
            "customer_id": pa.array([row["customer_id"] for row in rows], pa.int64()),
            "purpose": pa.array([row["purpose"] for row in rows]),
            **{column: pa.array([row[name] for row in rows], pa.timestamp("us")) for name, column in dates.items()},
        }
    )


def permitted(purpose: str, column: str) -> set[int]:
    """Return the places of the customers of whom a column may be read, each decided alone."""
    return {number for number, row in enumerate(CUSTOMERS) if _decided(purpose, column, row)}


def _decided(purpose: str, column: str, row: Plain) -> bool:
    context: Plain = {"events": {"collected": row["created_at"], "last-order": row["last_order_at"]}}
    context["restricted"] = row["restricted"]
    if row["customer_id"] is not None:
        for path, listed in (("consents", CONSENTS), ("objections", OBJECTIONS)):
            mine = (one for one in listed if one["customer_id"] == row["customer_id"])
            context[path] = [{key: _aware(one[key]) for key in one if key != "customer_id"} for one in mine]
    context["events"] = {event: _aware(date) for event, date in context["events"].items()}
    try:
        asked = pp.Request.parse({"purpose": purpose, "data": COLUMNS[column], "at": AT, "context": context})
        return bool(POLICY.decide(asked))
    except pp.RequestError:
        return False


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
