"""Where a retention schedule stands, for dates that are columns.

The function that follows the phases for one request is run here on dates that nobody knows yet. Whenever it asks
whether one of them has come, or whether events are stated, the run stops and is taken up once for each answer. What
comes out is the tree of what it asks and of what it says at the ends: the meaning is not written a second time.

An event that has not happened and one that is not stated have a date here all the same, which never comes: null.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Generic, NamedTuple, TypeVar

from privpolicy.batch.errors import TableError
from privpolicy.engine.situation import UNKNOWN, Unknown
from privpolicy.engine.timetable import COLLECTED
from privpolicy.model.duration import Duration, counts_months, write_duration

LARGEST, DEEPEST = 10_000, 6
"""How many runs are made at most, of which each phase makes some five times as many; and how many ends of phases may
hang on one another."""

Leaf = TypeVar("Leaf")
Other = TypeVar("Other")

AT, ASKED = "@at", "@asked"
"""The instant looked at, and the one that the request names; they differ when the future is looked into."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Condition: it is stated of each of some events whether, or when, it happened."""

    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Complete:
    """Condition: the record is complete."""


@dataclass(frozen=True, slots=True)
class OnHold:
    """Condition: the data is under a legal hold."""


@dataclass(frozen=True, slots=True)
class HoldUnknown:
    """Condition: it is not known whether the data is under a legal hold."""


@dataclass(frozen=True, slots=True)
class Come:
    """Condition: an instant is that looked at, or lies before it."""

    instant: "Instant"


Condition = Stated | Complete | OnHold | HoldUnknown | Come


@dataclass(frozen=True, slots=True)
class Branch(Generic[Leaf]):
    """Of two trees one, by a condition."""

    condition: Condition
    then: "Tree[Leaf]"
    otherwise: "Tree[Leaf]"


@dataclass(frozen=True, slots=True)
class End(Generic[Leaf]):
    """What the run says where it makes no further comparison."""

    leaf: Leaf


Tree = Branch[Leaf] | End[Leaf]


class _OpenQuestion(Exception):  # noqa: N818  # it is no error: it asks
    def __init__(self, condition: Condition) -> None:
        super().__init__(condition)
        self.condition = condition


class Run:
    """One run: the answers given so far, and a question where there is none."""

    __slots__ = ("answers",)

    def __init__(self, answers: dict[Condition, bool]) -> None:
        self.answers = answers

    def ask(self, condition: Condition) -> bool:
        """Return the answer to a condition; without one the run ends here and is taken up with both."""
        try:
            return self.answers[condition]
        except KeyError:
            raise _OpenQuestion(condition) from None


class Added(NamedTuple):
    """A duration counted from an instant; with ``latest``, to its latest end if it may have begun before that."""

    duration: Duration
    latest: bool = False


class Instant:
    """An instant that a column will hold: that of an event or the one looked at, or the earliest of several.

    Durations may be added to it.
    """

    __slots__ = ("added", "base", "run")

    def __init__(self, base: "str | frozenset[Instant]", added: tuple[Added, ...], run: Run | None) -> None:
        self.base = base
        self.added = added
        self.run = run

    def written(self) -> tuple[str, ...]:
        """Return the instant in a form by which instants are put in order."""
        base = self.base if isinstance(self.base, str) else repr([one.written() for one in in_order(self.base)])
        return (base, *(write_duration(one.duration) + "<" * one.latest for one in self.added))

    @property
    def depth(self) -> int:
        """How often it is the earliest of several of which one is so, in turn."""
        return 0 if isinstance(self.base, str) else 1 + max(one.depth for one in self.base)

    @property
    def loose(self) -> bool:
        """Whether it is the latest end of something, or is counted from one."""
        within = () if isinstance(self.base, str) else self.base
        return any(one.latest for one in self.added) or any(one.loose for one in within)

    def add(self, duration: Duration, **_: bool) -> "Instant":
        """Return the instant so much later."""
        return Instant(self.base, (*self.added, Added(duration)), self.run)

    def latest_end(self, duration: Duration) -> "Instant":
        """Return the latest end of a duration that began at the instant or before it."""
        return Instant(self.base, (*self.added, Added(duration, latest=counts_months(duration))), self.run)

    def __le__(self, at: "Instant") -> bool:
        """Tell whether the instant has come by the one looked at; others are never compared."""
        if (at.base, at.added) != (AT, ()):
            raise AssertionError("the phases of a schedule are followed by what has come, not by what came before what")
        if self.base == AT:
            return not any(amount for one in self.added for amount in one.duration.values())  # none counts backwards
        return (self.run or Run({})).ask(Come(Instant(self.base, self.added, None)))

    def __gt__(self, at: "Instant") -> bool:
        return not self <= at

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Instant) and (self.base, self.added) == (other.base, other.added)

    def __hash__(self) -> int:
        return hash((self.base, self.added))


