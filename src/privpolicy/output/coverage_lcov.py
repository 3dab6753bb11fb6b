"""Coverage as lcov writes it: a record a file, its branches and its lines."""

from collections.abc import Iterable, Iterator

from privpolicy.output.cells import shown
from privpolicy.output.coverage_lines import Line, lines_of
from privpolicy.testing.coverage.measure import Coverage


def coverage_lcov(coverage: Coverage) -> str:
    """Write a record a file. A line was hit as often as its point was decided; further points are branches."""
    return "".join(f"{line}\n" for file, lines in lines_of(coverage) for line in _record(file, lines))


def _record(file: str, lines: tuple[Line, ...]) -> Iterator[str]:
    yield "TN:"
    yield f"SF:{shown(file)}"
    for line in lines:
        for number, one in enumerate(line.branches):
            # A dash means that the line was never reached at all.
            yield f"BRDA:{line.number},0,{number},{one.cases if line.hits else '-'}"
    yield f"BRF:{_sum(len(line.branches) for line in lines)}"
    yield f"BRH:{_sum(line.taken for line in lines)}"
    for line in lines:
        yield f"DA:{line.number},{line.hits}"
    yield f"LF:{len(lines)}"
    yield f"LH:{_sum(line.hits > 0 for line in lines)}"
    yield "end_of_record"


def _sum(numbers: Iterable[int]) -> int:
    return sum(numbers)
