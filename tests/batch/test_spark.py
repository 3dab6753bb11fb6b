"""The same answers on Spark: the expressions are written once, and another engine works them out."""

import math
import sys
from itertools import product

import pytest
from tests.batch.answers import decided, differences
from tests.batch.rows import Draw
from tests.batch.shapes import SHAPES, Plain, Shape, table_of
from tests.batch.small import activity, ask, consenting, keeping, policy
from tests.batch.spark import Spark

import privpolicy as pp
from privpolicy.batch.errors import TableError

pytestmark = [
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated:DeprecationWarning"),  # PySpark on pandas 3
    pytest.mark.filterwarnings("ignore:The 'future.infer_string' option is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # sockets to Java that PySpark leaves to the collector
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def compare(spark: Spark, asked: pp.Policy, requests: list[Plain], shape: Shape) -> None:
    table, stated = table_of(asked.vocabulary, requests, shape)
    found = list(differences(asked, decided(asked, spark.table(table)), stated))
    assert not found, f"{len(found)} of {len(stated)} rows differ in {shape}; the first:\n{found[0]}"


@pytest.mark.parametrize("shape", SHAPES)
def test_random_rows(spark: Spark, shape: str) -> None:
    asked = consenting(["eu-gdpr"], valid_for="P6M", explicit=True)
    compare(spark, asked, Draw(asked, 1, questions=20).rows(200), SHAPES[shape])


def test_the_calendar(spark: Spark) -> None:
    asked = keeping(
        {"phase": "active", "until": "exit", "for": "P1M"},
        {"phase": "restricted", "for": "P1Y2M10DT5H", "purposes": ["service"]},
        at_least="P1M",
    )
    dates = (None, "2019-01-31", "2020-01-31", "2020-02-29", "2019-12-31T23:59:59.999999Z", "0001-01-31", "9999-12-31")
    rows = [
        ask(at, events={"collected": start, "exit": end}, asked={"operation": operation})
        for start, end, operation, at in product(
            dates,
            dates[:4],
            ("use", "erase"),
            ("2020-02-28T23:59:59.999999Z", "2020-02-29", "2021-04-10T05:00:00Z", "0001-02-28", "9999-12-31"),
        )
    ]
    compare(spark, asked, rows, SHAPES["columns"])


def test_prohibitions_and_what_is_unknown(spark: Spark) -> None:
    asked = policy(
        facts={"amount": {"type": "number"}, "since": {"type": "date"}},
        safeguards={"tls": {}, "masking": {}},
        activities={
            "serve": activity(obligations=["masking", "tls"]),
            "later": activity(effective={"from": "2021-01-01"}, when={"since": {"before": "2020-01-31"}}),
        },
        prohibitions={"no-large": {"when": {"amount": {"at-least": 50}}, "unless": [{"consent": True}]}},
    )
    compare(spark, asked, Draw(asked, 2, questions=20).rows(200), SHAPES["map"])


def test_facts_of_every_kind(spark: Spark) -> None:
    facts: Plain = {
        "asked": {"type": "boolean"},
        "score": {"type": "number"},
        "note": {"type": "text"},
        "shop": {"type": "enum", "values": ["web", "kiosk", "booth"]},
    }
    tests: tuple[Plain, ...] = (
        {"asked": True},
        {"asked": {"not": True}},
        {"shop": ["web", "kiosk"]},
        {"not": {"shop": "web"}},
        {"any": [{"score": {"at-least": 2, "at-most": 3}}, {"note": ["red", "blue"]}]},
    )
    whens = {f"service.p{number}": when for number, when in enumerate(tests)}
    activities = {f"act{n}": activity(purposes=[name], when=when) for n, (name, when) in enumerate(whens.items())}
    asked = policy(facts=facts, activities=activities, purposes={"service": {}, **{name: {} for name in whens}})
    stated: tuple[Plain, ...] = (
        {"asked": True, "shop": "web", "score": 2, "note": "green"},
        {"asked": False, "shop": "booth", "score": 4, "note": "red"},
        {"shop": "kiosk"},
        {},
    )
    rows = [
        ask("2020-01-31", asked={"purpose": purpose, "complete": complete}, facts=facts)
        for purpose, complete, facts in product(whens, (True, False), stated)
    ]
    compare(spark, asked, rows, SHAPES["columns"])


def test_numbers_that_are_none(spark: Spark) -> None:
    asked = policy(facts={"amount": {"type": "number"}})
    amounts = (math.inf, -math.inf, math.nan, sys.float_info.max, -sys.float_info.max, 0.0)
    rows = [ask("2020-01-31", facts={"amount": amount}) for amount in amounts]
    rows += [
        ask("2020-01-31", subject={"age": age}) for age in (math.inf, -math.inf, math.nan, -1.0, 0.0, 200.0, 201.0)
    ]
    compare(spark, asked, rows, SHAPES["columns"])


def test_a_session_in_another_zone_is_refused(spark: Spark) -> None:
    table, _ = table_of(policy().vocabulary, [ask("2020-01-31")], SHAPES["columns"])
    held = spark.table(table)
    spark.session.conf.set("spark.sql.session.timeZone", "Europe/Paris")
    try:
        with pytest.raises(TableError, match="Europe/Paris"):
            policy().decide_table(held)
    finally:
        spark.session.conf.set("spark.sql.session.timeZone", "UTC")
