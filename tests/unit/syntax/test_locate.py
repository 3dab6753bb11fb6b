"""From a path to its place."""

import pytest

from privpolicy.source.path import NodePath
from privpolicy.syntax.locate import locate, node_at, written
from privpolicy.syntax.parse import parse

TEXT = b"""\
activities:
  payment:
    purposes: [billing, refunds]
    retention:
      phases: [{phase: active}]
    compelling-grounds: {text: fraud}
    when: {text: 3}
"""
TREE = parse(TEXT, "policy.yaml").root


@pytest.mark.parametrize(
    ("path", "on_key", "line", "column"),
    [
        ((), False, 1, 1),
        (("activities", "payment"), False, 3, 5),
        (("activities", "payment"), True, 2, 3),
        (("activities", "payment", "purposes", 1), False, 3, 25),
        (("activities", "payment", "purposes", 1), True, 3, 25),
        (("activities", "payment", "purposes", 7), False, 3, 5),
        (("activities", "payment", "data"), False, 2, 3),
        (("activities", "payment", "data", "phases"), False, 2, 3),
        (("activities", "payment", "retention", "mapping", "phases", 0, "phase"), False, 5, 24),
        (("activities", "payment", "compelling-grounds", "mapping", "text"), False, 6, 32),
        (("activities", "payment", "when", "text", "value"), False, 7, 18),
        (("activities", "payment", "when", "text", "int"), True, 7, 12),
        (("activities", "payment", "function-before[as_written(), str]", "[key]"), True, 2, 3),
        (("nothing",), False, 1, 1),
    ],
)
def test_finds_the_place(path: NodePath, on_key: bool, line: int, column: int) -> None:
    assert TREE is not None
    span = locate(TREE, path, on_key=on_key)
    assert (span.file, span.line, span.column) == ("policy.yaml", line, column)


def test_cleans_paths() -> None:
    assert TREE is not None
    assert written(TREE, ("activities", "payment", "when", "text", "value")) == (
        "activities",
        "payment",
        "when",
        "text",
    )
    assert written(TREE, ("activities", "pay", "str")) == ("activities", "pay", "str")
    assert node_at(TREE, ("activities", "pay")) is None
    assert node_at(TREE, ("activities",)) is not None
