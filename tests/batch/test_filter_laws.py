"""What is read through a filter is what is permitted, cell by cell."""

from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.batch.filtered import Case, beside, case_of, filter_for, permitted, read, tabled
from tests.batch.rows import Draw
from tests.batch.shapes import SHAPES
from tests.batch.small import keeping
from tests.laws.strategies import policies
from tests.laws.world import Plain, compiled_under_law

import privpolicy as pp

SHIPPED = pp.load(Path(__file__).parents[2] / "policies" / "multi-planning")


def compared(policy: pp.Policy, case: Case, table: Any, mapping: Plain, stated: Any, law: Any, **tables: Any) -> None:
    expected = permitted(policy, case, stated, law)
    found = filter_for(policy, case, mapping, law, **tables)
    masked, told = read(found, table)
    assert masked == expected, (case.asked, case.held)
    assert told == expected, (case.asked, case.held)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", ["columns", "struct"])
def test_of_lists(seed: int, shape: str) -> None:
    case = case_of(Draw(SHIPPED, seed), 60)
    compared(SHIPPED, case, *tabled(SHIPPED, case, SHAPES[shape]), law="named")


@pytest.mark.parametrize("seed", range(6, 12))
def test_of_tables_beside(seed: int) -> None:
    case = case_of(Draw(SHIPPED, seed), 60)
    table, mapping, tables, stated = beside(SHIPPED, case)
    compared(SHIPPED, case, table, mapping, stated, "named", **tables)


@pytest.mark.parametrize(("one", "other"), [("P1M", "P30D"), ("P30D", "P1M")])
def test_a_month_is_not_thirty_days(one: str, other: str) -> None:
    """DuckDB holds the two intervals to be equal."""
    policy = keeping({"phase": "active", "for": one, "law": "x"}, at_least=other)
    days = ("2020-01-29", "2020-01-30", "2020-01-31", "2020-02-01")
    rows = [{"restricted": False, "legal-hold": False, "objections": [], "events": {"collected": day}} for day in days]
    for at in ("2020-02-28", "2020-02-29", "2020-03-01", "2020-03-02"):
        case = Case(
            {"purpose": "service", "data": ["contact"], "operation": "erase", "at": at}, {"c": ["contact"]}, rows
        )
        compared(policy, case, *tabled(policy, case), law="named")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(policies(lawful=True) | policies(), st.integers(0, 1 << 30), st.sampled_from(["named", None]))
def test_of_any_policy(written: Plain, seed: int, law: Literal["named"] | None) -> None:
    policy = compiled_under_law(written)
    case = case_of(Draw(policy, seed), 12)
    compared(policy, case, *tabled(policy, case), law=law)
    table, mapping, tables, stated = beside(policy, case)
    compared(policy, case, table, mapping, stated, law, **tables)
