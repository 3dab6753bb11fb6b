"""Every statement holds for every cell it stands for, and every cell lies in exactly one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.laws.strategies import Plain, cases
from tests.laws.world import compiled, compiled_under_law

import privpolicy as pp
from privpolicy.engine.statement import Statement, Those
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension

SHOP = "tests/cli/fixtures/shop"
KEYS = ("origin", "at", "complete", "context")


def cells_of(policy: pp.Policy, statement: Statement) -> Iterator[tuple[str, ...]]:
    """Yield every cell that a statement stands for, read off its ids alone."""

    def unfolded(dimension: Dimension, ids: Iterable[Those]) -> list[str]:
        below = policy.vocabulary.hierarchies[dimension].descendants
        return sorted({each for one in ids for each in ([one.id] if one.alone else below[one.id])})

    yield from product(*(unfolded(dimension, statement.ids(dimension)) for dimension in DIMENSIONS))


def decided(policy: pp.Policy, cell: tuple[str, ...], request: Plain) -> pp.Decision:
    purpose, data, subject, operation, recipient = cell
    asked = {"purpose": purpose, "data": data, "data-subject": subject, "operation": operation, "recipient": recipient}
    return policy.decide(pp.Request.parse({**asked, **{key: request[key] for key in KEYS if key in request}}))


def check(policy: pp.Policy, request: Plain, blanks: list[str], group_by: Dimension | None) -> None:
    asked = pp.Request.parse(request)
    subject = asked.data_subject or policy.vocabulary.hierarchies["data-subject"].roots[0]
    fixed = (asked.purpose, asked.data[0], subject, asked.operation, asked.recipient)
    known = {
        one: policy.vocabulary.hierarchies[one].parents if one in blanks else [each]
        for one, each in zip(DIMENSIONS, fixed, strict=True)
    }
    ids: dict[str, Any] = {
        one.replace("-", "_"): None if one in blanks else next(iter(known[one])) for one in DIMENSIONS
    }
    stated: dict[str, Any] = {key: request[key] for key in KEYS if key in request}
    found = list(policy.ask(**ids, **stated, group_by=group_by))
    seen: Counter[tuple[str, ...]] = Counter()
    for statement in found:
        cells = list(cells_of(policy, statement))
        assert len(cells) == statement.cells
        seen.update(cells)
        for place, cell in enumerate(cells):
            decision = decided(policy, cell, request)
            assert decision.outcome is statement.outcome
            if place % 7 == 0:
                category = decision.categories[0]
                assert category.activity == statement.activity
                ways = {frozenset(filled(need, cell[0]) for need in way) for way in statement.needs}
                assert ways == set(map(frozenset, category.needs))
    assert set(seen) == set(product(*known.values()))
    assert not seen or max(seen.values()) == 1


def filled(need: object, purpose: str) -> object:
    match need:
        case pp.ConsentNeed("?", explicit, by):
            return pp.ConsentNeed(purpose, explicit, by)
        case pp.NoObjectionNeed("?"):
            return pp.NoObjectionNeed(purpose)
        case _:
            return need


BLANKS = st.lists(st.sampled_from(DIMENSIONS), min_size=1, max_size=3, unique=True)
GROUPS = st.sampled_from((None, None, *DIMENSIONS))


@settings(max_examples=120)
@given(cases(), BLANKS, GROUPS)
def test_statements_are_exact(case: tuple[Plain, Plain], blanks: list[str], group_by: Dimension | None) -> None:
    check(compiled(case[0]), case[1], blanks, group_by)


@settings(max_examples=120)
@given(cases(lawful=True), BLANKS, GROUPS)
def test_statements_are_exact_under_the_law(
    case: tuple[Plain, Plain], blanks: list[str], group_by: Dimension | None
) -> None:
    check(compiled_under_law(case[0]), case[1], blanks, group_by)
