"""What decisions, loading, linting and a command cost. ``python -m benchmarks.run [--write]`` prints the tables."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.generate import altered, generate
from benchmarks.measure import SHIPPED, Effort, measure, measure_diff, measure_questions, processes
from benchmarks.report import report

RESULTS = Path(__file__).with_name("RESULTS.md")
SIZES = (30, 300, 3000)
ALTERED = {300: 60, 3000: 1}
"""How many activities are altered before a policy is compared with what it was."""


def run(effort: Effort, sizes: Sequence[int] = SIZES) -> str:
    """Measure everything and return the report."""
    with tempfile.TemporaryDirectory() as folder:
        measured = [measure(SHIPPED, effort)]
        for size in sizes:
            path = Path(folder) / f"generated-{size}"
            generate(size, path)
            measured.append(measure(path, effort))
            other = Path(folder) / f"altered-{size}"
            generate(size, other)
            measure_diff(path, other, altered(other, ALTERED.get(size, 3)), effort, measured[-1])
            measure_questions(path, other, effort, measured[-1])
    return report(measured, processes(effort), effort)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"also write {RESULTS.name}")
    chosen = parser.parse_args(arguments)
    text = run(Effort())
    print(text, end="")
    if chosen.write:
        RESULTS.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
