"""What privpolicy costs, beside what others cost. ``python -m benchmarks.run [--write]`` prints it."""

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.aims import aims, aims_table
from benchmarks.contest.measure import Contest, ContestEffort, contest
from benchmarks.contest.report import contest_table
from benchmarks.contest.silence import silences
from benchmarks.curves import curves
from benchmarks.fides.ours import measure_fides
from benchmarks.figures import Figures, Tables
from benchmarks.generate import altered, generate
from benchmarks.measure import SHIPPED, Effort, Measured, load_time, measure, measure_diff, measure_questions
from benchmarks.peers.protocol import Peer
from benchmarks.peers.roster import PEERS
from benchmarks.processes import processes
from benchmarks.report import report
from benchmarks.tables.measure import Effort as TableEffort
from benchmarks.tables.run import measure_tables
from benchmarks.timing import Timing
from benchmarks.versions import load_average

RESULTS = Path(__file__).with_name("RESULTS.md")
PLOTS = Path(__file__).with_name("plots")
SIZES = (30, 300, 3000)
CURVE = (30, 100, 300, 1000, 3000)
ALTERED = {300: 60, 3000: 1}
"""How many activities are altered before a policy is compared with what it was."""


def run(
    effort: Effort,
    contest_effort: ContestEffort,
    sizes: Sequence[int] = SIZES,
    curve: Sequence[int] = CURVE,
    peers: Sequence[Peer] = PEERS,
    tables: Tables | None = None,
) -> Figures:
    """Measure everything. ``tables`` is what somebody else measured of whole tables in the same run."""
    before = load_average()
    _tell("Peers: start, check, time in turns")
    contests = [_contest(size, peers, contest_effort) for size in curve]
    print(contest_table(contests), end="\n\n", flush=True)
    answered = silences(peers)
    with tempfile.TemporaryDirectory() as folder:
        measured = _measure_all(Path(folder), effort, sizes)
        loads = _loads(Path(folder), effort, curve, measured)
    _tell("Fides' question, and processes")
    return Figures(
        contests=contests,
        contest_effort=contest_effort,
        silences=answered,
        measured=measured,
        loads=loads,
        processes=processes(effort),
        fides=measure_fides(effort.loads),
        effort=effort,
        busy=(before, load_average()),
        tables=tables,
    )


def _contest(size: int, peers: Sequence[Peer], effort: ContestEffort) -> Contest:
    _tell(f"  {size} activities")
    return contest(size, peers, effort)


def _measure_all(folder: Path, effort: Effort, sizes: Sequence[int]) -> list[Measured]:
    _tell(f"The whole language: {SHIPPED.name}")
    measured = [measure(SHIPPED, effort)]
    for size in sizes:
        _tell(f"  {size} activities")
        path, other = folder / f"generated-{size}", folder / f"altered-{size}"
        generate(size, path)
        measured.append(measure(path, effort))
        generate(size, other)
        measure_diff(path, other, altered(other, ALTERED.get(size, 3)), effort, measured[-1])
        measure_questions(path, other, effort, measured[-1])
    return measured


def _loads(
    folder: Path, effort: Effort, curve: Sequence[int], measured: Sequence[Measured]
) -> list[tuple[int, Timing]]:
    """Return the loads of every size of the curve: those that were measured, and the others now."""
    known = {one.activities: one.loaded for one in measured if one.name.startswith("generated-")}
    for size in curve:
        if size not in known:
            path = folder / f"generated-{size}"
            generate(size, path)
            known[size] = load_time(path, effort)
    return sorted(known.items())


def _tell(what: str) -> None:
    """Say on standard error how far it has come; the tables alone go to standard output."""
    print(what, file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--write",
        action="store_true",
        help=f"write {RESULTS.name} and print less",
    )
    parser.add_argument(
        "--rows", nargs="+", type=float, metavar="MILLIONS", help="sizes of the tables (default: 1 2 5 10)"
    )
    chosen = parser.parse_args(arguments)
    sizes = tuple(sorted(int(1e6 * millions) for millions in chosen.rows or ())) or TableEffort().sizes
    _tell("Tables: rows drawn, everybody checked, time in turns")
    tables = measure_tables(TableEffort(sizes))
    figures = run(Effort(), ContestEffort(), tables=tables)
    text = report(figures)
    if chosen.write:
        write(text, curves(figures))
        print(aims_table(aims(figures)), end="\n\n")
        print(f"Everything else, with the spread of each figure and the plots: {os.path.relpath(RESULTS)}")
    else:
        print(text, end="")
    return 0


def write(text: str, pictures: Mapping[str, str], results: Path = RESULTS, plots: Path = PLOTS) -> None:
    """Write the report and its pictures."""
    plots.mkdir(exist_ok=True)
    results.write_text(text, encoding="utf-8")
    for name, picture in pictures.items():
        (plots / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
