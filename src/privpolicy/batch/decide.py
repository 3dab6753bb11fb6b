"""Decide a table: its questions are looked up once, then every row is judged by expressions over its own columns.

The stages are nested selects. Each is fenced: without that each use of a column would repeat all that it is made of.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table, Value
from ibis.expr import datatypes as dt

from privpolicy.batch import faults
from privpolicy.batch.answers import NO_TEXT, Answers, Chosen
from privpolicy.batch.errors import TableError
from privpolicy.batch.faults import Wrong
from privpolicy.batch.fence import fenced
from privpolicy.batch.judge import WHOLE, Judge
from privpolicy.batch.naming import KEY_PATHS, named
from privpolicy.batch.plans import WORD, Law, plans_for, table_of
from privpolicy.batch.ranks import in_bits, left_of_all, left_of_program, left_of_ways, moved, packed, rank
from privpolicy.batch.record import Reader, Record
from privpolicy.batch.session import zone_changed
from privpolicy.batch.truth import FALSE
from privpolicy.batch.until import prepared
from privpolicy.engine.policy import Policy
from privpolicy.model.moment import Moment

RESULTS = ("outcome", "activity", "reason", "until", "obligations", "error")
"""The columns that a decision adds, in their order."""
HASH = "__hash"


def decide_table(
    policy: Policy,
    table: Table,
    *,
    columns: Mapping[str, str | None],
    zone: str | None,
    now: Moment,
    law: Law,
    prefix: str,
    answers: Collection[str] = RESULTS,
    sides: Collection[str] = (),
) -> Table:
    """Return a table with the answers to each row beside its columns. Only the questions are read at once.

    ``sides`` are the lists that were brought here from tables of their own.
    """
    strange = next((name for name in answers if name not in RESULTS), None)
    if strange is not None:
        raise TableError(f"a decision has no `{strange}`", f"known are {', '.join(RESULTS)}")
    added = {name: f"{prefix}{name}" for name in RESULTS if name in answers}
    _refuse_clashes(table, added.values())
    found = named(table.columns, columns, policy.vocabulary)
    record = Reader(table, found, policy.vocabulary, zone, now).record().knowing(sides)
    backend = table._find_backend(use_default=True)  # noqa: SLF001  # ibis names no other way
    survey = _survey(record, backend)
    keys = [{path: row.get(path) for path in KEY_PATHS} for row in survey.select(record.keys).to_pylist()]
    plans = plans_for(policy, keys, law)
    wrong = faults.survey(record, policy.vocabulary, backend)
    judge = Judge(plans, record)
    rows = _Stages(policy, judge, survey, wrong).ranked(table)
    if "until" in added:
        rows = prepared(judge, rows)
    chosen = fenced(rows, dict(Chosen(judge, rows).columns()))
    told = Answers(judge, chosen).columns(added)
    return chosen.select(*table.columns, **{added[name]: value for name, value in told.items()})


def _refuse_clashes(table: Table, added: Iterable[str]) -> None:
    """Refuse columns that those of the decision or of the stages would hide: engines do not tell letters by case."""
    taken = {name.casefold(): name for name in table.columns}
    clash = next((taken[name.casefold()] for name in added if name.casefold() in taken), None)
    if clash is not None:
        raise TableError(f"the table has a column `{clash}` already", "add a prefix to those of the decision")
    hidden = next((name for name in table.columns if name.startswith("__")), None)
    if hidden is not None:
        raise TableError(f"column `{hidden}`: names that begin with two underscores are taken", "rename it")


def _survey(record: Record, backend: Any) -> pa.Table:
    """Return the different questions that a table asks, and on DuckDB the number that names each.

    The number has 64 bits and depends on nothing but the question: that two of a thousand share one happens in one
    table of forty thousand billion.
    """
    if backend.name != "duckdb":  # others make numbers that are too small to tell apart
        return backend.to_pyarrow(record.table.select(**record.keys).distinct())
    keys = {f"__key_{path}": value for path, value in record.keys.items()}
    rows = record.table.select(**keys, **{HASH: _hash(record)})
    first = {path: rows[f"__key_{path}"].arbitrary() for path in record.keys}
    return backend.to_pyarrow(rows.group_by(HASH).agg(**first))


def _number(struct: Any) -> Any:
    """Return the number that DuckDB makes of a struct, as it is: ibis turns it into one with a sign, by a text."""


_number_of = ibis.udf.scalar.builtin(_number, name="hash", signature=((None,), dt.uint64))


def _hash(record: Record) -> Value:
    stated = {f"{path} stated": key.notnull() for path, key in record.keys.items() if key.type().is_array()}
    return _number_of(ibis.struct({**record.keys, **stated}))  # alone, no list has the number of an empty one


@dataclass(frozen=True, slots=True)
class _Stages:
    """The stages of the query: each a table with more columns than the one before, their names in two underscores."""

    policy: Policy
    judge: Judge
    survey: pa.Table
    wrong: Mapping[str, Sequence[Wrong]]

    def ranked(self, table: Table) -> Table:
        """Return the table with the rank of every alternative, every program and the whole."""
        stated = fenced(table, self._stated())
        joined = fenced(self._in_countries(self._joined(stated)), {})
        looked = fenced(joined, self._looked_for(joined))
        held = fenced(looked, self._held(looked))
        told = fenced(held, self._told(held))
        worded = fenced(told, dict(self._words(told)))
        return fenced(worded, dict(self._ranks(worded)))

    def _stated(self) -> dict[str, Value]:
        """Return what the rows state, each in a column of its own, and what names their questions."""
        record = self.judge.record
        columns = {"__fault": faults.fault(record, self.policy.vocabulary, self.wrong)}
        if HASH in self.survey.column_names:
            columns[HASH] = _hash(record)
        else:
            columns |= {f"__key_{path}": value for path, value in record.keys.items()}
        columns |= {f"__{name}": value for name in WHOLE if (value := getattr(record, name)) is not None}
        for event, column in record.events.items():
            columns |= {f"__event_{event}": column.date, f"__stated_{event}": column.stated}
        return columns | {f"__fact_{fact}": value for fact, value in record.facts.items()}

    def _joined(self, stated: Table) -> Table:
        """Return the table with the plan of each row beside it; a row without one stays, and is answered an error."""
        hashed = HASH in self.survey.column_names
        names = {HASH: "__plan"} if hashed else {path: f"__{path}" for path in self.judge.record.keys}
        identity = {name: self.survey[path] for path, name in names.items()}
        identity["__turns"] = pa.array(self.judge.dates, pa.list_(pa.timestamp("us")))
        plans = ibis.memtable(table_of(self.judge.plans, (self.judge.judging, self.judge.telling), identity))
        if hashed:
            return stated.left_join(plans, stated[HASH] == plans["__plan"]).drop("__plan")
        same = [stated[f"__key_{path}"].identical_to(plans[name]) for path, name in names.items()]
        return stated.left_join(plans, same).drop(*names.values())

    def _in_countries(self, rows: Table) -> Table:
        """Return the table with the ages of consent in the country of each row beside it."""
        if not self.judge.limits:
            return rows
        countries = ibis.memtable(self.judge.countries)
        return rows.left_join(countries, rows["__fact_country"] == countries["__country"]).drop("__country")

    def _looked_for(self, rows: Table) -> dict[str, Value]:
        """Return the consents and objections that are live for the purpose of each row."""
        truths, found = self.judge.truths(rows), {}
        if truths.record.consents is not None:
            found["__live"] = truths.live_consents()
        if truths.record.objections is not None:
            found["__against"] = truths.live_objections()
        for number, limit in enumerate(self.judge.limits):
            found[f"__age{number}"] = truths.age_of_consent(limit)
        return found

    def _held(self, rows: Table) -> dict[str, Value]:
        """Return for each clause that looks into lists whether it holds, those that are alike once."""
        truths = self.judge.looked_for(rows)
        listed = ((shape, number) for shape, number in self.judge.representatives() if shape.looks_into_lists)
        return {f"__holds{number}": self.judge.truth(rows, shape, truths) for shape, number in listed}

    def _told(self, rows: Table) -> dict[str, Value]:
        """Return for each clause its bit of a word to judge by, those that are alike once."""
        truths = self.judge.looked_for(rows)
        return {
            f"__told{number}": in_bits(
                rows[f"__holds{number}"] if shape.looks_into_lists else self.judge.truth(rows, shape, truths),
                number % WORD,
            )
            for shape, number in self.judge.representatives()
        }

    def _words(self, rows: Table) -> Iterator[tuple[str, Value]]:
        """Yield the words that say of each clause whether it fails or is unknown, to judge by and to tell by."""
        never, alike = in_bits(FALSE, 0), self.judge.judging.numbers
        judged = {0: never} | {number: rows[f"__told{number}"] for _, number in self.judge.representatives()}
        told = {0: never} | {
            number: moved(judged[alike[shape]], number % WORD - alike[shape] % WORD)
            for shape, number in self.judge.telling.numbers.items()
        }
        for bits, clauses in ((self.judge.judging, judged), (self.judge.telling, told)):
            for word, value in enumerate(packed(clauses, bits.words)):
                yield f"__{bits.name}_word{word}", value

    def _ranks(self, rows: Table) -> Iterator[tuple[str, Value]]:
        """Yield the rank of each alternative and program and of the whole, and what is wrong with a row."""
        plans, bits = self.judge.plans, self.judge.judging
        words = [rows[f"__judge_word{number}"] for number in range(bits.words)]
        programs = [left_of_ways(rows, words, bits, program, plans.depth) for program in range(plans.width)]
        for program, ways in enumerate(programs):
            for way, left in enumerate(ways):
                yield f"__way{program}_{way}", rank(left)
            yield f"__program{program}", rank(left_of_program(ways))
        yield "__rank", rank(left_of_all([left_of_program(ways) for ways in programs]))
        lost = rows["__broader"].isnull().ifelse(ibis.literal("the table changed while it was decided"), NO_TEXT)
        yield "__wrong", ibis.coalesce(zone_changed(), rows["__error"], rows["__fault"], lost)
