"""Spark on this machine: one session, in local mode, reachable from here alone."""

import importlib.util
import shutil
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def missing() -> str:
    """Return why Spark cannot run here; empty where it can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed"
    return "" if shutil.which("java") else "there is no Java"


@dataclass(frozen=True, slots=True)
class Spark:
    """A session, ibis on it, and a folder for the tables that are read into it."""

    session: Any
    ibis: Any
    folder: Path
    numbers: Any

    @classmethod
    def started(cls) -> Self:
        """Start a session."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pyspark warns of what it does itself
            from pyspark.sql import SparkSession  # noqa: PLC0415  # a second, for those who use it

            builder = SparkSession.builder.master("local[2]").appName("privpolicy")
            for name, value in SETTINGS.items():
                builder = builder.config(name, value)
            folder = Path(mkdtemp(prefix="privpolicy-spark-"))
            session = builder.config("spark.sql.warehouse.dir", str(folder / "warehouse")).getOrCreate()
            session.sparkContext.setLogLevel("OFF")
            return cls(session, ibis.pyspark.connect(session), folder, count())

    def table(self, table: pa.Table) -> ibis.Table:
        """Return an Arrow table as one of Spark's, by way of a Parquet file."""
        name = f"requests_{next(self.numbers)}"
        self.hold({name: table})
        return self.ibis.table(name)

    def hold(self, tables: Mapping[str, pa.Table]) -> None:
        """Have these tables, and no others of their names."""
        for name, table in tables.items():
            path = self.folder / f"{next(self.numbers)}.parquet"
            pq.write_table(table, path)
            self.session.read.parquet(str(path)).createOrReplaceTempView(name)

    def stop(self) -> None:
        """End the session and remove its files."""
        self.session.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
