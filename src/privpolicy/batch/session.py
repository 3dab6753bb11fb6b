"""The engines that decide tables: DuckDB and Spark, in sessions whose time zone is UTC.

Reading an instant with a zone as a calendar date and time, to add months to it, goes by the zone of the session on both
engines. In a session of another zone a period would end hours early or late, and nobody would see it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from typing import Any

import ibis
from ibis import Value

from privpolicy.batch.errors import TableError

_UTC = frozenset(
    f"{area}{name}"
    for area in ("", "etc/")
    for name in ("utc", "uct", "gmt", "gmt0", "gmt+0", "gmt-0", "zulu", "universal", "greenwich")
) | {"z", "+00:00", "+00", "utc+00:00", "gmt+00:00"}
_ADVICE = {
    "duckdb": "run `SET TimeZone = 'UTC'` in it first",
    "pyspark": 'run `spark.conf.set("spark.sql.session.timeZone", "UTC")` first',
}
_CHANGED = "the time zone of the session is no longer UTC"
LOOKED_AT = [datetime(year, month, 1, 12, tzinfo=UTC) for year in (1970, 2000, 2018) for month in (1, 7)]
"""No zone but UTC and those that have long been one with it are at UTC on all of these."""


def check_engine(backend: Any) -> None:
    """Raise :class:`TableError` for an engine on which tables are not decided, and for a zone other than UTC."""
    if backend.name not in _ADVICE:
        advice = "tables are decided on DuckDB and Spark: hand over Parquet or Arrow, or read it there"
        raise TableError(f"the table is on the engine `{backend.name}`", advice)
    if backend.name == "duckdb":
        zone = str(backend.con.execute("SELECT current_setting('TimeZone')").fetchall()[0][0])
    else:
        zone = _spark_zone(backend._session)  # noqa: SLF001  # ibis names it no other way
    _check_zone(zone, backend.name)


def own_duckdb(**settings: Any) -> Any:
    """Return an ibis backend on a DuckDB of its own, in memory."""
    return ibis.duckdb.connect(**settings)


def duckdb_backend(connection: Any) -> Any:
    """Return an ibis backend on a connection of a user, whose settings stay as they are."""
    zone, finds_frames = connection.execute(
        "SELECT current_setting('TimeZone'), current_setting('python_enable_replacements')"
    ).fetchall()[0]
    _check_zone(str(zone), "duckdb")
    backend = ibis.duckdb.from_connection(connection)
    connection.execute(f"SET python_enable_replacements = {str(finds_frames).lower()}")  # ibis turned it off
    return backend


def spark_backend(session: Any) -> Any:
    """Return an ibis backend on a Spark session of a user, whose settings stay as they are."""
    _check_zone(_spark_zone(session), "pyspark")
    policy = session.conf.get("spark.sql.mapKeyDedupPolicy")
    backend = ibis.pyspark.connect(session)
    session.conf.set("spark.sql.mapKeyDedupPolicy", policy)  # ibis changed it
    return backend


def zone_changed() -> Value:
    """Return, as what is wrong with a row, that its session has another zone by now; null while it is UTC.

    A decided table is worked out when it is read, which may be long after the session was looked at.
    """
    shifted: Iterator[Value] = (
        ibis.literal(moment).cast("timestamp") != ibis.literal(moment.replace(tzinfo=None)) for moment in LOOKED_AT
    )
    return reduce(or_, shifted).ifelse(ibis.literal(_CHANGED), ibis.null("string"))


def _spark_zone(session: Any) -> str:
    return str(session.conf.get("spark.sql.session.timeZone"))


def _check_zone(zone: str, engine: str) -> None:
    if zone.lower() not in _UTC:
        raise TableError(f"the time zone of the session is `{zone}`: calendars are reckoned in UTC", _ADVICE[engine])
