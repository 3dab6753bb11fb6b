"""One file as written."""

from dataclasses import dataclass

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.source.text import SourceText
from privpolicy.syntax.nodes import Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file, its root and what is wrong with it; no root where there is no mapping to go on with."""

    text: SourceText
    root: Mapping | None
    diagnostics: tuple[Diagnostic, ...]
