"""Which columns of a table may be read for a purpose, and in which rows: purpose-based access for a warehouse.

Each column is asked about as a request asks about its categories, each row states what the columns mapped say of it. A
cell is read where the answer is *permit*: a denial, a conditional answer and a row at fault alike leave it unread.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis
from ibis import Table, Value

from privpolicy.batch import codes, faults
from privpolicy.batch.choice import NO_SLOT, Slot
from privpolicy.batch.dialects import UNSEEN, spoken, sql_of
from privpolicy.batch.errors import TableError
from privpolicy.batch.map_file import Given, table_map
from privpolicy.batch.plainly import plainly, settled, total, word
from privpolicy.batch.plans import KINDS, Law, Plans, Question, Shape, Way, plans_for
from privpolicy.batch.record import Record
from privpolicy.batch.row_record import named_table, on_one_engine, record_of, zoned
from privpolicy.batch.session import zone_changed
from privpolicy.batch.table_map import TableMap
from privpolicy.batch.truth import FALSE, TRUE, Purposes, Truths
from privpolicy.diagnostics.wording import did_you_mean, quote
from privpolicy.engine.bind import bind
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a column may not be read in any row: the code of a reason, and in words."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What of a table may be read for a purpose. Made by :meth:`Policy.filter`.

    Every method takes the table to read, whatever :meth:`Policy.decide_table` takes but text files; left out, it is the
    one that the mapping describes, which nobody has looked at: good for SQL. The instant asked about is fixed: a filter
    does not know what changes after it.
    """

    policy: Policy
    request: Request
    """What is asked: the purpose and whatever else is the same for every row. Its data are those of all columns."""
    law: Law
    table_map: TableMap
    always: tuple[str, ...]
    """Columns that may be read in every row that is not at fault."""
    by_row: tuple[str, ...]
    """Columns that may be read in some rows."""
    denied: Mapping[str, Refusal]
    """Columns that may be read in no row, and why."""
    _plans: Plans
    _tables: Mapping[str, Table]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that may be read in some row, in the order of the mapping."""
        return tuple(column for column in self.table_map.columns if column not in self.denied)

    @property
    def asked(self) -> dict[str, Any]:
        """What is asked of every row: purpose, data subject, operation and recipient, by the keys of a request."""
        subject = bind(self.request, self.policy.vocabulary).data_subject
        found = {"purpose": self.request.purpose, "data-subject": subject}
        return {**found, "operation": self.request.operation, "recipient": self.request.recipient}

    def named(self, table: str) -> "Filter":
        """Return the same of a table that is called otherwise in SQL."""
        return replace(self, table_map=self.table_map.model_copy(update={"table": table}))

    def predicate(self, column: str, table: Any = None) -> Value:
        """Return whether a column may be read, row by row: true or false, never null."""
        return self.where([column], table)

    def where(self, columns: Iterable[str] | None = None, table: Any = None) -> Value:
        """Return whether all of some columns may be read; left out, all that may be read in some row.

        Raises :class:`TableError` for a column that the mapping does not have or that may never be read.
        """
        return total(self._plain(self._chosen(columns), *self._seen(table)))

    def rows(self, table: Any = None, columns: Iterable[str] | None = None) -> Table:
        """Return the rows in which all of some columns may be read, with these and what is carried along."""
        read, beside = self._seen(table)
        chosen = self._chosen(columns)
        return read.filter(self._plain(chosen, read, beside)).select(*self.table_map.carry, *chosen)

    def masked(self, table: Any = None, columns: Iterable[str] | None = None) -> Table:
        """Return cells that may be read, null for the others; rows of which nothing may be read are left out."""
        read, beside = self._seen(table)
        may = {column: self._plain([column], read, beside) for column in self._chosen(columns)}
        cells = {column: _cell(may[column], read[column]) for column in may}
        return read.filter(plainly(reduce(or_, may.values()))).select(*self.table_map.carry, **cells)

    def sql(
        self,
        dialect: str = "duckdb",
        *,
        columns: Iterable[str] | None = None,
        masked: bool = False,
        table: Any = None,
    ) -> str:
        """Return :meth:`rows`, or :meth:`masked`, as SQL, to be run in a session whose time zone is UTC.

        Raises :class:`TableError` for a dialect that there is none, that would read something else, or that has no
        words for it.
        """
        read = (self.masked if masked else self.rows)(table, columns)
        types = self._seen(table)[0].schema()
        return sql_of(read, dialect, {column: types[column] for _, column in self.table_map.stating()})

    @staticmethod
    def tried(dialect: str) -> bool:
        """Return whether it was seen that SQL in a dialect reads what is permitted, and nothing else.

        Raises :class:`TableError` for a dialect that no filter is written in.
        """
        return spoken(dialect) not in UNSEEN

    def _chosen(self, columns: Iterable[str] | None) -> tuple[str, ...]:
        if columns is None:
            if not self.columns:
                raise TableError("no column may be read", "`denied` says why")
            return self.columns
        chosen = tuple(dict.fromkeys([columns] if isinstance(columns, str) else columns))
        if not chosen:
            raise TableError("no column is named", "leave `columns` out to read all that may be")
        for column in chosen:
            if column not in self.table_map.columns:
                near = did_you_mean(column, self.table_map.columns)
                raise TableError(
                    f"column {quote(column)} is mapped to no category", near or "map it, or `carry` it along"
                )
            if column in self.denied:
                refusal = self.denied[column]
                raise TableError(f"column {quote(column)} may not be read: {refusal.code}", refusal.message)
        return chosen

    def _seen(self, table: Any) -> tuple[Table, Mapping[str, Table]]:
        """Return the table to read and those beside it, on one engine."""
        if table is None:
            return named_table(self.table_map, self.policy.vocabulary), {}
        return on_one_engine(table, self._tables)

    def _plain(self, columns: Iterable[str], table: Table, beside: Mapping[str, Table]) -> Value:
        return plainly(reduce(and_, self._conditions(columns, table, beside), TRUE))

    def _conditions(self, columns: Iterable[str], table: Table, beside: Mapping[str, Table]) -> Iterator[Value]:
        """Yield what must be true of a row: that it is not at fault, and that each column is permitted."""
        for column in (*columns, *self.table_map.carry):
            if column not in table.columns:
                raise TableError(f"the table has no column {quote(column)}", did_you_mean(column, table.columns) or "")
        record = record_of(self.table_map, table, self.policy.vocabulary, self.request, beside)
        judge = _Judge(self._plans, record)
        for column in columns:
            yield judge.permits(self.table_map.categories(column))
        yield faults.fault(record, self.policy.vocabulary, {}).isnull()
        yield from self._sound(record)
        if zoned(self.table_map, table):
            yield zone_changed().isnull()

    def _sound(self, record: Record) -> Iterator[Value]:
        """Yield what must be true of the consents and objections of a row, of which nobody has looked at any."""
        known = sorted(self.policy.vocabulary.hierarchies["purpose"].parents)
        strange = faults.Wrong("the policy does not know the purpose", lambda one: ~one["purpose"].isin(known))
        for path, start in faults.STARTS.items():
            statements = getattr(record, path)
            if statements is not None:
                wrongs = [*faults.wrongs_of(start), strange]
                faulty = statements.filter(lambda one, tests=wrongs: reduce(or_, [each.test(one) for each in tests]))
                yield ~(faulty.length() > 0).fill_null(FALSE)


def filter_of(
    policy: Policy,
    *,
    asked: Mapping[str, Any],
    columns: Given,
    tables: Mapping[str, Table],
    law: Law,
) -> Filter:
    """Return what of a table may be read. ``asked`` are the arguments of a :class:`Request`, its data aside.

    Raises :class:`MapError` where the mapping is at fault, :class:`RequestError` where the question is, and
    :class:`TableError` where the two contradict each other.
    """
    mapped = table_map(columns, policy.model)
    asked = _joined(asked, mapped)
    held = {column: mapped.categories(column) for column in mapped.columns}
    request = Request(**asked, data=tuple(dict.fromkeys(one for several in held.values() for one in several)))
    bind(request, policy.vocabulary)
    plans = plans_for(policy, [_key(request, categories) for categories in dict.fromkeys(held.values())], law)
    found = Filter(policy, request, law, mapped, (), (), {}, plans, tables)
    table = named_table(mapped, policy.vocabulary)
    judge = _Judge(plans, record_of(mapped, table, policy.vocabulary, request, {}))
    may = {column: settled(plainly(judge.permits(categories))) for column, categories in held.items()}
    return replace(
        found,
        always=tuple(column for column in held if may[column] is True),
        by_row=tuple(column for column in held if may[column] is None),
        denied={column: _refusal(judge, found, held[column]) for column in held if may[column] is False},
    )


def _joined(asked: Mapping[str, Any], mapped: TableMap) -> dict[str, Any]:
    """Return what is asked with what the mapping says of the whole table."""
    found = dict(asked)
    for name in ("data_subject", "origin"):
        said = getattr(mapped, name)
        if said is not None and found.get(name) not in (None, said):
            key = name.replace("_", "-")
            raise TableError(
                f"the table's {key} is {quote(said)}, and {quote(found[name])} is asked", "ask for one of them"
            )
        found[name] = said if said is not None else found.get(name)
    return found


def _key(request: Request, categories: tuple[str, ...]) -> dict[str, Any]:
    return {
        "purpose": request.purpose,
        "data": list(categories),
        "data-subject": request.data_subject,
        "operation": request.operation,
        "recipient": request.recipient,
        "origin": request.origin,
    }


@dataclass(frozen=True, slots=True)
class _Judge:
    """Puts the programs of columns to the rows of a table."""

    plans: Plans
    record: Record

    def permits(self, categories: tuple[str, ...]) -> Value:
        """Return whether all categories of a column are permitted; null where that is not known."""
        question = self.question(categories)
        truths = self.truths(question)
        programs = [
            reduce(or_, [reduce(and_, self.clauses(way, truths), TRUE) for way in ways], FALSE)
            for ways in question.programs
        ]
        return reduce(and_, programs, TRUE)

    def clauses(self, way: Way, truths: Truths) -> Iterator[Value]:
        """Yield what an alternative asks for."""
        yield from (truths.of(shape.requirement) for shape in way.shapes if shape.requirement is not None)
        if way.stored is not None:
            yield truths.of(way.stored)

    def question(self, categories: tuple[str, ...]) -> Question:
        """Return the question that a column with these categories asks."""
        return next(one for one in self.plans.questions if one.key["data"] == list(categories))

    def truths(self, question: Question) -> Truths:
        """Return what holds for the purpose of a question."""
        broader, overlapping = question.broader, question.overlapping
        purposes = Purposes(lambda one: one.isin(broader), lambda one: one.isin(overlapping))
        return Truths(self.record, purposes, self.record.at)


def _refusal(judge: _Judge, found: Filter, categories: tuple[str, ...]) -> Refusal:
    """Return why a column is never read: what is told of the first of its programs that can never permit."""
    question = judge.question(categories)
    code = next(filter(None, (_code(judge, question, number) for number in range(len(question.programs)))), "")
    alone = _without_record(found.request, categories)
    decision = found.policy.decide(alone, law=found.law)
    reasons = [reason for one in decision.categories if one.outcome.value != "permit" for reason in one.reasons]
    told = next((reason for reason in reasons if reason.code == code), reasons[0] if reasons else None)
    if told is None:
        return Refusal(code or "condition-unknown", "no row can state what it hangs on")
    return Refusal(code or told.code, told.message)


def _without_record(request: Request, categories: tuple[str, ...]) -> Request:
    """Return the same request for other data, with nothing stated."""
    written = request.to_dict()
    return Request.parse({**written, "data": list(categories), "context": None})


def _code(judge: _Judge, question: Question, program: int) -> str | None:
    """Return the code of what no row meets in the first alternative of a program; ``None`` where some row may."""
    ways = question.programs[program]
    truths = judge.truths(question)
    if any(settled(plainly(reduce(and_, judge.clauses(way, truths), TRUE))) is not False for way in ways):
        return None
    if not ways:
        return question.silence[program]
    way = ways[0]
    bare = replace(truths, record=replace(truths.record, consents=None, objections=None))
    asked = [(shape, shape.requirement) for shape in way.shapes if shape.requirement is not None]
    slot = NO_SLOT
    if way.stored is not None:
        rank = KINDS.index("retention")
        asked.append((Shape(rank, 0, "retention", None), way.stored))
        slot = Slot(ibis.literal(1), (way.stored,))
    for shape, requirement in sorted(asked, key=lambda one: (one[0].rank, one[0].order)):
        truth = truths.of(requirement)
        if settled(plainly(truth)) is False:
            fails = settled(plainly(~truth)) is True
            return word((codes.failed if fails else codes.unknown)(shape, bare, slot))
    return None


def _cell(may: Value, cell: Value) -> Value:
    return cell if settled(may) is True else may.ifelse(cell, ibis.null())
