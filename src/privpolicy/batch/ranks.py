"""Ranks: 0 for what is denied, 1 for what is open, 2 for what is permitted; worked out on bits of words.

A clause that is unknown sets a bit in the lower half of a word, one that fails a bit in the upper. The mask of an
alternative lets its own clauses through. What it leaves of the word orders the alternatives: nothing is left of one that
permits, and of one that may yet permit less than any bit of the upper half. So the best alternative of a program leaves
the least of all, and a request is as good as the program that leaves most.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import add, or_

import ibis
from ibis import Table, Value
from ibis.expr import operations as ops

from privpolicy.batch.plans import WORD, Bits
from privpolicy.batch.truth import FALSE, TRUE

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
    return ibis.least(*ways) if ways else constant(FAILED)


def left_of_all(programs: Sequence[Value]) -> Value:
    """Return what a request leaves: it is permitted if all of its programs permit."""
    return ibis.greatest(*programs) if programs else constant(0)


def rank(left: Value) -> Value:
    """Return 0 for deny, 1 for open, 2 for permit."""
    return (left == constant(0)).cast("int8") + (left <= constant(UNKNOWN)).cast("int8")


def packed(held: Mapping[int, Value]) -> Iterator[Value]:
    """Yield words: a clause that holds sets no bit, an unknown one its lower, one that fails its upper."""
    for word in range(max(held) // WORD + 1):
        bits = {bit: held[word * WORD + bit] for bit in range(WORD) if word * WORD + bit in held}
        told = [_bit(truth, bit) for bit, truth in bits.items() if not truth.equals(TRUE)]
        yield reduce(add, told, constant(0))


def _bit(truth: Value, bit: int) -> Value:
    unknown, fails = constant(1 << bit), constant(1 << bit + WORD)
    if truth.equals(FALSE):
        return fails
    return ibis.cases((_is_unknown(truth), unknown), (truth, constant(0)), else_=fails)


def _is_unknown(truth: Value) -> Value:
    """Return whether a truth is null. Of a negation what it negates is asked: ibis writes ``NOT x IS NULL`` for it."""
    plain = truth.op()
    while isinstance(plain, ops.Not):
        plain = plain.arg
    return plain.to_expr().isnull()


def constant(value: int) -> Value:
    """Return a word as a constant column."""
    return ibis.literal(value, "int64")
