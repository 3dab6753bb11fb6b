"""Times over tables: every size in a process of its own, everybody in turns, and the memory of ours alone.

``python -m benchmarks.tables.measure POLICY ROWS FOLDER REPETITIONS`` prints what one process measured, as JSON;
with 0 repetitions how long ours took to write its decisions, and the most memory that it held.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.tables.agree import disagreements
from benchmarks.tables.contenders import HAND, NAMED, WHOLE, WRITTEN, Bench, Counts, fewer, prepared
from benchmarks.tables.rows import draw

import privpolicy as pp

THREADS, MEMORY = 2, "1200MB"
SLOW_TO = 1_000_000
"""Up to so many rows the lists of names are asked too, and ours for every answer, once."""
CHECKED, SAMPLE = 10_000, 1_000
"""Rows over which all must agree before they are timed, and of them those that `decide` is asked."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: sizes in rows, and turns of each."""

    sizes: Sequence[int] = (1_000_000, 2_000_000, 5_000_000, 10_000_000)
    repetitions: int = 2
    generated: int = 1_000_000
    """Rows for the generated policy, whose requests have more activities and clauses."""


@dataclass(frozen=True, slots=True)
class Sized:
    """One table: seconds of every turn by who took them, of the clock and of the processor."""

    rows: int
    seconds: Mapping[str, Sequence[float]]
    cpu: Mapping[str, Sequence[float]]
    peak: int
    """Bytes that a process held at most which did nothing but write our decisions."""
    outcomes: Counts

    def best(self, name: str) -> float:
        """Return the seconds of the best turn: others can only make one longer."""
        return min(self.seconds[name])

    def rate(self, name: str) -> float:
        return self.rows / self.best(name)


class Disagreement(Exception):  # noqa: N818  # it says what it is
    """Those who should answer alike did not; nothing is timed then."""


def sized(policy: Path, rows: int, folder: Path, repetitions: int) -> Sized:
    """Draw a table and time everybody over it."""
    draw(pp.load(policy), rows, folder)
    took = _process(policy, rows, folder, repetitions)
    wrote = _process(policy, rows, folder, 0)
    seconds, cpu = took["seconds"] | wrote["seconds"], took["cpu"] | wrote["cpu"]
    return Sized(rows, seconds, cpu, wrote["peak"], took["outcomes"])


def check(policy: Path, folder: Path) -> None:
    """Raise :class:`Disagreement` unless all answer alike."""
    loaded = pp.load(policy)
    rows = draw(loaded, CHECKED, folder)
    with prepared(loaded, rows, folder, threads=THREADS, memory=MEMORY) as bench:
        found = {
            f"{name}{each.suffix}": count
            for each in (bench, fewer(bench))
            for name, count in disagreements(each, SAMPLE).items()
        }
        wrong = {name: count for name, count in found.items() if count}
    if wrong:
        raise Disagreement(f"{policy.name}: of {CHECKED} rows {wrong} are answered otherwise")


def _process(policy: Path, rows: int, folder: Path, repetitions: int) -> dict[str, Any]:
    words = ["-m", "benchmarks.tables.measure", str(policy), str(rows), str(folder), str(repetitions)]
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True, cwd=root)
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # what _timed or _peak printed


def timed(bench: Bench, repetitions: int) -> dict[str, Any]:
    """Time everybody in turns; they must count the same outcomes."""
    contenders = bench.contenders()
    named, hand = f"{NAMED}{bench.suffix}", f"{HAND}{bench.suffix}"
    if bench.rows.count > SLOW_TO:
        del contenders[named]
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    cpu: dict[str, list[float]] = {name: [] for name in contenders}
    counted: dict[str, Counts] = {}
    for turn in range(repetitions):
        for name, work in contenders.items():
            if name == named and turn:
                continue
            wall, spent, outcomes = _took(work)
            seconds[name].append(wall)
            cpu[name].append(spent)
            if outcomes:
                counted[name] = outcomes
    if any(outcomes != counted[hand] for outcomes in counted.values()):
        raise Disagreement(f"outcomes differ: {counted}")
    return {"seconds": seconds, "cpu": cpu, "outcomes": counted[hand]}


def every(bench: Bench, repetitions: int) -> dict[str, Any]:
    """Time everybody over all columns, then over fewer; the outcomes are those of all."""
    full, few = timed(bench, repetitions), timed(fewer(bench), repetitions)
    return full | {name: full[name] | few[name] for name in ("seconds", "cpu")}


def written(bench: Bench) -> dict[str, Any]:
    """Time the writing of our decisions, which is the longest, once and in a process that does nothing else."""
    told = ("outcome", "activity", "reason")
    seconds, cpu, _ = _took(lambda: bench.write(*told))
    found, peak = {WRITTEN: (seconds, cpu)}, held()
    if bench.rows.count <= SLOW_TO:
        seconds, cpu, _ = _took(lambda: bench.write(*told, "until", "obligations"))
        found[WHOLE] = seconds, cpu
    return {
        "seconds": {name: [seconds] for name, (seconds, _) in found.items()},
        "cpu": {name: [cpu] for name, (_, cpu) in found.items()},
        "peak": peak,
    }


def _took(work: Callable[[], Counts]) -> tuple[float, float, Counts]:
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    outcomes = work()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, outcomes


def held() -> int:
    """Return the most bytes that this process held, and not what the one before it in the same place did."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii", "replace").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def main(arguments: Sequence[str]) -> int:
    path, rows, folder, repetitions = Path(arguments[0]), int(arguments[1]), Path(arguments[2]), int(arguments[3])
    policy = pp.load(path)
    with prepared(policy, draw(policy, rows, folder), folder, threads=THREADS, memory=MEMORY) as bench:
        found = every(bench, repetitions) if repetitions else written(bench)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
