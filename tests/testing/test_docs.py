"""The page on policy tests says what is so; ``python -m tests.testing.test_docs`` writes what it shows anew."""

import re
from pathlib import Path

import pytest
from tests.house.test_readme import written

import privpolicy as pp
from privpolicy.diagnostics.codes import TEST_CODES
from privpolicy.testing.layers import LARGEST, keys_of
from privpolicy.testing.model import Case, Defaults, Expected, PolicyTests
from privpolicy.testing.prepare import prepare
from privpolicy.testing.read import tests_in as read_bytes
from privpolicy.testing.run import ask

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "testing.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_page_shows_what_is_printed() -> None:
    assert written(TEXT) == TEXT


@pytest.mark.parametrize("text", re.findall(r"```yaml policytest\n(.*?)```", TEXT, re.DOTALL))
def test_examples_pass(text: str) -> None:
    policy = pp.load(ROOT / "policies" / "multi-planning")
    ready = prepare(read_bytes(text.encode(), Path("example.policytest.yaml")), policy)
    assert ready.diagnostics == ()
    assert len(ready.cases) > 1
    assert all(ask(case, policy).passed for case in ready.cases)


def test_every_code_is_told() -> None:
    assert re.findall(r"^\| `(PP82\d)` \|", TEXT, re.MULTILINE) == [code.id for code in TEST_CODES]


def test_every_key_is_told() -> None:
    told = set(re.findall(r"`([a-z-]+)`", "\n".join(line for line in TEXT.splitlines() if line.startswith("|"))))
    for model in (PolicyTests, Defaults, Case, Expected):
        assert set(keys_of(model)) <= told, model
    assert f"{LARGEST:,}" in TEXT


if __name__ == "__main__":
    PAGE.write_text(written(TEXT), encoding="utf-8")
