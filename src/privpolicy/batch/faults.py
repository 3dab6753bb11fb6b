"""What is wrong with a row: a row at fault has an error and no outcome, as a request at fault has no decision."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

import ibis
from ibis import Value

from privpolicy.batch.record import GIVERS, Record, literal
from privpolicy.engine.vocabulary import BUILT_IN_FACTS, Vocabulary
from privpolicy.model.moment import Moment
from privpolicy.model.request import OLDEST

EARLIEST, LATEST = literal(Moment.MIN), literal(Moment.MAX)
FIRST, LAST = (ibis.literal(one.to_stdlib().isoformat()).cast("timestamp") for one in (Moment.MIN, Moment.MAX))
"""The same instants for use in lists: casts of a text DuckDB works out once, its own constants for every list."""
LARGEST = sys.float_info.max
_UNKNOWN_PURPOSE = "the policy does not know the purpose"
FEW = 64
"""How many purposes a policy has at most for each consent to be looked at for one that it does not know."""
STARTS = {"consents": "given", "objections": "raised"}
"""The field that says since when a statement counts."""


class Wrong(NamedTuple):
    """Something that is wrong with a consent or an objection, in words and as a test of one."""

    words: str
    test: Callable[[Value], Value]


def survey(record: Record, vocabulary: Vocabulary, backend: Any) -> dict[str, Sequence[Wrong]]:
    """Return what may be wrong with the consents and objections of a table, so that every row is looked at for it.

    Where a policy has many purposes, those that it does not know are looked up for consents once: one that turns up
    later counts for nothing. Of an objection that must not be so.
    """
    known = vocabulary.hierarchies["purpose"].parents
    found: dict[str, Sequence[Wrong]] = {}
    few = len(known) <= FEW
    if record.consents is not None and few:
        found["consents"] = (*wrongs_of("given"), _not_among(sorted(known)))
    elif record.consents is not None:
        named = record.table.select(purpose=record.consents.map(lambda one: one["purpose"]).unnest()).distinct()
        purposes = {row["purpose"] for row in backend.to_pyarrow(named).to_pylist()}
        strange = sorted(purposes - {None, *known})
        found["consents"] = (*wrongs_of("given"), *((_among(strange),) if strange else ()))
    if record.objections is not None:
        found["objections"] = (*wrongs_of("raised"), _not_among(sorted(known)))
    return found


def wrongs_of(start: str) -> tuple[Wrong, ...]:
    """Return what may be wrong with any consent (``given``) or objection (``raised``), its purpose aside."""
    wrongs = (
        Wrong(
            f"`purpose` and `{start}` are required",
            lambda one: one["purpose"].isnull() | one[start].isnull(),
        ),
        Wrong(f"withdrawn before it was {start}", lambda one: one["withdrawn"] < one[start]),
        Wrong(
            "no instant of the calendar",
            lambda one: (one[start] < FIRST) | (one[start] > LAST) | (one["withdrawn"] > LAST),
        ),
    )
    if start != "given":
        return wrongs
    return (*wrongs, Wrong("`by` is subject or guardian", lambda one: ~one["by"].isin(GIVERS)))


def _among(purposes: Sequence[str]) -> Wrong:
    return Wrong(_UNKNOWN_PURPOSE, lambda one: one["purpose"].isin(purposes))


def _not_among(purposes: Sequence[str]) -> Wrong:
    return Wrong(_UNKNOWN_PURPOSE, lambda one: ~_list(purposes).contains(one["purpose"]))


def _list(texts: Sequence[str]) -> Value:
    """Return a constant list: to look into one takes half as long as many comparisons."""
    return ibis.literal(list(texts), type="array<string>")


def _beyond(instant: Value) -> Value:
    """Return whether an instant is none that a request could state: infinite, before the year 1 or after 9999."""
    return (instant < EARLIEST) | (instant > LATEST)


def fault(record: Record, vocabulary: Vocabulary, wrong: Mapping[str, Sequence[Wrong]]) -> Value:
    """Return what is wrong with a row beside its question; null where nothing is.

    ``wrong`` is what :func:`survey` found, by ``consents`` and ``objections``.
    """
    cases = [
        *(case for path, wrongs in wrong.items() for case in _statement_faults(path, getattr(record, path), wrongs)),
        *_instant_faults(record),
        *_event_faults(record, vocabulary),
        *_value_faults(record, vocabulary),
    ]
    return ibis.cases(*cases, else_=ibis.null("string")) if cases else ibis.null("string")


def _statement_faults(path: str, statements: Value, wrongs: Sequence[Wrong]) -> Iterator[tuple[Value, Value]]:
    if not wrongs:
        return
    found = [
        (statements.filter(wrong.test).length() > 0, ibis.literal(f"context.{path}: {wrong.words}")) for wrong in wrongs
    ]
    any_ = statements.filter(lambda one: reduce(or_, [wrong.test(one) for wrong in wrongs])).length() > 0
    yield any_, ibis.cases(*found, else_=ibis.null("string"))  # which fault it is, only a row at fault asks


def _instant_faults(record: Record) -> Iterator[tuple[Value, Value]]:
    dates = {"at": record.at} | {f"context.events.{event}": column.date for event, column in record.events.items()}
    for path, date in dates.items():
        yield _beyond(date), ibis.literal(f"{path}: no instant of the calendar")


def _event_faults(record: Record, vocabulary: Vocabulary) -> Iterator[tuple[Value, Value]]:
    if record.event_map is not None:
        strange = record.event_map.keys().filter(lambda event: ~event.isin(sorted(vocabulary.events)))
        yield strange.length() > 0, ibis.literal("context.events: the policy does not know an event")


def _value_faults(record: Record, vocabulary: Vocabulary) -> Iterator[tuple[Value, Value]]:
    for fact, value in record.facts.items():
        wrong = _value_fault(fact, value, vocabulary)
        if wrong is not None:
            path = f"context.subject.{fact}" if fact in BUILT_IN_FACTS else f"context.facts.{fact}"
            yield wrong, ibis.literal(f"{path}: the value cannot be one of `{fact}`")


def _value_fault(fact: str, value: Value, vocabulary: Vocabulary) -> Value | None:
    """Return whether a value is none of its fact's; ``None`` where the type of the column rules that out."""
    tests: list[Value] = []
    kind = vocabulary.facts[fact]
    if kind.type == "enum":
        tests.append(~value.isin(list(kind.values)))
    if kind.type == "number" and value.type().is_floating():
        tests += [value.isnan(), value > LARGEST, value < -LARGEST]  # ibis asks Spark for infinities in vain
    if kind.type == "date":
        tests.append(_beyond(value))
    if fact == "age":
        tests += [value < 0, value > OLDEST]
    return reduce(or_, tests) if tests else None
