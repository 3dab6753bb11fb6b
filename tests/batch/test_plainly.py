"""A condition said plainly is true in exactly the rows in which it was true."""

from typing import Any

import ibis
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis import Value

from privpolicy.batch.plainly import plainly, settled, total, word

BACKEND = ibis.duckdb.connect()
VALUES = (None, 0, 1, 2)
ROWS = [
    {"a": a, "b": b, "m": m, "n": n}
    for a in VALUES
    for b in VALUES
    for m in (None, True, False)
    for n in (None, True, False)
]
TABLE = ibis.memtable(ROWS, schema={"a": "int64", "b": "int64", "m": "boolean", "n": "boolean"})
TRUTHS = st.sampled_from([None, True, False])


def constant(value: Any) -> Value:
    return ibis.null("boolean") if value is None else ibis.literal(value)


def number(value: Any) -> Value:
    return ibis.null("int64") if value is None else ibis.literal(value, "int64")


def leaves() -> st.SearchStrategy[Value]:
    column = st.sampled_from(["a", "b"]).map(TABLE.__getitem__)
    either = column | st.sampled_from(VALUES).map(number)
    signs = st.sampled_from(["__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__"])
    compared = st.tuples(either, signs, either).map(lambda one: getattr(one[0], one[1])(one[2]))
    chosen = st.tuples(st.sampled_from(["m", "n"]), either, either, signs, st.sampled_from([0, 1]))
    return (
        TRUTHS.map(constant)
        | st.sampled_from(["m", "n"]).map(TABLE.__getitem__)
        | column.map(lambda one: one.isnull())
        | column.map(lambda one: one.notnull())
        | column.map(lambda one: one.isin([0, 2]))
        | compared
        | chosen.map(lambda one: getattr(TABLE[one[0]].ifelse(one[1], one[2]), one[3])(number(one[4])))
    )


def joined(below: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    two, three = st.tuples(below, below), st.tuples(below, below, below)
    return (
        two.map(lambda one: one[0] & one[1])
        | two.map(lambda one: one[0] | one[1])
        | below.map(lambda one: ~one)
        | below.map(lambda one: (one | one).isnull())  # of a bare NOT ibis would write the null test of what it denies
        | three.map(lambda one: one[0].ifelse(one[1], one[2]))
        | two.map(lambda one: one[0].fill_null(one[1]))
        | three.map(lambda one: ibis.cases((one[0], one[1]), (one[1], one[2]), else_=one[0]))
    )


CONDITIONS = st.recursive(leaves(), joined, max_leaves=8)


@settings(max_examples=300, deadline=None)
@given(st.lists(CONDITIONS, min_size=10, max_size=10))
def test_it_is_true_where_it_was(conditions: list[Value]) -> None:
    columns: dict[str, Value] = {}
    for place, condition in enumerate(conditions):
        plain = plainly(condition)
        columns |= {f"was{place}": condition, f"is{place}": plain, f"whole{place}": total(plain)}
    found = BACKEND.to_pyarrow(TABLE.select(**columns)).to_pydict()
    for place, condition in enumerate(conditions):
        was = [value is True for value in found[f"was{place}"]]
        assert [value is True for value in found[f"is{place}"]] == was, condition
        assert found[f"whole{place}"] == was, condition
        always = settled(plainly(condition))
        assert always is None or set(was) == {always}


def test_what_only_tells_false_from_unknown_goes() -> None:
    stated = TABLE.a.isnull().ifelse(ibis.null("boolean"), TABLE.a > 1)
    assert plainly(stated).equals(TABLE.a > 1)
    assert plainly(TABLE.m & ibis.null("boolean")).equals(ibis.literal(value=False))
    assert plainly(TABLE.m | ibis.null("boolean")).equals(TABLE.m)
    assert plainly(TABLE.m | (TABLE.m & TABLE.n)).equals(TABLE.m)


def test_a_purpose_between_bars_is_one_of_those_named() -> None:
    asked = ibis.literal("|a|b.c|").contains(ibis.literal("|") + TABLE.a.cast("string") + ibis.literal("|"))
    assert plainly(asked).equals(TABLE.a.cast("string").isin(["a", "b.c"]))


def test_a_word_that_no_row_changes_is_told() -> None:
    one, other = ibis.literal("one"), ibis.literal("other")
    assert word(ibis.literal(value=True).ifelse(one, other)) == "one"
    assert word(ibis.cases((ibis.null("boolean"), one), else_=other)) == "other"
    assert word(TABLE.m.ifelse(one, other)) is None
