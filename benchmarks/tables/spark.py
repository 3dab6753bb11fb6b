"""The same rows on Spark in local mode, for information: it is for tables that one machine does not hold."""

import shutil
import time
from pathlib import Path

import privpolicy as pp


def on_spark(policy: pp.Policy, names: Path, *, threads: int = 2) -> tuple[float, float] | str:
    """Return the seconds of the first and of the second of two turns, or why there are none."""
    if shutil.which("java") is None:
        return "no Java on this machine"
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  # most runs do without
    except ModuleNotFoundError:
        return "pyspark is not installed"
    builder = SparkSession.builder.master(f"local[{threads}]").appName("benchmark")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": str(2 * threads),
        "spark.driver.memory": "2g",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        session.sparkContext.setLogLevel("ERROR")
        turns = []
        for _ in range(2):
            start = time.perf_counter()
            policy.decide_table(session.read.parquet(str(names)), zone="UTC").outcome.value_counts().to_pyarrow()
            turns.append(time.perf_counter() - start)
        return turns[0], turns[1]
    finally:
        session.stop()
