"""Where a retention schedule stands, for dates that are columns.

The function that follows the phases for one request is run here on dates that nobody knows yet. Whenever it compares
two of them, or looks whether an event is stated, the run stops and is taken up once for each answer. What comes out is
the tree of the comparisons that it makes and of what it says at their ends: the meaning is not written a second time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Generic, TypeVar

from privpolicy.batch.errors import TableError
from privpolicy.engine.situation import UNKNOWN
from privpolicy.model.duration import Duration, write_duration

LARGEST = 20_000
"""How many runs are made at most: three phases of two events each take a quarter of that."""
TOO_LARGE = "a retention schedule hangs on so many events, phase after phase, that no query can follow it"

Leaf = TypeVar("Leaf")
Other = TypeVar("Other")

AT, ASKED = "@at", "@asked"
"""The instant looked at, and the one that the request names; they differ when the future is looked into."""


@dataclass(frozen=True, slots=True)
class Stated:
    """Condition: it is stated whether, or when, an event happened."""

    event: str


@dataclass(frozen=True, slots=True)
class Happens:
    """Condition: an event that is stated has a date."""

    event: str


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
class NotAfter:
    """Condition: one instant is before another or the same."""

    earlier: "Instant"
    later: "Instant"


Condition = Stated | Happens | Complete | OnHold | HoldUnknown | NotAfter


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


class Instant:
    """An instant that a column will hold: that of an event, or the one looked at, and durations added to it."""

    __slots__ = ("added", "base", "run")

    def __init__(self, base: str, added: tuple[Duration, ...], run: Run | None) -> None:
        self.base = base
        self.added = added
        self.run = run

    def written(self) -> tuple[str, ...]:
        """Return the instant in a form by which instants are put in order."""
        return (self.base, *map(write_duration, self.added))

    def add(self, duration: Duration, **_: bool) -> "Instant":
        """Return the instant so much later."""
        return Instant(self.base, (*self.added, duration), self.run)

    def _not_after(self, other: "Instant") -> bool:
        if self.base == other.base and (not self.added or not other.added):
            longer = self.added and any(amount for part in self.added for amount in part.values())
            return not longer  # no duration counts backwards
        run = self.run or other.run or Run({})
        return run.ask(NotAfter(_bare(self), _bare(other)))

    def __le__(self, other: "Instant") -> bool:
        return self._not_after(other)

    def __ge__(self, other: "Instant") -> bool:
        return other._not_after(self)

    def __gt__(self, other: "Instant") -> bool:
        return not self._not_after(other)

    def __lt__(self, other: "Instant") -> bool:
        return not other._not_after(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Instant) and (self.base, self.added) == (other.base, other.added)

    def __hash__(self) -> int:
        return hash((self.base, self.added))


def _bare(instant: Instant) -> Instant:
    return Instant(instant.base, instant.added, None)


class _Events:
    """The events of a row, read one by one."""

    __slots__ = ("run",)

    def __init__(self, run: Run) -> None:
        self.run = run

    def get(self, event: str, default: object = None) -> object:
        if self.run.ask(Stated(event)):
            return Instant(event, (), self.run) if self.run.ask(Happens(event)) else None
        if event == "collected" and self.run.ask(Complete()):
            return Instant(ASKED, (), self.run)
        return default


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
    def events(self) -> _Events:
        """When events happened."""
        return _Events(self.run)

    @property
    def legal_hold(self) -> bool | None:
        """Whether the data is under a legal hold."""
        if self.run.ask(OnHold()):
            return True
        return None if self.run.ask(HoldUnknown()) else False

    def event(self, event: str) -> object:
        """Return the date of an event; under a complete record an event left out has not happened."""
        found = self.events.get(event, UNKNOWN)
        return None if found is UNKNOWN and self.complete else found


def grow(say: Callable[[Row], Leaf], settled: Mapping[Condition, bool]) -> Tree[Leaf]:
    """Run a function on a row of which only ``settled`` is known, and return the tree of what it asks and says.

    Raises :class:`TableError` where that would be larger than :data:`LARGEST`.
    """
    runs = count(1)

    def follow(answers: dict[Condition, bool]) -> Tree[Leaf]:
        if next(runs) > LARGEST:
            raise TableError(TOO_LARGE, "decide these rows one by one, or write schedules with fewer `until`")
        try:
            return End(say(Row(Run(answers))))
        except _OpenQuestion as question:
            asked = question.condition
        then, otherwise = follow({**answers, asked: True}), follow({**answers, asked: False})
        return then if then == otherwise else Branch(asked, then, otherwise)

    return follow(dict(settled))


def relabel(tree: Tree[Leaf], label: Callable[[Leaf], Other]) -> Tree[Other]:
    """Return a tree with other leaves; branches that lead to the same are joined."""
    if isinstance(tree, End):
        return End(label(tree.leaf))
    then, otherwise = relabel(tree.then, label), relabel(tree.otherwise, label)
    return then if then == otherwise else Branch(tree.condition, then, otherwise)
