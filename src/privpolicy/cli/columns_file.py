"""The file of ``--columns``: by key of a request the column that states it, or null for one that shall not be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from privpolicy.cli.fault import Fault
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.wording import did_you_mean, quote
from privpolicy.loading.discover import PolicyFile, read, shown
from privpolicy.syntax.nodes import Placed, Scalar
from privpolicy.syntax.parse import parse


@dataclass(frozen=True, slots=True)
class ColumnsFile:
    """Columns by key, and where each key stands."""

    columns: Mapping[str, str | None]
    places: Mapping[str, str]

    def place(self, message: str) -> str | None:
        """Return where the first key stands that a message names."""
        return next((place for key, place in self.places.items() if quote(key) in message), None)


def read_columns(file: str | None, known: Iterable[str]) -> ColumnsFile:
    """Read a file of columns; raises :class:`Fault` with the place of what is wrong. ``known``: the keys there are."""
    if file is None:
        return ColumnsFile({}, {})
    name, keys = shown(Path(file)), frozenset(known)
    data = read(PolicyFile(Path(file), Path(file).name, name))
    if isinstance(data, Diagnostic):
        raise Fault(f"--columns: {data.message}", data.help)
    document = parse(data, name)
    wrong = next((one for one in sorted(document.diagnostics) if one.is_error), None)
    if document.root is None or wrong is not None:
        if wrong is None:
            raise Fault(f"{name}: no columns stand there", "write `purpose: reason_code`, one key a line")
        raise Fault(f"{wrong.span}: {wrong.message}", wrong.help)
    columns: dict[str, str | None] = {}
    places: dict[str, str] = {}
    for text, (key, value) in document.root.entries.items():
        if text not in keys:
            raise Fault(f"{_place(key)}: a request has no {quote(text)}", did_you_mean(text, keys))
        places[text] = _place(key)
        columns[text] = _column(text, value)
    return ColumnsFile(columns, places)


def _column(key: str, value: Placed) -> str | None:
    if isinstance(value, Scalar):
        if value.plain and value.text in ("null", "~"):
            return None
        if value.text:
            return value.text
    advice = f"write the name of a column, or `{key}: null` where none shall be read"
    raise Fault(f"{_place(value)}: {quote(key)} needs a column", advice)


def _place(node: Placed) -> str:
    return f"{node.file}:{node.line}:{node.column}"
