"""Ranks: 0 for what is denied, 1 for what is open, 2 for what is permitted; worked out on bits of words.

A clause that is unknown sets a bit in the lower half of a word, one that fails a bit in the upper. The mask of an
alternative lets its own clauses through. What it leaves of the word puts the alternatives in order: nothing is left of
one that permits, and of one that may yet permit less than any bit of the upper half. So the best alternative of a
program leaves the least of all, and a request is as good as the program that leaves most.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

import ibis
from ibis import Table, Value
from ibis.expr import operations as ops

from privpolicy.batch.plans import WORD, Bits

DENY, OPEN, PERMIT = 0, 1, 2
UNKNOWN = (1 << WORD) - 1
"""The half of a word that says what is unknown."""
FAILED = UNKNOWN << WORD
"""The half of a word that says what fails."""


def left_of_ways(rows: Table, words: Sequence[Value], judge: Bits, program: int, depth: int) -> list[Value]:
    """Return what each alternative of a program leaves of the words, put together into one."""
    masks = [[rows[f"__{judge.name}{program}_{way}_{word}"] for word in range(judge.words)] for way in range(depth)]
    return [reduce(or_, [word & mask for word, mask in zip(words, found, strict=True)]) for found in masks]


def left_of_program(ways: Sequence[Value]) -> Value:
    """Return what the best alternative of a program leaves; one without alternatives is denied."""
    return _extreme(ibis.least, ways) if ways else constant(FAILED)


def left_of_all(programs: Sequence[Value]) -> Value:
    """Return what a request leaves: it is permitted if all of its programs permit."""
    return _extreme(ibis.greatest, programs) if programs else constant(0)


def _extreme(of: Callable[..., Value], values: Sequence[Value]) -> Value:
    return of(*values) if len(values) > 1 else values[0]  # Spark finds none of a single one


def rank(left: Value) -> Value:
    """Return 0 for deny, 1 for open, 2 for permit."""
    return (left == constant(0)).cast("int8") + (left <= constant(UNKNOWN)).cast("int8")


def in_bits(truth: Value, bit: int) -> Value:
    """Return 0 for what holds, a bit of the lower half of a word for what is unknown, of the upper for what fails.

    Connectives are taken apart, so that each part is asked in one place: of parts that must all hold, the one that says
    most counts, of alternatives the one that says least.
    """
    return _Told(constant(0), constant(1 << bit), constant(1 << bit + WORD)).of(truth.op())


class _Told(NamedTuple):
    """What is said of a truth."""

    holds: Value
    unknown: Value
    fails: Value
    negated: bool = False

    def of(self, truth: ops.Value) -> Value:
        match truth:
            case ops.Literal(value=None):
                return self.unknown
            case ops.Literal(value=value):
                return self.holds if value else self.fails
            case ops.IfElse(bool_expr=test, true_expr=then, false_null_expr=otherwise):
                return self._case([(test, then)], otherwise)
            case ops.SearchedCase(cases=tests, results=results, default=otherwise):
                return self._case(zip(tests, results, strict=True), otherwise)
            case ops.Not(arg=part):
                return _Told(self.fails, self.unknown, self.holds, not self.negated).of(part)
            case ops.And(left=left, right=right):
                return (ibis.least if self.negated else ibis.greatest)(self.of(left), self.of(right))
            case ops.Or(left=left, right=right):
                return (ibis.greatest if self.negated else ibis.least)(self.of(left), self.of(right))
            case _:
                value = truth.to_expr()
                return ibis.cases((_is_unknown(value), self.unknown), (value, self.holds), else_=self.fails)

    def _case(self, cases: Iterable[tuple[ops.Value, ops.Value]], otherwise: ops.Value) -> Value:
        return ibis.cases(*((test.to_expr(), self.of(then)) for test, then in cases), else_=self.of(otherwise))


def _is_unknown(truth: Value) -> Value:
    """Return whether a truth is null.

    Of a negation, and of a value that is looked for in constants, the inner value is asked: ibis writes them without
    brackets, and no engine reads ``NOT x IS NULL`` or ``x IN (1) IS NULL`` as it is meant.
    """
    inner = truth.op()
    while isinstance(inner, ops.Not | ops.InValues):
        inner = inner.arg if isinstance(inner, ops.Not) else inner.value
    return inner.to_expr().isnull()


def packed(told: Mapping[int, Value], words: int) -> Iterator[Value]:
    """Yield so many words, of what :func:`in_bits` says of the clauses by their number."""
    for word in range(words):
        bits = [told[number] for number in range(word * WORD, (word + 1) * WORD) if number in told]
        yield reduce(or_, bits, constant(0))


def moved(told: Value, places: int) -> Value:
    """Return what :func:`in_bits` says with its bits so many places higher, or lower."""
    return told << ibis.literal(places) if places > 0 else told >> ibis.literal(-places) if places else told


def constant(value: int) -> Value:
    """Return a word as a constant column."""
    return ibis.literal(value, "int64")
