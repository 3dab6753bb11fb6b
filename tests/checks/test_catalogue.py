"""What holds of all checks together: ids, law, pages, fixes."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from tests.checks.examples import loaded

import privpolicy as pp
from privpolicy import api
from privpolicy.diagnostics.codes import CODES
from privpolicy.law.citation import catalogue as citations
from privpolicy.law.fact import Fact
from privpolicy.law.load import available, load_packs
from privpolicy.lint.check import Check
from privpolicy.lint.checks import CHECKS, FAMILIES
from privpolicy.lint.docs import INDEX, pages
from privpolicy.lint.fix import fixed, write
from privpolicy.lint.page import page
from privpolicy.lint.run import examine, run
from privpolicy.lint.suppress import SUPPRESSION_CODES
from privpolicy.model.moment import read_moment

DOCS = Path(__file__).parents[2] / "docs"
FIXABLE = [check for check in CHECKS if check.fixable]


def test_there_are_enough() -> None:
    assert len(CHECKS) >= 60


def test_ids_and_names_are_unique_and_sorted() -> None:
    codes = [check.code for check in CHECKS]
    several = [*codes, *CODES, *SUPPRESSION_CODES]
    ids, names = [code.id for code in several], [code.name for code in several]
    assert len(set(ids)) == len(ids)
    assert len(set(names)) == len(names)
    for family, checks in FAMILIES.items():
        assert list(checks) == sorted(checks, key=lambda one: one.id), family


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_its_law_exists(check: Check) -> None:
    known = citations()
    assert [one for one in check.cites if one not in known] == []
    law = load_packs(available())
    for fact in check.rests_on:
        section, _, name = fact.partition(".")
        assert isinstance(getattr(law, section.replace("-", "_"), {}).get(name), Fact), fact


@pytest.mark.parametrize("check", FIXABLE, ids=lambda check: check.id)
def test_its_fix_makes_it_silent_and_changes_no_answer(check: Check, tmp_path: Path) -> None:
    for number, example in enumerate(page(check).examples):
        if example.kind == "avoid":
            folder = tmp_path / str(number)
            folder.mkdir()
            before = loaded(example.text, folder)
            assert before.tree is not None
            found = run(examine(before, read_moment(example.on)), before.tree, [check])
            done = fixed([one.fix for one in found if one.fix is not None], before.tree, before.sources)
            assert done.applied
            write(done.texts)
            after = api.inspect(folder)
            assert after.tree is not None
            assert run(examine(after, read_moment(example.on)), after.tree, [check]) == []
            old, new = api.compiled(before), api.compiled(after)
            for asked in questions(new, example.on):
                assert old.decide(asked).outcome == new.decide(asked).outcome


def questions(policy: pp.Policy, on: str) -> Iterator[pp.Request]:
    model = policy.model
    recipients = ("controller", *model.recipients)
    for purpose, data, subject, recipient in product(
        model.purposes, model.data_categories, model.data_subjects, recipients
    ):
        operation = "use" if recipient == "controller" else "disclose"
        for complete in (False, True):
            yield pp.Request(
                purpose=purpose,
                data=data,
                data_subject=subject,
                operation=operation,
                recipient=recipient,
                at=on,
                complete=complete,
            )


def test_the_pages_are_up_to_date() -> None:
    """`make docs` writes them."""
    there = {file.name: file.read_text(encoding="utf-8") for file in (DOCS / "checks").glob("*.md")}
    assert there == pages()


def test_every_code_stands_in_the_index() -> None:
    index = pages()[INDEX]
    for code in (*CODES, *SUPPRESSION_CODES, *(check.code for check in CHECKS)):
        assert code.id in index


def test_every_setting_is_told() -> None:
    text = (DOCS / "linter.md").read_text(encoding="utf-8")
    for key in ("select", "ignore", "severity", "per-path-ignores", "at", "fail-on", "baseline", "plugins"):
        assert f"\n| `{key}` |" in text
        assert f"\n{key} = " in text


def test_linting_is_the_same_every_time(tmp_path: Path) -> None:
    policy = Path(__file__).parents[2] / "policies" / "multi-planning"
    first, second = (api.lint(policy, at="2026-01-01").diagnostics for _ in range(2))
    assert first == second == tuple(sorted(first))
