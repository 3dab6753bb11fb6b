"""Consents or objections that stand in a table of their own, read as a list column is.

What is asked of such a list — its items that pass tests, how many, the latest date — becomes a question to that table
about the rows of one person. Every engine can answer it, also one that knows no lists.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import ibis
from ibis import Table, Value
from ibis.expr import operations as ops

from privpolicy.batch.plainly import conjuncts, plainly

Test = Callable[[Any], Value]


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the table, as an item of the list."""

    fields: Mapping[str, Value]

    def __getitem__(self, name: str) -> Value:
        return self.fields[name]

    def isnull(self) -> Value:
        """Return that there is no null in such a list."""
        return ibis.literal(value=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """The items of one person that pass some tests."""

    table: Table
    person: Value
    """Whose row it is, in the table that is read."""
    key: Value
    """Whose item it is, in this one."""
    item: Item
    tests: tuple[Value, ...] = ()
    after: tuple[Value, ...] = ()
    """Tests that a date is greater than the latest of another list."""

    def isnull(self) -> Value:
        """Return whether it is not known what is on record of the person of a row.

        So it is where it is not known whose row it is, and wherever the table has an item of nobody: it may be
        anybody's. Of a person who is not in the table nothing is on record.
        """
        return self.person.isnull() | (self._of_nobody() != 0)

    def _of_nobody(self) -> Value:
        number: Value = self.table.filter(self.key.isnull()).count().as_scalar()
        return number

    def filter(self, test: Test) -> "Listed":
        """Return the items that pass a test as well."""
        tests = conjuncts(test(self.item).op())
        after = tuple(one.to_expr() for one in tests if one.find(ops.ScalarSubquery))
        rest = tuple(one.to_expr() for one in tests if not one.find(ops.ScalarSubquery))
        return replace(self, tests=(*self.tests, *rest), after=(*self.after, *after))

    def length(self) -> Value:
        """Return how many there are, or of those after another date one or none; null: that is not known.

        That any of them comes after a date is asked of the latest: not every engine lets one question stand in another.
        """
        found = self.table.filter(self.key == self.person, *map(plainly, self.tests))
        number: Value = found.count().as_scalar()
        for test in self.after:
            date, other = (side.to_expr() for side in test.op().args)
            number = (Values(self, date).maxs() > other).ifelse(ibis.literal(1), ibis.literal(0))
        return self.isnull().ifelse(ibis.null("int64"), number)

    def map(self, of: Callable[[Any], Value]) -> "Values":
        """Return something of each."""
        return Values(self, of(self.item))


@dataclass(frozen=True, slots=True)
class Values:
    """Something of each item."""

    listed: Listed
    value: Value

    def maxs(self) -> Value:
        """Return the greatest.

        The conditions stand in another order than those of :meth:`Listed.length`: what two questions share Ibis puts
        above the whole, where whose row it is cannot be seen.
        """
        listed = self.listed
        found = listed.table.filter(*map(plainly, listed.tests), listed.person == listed.key)
        return found.aggregate(latest=self.value.max()).as_scalar()
