"""Until when does the answer of a row stay? Its clauses are judged again at every instant at which one may turn.

That is the dearest of all answers, so that as little as can be is judged again: rows that no clause could turn are left
out, clauses that no time turns keep the bits that they have, and clauses that a question does not have are passed by.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import count, takewhile
from operator import or_

import ibis
from ibis import Table, Value
from ibis.expr import operations as ops

from privpolicy.batch import turns
from privpolicy.batch.fence import fenced
from privpolicy.batch.judge import Judge
from privpolicy.batch.plans import WORD, Shape
from privpolicy.batch.ranks import UNKNOWN, constant, in_bits, left_of_all, left_of_program, left_of_ways, packed, rank
from privpolicy.batch.truth import FALSE, TRUE, Purposes, Truths
from privpolicy.engine.leaves import leaves
from privpolicy.engine.requirement import ConsentLive, NoObjection, Requirement

LOOKED_AT = ibis.param("timestamp")
"""Stands for the instant looked at, until it is known how that is told."""
AT = "__instant"
"""The field that holds it."""
EVERY = Purposes(lambda _: TRUE, lambda _: TRUE)
"""For lists of which only those are left that count for the purpose of the row."""


@dataclass(frozen=True)
class Future:
    """What comes after a row, over a stage in which everything is ranked."""

    judge: Judge
    rows: Table

    def once(self) -> Iterator[tuple[str, Value]]:
        """Yield what is worked out once a row: what counts for its purpose, what may turn at all, and when it may."""
        truths = self.judge.truths(self.rows)
        record = truths.record
        if record.consents is not None:
            yield "__about", record.consents.filter(truths.for_purpose)
        if record.objections is not None:
            yield "__overlap", record.objections.filter(truths.against_purpose)
        yield "__stays", self._rank(self._still) == self._rank(self._lost)
        for word in range(self.judge.judging.words):
            yield f"__open{word}", self._open(word)
        for number, shape in self._scheduled():
            for turn, instant in enumerate(turns.of_schedules(self.judge.slot(self.rows, shape.order), truths)):
                yield _turn(number, turn), instant

    def phases(self) -> Iterator[tuple[str, Value]]:
        """Yield for each schedule what it says from which of its instants on, over a stage with what is told once.

        Retention schedules are judged here and not at every instant of a row: they take more than all else together.
        """
        for number, shape in self._scheduled():
            said = [ibis.struct({AT: self.rows["__at"], "told": self.rows[f"__told{number}"]})]
            for instant in self._instants_of(number):
                truth = self.judge.truth(self.rows, shape, replace(self._truths, at=instant))
                said.append(ibis.struct({AT: instant, "told": in_bits(truth, number % WORD)}))
            listed = ibis.array(said)
            matters = ~self.rows["__stays"] & self._is_open([number])
            yield f"__phases{number}", matters.ifelse(listed, ibis.null(listed.type()))

    def until(self) -> Value:
        """Return the first instant at which the whole is another, with what is stated as it is.

        Asked of a stage that has the columns of :meth:`once` and :meth:`phases`.
        """
        bits = [word.op() for word in self._bits()]
        apart = dict.fromkeys(node for word in bits for node in word.find(self._is_apart, filter=ops.Value))
        rest = [_put(word, {node: ibis.literal(None, type=node.dtype) for node in apart}).op() for word in bits]
        fields = dict.fromkeys(node for word in rest for node in word.find(ops.Field, filter=ops.Value))
        carried = {node: f"beside{number}" for number, node in enumerate([*apart, *fields])}

        def beside(moment: Value) -> Value:
            found = {name: _put(node, {LOOKED_AT.op(): moment}) for node, name in carried.items()}
            said = {f"phase{number}": self._said(number, moment) for number, _ in self._scheduled()}
            return ibis.struct({AT: moment, **found, **said})

        def judged(row: Value) -> Value:
            known = {node: row[name] for node, name in carried.items()} | {LOOKED_AT.op(): row[AT]}
            words = [_put(word, known) | still for word, still in zip(bits, self._still, strict=True)]
            for number, _ in self._scheduled():
                words[number // WORD] = words[number // WORD] | row[f"phase{number}"]
            return ibis.struct({AT: row[AT], **{f"word{number}": word for number, word in enumerate(words)}})

        def differs(row: Value) -> Value:
            return self._rank([row[f"word{number}"] for number in range(len(bits))]) != self.rows["__rank"]

        moments = turns.coming(self._instants(), self.rows["__at"])
        first = moments.map(beside).map(judged).filter(differs).map(lambda row: row[AT]).mins()
        return self.rows["__stays"].ifelse(ibis.null(first.type()), first)

    def _said(self, number: int, moment: Value) -> Value:
        """Return what a schedule says at an instant; nothing where it does not matter."""
        begun = self.rows[f"__phases{number}"].filter(lambda phase: phase[AT] <= moment)
        latest = begun.map(lambda phase: phase[AT]).maxs()
        return ibis.coalesce(begun.filter(lambda phase: phase[AT] == latest)[0]["told"], constant(0))

    def _scheduled(self) -> Iterator[tuple[int, Shape]]:
        """Yield the clauses that are retention schedules."""
        return ((number, shape) for number, shape in self._turning.items() if shape.requirement is None)

    def _instants_of(self, number: int) -> list[Value]:
        """Return the instants at which a schedule may turn, once they are columns."""
        names = (_turn(number, turn) for turn in count())
        return [self.rows[name] for name in takewhile(self.rows.columns.__contains__, names)]

    @cached_property
    def _turning(self) -> Mapping[int, Shape]:
        """The clauses that may turn in time, by their bits."""
        return {number: shape for shape, number in self.judge.representatives() if turns.may_turn(shape.requirement)}

    @cached_property
    def _still(self) -> Sequence[Value]:
        """The words of a row without the clauses that may turn: as if all of them held."""
        kept = [~mask for mask in self.judge.judging.masks(self._turning.values())]
        return [self.rows[f"__judge_word{number}"] & constant(mask) for number, mask in enumerate(kept)]

    @property
    def _lost(self) -> Sequence[Value]:
        """The words of a row as if all clauses failed that may turn."""
        masks = self.judge.judging.masks(self._turning.values())
        return [word | constant(mask) for word, mask in zip(self._still, masks, strict=True)]

    def _ways(self, words: Sequence[Value]) -> list[list[Value]]:
        """Return by program what each alternative leaves of words."""
        judge, plans = self.judge.judging, self.judge.plans
        return [left_of_ways(self.rows, words, judge, program, plans.depth) for program in range(plans.width)]

    def _rank(self, words: Sequence[Value]) -> Value:
        """Return the rank of the whole."""
        return rank(left_of_all([left_of_program(ways) for ways in self._ways(words)]))

    def _open(self, word: int) -> Value:
        """Return the clauses of the alternatives that nothing rules out which stays as it is."""
        masks = [
            (left <= constant(UNKNOWN)).ifelse(self.rows[f"__judge{program}_{way}_{word}"], constant(0))
            for program, ways in enumerate(self._ways(self._still))
            for way, left in enumerate(ways)
        ]
        return reduce(or_, masks, constant(0))

    def _is_open(self, numbers: Iterable[int]) -> Value:
        """Return whether it matters of one of some clauses whether it holds."""
        masks: dict[int, int] = {}
        for number in numbers:
            masks[number // WORD] = masks.get(number // WORD, 0) | 1 << number % WORD
        found = [(self.rows[f"__open{word}"] & constant(mask)) != constant(0) for word, mask in masks.items()]
        return reduce(or_, found, FALSE)

    def _bits(self) -> Iterator[Value]:
        """Yield the words of the clauses that may turn, at the instant looked at.

        They are right where it matters of a clause whether it holds, and anything where it does not.
        """
        truths = replace(self._truths, at=LOOKED_AT)
        told = {}
        for number, shape in self._turning.items():
            if shape.requirement is not None:
                truth = self._is_open([number]).ifelse(truths.of(shape.requirement), TRUE)
                told[number] = in_bits(truth, number % WORD)
        yield from packed(told, self.judge.judging.words)

    @cached_property
    def _truths(self) -> Truths:
        """The expressions over statements that all count for the purpose."""
        truths = self.judge.truths(self.rows)
        record = truths.record
        consents = None if record.consents is None else self.rows["__about"]
        objections = None if record.objections is None else self.rows["__overlap"]
        return replace(truths, record=replace(record, consents=consents, objections=objections), purposes=EVERY)

    def _instants(self) -> Iterator[Value]:
        """Yield lists of the instants at which a clause may turn that matters."""
        yield self.rows["__turns"]
        record = self._truths.record
        asking = [shape.requirement for shape in self.judge.plans.shapes if shape.requirement is not None]
        for kind, found in (
            (ConsentLive, () if record.consents is None else turns.of_consents(asking, record.consents)),
            (NoObjection, () if record.objections is None else turns.of_objections(record.objections)),
        ):
            numbers = [number for number, shape in self._turning.items() if _looks_for(kind, shape.requirement)]
            for instants in found:
                yield self._is_open(numbers).ifelse(instants.cast("array<timestamp>"), turns.NONE)
        for number, _ in self._scheduled():
            if instants := self._instants_of(number):
                yield self._is_open([number]).ifelse(ibis.array(instants), turns.NONE)

    def _is_apart(self, node: ops.Node) -> bool:
        """Tell whether something is worked out by itself beside each instant: what looks into lists, and ages."""
        return _looks_into_list(node) or node in self._ages

    @cached_property
    def _ages(self) -> frozenset[ops.Node]:
        """The ages of consent at the instant looked at."""
        limits = range(len(self.judge.limits))
        return frozenset(self.judge.age_of_consent(self.rows, number, LOOKED_AT).op() for number in limits)


def prepared(judge: Judge, rows: Table) -> Table:
    """Return a table with all that :meth:`Future.until` needs."""
    once = fenced(rows, dict(Future(judge, rows).once()))
    return fenced(once, dict(Future(judge, once).phases()))


def _put(node: ops.Node, instead: Mapping[ops.Node, Value]) -> Value:
    """Return an expression with something else for some of its parts."""
    found: Value = node.replace({part: value.op() for part, value in instead.items()}, filter=ops.Value).to_expr()
    return found


def _turn(number: int, turn: int) -> str:
    return f"__turn{number}_{turn}"


def _looks_into_list(node: ops.Node) -> bool:
    """Tell whether somebody asks for a list whether it is one, or whether something is left of it."""
    match node:
        case ops.Greater(left=ops.ArrayLength()):
            return True
        case ops.IsNull(arg=arg):
            return bool(arg.dtype.is_array())
    return False


def _looks_for(kind: type[ConsentLive | NoObjection], requirement: Requirement | None) -> bool:
    return requirement is not None and any(isinstance(part, kind) for part in leaves(requirement))
