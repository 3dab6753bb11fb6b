"""Ranks: 0 for what is denied, 1 for what is open, 2 for what is permitted; worked out on bits of words.

A clause that fails sets a bit in the lower half of a word, one of which that is unknown a bit in the upper. The mask of
an alternative lets its own clauses through: nothing left means that it permits, nothing left in the lower half that it
may.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, and_, or_

import ibis
from ibis import Table, Value

from privpolicy.batch.plans import WORD, Bits
from privpolicy.batch.truth import FALSE, TRUE

DENY, OPEN, PERMIT = 0, 1, 2
LOW = (1 << WORD) - 1
HIGH = LOW << WORD


@dataclass(frozen=True, slots=True)
class Ranked:
    """Whether something permits, and whether it may: an answer that is open may, and does not."""

    permits: Value
    may: Value

    def rank(self) -> Value:
        """Return 0 for deny, 1 for open, 2 for permit."""
        return self.permits.cast("int8") + self.may.cast("int8")


def ways_of(rows: Table, words: Sequence[Value], judge: Bits, program: int, depth: int) -> list[Ranked]:
    """Return what becomes of each alternative by its clauses that do not hold: the lower half of a word says false."""
    found = []
    for way in range(depth):
        hits = reduce(or_, [words[word] & rows[f"__{judge.name}{program}_{way}_{word}"] for word in range(judge.words)])
        found.append(Ranked(hits == constant(0), (hits & constant(LOW)) == constant(0)))
    return found


def best(ways: Sequence[Ranked]) -> Ranked:
    """Return what becomes of a program: it permits if one of its alternatives does."""
    return Ranked(reduce(or_, [way.permits for way in ways], FALSE), reduce(or_, [way.may for way in ways], FALSE))


def whole(programs: Sequence[Sequence[Ranked]]) -> Ranked:
    """Return what becomes of a request: it is permitted if all of its programs permit."""
    found = [best(ways) for ways in programs]
    return Ranked(reduce(and_, [one.permits for one in found], TRUE), reduce(and_, [one.may for one in found], TRUE))


def packed(held: Mapping[int, Value]) -> Iterator[Value]:
    """Yield words: a clause that holds sets no bit, one that fails its lower, an unknown one its upper."""
    for word in range(max(held) // WORD + 1):
        parts = []
        for bit in range(WORD):
            truth = held.get(word * WORD + bit)
            if truth is not None:
                parts.append(_bit(truth, bit))
        yield reduce(add, parts)


def _bit(truth: Value, bit: int) -> Value:
    if truth.equals(FALSE):
        return constant(1 << bit)
    return ibis.cases((truth, constant(0)), (~truth, constant(1 << bit)), else_=constant(1 << bit + WORD))


def constant(value: int) -> Value:
    """Return a word as a constant column."""
    return ibis.literal(value, "int64")
