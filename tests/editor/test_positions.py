"""Columns in units of an encoding and in characters."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privpolicy.editor.positions import Encoding, to_column, to_units, units

LINE = "é 🦊 x"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", [0, 2, 3, 7, 8, 9]), ("utf-16", [0, 1, 2, 4, 5, 6]), ("utf-32", [0, 1, 2, 3, 4, 5])],
)
def test_every_column_there_and_back(encoding: Encoding, expected: list[int]) -> None:
    assert [to_units(LINE, column, encoding) for column in range(1, 7)] == expected
    assert [to_column(LINE, counted, encoding) for counted in expected] == [1, 2, 3, 4, 5, 6]


def test_never_beyond_the_line() -> None:
    assert to_column(LINE, 99, "utf-16") == 6
    assert to_column("abc", 99, "utf-16") == 4
    assert to_column("", 3, "utf-8") == 1


def test_the_middle_of_a_character_is_its_end() -> None:
    assert to_column("🦊x", 1, "utf-16") == 2


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 20), st.sampled_from(get_args(Encoding)))
def test_there_and_back(line: str, column: int, encoding: Encoding) -> None:
    column = min(column, len(line)) + 1
    assert to_column(line, to_units(line, column, encoding), encoding) == column


def test_a_lone_surrogate_counts_as_one() -> None:
    assert units("\ud83e", "utf-16") == 1
