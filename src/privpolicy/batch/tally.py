"""What the rows of a decided table were answered, counted."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome, the activity and the first reason that it rests on; or, with no outcome, what is wrong with a row."""

    outcome: str | None
    activity: str | None
    reason: str | None
    error: str | None


@dataclass(frozen=True)
class Tally:
    """How many rows were answered what; the most frequent answers come first."""

    counts: tuple[tuple[Answer, int], ...]

    @cached_property
    def rows(self) -> int:
        """All rows."""
        return sum(count for _, count in self.counts)

    def by(self, outcome: str | None, told: Callable[[Answer], str]) -> list[tuple[str, int]]:
        """Return how many rows of an outcome have each value of what is told of answers; the most frequent first."""
        found: Counter[str] = Counter()
        for answer, count in self.counts:
            if answer.outcome == outcome:
                found[told(answer)] += count
        return sorted(found.items(), key=lambda one: (-one[1], one[0]))

    def of(self, outcome: str | None) -> int:
        """Return how many rows have an outcome; ``None``: how many have none."""
        return sum(count for answer, count in self.counts if answer.outcome == outcome)
