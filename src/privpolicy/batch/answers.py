"""What a row is told: outcome, activity, first reason, until and obligations, each an expression over its ranks."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_

import ibis
from ibis import Table, Value

from privpolicy.batch import codes
from privpolicy.batch.choice import NO_SLOT, by_number
from privpolicy.batch.judge import Judge
from privpolicy.batch.plans import WORD
from privpolicy.batch.ranks import DENY, FAILED, OPEN, PERMIT, UNKNOWN, constant
from privpolicy.batch.until import Future

NO_TEXT: Value = ibis.null("string")
OPEN_WORD: Value = ibis.literal("conditional")
Column = Callable[[int], Value]
"""Something of a program or of an alternative, by its number."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What decides a row: of the first program that is answered as the whole, the first alternative that is so too.

    For a denial that is the first alternative at all: it is told first.
    """

    judge: Judge
    rows: Table

    def columns(self) -> Iterator[tuple[str, Value]]:
        """Yield the activity that is named, the clauses to tell of, the code of silence, and the duties by word."""
        told, bits = self.rows["__rank"], self.judge.telling
        yield "__named", self._decisive(lambda program: self._first(program, self._activity(program), NO_TEXT), NO_TEXT)
        yield "__silent", self._decisive(lambda program: self.rows[f"__silence{program}"], ibis.literal(""))
        for word in range(bits.words):
            yield (
                f"__missed{word}",
                self._decisive(partial(self._missed, word), constant(0))
                & (told == OPEN).ifelse(constant(UNKNOWN), constant(FAILED)),
            )
        for word in range(len(self.judge.plans.duty_words())):
            permitting = [
                self._first(program, self._duty(program, word), constant(0), constant(PERMIT))
                for program in range(self.judge.plans.width)
            ]
            yield f"__duties{word}", reduce(or_, permitting, constant(0))

    def _activity(self, program: int) -> Column:
        return lambda way: self.rows[f"__activity{program}_{way}"]

    def _duty(self, program: int, word: int) -> Column:
        return lambda way: self.rows[f"__duty{program}_{way}_{word}"]

    def _missed(self, word: int, program: int) -> Value:
        """Return the clauses of the alternative to tell of that do not hold."""
        if not self.judge.plans.depth:
            return constant(0)

        def hits(way: int) -> Value:
            return self.rows[f"__tell_word{word}"] & self.rows[f"__tell{program}_{way}_{word}"]

        return (self.rows["__rank"] == DENY).ifelse(hits(0), self._first(program, hits, constant(0)))

    def _decisive(self, of: Column, otherwise: Value) -> Value:
        """Return something of the first program that is answered as the whole."""
        rows, width = self.rows, self.judge.plans.width
        cases = [(rows[f"__program{number}"] == rows["__rank"], of(number)) for number in range(width)]
        return _chosen(cases, otherwise)

    def _first(self, program: int, of: Column, otherwise: Value, rank: Value | None = None) -> Value:
        """Return something of the first alternative of a program that has a rank: that of the whole if left out."""
        wanted = self.rows["__rank"] if rank is None else rank
        depth = self.judge.plans.depth
        return _chosen([(self.rows[f"__way{program}_{way}"] == wanted, of(way)) for way in range(depth)], otherwise)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to the rows of the last stage, in which everything is ranked and what decides is chosen."""

    judge: Judge
    rows: Table

    def columns(self, wanted: Collection[str]) -> dict[str, Value]:
        """Return the columns of a decision that are wanted; a row at fault has an error and nothing else."""
        every: dict[str, Callable[[], Value]] = {
            "outcome": self._outcome,
            "activity": lambda: (self.rows["__rank"] != DENY).ifelse(self.rows["__named"], NO_TEXT),
            "reason": self._reason,
            "until": lambda: Future(self.judge, self.rows).until().cast("timestamp('UTC')"),
            "obligations": self._obligations,
        }
        right = self.rows["__wrong"].isnull()
        found = {name: (answer, answer.type()) for name, told in every.items() if name in wanted for answer in [told()]}
        answers = {name: right.ifelse(answer, ibis.null(kind)) for name, (answer, kind) in found.items()}
        return answers | ({"error": self.rows["__wrong"]} if "error" in wanted else {})

    def _outcome(self) -> Value:
        told = self.rows["__rank"]
        return _chosen([(told == DENY, ibis.literal("deny")), (told == PERMIT, ibis.literal("permit"))], OPEN_WORD)

    def _reason(self) -> Value:
        """Return the code of what is told first: silence, the first clause that fails, or the first that is open."""
        judge, rows = self.judge, self.rows
        truths = judge.truths(rows)
        cases = [(rows["__rank"] == PERMIT, ibis.literal("permitted")), (rows["__silent"] != "", rows["__silent"])]
        for half, code in ((WORD, codes.failed), (0, codes.unknown)):
            told: dict[int, list[tuple[int, Value]]] = {}
            for shape, number in judge.telling.numbers.items():
                slot = judge.slot(rows, shape.order) if shape.requirement is None else NO_SLOT
                told.setdefault(number // WORD, []).append((1 << number % WORD + half, code(shape, truths, slot)))
            for word, codes_ in told.items():
                missed = rows[f"__missed{word}"] & constant(UNKNOWN << half)
                first = missed & (constant(0) - missed)
                cases.append((missed != constant(0), by_number(first, codes_)))
        return _chosen(cases, NO_TEXT)

    def _obligations(self) -> Value:
        """Return the safeguards that the permitting activities oblige to, in the order of the policy."""
        none = ibis.literal([], type="array<string>")
        lists = []
        for word, listed in enumerate(self.judge.plans.duty_words()):
            duties = self.rows[f"__duties{word}"]
            due = [
                ((duties & constant(1 << bit)) != constant(0)).ifelse(ibis.literal(duty), NO_TEXT)
                for bit, duty in enumerate(listed)
            ]
            lists.append((duties == constant(0)).ifelse(none, ibis.array(due).filter(lambda duty: duty.notnull())))
        return lists[0].concat(*lists[1:]) if len(lists) > 1 else lists[0] if lists else none


def _chosen(cases: Sequence[tuple[Value, Value]], otherwise: Value) -> Value:
    return ibis.cases(*cases, else_=otherwise) if cases else otherwise
