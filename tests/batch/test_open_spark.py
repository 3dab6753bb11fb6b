"""Frames of Spark are decided on their session, in UTC or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.batch.shop import AT, MAPPED, POLICY, answered, arrow, expected
from tests.batch.spark import Spark, missing
from tests.batch.test_sides import BARE, consents, listed

import privpolicy as pp

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing() or "Spark runs"),
    pytest.mark.filterwarnings("ignore"),  # pyspark warns of what it does itself
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    from pyspark.sql import SparkSession  # noqa: PLC0415  # a second, for those who use it

    running = SparkSession.getActiveSession()
    started = Spark.started()
    yield started.session.newSession()
    if running is None:
        started.stop()


def test_spark_answers_alike_and_in_utc_only(spark: Any, tmp_path: Any) -> None:
    frames = []
    for number, table in enumerate((arrow(), BARE, consents(1, 2))):
        pq.write_table(table, tmp_path / f"{number}.parquet")
        frames.append(spark.read.parquet(str(tmp_path / f"{number}.parquet")))
    whole, bare, side = frames
    policy = spark.conf.get("spark.sql.mapKeyDedupPolicy")
    assert answered(whole) == expected()
    assert answered(bare, consents=(side, "user")) == answered(arrow(consents=listed(1, 2)))
    assert spark.conf.get("spark.sql.mapKeyDedupPolicy") == policy
    for rows, other in ((bare, consents(1)), (BARE, side)):
        with pytest.raises(pp.TableError, match="not on Spark like the others"):
            answered(rows, consents=(other, "user"))
    decided = POLICY.decide_table(whole, columns=MAPPED, at=AT)
    spark.conf.set("spark.sql.session.timeZone", "Europe/Berlin")
    with pytest.raises(pp.TableError, match=r"`Europe/Berlin`.*spark\.conf\.set"):
        answered(whole)
    rows = decided.select("outcome", "error").distinct().to_pyarrow().to_pylist()
    assert rows == [{"outcome": None, "error": "the time zone of the session is no longer UTC"}]
