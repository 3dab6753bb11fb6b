"""The SQL over lists of names that a data engineer writes first: joins on names, with what is narrower spelt out.

Prepared outside of the clock: a table of cells, each a purpose, a category, a data subject, an operation and a
recipient of the workload, and an activity that covers it, with the names of the clauses that must hold; and for each
purpose the names of those to which a consent, and against which an objection, counts. A row is taken apart into its
categories, joined with the cells by name, and put together again by its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from benchmarks.tables.asked import Asked, requirements
from benchmarks.tables.clauses import (
    AGAINST,
    CONSENT_LIVES,
    LIVE,
    MARKS,
    OBJECTION_LIVES,
    Words,
    phase_of,
)

import privpolicy as pp
from privpolicy.engine.requirement import Stored

CELLS, PURPOSES = "cells", "purposes"
ON = ("purpose", "category", "data_subject", "operation", "recipient")


@dataclass(frozen=True, slots=True)
class ByName:
    """The query and the tables that it joins."""

    query: str
    cells: pa.Table
    purposes: pa.Table


def by_name(policy: pp.Policy, asked: Sequence[Asked], rows: str) -> ByName:
    """Write the query over a relation that is named ``rows``; it says `number` and `outcome`."""
    every = requirements(asked)
    timetables = list(dict.fromkeys(one.timetable for one in every if isinstance(one, Stored)))
    words = Words.of(policy, lambda timetable: f"phase{timetables.index(timetable)}")
    clauses = {text: f"clause {number}" for number, text in enumerate(dict.fromkeys(map(words.of_clause, every)))}
    cells: dict[tuple[str, ...], tuple[list[str], ...]] = {}
    for one in asked:
        purpose, data, subject, operation, recipient = one.key
        for category, ways in zip(data, one.categories, strict=True):
            names = tuple([clauses[words.of_clause(part)] for part in way] for way in ways)
            cells[purpose, category, subject, operation, recipient] = names
    spread = [(*cell, way) for cell, ways in cells.items() for way in ways]
    columns = {name: [one[place] for one in spread] for place, name in enumerate((*ON, "clauses"))}
    purposes = {one.key[0]: one for one in asked}
    counting = {
        "purpose": list(purposes),
        "broader": [sorted(one.broader) for one in purposes.values()],
        "overlapping": [sorted(one.overlapping) for one in purposes.values()],
    }
    phases = ", ".join(f"{phase_of(one)} AS phase{number}" for number, one in enumerate(timetables))
    return ByName(_query(rows, clauses, phases), pa.table(columns), pa.table(counting))


def _query(rows: str, clauses: dict[str, str], phases: str) -> str:
    seen = ", ".join(
        f"list_filter({listed}, lambda {one}: list_contains({purposes}, {one}.purpose) AND {lives}) AS {name}"
        for listed, one, purposes, lives, name in (
            ("consents", "c", "broader", CONSENT_LIVES, LIVE),
            ("objections", "o", "overlapping", OBJECTION_LIVES, AGAINST),
        )
    )
    failing = ", ".join(f"CASE WHEN NOT {text} THEN '{name}' END" for text, name in clauses.items())
    unknown = ", ".join(f"CASE WHEN {text} IS NULL THEN '{name}' END" for text, name in clauses.items())
    told = ", ".join(
        f"list_filter([{listed}], lambda name: name IS NOT NULL) AS {name}"
        for name, listed in (("failing", failing), ("unknown", unknown))
    )
    rank = (
        "CASE WHEN clauses IS NULL OR list_has_any(clauses, failing) THEN 0 "
        "WHEN list_has_any(clauses, unknown) THEN 1 ELSE 2 END"
    )
    return (
        f"WITH stated AS (SELECT {MARKS} FROM {rows} JOIN {PURPOSES} USING (purpose)), "
        f"seen AS (SELECT *, {seen}{', ' + phases if phases else ''} FROM stated), "
        f"judged AS (SELECT number, purpose, unnest(data) AS category, data_subject, operation, recipient, {told} "
        "FROM seen), "
        f"ranked AS (SELECT number, category, max({rank}) AS rank FROM judged "
        f"LEFT JOIN {CELLS} USING ({', '.join(ON)}) GROUP BY number, category) "
        "SELECT number, CASE min(rank) WHEN 0 THEN 'deny' WHEN 1 THEN 'conditional' ELSE 'permit' END AS outcome "
        "FROM ranked GROUP BY number"
    )
