"""A small policy for tests by hand, and questions to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.batch.answers import decided, differences
from tests.batch.shapes import SHAPES, Plain, Shape, table_of
from tests.laws.world import compiled_under_law

import privpolicy as pp


def policy(*, law: Sequence[str] = (), **sections: Any) -> pp.Policy:
    """Return a policy of one activity on the basis of a contract; ``sections`` replace its own, `_` for `-`."""
    written: Plain = {
        "policy": {"language": 1, "id": "small", "law": list(law)},
        "purposes": {"service": {}, "service.sync": {}},
        "data-categories": {"contact": {}, "contact.email": {}},
        "data-subjects": {"person": {}},
        "events": {"exit": {}, "dispute": {}},
        "activities": {"serve": activity()},
    }
    found = written | {name.replace("_", "-"): section for name, section in sections.items()}
    return compiled_under_law({name: section for name, section in found.items() if section is not None})


def activity(**keys: Any) -> Plain:
    """Return an activity of the small policy; ``keys`` replace its own or are added."""
    written: Plain = {
        "purposes": ["service"],
        "legal-basis": "contract",
        "data-subjects": ["person"],
        "data": ["contact"],
        "operations": ["use", "store", "erase", "anonymise", "restrict", "disclose"],
    }
    return written | {name.replace("_", "-"): value for name, value in keys.items()}


def keeping(*phases: Plain, then: str = "erase", **keys: Any) -> pp.Policy:
    """Return the small policy with a retention schedule."""
    schedule = {"phases": list(phases), "then": then} | {name.replace("_", "-"): value for name, value in keys.items()}
    return policy(activities={"serve": activity(retention=schedule)})


def consenting(law: Sequence[str] = (), **settings: Any) -> pp.Policy:
    """Return the small policy with an activity on the basis of consent."""
    asked = activity(legal_basis="consent", consent={name.replace("_", "-"): it for name, it in settings.items()})
    return policy(law=law, activities={"serve": asked})


def ask(at: str | datetime | None, **context: Any) -> Plain:
    """Return a request to use; ``context`` adds to an empty record, and its ``ask`` to what is asked."""
    asked = context.pop("asked", {})
    known = {"restricted": False, "objections": [], "legal_hold": False} | context
    stated = {name.replace("_", "-"): value for name, value in known.items()}
    request: Plain = {"purpose": "service", "data": "contact", "at": at, "context": stated}
    return request | dict(asked)


def told(asked: pp.Policy, requests: Sequence[Plain], *shapes: Shape) -> list[str]:
    """Decide requests as tables, see that each row is answered as alone, and return the answers in short."""
    rows: list[Plain] = []
    for shape in shapes or (SHAPES["map"],):
        table, stated = table_of(asked.vocabulary, requests, shape)
        rows = decided(asked, table)
        found = list(differences(asked, rows, stated))
        assert not found, f"{len(found)} of {len(stated)} rows differ in {shape}; the first:\n{found[0]}"
    return [short(row) for row in rows]


def short(row: Plain) -> str:
    """Return an answer in short: what it is, why, and until when."""
    if row["error"] is not None:
        return "error"
    said = row["outcome"] if row["outcome"] == "permit" else f"{row['outcome']} {row['reason']}"
    if row["until"] is None:
        return str(said)
    until = row["until"].replace(tzinfo=None).isoformat().removesuffix("T00:00:00")
    return f"{said} until {until}Z" if "T" in until else f"{said} until {until}"
