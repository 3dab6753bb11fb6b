"""A long seeded run: random rows over random policies, each answered in a table and alone.

``python -m tests.soak [--rows N] [--policies N] [--seed N] [--spark SHARE] [--only NUMBER]`` prints its progress and
ends with 1 if an answer differs. A difference is printed with its policy, its row and both answers; ``--only`` with the
number of the policy runs that part again.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from benchmarks.generate import generate
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

import privpolicy as pp
from tests.batch.answers import Difference, decided, differences
from tests.batch.rows import Draw
from tests.batch.shapes import SHAPES, Plain, Shape, table_of
from tests.laws.law_strategies import lawful_cases
from tests.laws.strategies import policies
from tests.laws.world import compiled_under_law

ROOT = Path(__file__).parents[1]
QUIET = tuple(HealthCheck)
WRITTEN = (ROOT / "policies" / "multi-planning", ROOT / "examples" / "clinic")
SIZES = (30, 100)
"""Activities of the generated policies."""
AT_ONCE = 5_000
"""Rows in a table."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, and return the exit code."""
    given_ = _arguments().parse_args(arguments)
    started, compared, different = time.monotonic(), Counter[str](), 0
    engines = _engines(given_.spark)
    share = max(1, given_.rows // given_.policies)
    for number, (name, policy, source) in enumerate(_policies(given_.policies, given_.seed)):
        if given_.only is not None and number != given_.only:
            continue
        draw = Draw(policy, given_.seed * 1_000_003 + number)
        for engine, table, rows, shape in _tables(draw, share, engines, number):
            found = list(_differing(policy, draw.rows(rows), shape, table))
            compared[engine] += rows
            different += len(found)
            if found:
                _tell(number, name, source, engine, shape, found)
        print(
            f"{number + 1:>4}/{given_.policies} {name:<24} {sum(compared.values()):>10,} rows,"
            f" {different} different, {time.monotonic() - started:,.0f} s",
            flush=True,
        )
    counts = " and ".join(f"{count:,} on {engine}" for engine, count in sorted(compared.items()))
    print(f"seed {given_.seed}: {counts} rows compared in {time.monotonic() - started:,.0f} s, {different} different")
    return 1 if different or not compared else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.soak", description="Compare tables with decisions, at length."
    )
    parser.add_argument("--rows", type=int, default=2_000_000, help="rows in all (2000000)")
    parser.add_argument("--policies", type=int, default=200, help="policies (200)")
    parser.add_argument("--seed", type=int, default=2016679, help="for the policies and the rows")
    parser.add_argument("--spark", type=float, default=0.05, help="share of the policies also run on Spark (0.05)")
    parser.add_argument("--only", type=int, help="run the policy of this number alone, counted from 0")
    return parser


Loader = Callable[[pa.Table], Any]


def _engines(spark_share: float) -> list[tuple[str, Loader, float]]:
    """Return the engines, each with how a table gets into it and the share of the policies that it runs."""
    engines: list[tuple[str, Loader, float]] = [("DuckDB", lambda table: table, 1.0)]
    if spark_share:
        from tests.batch.spark import Spark, missing  # noqa: PLC0415  # only whoever asks for Spark needs it

        reason = missing()
        if reason:
            print(f"Spark is left out: {reason}")
        else:
            engines.append(("Spark", Spark.started().table, spark_share))
    return engines


def _tables(
    draw: Draw, count: int, engines: Sequence[tuple[str, Loader, float]], number: int
) -> Iterator[tuple[str, Loader, int, Shape]]:
    shapes = list(SHAPES.values())
    for engine, loader, share in engines:
        left = count if share == 1.0 else min(count, AT_ONCE)
        if share < 1.0 and number % max(1, round(1 / share)):
            continue
        turn = number
        while left > 0:
            rows = min(left, AT_ONCE)
            yield engine, loader, rows, shapes[turn % len(shapes)]
            left, turn = left - rows, turn + 1


def _differing(policy: pp.Policy, requests: Sequence[Plain], shape: Shape, loader: Loader) -> Iterator[Difference]:
    table, asked = table_of(policy.vocabulary, requests, shape)
    yield from differences(policy, decided(policy, loader(table)), asked)


def _tell(number: int, name: str, source: Any, engine: str, shape: Shape, found: Sequence[Difference]) -> None:
    print(f"\n{len(found)} rows differ: policy {number} ({name}) on {engine} in {shape}\n{json.dumps(source)}")
    for one in found[:3]:
        print(one)
    print(flush=True)


def _policies(count: int, seed_: int) -> Iterator[tuple[str, pp.Policy, Any]]:
    """Yield policies with their names and what they are made of: those in the project, generated and random ones."""
    found = 0
    for folder in WRITTEN[:count]:
        yield folder.name, pp.load(folder), str(folder)
        found += 1
    for size in SIZES[: max(0, count - found)]:
        with TemporaryDirectory() as made:
            generate(size, Path(made))
            yield f"generated-{size}", pp.load(made), size
        found += 1
    for number, written in enumerate(drawn(max(0, count - found), seed_)):
        yield f"random-{number}", compiled_under_law(written), written


def drawn(count: int, seed_: int) -> list[Plain]:
    """Draw different random policies, mostly under law; the same seed draws the same ones."""
    found: dict[str, Plain] = {}
    turn = random.Random(seed_)
    kinds = (policies(), policies(lawful=True), lawful_cases().map(lambda case: case[0]))
    while len(found) < count:
        for written in _some(st.one_of(kinds), count, turn.randrange(2**32)):
            found.setdefault(json.dumps(written, sort_keys=True), written)
    return list(found.values())[:count]


def _some(strategy: st.SearchStrategy[Plain], count: int, seed_: int) -> list[Plain]:
    found: list[Plain] = []

    @seed(seed_)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=QUIET,
        verbosity=Verbosity.quiet,
        derandomize=False,
    )
    @given(strategy)
    def keep(written: Plain) -> None:
        found.append(written)

    keep()
    return found


if __name__ == "__main__":
    sys.exit(main())
