"""Coverage by file and line, for formats that know nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from privpolicy.testing.coverage.measure import Coverage, Measured


@dataclass(frozen=True, slots=True)
class Line:
    """A line on which points are written: each is a branch where there are several."""

    number: int
    points: tuple[Measured, ...]

    @property
    def hits(self) -> int:
        """How many cases decide the point on it that most cases decide."""
        return max(one.cases for one in self.points)

    @property
    def branches(self) -> tuple[Measured, ...]:
        """The points, where a line has several."""
        return self.points if len(self.points) > 1 else ()

    @property
    def taken(self) -> int:
        """How many branches some case decides."""
        return sum(one.cases > 0 for one in self.branches)


def lines_of(coverage: Coverage) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Yield each file in which points are written, in order, with its lines."""
    files: dict[str, dict[int, list[Measured]]] = {}
    for one in coverage.points:
        files.setdefault(one.span.file, {}).setdefault(one.span.line, []).append(one)
    for name in sorted(files):
        yield name, tuple(Line(number, tuple(files[name][number])) for number in sorted(files[name]))