def in_order(instants: Iterable[Instant]) -> list[Instant]:
    """Return instants in an order that is the same every time."""
    return sorted(instants, key=Instant.written)


class Row:
    """What the engine sees of a row: a situation of which every part is a question."""

    __slots__ = ("run",)

    def __init__(self, run: Run) -> None:
        self.run = run

    @property
    def at(self) -> Instant:
        """The instant looked at."""
        return Instant(AT, (), self.run)

    @property
    def complete(self) -> bool:
        """Whether the record is complete."""
        return self.run.ask(Complete())

    @property
    def legal_hold(self) -> bool | None:
        """Whether the data is under a legal hold."""
        if self.run.ask(OnHold()):
            return True
        return None if self.run.ask(HoldUnknown()) else False

    def event(self, event: str) -> "Instant | Unknown | None":
        """Return the date of an event; under a complete record an event left out has not happened."""
        if self.complete:
            if event == COLLECTED and not self._states({event}):
                return Instant(ASKED, (), self.run)
            return self._date(event)
        return self._date(event) if self._states({event}) else UNKNOWN

    def states(self, events: Iterable[str]) -> bool:
        """Tell whether each of some events is stated."""
        return self.complete or self._states(set(events))

    def dates(self, events: Iterable[str]) -> list[Instant]:
        """Return the dates of some events: of those not stated too, which never come."""
        found = map(self.event if self.complete else self._date, events)
        return [date for date in found if isinstance(date, Instant)]

    def earliest(self, dates: Iterable[Instant]) -> Instant | None:
        """Return the first of some dates."""
        several = frozenset(dates)
        if len(several) < 2:
            return next(iter(several), None)
        found = Instant(several, (), self.run)
        if found.depth > DEEPEST:
            raise _too_large()
        return found

    @staticmethod
    def latest_end(begun: Instant, lasts: Duration) -> Instant:
        """Return the latest end of what began at a date or before it."""
        return begun.latest_end(lasts)

    def _date(self, event: str) -> Instant | None:
        """Return what the column of an event holds; ``None`` where there is none."""
        return None if self.run.answers.get(Stated(frozenset({event}))) is False else Instant(event, (), self.run)

    def _states(self, events: set[str]) -> bool:
        """Look at what has been answered already, and ask of the others."""
        open_ = set(events)
        for condition, answer in self.run.answers.items():
            if isinstance(condition, Stated):
                if answer:
                    open_ -= condition.events
                elif condition.events <= events:
                    return False
        return not open_ or self.run.ask(Stated(frozenset(open_)))


def grow(say: Callable[[Row], Leaf], settled: Mapping[Condition, bool]) -> Tree[Leaf]:
    """Run a function on a row of which only ``settled`` is known, and return the tree of what it asks and says.

    Raises :class:`TableError` where that would be larger than :data:`LARGEST`.
    """
    runs = count(1)

    def follow(answers: dict[Condition, bool]) -> Tree[Leaf]:
        if next(runs) > LARGEST:
            raise _too_large()
        try:
            return End(say(Row(Run(answers))))
        except _OpenQuestion as question:
            asked = question.condition
        then, otherwise = follow({**answers, asked: True}), follow({**answers, asked: False})
        return then if then == otherwise else Branch(asked, then, otherwise)

    return follow(dict(settled))


def _too_large() -> TableError:
    wrong = "a retention schedule has so many phases that end at events that no query can follow it"
    return TableError(wrong, "decide these rows one by one, or write a schedule of fewer phases")


def relabel(tree: Tree[Leaf], label: Callable[[Leaf], Other]) -> Tree[Other]:
    """Return a tree with other leaves; branches that lead to the same are joined."""
    if isinstance(tree, End):
        return End(label(tree.leaf))
    then, otherwise = relabel(tree.then, label), relabel(tree.otherwise, label)
    return then if then == otherwise else Branch(tree.condition, then, otherwise)
