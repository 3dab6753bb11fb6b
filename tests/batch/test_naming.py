"""Which column of a table states what, and which names are refused."""

from typing import Any

import pyarrow as pa
import pytest
from tests.batch.shop import POLICY

from privpolicy.batch.errors import TableError
from privpolicy.batch.naming import named

ASKED = ("purpose", "data")


def found(*columns: str, **told: str | None) -> dict[str, str]:
    return named((*ASKED, *columns), told, POLICY.vocabulary)


def test_columns_are_named_as_the_keys_of_a_request() -> None:
    stated = found("data_subject", "context.consents", "events.collected", "legal_hold", "id")
    assert stated["data-subject"] == "data_subject"
    assert stated["consents"] == "context.consents"
    assert stated["events.collected"] == "events.collected"
    assert stated["legal-hold"] == "legal_hold"
    assert "id" not in stated


def test_what_looks_misspelt_is_refused_until_somebody_says_that_it_is_meant() -> None:
    with pytest.raises(TableError, match="did you mean `restricted`") as caught:
        found("restriced")
    assert "columns={'restricted': None}" in caught.value.help
    assert found("restriced", restricted=None) == {"purpose": "purpose", "data": "data"}


@pytest.mark.parametrize(
    ("columns", "told", "words"),
    [
        (("data_subject", "data-subject"), {}, "two columns for `data-subject`"),
        (("events.colected",), {}, "the policy knows no event `colected`"),
        ((), {"origin": "nowhere"}, "no column `nowhere`"),
        ((), {"when": "data"}, "a request has no `when`"),
    ],
)
def test_names_that_fit_nothing_are_refused(columns: tuple[str, ...], told: dict[str, str], words: str) -> None:
    with pytest.raises(TableError, match=words):
        found(*columns, **told)


@pytest.mark.parametrize("name", ["__rank", "__fault", "__anything", "Outcome", "ERROR"])
def test_columns_that_would_be_hidden_are_refused(name: str) -> None:
    table: Any = pa.table({"purpose": ["x"], "data": ["y"], name: [1]})
    with pytest.raises(TableError, match=name):
        POLICY.decide_table(table)


def test_an_answer_that_there_is_none_is_refused() -> None:
    with pytest.raises(TableError, match="a decision has no `why`"):
        POLICY.decide_table(pa.table({"purpose": ["x"], "data": ["y"]}), answers=["why"])
