"""Random rows over random policies: what a table answers is what each row is answered alone."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from benchmarks.generate import generate
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.batch.answers import assert_alike
from tests.batch.rows import Draw
from tests.batch.shapes import SHAPES, Plain, Shape
from tests.laws.law_strategies import lawful_cases
from tests.laws.strategies import policies, requests
from tests.laws.world import compiled_under_law

import privpolicy as pp

ROOT = Path(__file__).parents[2]
WITHOUT_SHRINKING = (Phase.explicit, Phase.generate)  # a difference names its row already
SOME = st.sampled_from(list(SHAPES.values()))
SEEDS = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("shape", ["columns", "struct"])
def test_the_shipped_policy(shape: str) -> None:
    policy = pp.load(ROOT / "policies" / "multi-planning")
    assert_alike(policy, Draw(policy, 1, questions=20).rows(400), SHAPES[shape])


def test_the_clinic() -> None:
    policy = pp.load(ROOT / "examples" / "clinic")
    assert_alike(policy, Draw(policy, 2, questions=20).rows(400), SHAPES["codes"])


def test_a_generated_policy(tmp_path: Path) -> None:
    generate(60, tmp_path)
    policy = pp.load(tmp_path)
    assert_alike(policy, Draw(policy, 3, questions=20).rows(400), SHAPES["map"])


@settings(max_examples=12, phases=WITHOUT_SHRINKING)
@given(policies(), SEEDS, SOME)
def test_random_policies(written: Plain, seed: int, shape: Shape) -> None:
    policy = compiled_under_law(written)
    assert_alike(policy, Draw(policy, seed, questions=25).rows(80), shape)


@settings(max_examples=8, phases=WITHOUT_SHRINKING)
@given(lawful_cases(), SEEDS, SOME)
def test_random_policies_under_law(case: tuple[Plain, Plain], seed: int, shape: Shape) -> None:
    written, request = case
    policy = compiled_under_law(written)
    assert_alike(policy, [request, *Draw(policy, seed, questions=25).rows(80)], shape)


@settings(max_examples=4, phases=WITHOUT_SHRINKING)
@given(st.data())
def test_random_requests(data: st.DataObject) -> None:
    written = data.draw(policies())
    asked = data.draw(st.lists(requests(written), min_size=4, max_size=8))
    assert_alike(compiled_under_law(written), asked, SHAPES["map"])


def test_rows_are_of_every_kind() -> None:
    """The random rows are answered in every way, or their agreement would say little."""
    policy = pp.load(ROOT / "policies" / "multi-planning")
    found: Counter[Any] = Counter()
    for request in Draw(policy, 1).rows(2000):
        try:
            decision = policy.decide(pp.Request.parse({**request, "at": request["at"] or "2020-01-15"}))
        except pp.RequestError:
            found["error"] += 1
        else:
            found[decision.outcome.value] += 1
            found["until"] += decision.until is not None
            found[decision.categories[0].reasons[0].code] += 1
    assert min(found[kind] for kind in ("permit", "deny", "conditional", "error", "until")) > 50
    assert len(found) > 15
