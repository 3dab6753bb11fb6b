"""The clauses of the questions of a table: which of them its columns can tell apart, and whether they hold."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, partial
from itertools import chain
from typing import Any

import ibis
import pyarrow as pa
from ibis import Table, Value

from privpolicy.batch.choice import Slot
from privpolicy.batch.plans import Bits, Plans, Shape
from privpolicy.batch.record import Event, Record, literal
from privpolicy.batch.truth import FALSE, TRUE, Purposes, Truths
from privpolicy.batch.turns import of_calendar
from privpolicy.engine.leaves import leaves
from privpolicy.engine.requirement import AgeOfConsent, ConsentLive
from privpolicy.model.moment import Moment

WHOLE = ("at", "complete", "consents", "objections", "restricted", "legal_hold")
"""The parts of a record that are one column each."""

STAND_IN: Value = ibis.literal([], type="array<string>")
"""For a list of purposes, where two expressions are compared and nothing is read."""


@dataclass(frozen=True)
class Judge:
    """The plans of a table and what its rows state; the stages of the query are asked through it."""

    plans: Plans
    record: Record

    @cached_property
    def judging(self) -> Bits:
        """The bits to judge by: one for clauses that this table cannot tell apart, bit 0 for what never holds."""
        truths = Truths(self.record, Purposes(STAND_IN.contains, STAND_IN.contains), self.record.at)
        found: dict[object, int] = {FALSE.op(): 0}
        numbers = {}
        for shape in self.plans.shapes:
            same: object = shape if shape.requirement is None else truths.of(shape.requirement).op()
            numbers[shape] = found.setdefault(same, len(found))
        return Bits("judge", numbers)

    @cached_property
    def telling(self) -> Bits:
        """The bits to tell by: one for each clause, in the order in which they are told."""
        return Bits("tell", {shape: number for number, shape in enumerate(self.plans.shapes, 1)})

    @cached_property
    def limits(self) -> tuple[AgeOfConsent, ...]:
        """The ages of consent that are asked for, where the table says of which age and country somebody is."""
        if self.record.consents is None or not {"age", "country"} <= self.record.facts.keys():
            return ()
        requirements = (shape.requirement for shape in self.plans.shapes if shape.requirement is not None)
        parts = chain.from_iterable(map(leaves, requirements))
        limits = (part.minors for part in parts if isinstance(part, ConsentLive) and part.minors is not None)
        different: list[AgeOfConsent] = []  # they hold mappings, so that no set can
        for limit in limits:
            if limit not in different:
                different.append(limit)
        return tuple(different)

    @property
    def countries(self) -> pa.Table:
        """A table to join: by country each age of consent from each instant on at which one changes, and before all."""
        names = sorted({name for limit in self.limits for name in limit.limits})
        columns: dict[str, pa.Array] = {"__country": pa.array(names, pa.string())}
        for number, limit in enumerate(self.limits):
            for era, start in enumerate((Moment.MIN, *limit.turns)):
                columns[_age(number, era)] = pa.array([limit.at(start, name) for name in names], pa.int16())
        return pa.table(columns)

    def age_of_consent(self, rows: Table, number: int, at: Value) -> Value:
        """Return one of the ages of consent at an instant, over a stage in which the countries are joined."""
        limit = self.limits[number]
        ages = [rows[_age(number, era)] for era in range(len(limit.turns) + 1)]
        earlier = [(at < literal(end), age) for end, age in zip(limit.turns, ages, strict=False)]
        known = ibis.cases(*earlier, else_=ages[-1]) if earlier else ages[-1]
        return ages[0].isnull().ifelse(ibis.literal(limit.default, "int16"), known)

    @property
    def dates(self) -> list[list[datetime]]:
        """For each question the dates of the calendar at which a clause of it may turn."""
        by_country = "country" in self.record.facts
        found = {
            shape: set(() if shape.requirement is None else of_calendar(shape.requirement, by_country=by_country))
            for shape in self.plans.shapes
        }
        return [
            sorted({date.to_stdlib() for shape in self.plans.shapes_of(question) for date in found[shape]})
            for question in self.plans.questions
        ]

    def representatives(self) -> Iterator[tuple[Shape, int]]:
        """Yield one clause for each bit to judge by, but for what never holds."""
        yield from {number: (shape, number) for shape, number in self.judging.numbers.items() if number}.values()

    def truth(self, rows: Table, shape: Shape, truths: Truths) -> Value:
        """Return whether a clause holds."""
        if shape.requirement is not None:
            return truths.of(shape.requirement)
        return self.slot(rows, shape.order).said(truths.of, TRUE)

    def slot(self, rows: Table, slot: int) -> Slot:
        """Return the retention requirements of a slot, and which of them is that of the row."""
        return Slot(rows[f"__slot{slot}"], [stored for stored, (at, _) in self.plans.slots.items() if at == slot])

    def truths(self, rows: Table) -> Truths:
        """Return the expressions over a stage in which every row knows its question."""
        record = moved(self.record, rows)
        purposes = Purposes(rows["__broader"].contains, rows["__overlapping"].contains)
        numbers = ((limit, number) for number, limit in enumerate(self.limits))
        ages = tuple((limit, partial(self.age_of_consent, rows, number)) for limit, number in numbers)
        return Truths(record, purposes, record.at, ages=ages)

    def looked_for(self, rows: Table) -> Truths:
        """Return the expressions over a stage in which the live consents and objections have been looked for."""
        return replace(
            self.truths(rows),
            live=None if self.record.consents is None else rows["__live"],
            against=None if self.record.objections is None else rows["__against"],
            ages=tuple((limit, partial(_said, rows[f"__age{number}"])) for number, limit in enumerate(self.limits)),
        )


def _age(limit: int, era: int) -> str:
    return f"__age{limit}_{era}"


def _said(age: Value, _: Value) -> Value:
    """Return an age of consent that has been looked up at the instant of the row."""
    return age


def moved(record: Record, rows: Table) -> Record:
    """Return the record as columns of another stage."""
    given: dict[str, Any] = {name: None if getattr(record, name) is None else rows[f"__{name}"] for name in WHOLE}
    given |= {"facts": {fact: rows[f"__fact_{fact}"] for fact in record.facts}}
    events = {
        event: Event(
            column.stated if column.stated.equals(TRUE) else rows[f"__stated_{event}"], rows[f"__event_{event}"]
        )
        for event, column in record.events.items()
    }
    return replace(record, table=rows, events=events, **given)
