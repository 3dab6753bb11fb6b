"""Where somebody is typing, in texts that need not be YAML."""

from __future__ import annotations

import pytest
from tests.editor.policies import place

from privpolicy.editor.cursor import Cursor, cursor_at, keys_beside, word_at

A = "activities:\n  payment:\n"


def cursor(text: str) -> Cursor | None:
    plain, line, column = place(text)
    return cursor_at(plain.split("\n"), line, column)


@pytest.mark.parametrize(
    ("text", "path", "at", "word"),
    [
        ("¦", (), "either", ""),
        ("purp¦", (), "either", "purp"),
        ("purposes:\n  ¦", ("purposes",), "either", ""),
        ("purposes:\n\n  # comment\n\n  se¦\n", ("purposes",), "either", "se"),
        (f"{A}    ¦", ("activities", "payment"), "either", ""),
        (f"{A}    data: [x]\n    leg¦\n    when: {{}}", ("activities", "payment"), "either", "leg"),
        (f"{A}    legal-basis: ¦", ("activities", "payment", "legal-basis"), "value", ""),
        (f"{A}    legal-basis: con¦tract", ("activities", "payment", "legal-basis"), "value", "con"),
        (f"{A}    legal-basis: 'con¦", ("activities", "payment", "legal-basis"), "value", "con"),
        (f"{A}    legal-basis:\n      con¦", ("activities", "payment", "legal-basis"), "either", "con"),
        (f"{A}    purposes: [service.bil¦", ("activities", "payment", "purposes", 0), "value", "service.bil"),
        (f"{A}    purposes: [a, ¦]", ("activities", "payment", "purposes", 1), "value", ""),
        (f"{A}    purposes: [a, 'b¦']", ("activities", "payment", "purposes", 1), "value", "b"),
        (f'{A}    purposes: [a, "b", c¦', ("activities", "payment", "purposes", 2), "value", "c"),
        (f"{A}    purposes: [a,\n      b, c¦", ("activities", "payment", "purposes", 2), "value", "c"),
        (f"{A}    purposes: [ # [\n      b, c¦", ("activities", "payment", "purposes", 1), "value", "c"),
        (f"{A}    purposes:\n      - ¦", ("activities", "payment", "purposes", 0), "either", ""),
        (f"{A}    purposes:\n    - a\n    - b¦", ("activities", "payment", "purposes", 0), "either", "b"),
        ("activities: {payment: {purposes: [¦", ("activities", "payment", "purposes", 0), "value", ""),
        ("activities:\n  payment: {data: [a],\n    leg¦", ("activities", "payment"), "key", "leg"),
        (f"{A}    broken: [a\n    data: [b¦", ("activities", "payment", "data", 0), "value", "b"),
        (f"{A}    when: {{contract: ¦", ("activities", "payment", "when", "contract"), "value", ""),
        (f"{A}    when:\n      any:\n        - fr¦", ("activities", "payment", "when", "any", 0), "either", "fr"),
        ("retention:\n  a:\n    phases:\n      - x: y\n        un¦", ("retention", "a", "phases", 0), "either", "un"),
        ("retention:\n  a:\n    phases:\n      - phase: ¦", ("retention", "a", "phases", 0, "phase"), "value", ""),
        ('activities:\n  "payment":\n    data: [b¦', ("activities", "payment", "data", 0), "value", "b"),
        ("x: - y\nactivities:\n  ¦", ("activities",), "either", ""),
        ("\ta: b\nactivities:\n  ¦", ("activities",), "either", ""),
    ],
)  # fmt: skip
def test_where(text: str, path: tuple[str | int, ...], at: str, word: str) -> None:
    found = cursor(text)
    assert found is not None
    assert (found.path, found.at, found.word) == (path, at, word)


@pytest.mark.parametrize(
    "text",
    [
        f"{A}    legal-basis:¦",
        f"{A}    purposes:\n      -¦",
        f"{A}    title: two words ¦",
        f"{A}    title: two wor¦",
        f"{A}    title: |\n      text ¦",
        f"{A}    title: >-\n      ¦",
        f"{A}    title: starts\n      goes on¦",
        f"{A}    data: [a] # com¦",
        f"{A}    # com¦",
        f"{A}    data: [a] ¦",
        f"{A}    data: [a # com¦",
        f"{A}    data: [two wor¦",
        f"{A}    data: 'a'¦",
        f"{A}    data: &anchor¦",
        "a: {b: c}\n  d¦",
    ],
)
def test_nobody_can_tell(text: str) -> None:
    assert cursor(text) is None


def test_what_is_replaced_reaches_to_the_end_of_the_word() -> None:
    found = cursor(f"{A}    data: [contact.¦email, x]")
    assert found is not None
    assert (found.line, found.start, found.end) == (3, 12, 25)


def test_word_under_the_mouse() -> None:
    text, line, column = place(f"{A}    data: [con¦tact.email, x]")
    found = word_at(text.split("\n"), line, column)
    assert found is not None
    assert (found.word, found.path) == ("contact.email", ("activities", "payment", "data", 0))
    assert word_at(text.split("\n"), 3, 4) is None
    assert word_at(text.split("\n"), 99, 1) is None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (f"{A}    data: [a]\n    ¦\n    when: {{x: y}}\n  other:\n    title: b", {"data", "when"}),
        ("retention:\n  a:\n    phases:\n      - phase: active\n        ¦\n      - for: P1Y", {"phase"}),
        ("activities: {payment: {data: [a], when: {}, ¦", {"data", "when"}),
        ("purposes:\n¦\ndata-categories: {}", {"purposes", "data-categories"}),
    ],
)
def test_keys_that_are_there_already(text: str, keys: set[str]) -> None:
    found = cursor(text)
    assert found is not None
    assert keys_beside(place(text)[0].split("\n"), found) == keys
