"""The core schema of YAML 1.2."""

import math
from typing import Any

import pytest

from privpolicy.source.written import WrittenFloat, WrittenInt
from privpolicy.syntax.plain import resolve_scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
        ("no", "no"),
        ("NO", "NO"),
        ("on", "on"),
        ("nUll", "nUll"),
        ("2019-11-15", "2019-11-15"),
        ("2024-02-30", "2024-02-30"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("0b1", "0b1"),
        ("42", 42),
        ("-7", -7),
        ("+7", 7),
        ("007", 7),
        ("0o17", 15),
        ("0xFF", 255),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("-1.5E-3", -0.0015),
        ("-.inf", -math.inf),
        ("1.2.3", "1.2.3"),
        ("-", "-"),
        (".", "."),
        ("+", "+"),
        ("0x", "0x"),
        ("\u0661", "\u0661"),
    ],
)
def test_resolves(text: str, value: Any) -> None:
    resolved = resolve_scalar(text)
    assert resolved == value
    assert isinstance(resolved, bool) == isinstance(value, bool)


def test_numbers_remember_their_text() -> None:
    number = resolve_scalar("007")
    assert isinstance(number, WrittenInt)
    assert number.text == "007"
    decimal = resolve_scalar("1.10")
    assert isinstance(decimal, WrittenFloat)
    assert decimal.text == "1.10"
    assert math.isnan(resolve_scalar(".nan"))


def test_numbers_too_long_to_count_stay_text() -> None:
    assert resolve_scalar("9" * 10_000) == "9" * 10_000
