"""What is wrong with a row: a row at fault has an error and no outcome, as a request at fault has no decision."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

import ibis
from ibis import Value

from privpolicy.batch.record import GIVERS, Record
from privpolicy.batch.truth import FALSE
from privpolicy.engine.vocabulary import BUILT_IN_FACTS, Vocabulary
from privpolicy.model.request import OLDEST

LARGEST = sys.float_info.max
STARTS = {"consents": "given", "objections": "raised"}
"""The field that says since when a statement counts."""


class Wrong(NamedTuple):
    """Something that is wrong with a consent or an objection, in words and as a test of one."""

    words: str
    test: Callable[[Value], Value]


def survey(record: Record, vocabulary: Vocabulary, backend: Any) -> dict[str, Sequence[Wrong]]:
    """Look through all consents and objections of a table once, and return what is wrong with some of them.

    Mostly that is nothing, and no row has to be looked at for it again.
    """
    known = vocabulary.hierarchies["purpose"].parents
    found: dict[str, Sequence[Wrong]] = {}
    for path, start in STARTS.items():
        statements = getattr(record, path)
        if statements is None:
            continue
        wrongs = wrongs_of(start)
        every = record.table.select(one=statements.unnest())
        flags = {
            f"wrong{number}": wrong.test(every["one"]).fill_null(FALSE).any() for number, wrong in enumerate(wrongs)
        }
        rows = backend.to_pyarrow(every.group_by(purpose=every["one"]["purpose"]).aggregate(**flags)).to_pylist()
        strange = sorted({row["purpose"] for row in rows} - {None, *known})
        found[path] = [wrong for number, wrong in enumerate(wrongs) if any(row[f"wrong{number}"] for row in rows)]
        if strange:
            found[path] = [*found[path], _strange(strange)]
    return found


def wrongs_of(start: str) -> tuple[Wrong, ...]:
    """Return what may be wrong with any consent (``given``) or objection (``raised``), its purpose aside."""
    wrongs = (
        Wrong(
            f"`purpose` and `{start}` are required",
            lambda one: one.isnull() | one["purpose"].isnull() | one[start].isnull(),
        ),
        Wrong(f"withdrawn before it was {start}", lambda one: one["withdrawn"] < one[start]),
    )
    if start != "given":
        return wrongs
    return (*wrongs, Wrong("`by` is subject or guardian", lambda one: ~one["by"].isin(GIVERS)))


def _strange(purposes: Sequence[str]) -> Wrong:
    return Wrong("the policy does not know the purpose", lambda one: one["purpose"].isin(purposes))


def fault(record: Record, vocabulary: Vocabulary, wrong: Mapping[str, Sequence[Wrong]]) -> Value:
    """Return what is wrong with a row beside its question; null where nothing is.

    ``wrong`` is what :func:`survey` found, by ``consents`` and ``objections``.
    """
    cases = [
        *(case for path, wrongs in wrong.items() for case in _statement_faults(path, getattr(record, path), wrongs)),
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
    if fact == "age":
        tests += [value < 0, value > OLDEST]
    return reduce(or_, tests) if tests else None
