"""Side tables as a caller names them: a table, and the key by which its rows belong to those that are decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from privpolicy.batch.errors import TableError


@dataclass(frozen=True, slots=True)
class SideTable:
    """A table with a row a consent, or a row an objection, and the key by which it belongs to the rows decided.

    ``table`` is whatever `decide_table` takes. ``on`` names the column of the key, or of both tables those that make it
    up: ``{"user_id": "subject"}``, that of the decided table first.
    """

    table: Any
    on: str | Mapping[str, str]

    @property
    def keys(self) -> Mapping[str, str]:
        """The columns of the decided table that make up the key, and for each that of this one."""
        return {self.on: self.on} if isinstance(self.on, str) else self.on


Side = SideTable | tuple[Any, str | Mapping[str, str]] | None
"""A side table as it may be written."""


def side_table(given: Side, path: str) -> SideTable | None:
    """Return a side table as it may be written; raises :class:`TableError` for what is none."""
    if given is None or isinstance(given, SideTable):
        found = given
    elif isinstance(given, tuple) and len(given) == 2 and isinstance(given[1], (str, Mapping)):
        found = SideTable(*given)
    else:
        raise TableError(f"{path}: expected a table and the column of its key", f'write `{path}=(table, "user_id")`')
    if found is not None and not found.keys:
        raise TableError(f"{path}: no key says whose a row is", f'write `{path}=(table, "user_id")`')
    return found
