"""What the rows of a decided table were answered, counted."""

from collections import Counter
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

    @cached_property
    def faulty(self) -> int:
        """Rows without an answer."""
        return sum(count for answer, count in self.counts if answer.outcome is None)

    def by(self, name: str, outcome: str | None) -> list[tuple[str | None, int]]:
        """Return how many rows of an outcome have each value of a part of the answer; the most frequent first."""
        found: Counter[str | None] = Counter()
        for answer, count in self.counts:
            if answer.outcome == outcome:
                found[getattr(answer, name)] += count
        return sorted(found.items(), key=lambda one: (-one[1], one[0] or ""))
