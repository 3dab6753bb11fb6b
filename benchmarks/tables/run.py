"""The part of the benchmark that is about tables; ``python -m benchmarks.tables.run`` is it alone.

``--rows 20 50`` are millions of rows. ``--keep`` keeps the figures in ``kept.json``, so that every later report shows
the long run with the day on which it was made.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.figures import Tables
from benchmarks.generate import generate
from benchmarks.markdown import table
from benchmarks.measure import SHIPPED
from benchmarks.tables.contenders import ENUMS, FEW, HAND, NAMED, NAMES
from benchmarks.tables.measure import CHECKED, MEMORY, SAMPLE, THREADS, Effort, Sized, check, sized
from benchmarks.tables.rows import draw
from benchmarks.tables.spark import on_spark
from benchmarks.versions import load_average, machine, today, version_of

import privpolicy as pp

KEPT = Path(__file__).with_name("kept.json")
GENERATED = 300
"""Activities of the generated policy."""
DRAWN = (NAMES, ENUMS, HAND, NAMED, NAMES + FEW, ENUMS + FEW, HAND + FEW)
"""Whose curves are drawn."""


def measure_tables(effort: Effort, kept: Path = KEPT) -> Tables:
    """Check that all agree, then time them over every size; raises :class:`Disagreement`."""
    with tempfile.TemporaryDirectory() as place:
        shipped, generated = Path(place) / "shipped", Path(place) / "generated"
        for folder in (shipped, generated):
            folder.mkdir()
        policy = Path(place) / f"generated-{GENERATED}"
        generate(GENERATED, policy)
        for path, folder in ((SHIPPED, shipped), (policy, generated)):
            check(path, folder)
        sizes = []
        for rows in effort.sizes:
            _tell(f"  {rows:,} rows")
            sizes.append(sized(SHIPPED.absolute(), rows, shipped, effort.repetitions))
            _remove(shipped)
        other = sized(policy, effort.generated, generated, effort.repetitions) if effort.generated else None
    notes = [_words(effort), *_told(SHIPPED.name, sizes)]
    if other is not None:
        notes += _told(f"generated-{GENERATED}", [other])
    return _tables_of(sizes, "\n\n".join([*notes, *_kept_words(kept)]))


def _tables_of(sizes: Sequence[Sized], notes: str) -> Tables:
    largest = sizes[-1]
    return Tables(
        rows=largest.rows,
        rate=largest.rate(NAMES),
        encoded_rate=largest.rate(ENUMS),
        hand_rate=largest.rate(HAND),
        few_rate=largest.rate(NAMES + FEW),
        few_encoded_rate=largest.rate(ENUMS + FEW),
        few_hand_rate=largest.rate(HAND + FEW),
        peak=largest.peak,
        growth=tuple((one.rows, one.rate(NAMES)) for one in sizes),
        notes=notes,
        seconds={name: tuple((one.rows, one.best(name)) for one in sizes if one.seconds.get(name)) for name in DRAWN},
    )


WORDS = """
DuckDB {duckdb}, Ibis {ibis}, {threads} threads, {memory} of memory for DuckDB; {turns} turns of everybody, the best
of them. A row has a question of the workload, three categories, up to two consents, objections, every event and fact
of the policy, and is complete or not ([tables/rows.py](tables/rows.py)). Ours is timed from the call on: the survey
of the questions is in it. Names are read from Parquet, encoded columns from a database of DuckDB. What the others
know beforehand, and is not timed: [tables/by_hand.py](tables/by_hand.py), [tables/by_name.py](tables/by_name.py). All
give the outcome alone. *Fewer columns* leaves out objections, legal hold, facts and what is known of the person: the
question, dates, events, consents, restriction and completeness remain. On {checked:,} rows all answered alike before
they were timed, `decide` on {sample:,} of them; on the others they counted the same outcomes.
"""


def _words(effort: Effort) -> str:
    words = WORDS.format(
        duckdb=version_of("duckdb"),
        ibis=version_of("ibis-framework"),
        threads=THREADS,
        memory=MEMORY,
        turns=effort.repetitions,
        checked=CHECKED,
        sample=SAMPLE,
    )
    return " ".join(words.split())


def _told(policy: str, sizes: Sequence[Sized]) -> list[str]:
    """Return the times of every size, and what was answered."""
    names = list(dict.fromkeys(name for one in sizes for name in one.seconds))
    rows: list[tuple[str, ...]] = [("", *(f"{one.rows / 1e6:g} M rows" for one in sizes), "a second, at most rows")]
    for name in names:
        timed = [one for one in sizes if one.seconds.get(name)]
        cells = [_cell(one, name) if one.seconds.get(name) else "" for one in sizes]
        rows.append((name, *cells, f"{timed[-1].rate(name) / 1e6:.2f} M"))
    rows.append(("memory, ours writing to Parquet", *(f"{one.peak / 1e6:,.0f} MB" for one in sizes), ""))
    shares = ", ".join(
        f"{name} {100 * count / sizes[-1].rows:.0f} %" for name, count in sorted(sizes[-1].outcomes.items())
    )
    return [f"**{policy}** ({shares}); seconds, and in brackets those of both processors together:", table(rows)]


def _cell(one: Sized, name: str) -> str:
    return f"{one.best(name):.2f} s ({min(one.cpu[name]):.2f})"


def keep(tables: Tables, effort: Effort, kept: Path = KEPT) -> None:
    """Keep the figures of a long run, with Spark beside them."""
    with tempfile.TemporaryDirectory() as place:
        policy = pp.load(SHIPPED)
        spark = on_spark(policy, draw(policy, 1_000_000, Path(place)).names)
    found = {
        "day": today(),
        "machine": machine(),
        "load": load_average(),
        "turns": effort.repetitions,
        "sizes": [{"rows": rows, "seconds": _of_size(tables, rows)} for rows, _ in tables.growth],
        "peak": tables.peak,
        "spark": spark,
    }
    kept.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _of_size(tables: Tables, rows: int) -> dict[str, float]:
    return {name: dict(points)[rows] for name, points in tables.seconds.items() if rows in dict(points)}


def _kept_words(kept: Path) -> list[str]:
    if not kept.exists():
        return []
    found = json.loads(kept.read_text("utf-8"))
    names = [name for name in DRAWN if any(name in one["seconds"] for one in found["sizes"])]
    rows: list[tuple[str, ...]] = [("", *(f"{one['rows'] / 1e6:g} M rows" for one in found["sizes"]))]
    rows += [(name, *(_long(one, name) for one in found["sizes"])) for name in names]
    spark = found["spark"]
    told = spark if isinstance(spark, str) else f"{spark[0]:.1f} s at first, then {spark[1]:.1f} s"
    words = (
        f"**A longer run**, of {found['day']}, {found['turns']} turns, the load average {found['load']:.1f} when it "
        f"ended. At the largest table ours held {found['peak'] / 1e6:,.0f} MB at most while it wrote its decisions. "
        f"1 M rows from names on Spark in local mode: {told}."
    )
    return [words, table(rows)]


def _long(one: Mapping[str, Mapping[str, float]], name: str) -> str:
    seconds = one["seconds"].get(name)
    return "" if seconds is None else f"{seconds:.2f} s, {one['rows'] / seconds / 1e6:.2f} M a second"  # type: ignore[operator]  # `rows` is a number


def _remove(folder: Path) -> None:
    """Make room for the next size."""
    for path in folder.glob("*.*"):
        path.unlink()


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tables.run")
    parser.add_argument("--rows", nargs="+", type=float, metavar="MILLIONS", help="sizes of the tables")
    parser.add_argument("--turns", type=int, default=Effort().repetitions)
    parser.add_argument("--keep", action="store_true", help=f"keep the figures in {KEPT.name}")
    chosen = parser.parse_args(arguments)
    sizes = tuple(sorted(int(1e6 * millions) for millions in chosen.rows)) if chosen.rows else Effort().sizes
    effort = Effort(sizes, chosen.turns)
    tables = measure_tables(effort)
    if chosen.keep:
        keep(tables, effort)
    print(tables.notes)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
