"""The join over integers and masks that a very good data engineer writes for one policy and one table.

Prepared outside of the clock: what the policy and the law ask of each question of the workload; a code for every name;
the plan table, one row a question, with one integer for its key, masks of clauses, bits of purposes and phases of
retention; and the text of the query. Known to the engineer alone: which questions there are, that a request has three
categories, that no row is at fault. The query says the outcome and nothing else.

A clause that stands in many alternatives is one bit of a row's word, and another where it is unknown; an alternative
is judged by what of the word its mask lets through.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import pyarrow as pa
from benchmarks.tables.asked import Asked, Way, of_record, requirements
from benchmarks.tables.clauses import (
    AGAINST,
    CONSENT_LIVES,
    LIVE,
    MARKS,
    OBJECTION_LIVES,
    UNLESS_COMPLETE,
    Words,
    floor_reached,
    phase_of,
)
from benchmarks.tables.rows import HIERARCHIES, KEY, Key
from benchmarks.workload import CATEGORIES

import privpolicy as pp
from privpolicy.engine.requirement import Stored
from privpolicy.engine.timetable import Timetable

WORD = 31
"""Clauses in a word: a bit for each that fails, and one so many places higher for each that is unknown."""
PLANS = "plans"


@dataclass(frozen=True, slots=True)
class ByHand:
    """The query and the table of plans that it joins."""

    query: str
    """Over a table `encoded`; `number` and `outcome` a row."""
    plans: pa.Table


def by_hand(policy: pp.Policy, asked: Sequence[Asked], rows: str) -> ByHand:
    """Write the query over a relation that is named ``rows``."""
    maker = _Maker.of(policy, asked)
    return ByHand(maker.query(rows), maker.plans())


@dataclass(frozen=True, slots=True)
class _Maker:
    policy: pp.Policy
    asked: Sequence[Asked]
    clauses: dict[str, int]
    """The bit of each clause by its SQL; 0 is that of an alternative that there is not, then come those of slots."""
    words: Words
    slots: int
    timetables: tuple[Timetable, ...]

    @classmethod
    def of(cls, policy: pp.Policy, asked: Sequence[Asked]) -> "_Maker":
        parts = dict.fromkeys(part for one in requirements(asked) for part in of_record(one))
        record = {part: f"record{number}" for number, part in enumerate(parts)}
        words = replace(Words.of(policy, phase_of), known=record)
        slots = max((len(_stored(one)) for one in asked), default=0)
        texts = dict.fromkeys(words.of_clause(part) for part in requirements(asked) if not isinstance(part, Stored))
        texts.pop("true", None)
        clauses = {text: number for number, text in enumerate(texts, 1 + slots)}
        timetables = dict.fromkeys(stored.timetable for one in asked for stored in _stored(one))
        return cls(policy, asked, clauses, words, slots, tuple(timetables))

    @property
    def _width(self) -> int:
        """How many words the bits take."""
        return (len(self.clauses) + self.slots) // WORD + 1

    @property
    def _places(self) -> list[tuple[int, int]]:
        """The alternatives of a plan: the number of the category, and that among its activities."""
        depth = max(len(ways) for one in self.asked for ways in one.categories)
        return [(category, way) for category in range(CATEGORIES) for way in range(depth)]

    def plans(self) -> pa.Table:
        """Return a row a question."""
        purposes = list(self.policy.vocabulary.hierarchies["purpose"].parents)
        columns: dict[str, pa.Array] = {"plan": pa.array([self._code(one.key) for one in self.asked], pa.int64())}
        for name in ("broader", "overlapping"):
            bits = [sum(1 << purposes.index(purpose) for purpose in getattr(one, name)) for one in self.asked]
            columns[name] = pa.array(bits, pa.int64())
        for slot in range(self.slots):
            found = [stored[slot] if slot < len(stored) else None for stored in map(_stored, self.asked)]
            numbers = [0 if one is None else self.timetables.index(one.timetable) + 1 for one in found]
            columns[f"timetable{slot}"] = pa.array(numbers, pa.int8())
            kept = [0 if one is None or not one.floor else number for one, number in zip(found, numbers, strict=True)]
            columns[f"floor{slot}"] = pa.array(kept, pa.int8())
            for name, of in (("phases", _phases), ("on_hold", _on_hold)):
                columns[f"{name}{slot}"] = pa.array([0 if one is None else of(one) for one in found], pa.int16())
        for category, way in self._places:
            masks = [self._mask(one, category, way) for one in self.asked]
            for word in range(self._width):
                columns[f"mask{category}_{way}_{word}"] = pa.array([mask[word] for mask in masks], pa.int64())
        return pa.table(columns)

    def query(self, rows: str) -> str:
        """Return the query over a relation."""
        ways = {place: " | ".join(self._hit(*place, word) for word in range(self._width)) for place in self._places}
        left = ", ".join(f"{hits} AS left{category}_{way}" for (category, way), hits in ways.items())
        permit = " AND ".join(self._best(category, ") = 0") for category in range(CATEGORIES))
        may = " AND ".join(self._best(category, f"& {(1 << WORD) - 1}) = 0") for category in range(CATEGORIES))
        bits = [*(self._slot(slot) for slot in range(self.slots)), *self.clauses]
        held = ", ".join(f"{text} AS holds{number}" for number, text in enumerate(bits, 1))
        plain = replace(self.words, known={})
        record = "".join(f", {plain.of_clause(part)} AS {name}" for part, name in self.words.known.items())
        words = ", ".join(f"{self._word(word)} AS word{word}" for word in range(self._width))
        consents = f"list_filter(consents, lambda c: ({_bit('broader', 'c')} AND {CONSENT_LIVES})) AS {LIVE}"
        objections = (
            f"list_filter(objections, lambda o: ({_bit('overlapping', 'o')} AND {OBJECTION_LIVES})) AS {AGAINST}"
        )
        return (
            f"WITH keyed AS (SELECT *, {self._key()} AS plan FROM {rows}), "
            f"planned AS (SELECT {_fence(1)}, {MARKS} FROM keyed JOIN {PLANS} USING (plan)), "
            f"seen AS (SELECT {_fence(2)}, *, {consents}, {objections} FROM planned), "
            f"recorded AS (SELECT {_fence(3)}, *{record} FROM seen), "
            f"judged AS (SELECT {_fence(4)}, *, {held} FROM recorded), "
            f"worded AS (SELECT {_fence(5)}, *, {words} FROM judged), "
            f"hit AS (SELECT {_fence(6)}, number, {left} FROM worded) "
            f"SELECT number, CASE WHEN {permit} THEN 'permit' WHEN {may} THEN 'conditional' ELSE 'deny' END AS outcome "
            "FROM hit"
        )

    def _key(self) -> str:
        """Return the one integer that names the question of a row."""
        codes = []
        for name in KEY:
            wide = self._radix(name)
            names = [f"{name}[{place}]" for place in range(1, CATEGORIES + 1)] if name == "data" else [name]
            codes += [(f"enum_code({one})::BIGINT", wide) for one in names]
        return reduce(lambda key, one: f"({key} * {one[1]} + {one[0]})", codes[1:], codes[0][0])

    def _code(self, key: Key) -> int:
        code = 0
        for name, value in zip(KEY, key, strict=True):
            ids = list(self.policy.vocabulary.hierarchies[HIERARCHIES[name]].parents)
            for one in value if isinstance(value, tuple) else (value,):
                code = code * self._radix(name) + ids.index(one)
        return code

    def _radix(self, name: str) -> int:
        return len(self.policy.vocabulary.hierarchies[HIERARCHIES[name]].parents)

    def _mask(self, one: Asked, category: int, way: int) -> list[int]:
        """Return the words of an alternative; the bit that always stands in the row where there is none."""
        ways = one.categories[category]
        numbers = set(self._numbers(one, ways[way])) if way < len(ways) else {0}
        words = [0] * self._width
        for number in numbers:
            word, bit = divmod(number, WORD)
            words[word] |= 1 << bit | 1 << bit + WORD
        return words

    def _numbers(self, one: Asked, way: Way) -> Iterator[int]:
        stored = _stored(one)
        for part in way:
            if isinstance(part, Stored):
                yield 1 + stored.index(part)
            elif (text := self.words.of_clause(part)) != "true":
                yield self.clauses[text]

    def _slot(self, slot: int) -> str:
        """Return whether the schedule that the plan names in a slot allows the operation in its present phase."""
        cases = " ".join(f"WHEN {number} THEN {phase_of(one)}" for number, one in enumerate(self.timetables, 1))
        phase = f"(1 << CASE timetable{slot} {cases} END)"
        over = f"coalesce(legal_hold, {UNLESS_COMPLETE[False]})"
        kept = " ".join(
            f"WHEN floor{slot} = {number} THEN {floor_reached(one)}"
            for number, one in enumerate(self.timetables, 1)
            if one.floor is not None
        )
        kept = f"CASE {kept} ELSE true END" if kept else "true"
        return (
            f"CASE WHEN timetable{slot} = 0 THEN true WHEN (phases{slot} & {phase}) <> 0 THEN {kept} "
            f"WHEN (on_hold{slot} & {phase}) <> 0 THEN {over} AND {kept} ELSE false END"
        )

    def _word(self, word: int) -> str:
        bits = ["1"] if word == 0 else []
        for number in range(1, len(self.clauses) + self.slots + 1):
            if number // WORD == word:
                fails, unknown = 1 << number % WORD, 1 << number % WORD + WORD
                held = f"holds{number}"
                bits.append(f"CASE WHEN {held} THEN 0::BIGINT WHEN {held} IS NULL THEN {unknown} ELSE {fails} END")
        return " + ".join(bits) or "0::BIGINT"

    def _hit(self, category: int, way: int, word: int) -> str:
        return f"(word{word} & mask{category}_{way}_{word})"

    def _best(self, category: int, test: str) -> str:
        """Return whether one of the alternatives of a category passes a test."""
        return f"({' OR '.join(f'(left{one}_{way} {test}' for one, way in self._places if one == category)})"


def _fence(stage: int) -> str:
    """Keep DuckDB from working out again and again what a stage has worked out: that takes twice as long."""
    return f"random() AS fence{stage}"


def _stored(one: Asked) -> list[Stored]:
    parts = (part for ways in one.categories for way in ways for part in way)
    return list(dict.fromkeys(part for part in parts if isinstance(part, Stored)))


def _phases(stored: Stored) -> int:
    """Return a bit for each phase in which a schedule allows the operation, that after the last among them."""
    return sum(1 << phase for phase, allowed in enumerate((*stored.in_phase, stored.ended)) if allowed)


def _on_hold(stored: Stored) -> int:
    return 1 << len(stored.in_phase) if stored.ended_on_hold and not stored.ended else 0


def _bit(purposes: str, name: str) -> str:
    """Return whether the purpose of a consent or an objection is one of the bits of the plan."""
    return f"(({purposes} >> enum_code({name}.purpose)) & 1) = 1"
