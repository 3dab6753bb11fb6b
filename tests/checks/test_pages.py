"""The examples of every check are run: what is marked is reported, and nothing where a policy does as advised."""

from pathlib import Path

import pytest
from tests.checks.examples import lines

from privpolicy.lint.check import Check
from privpolicy.lint.checks import CHECKS
from privpolicy.lint.page import EXPECT, Example, page

EXAMPLES = [(check, example) for check in CHECKS for example in page(check).examples]


@pytest.mark.parametrize(
    ("check", "example"),
    EXAMPLES,
    ids=[f"{check.id}-{example.kind}-{number}" for number, (check, example) in enumerate(EXAMPLES)],
)
def test_examples_are_true(check: Check, example: Example, tmp_path: Path) -> None:
    marked = [number for number, line in enumerate(example.text.splitlines(), 1) if line.rstrip().endswith(EXPECT)]
    assert (example.kind == "avoid") == bool(marked), "an example to avoid marks what is reported, no other does"
    assert lines(check, example.text, example.on, tmp_path) == marked


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_has_a_page(check: Check) -> None:
    told = page(check)
    assert told.why
    assert {example.kind for example in told.examples} == {"avoid", "prefer"}
    assert check.code.summary == told.summary
