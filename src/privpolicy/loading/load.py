"""A path to a policy model, or to everything that is wrong with it."""

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as MappingABC
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import Names
from privpolicy.loading.access import DISK, Access
from privpolicy.loading.bind import bind
from privpolicy.loading.discover import Discovered, PolicyFile
from privpolicy.loading.merge import SECTIONS, merge
from privpolicy.loading.place import place
from privpolicy.loading.salvage import ask_what_is_left
from privpolicy.model.policy_model import PolicyModel
from privpolicy.source.text import SourceText
from privpolicy.syntax.document import Document
from privpolicy.syntax.nodes import Mapping

_NAMES_OF = {
    "purposes": ("unknown-purpose", "undeclared-parent"),
    "data-categories": ("unknown-data-category", "undeclared-parent"),
    "data-subjects": ("unknown-data-subject", "undeclared-parent"),
    "recipients": ("unknown-recipient", "undeclared-parent", "missing-role"),
    "events": ("unknown-event",),
    "facts": ("unknown-fact",),
    "retention": ("unknown-schedule",),
    "safeguards": ("unknown-safeguard",),
    "activities": ("unknown-activity",),
}
"""What is not to be said of names while their section is hidden: what seems missing may be declared there."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a path holds. There is no model where a diagnostic is an error.

    ``tree`` tells where everything was written, ``sources`` holds the texts by file name, and ``digest`` is
    ``sha256:…`` over the relative paths and the bytes of all files. ``looked`` is false where the path could not be
    looked at.
    """

    model: PolicyModel | None
    tree: Mapping | None
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[str, ...]
    digest: str
    sources: MappingABC[str, SourceText]
    looked: bool


def load(path: Path, gate: Callable[[PolicyModel], list[Finding]], access: Access = DISK) -> Loaded:
    """Load a policy from a file or a folder; ``gate`` asks whether every name of a well-shaped model exists.

    Never raises for what a file holds. Diagnostics come sorted by file, line and column.
    """
    with collection_paused():
        discovered = access.discover(path)
        found = list(discovered.diagnostics)
        documents, digest = _read_all(discovered, found, access)
        readable = not any(diagnostic.is_error for diagnostic in found)
        roots = [document.root for document in documents if document.root is not None]
        tree, merge_faults = merge(roots, whole=readable)
        found.extend(merge_faults)
        model: PolicyModel | None = None
        if tree is not None:
            model, shape_faults = bind(tree)
            found.extend(place(shape_faults, tree))
            # Names are asked for once all files speak: a broken one may hold the declaration that seems missing.
            if readable:
                names = gate(model) if model and not merge_faults else ask_what_is_left(tree, gate)
                unsaid = {code for section in _hidden(roots, tree) for code in _NAMES_OF.get(section, ())}
                found.extend(place((finding for finding in names if finding.code.name not in unsaid), tree))
    if any(diagnostic.is_error for diagnostic in found):
        model = None
    return Loaded(
        model=model,
        tree=tree,
        diagnostics=tuple(sorted(found)),
        files=tuple(file.name for file in discovered.files),
        digest=digest,
        sources={document.text.file: document.text for document in documents},
        looked=discovered.looked,
    )


def _hidden(roots: Iterable[Mapping], tree: Mapping) -> set[str]:
    """Return the sections that may declare more than was read: no mapping, or written under another name."""
    hidden = {section for section, (_, value) in tree.entries.items() if not isinstance(value, Mapping)}
    sections = Names(SECTIONS)
    strange = (name for root in roots for name in root.entries if name not in SECTIONS)
    return hidden | {near for name in strange if (near := sections.nearest(name)) is not None}


def _read_all(discovered: Discovered, found: list[Diagnostic], access: Access) -> tuple[list[Document], str]:
    """Read and parse every file, and return with them the digest of what was read."""
    total = hashlib.sha256()
    documents = []
    for file in discovered.files:
        data = access.read(file)
        if isinstance(data, Diagnostic):
            found.append(data)
            continue
        _digest_file(total, file, data)
        document = access.parse(data, file.name)
        found.extend(document.diagnostics)
        documents.append(document)
    return documents, f"sha256:{total.hexdigest()}"


def _digest_file(total: "hashlib._Hash", file: PolicyFile, data: bytes) -> None:
    name = file.relative.encode("utf-8", "surrogateescape")
    total.update(b"%d %d " % (len(name), len(data)))
    total.update(name)
    total.update(data)


@contextmanager
def collection_paused() -> Iterator[None]:
    """Let no garbage collection look through a growing tree: it finds nothing and doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
