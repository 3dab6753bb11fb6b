"""How a loader gets at the files of a policy: on the disk, unless somebody lays unsaved texts over it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.loading.discover import Discovered, PolicyFile, discover, read
from privpolicy.syntax.document import Document
from privpolicy.syntax.parse import parse


@dataclass(frozen=True, slots=True)
class Access:
    """Three arrows, each of which may be another: from a path to files, to bytes, to what is written."""

    discover: Callable[[Path], Discovered] = discover
    read: Callable[[PolicyFile], bytes | Diagnostic] = read
    parse: Callable[[bytes, str], Document] = parse


DISK = Access()
"""Files as they were saved."""
