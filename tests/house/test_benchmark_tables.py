"""The benchmark of tables times only those who answer alike; whoever does not is caught."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.generate import generate
from benchmarks.tables.agree import DECIDE, disagreements
from benchmarks.tables.contenders import ENUMS, FEW, HAND, NAMED, NAMES, WHOLE, WRITTEN, Bench, fewer, prepared
from benchmarks.tables.measure import Disagreement, held, timed, written
from benchmarks.tables.rows import draw

import privpolicy as pp

SHIPPED = Path("policies/multi-planning")
ROWS = 10_000


@pytest.fixture(scope="module", params=["shipped", "generated"])
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("tables")
    path = SHIPPED
    if request.param == "generated":
        path = folder / "policy"
        generate(300, path)
    policy = pp.load(path)
    with prepared(policy, draw(policy, ROWS, folder), folder, threads=2, memory="500MB") as made:
        yield made


def test_all_answer_alike(bench: Bench) -> None:
    found = disagreements(bench, 500)
    assert DECIDE in found
    assert found == dict.fromkeys(found, 0)


def test_all_answer_alike_over_fewer_columns(bench: Bench) -> None:
    few = fewer(bench)
    found = disagreements(few, 500)
    assert found == dict.fromkeys(found, 0)
    assert few.outcomes(few.hand) != bench.outcomes(bench.hand)
    assert set(timed(few, 1)["seconds"]) == {f"{name}{FEW}" for name in (HAND, ENUMS, NAMES, NAMED)}


def test_no_outcome_is_missing_from_the_rows(bench: Bench) -> None:
    told = bench.outcomes(bench.hand)
    assert len(told) == ROWS
    assert set(told.values()) == {"permit", "deny", "conditional"}


@pytest.mark.parametrize("clause", ["NOT legal_hold", '"at" >= TIMESTAMP', "c.explicit"])
def test_a_join_that_forgets_a_clause_is_caught(bench: Bench, clause: str) -> None:
    lie = {"NOT legal_hold": "true", '"at" >= TIMESTAMP': "TIMESTAMP '2010-01-01' >= TIMESTAMP", "c.explicit": "true"}
    assert clause in bench.hand
    lying = replace(bench, hand=bench.hand.replace(clause, lie[clause]))
    assert disagreements(lying, 1)[HAND] > 0


def test_names_that_lie_are_caught(bench: Bench) -> None:
    lying = replace(bench, named=bench.named.replace("list_contains(broader, c.purpose)", "true"))
    assert disagreements(lying, 1)[NAMED] > 0


def test_rows_that_are_left_out_are_caught(bench: Bench) -> None:
    lying = replace(bench, hand=f"{bench.hand} WHERE number <> 7")
    assert disagreements(lying, 1)[HAND] == 1


def test_nothing_is_timed_where_counts_differ(bench: Bench) -> None:
    lying = replace(bench, hand=bench.hand.replace("ELSE 'deny'", "ELSE 'conditional'"))
    with pytest.raises(Disagreement, match="outcomes differ"):
        timed(lying, 1)


def test_everybody_is_timed_in_every_turn(bench: Bench) -> None:
    found = timed(bench, 2)
    seconds, outcomes = found["seconds"], found["outcomes"]
    assert isinstance(seconds, dict)
    assert isinstance(outcomes, dict)
    once = {name: 1 if name == NAMED else 2 for name in seconds}
    assert {name: len(turns) for name, turns in seconds.items()} == once
    assert {NAMES, ENUMS, HAND} < set(seconds)
    assert sum(outcomes.values()) == ROWS


def test_what_is_written_is_every_row(bench: Bench) -> None:
    found = written(bench)
    assert isinstance(found["seconds"], dict)
    assert {name: len(turns) for name, turns in found["seconds"].items()} == {WRITTEN: 1, WHOLE: 1}
    query = f"SELECT outcome, count(*) FROM read_parquet('{bench.folder / 'out.parquet'}') GROUP BY outcome"  # noqa: S608  # a path of pytest
    counted = dict(bench.connection.execute(query).fetchall())
    assert counted == timed(bench, 1)["outcomes"]


def test_rows_are_the_same_when_drawn_again(bench: Bench, tmp_path: Path) -> None:
    again = draw(bench.policy, ROWS, tmp_path, threads=1)
    query = "SELECT bit_xor(hash(t)) FROM (SELECT * FROM read_parquet('{}')) AS t"
    one, other = (bench.connection.execute(query.format(rows.names)).fetchall() for rows in (bench.rows, again))
    assert one == other


def test_memory_is_of_this_process() -> None:
    assert 10e6 < held() < 64e9
