"""The files of a law pack to one tree.

A pack is a folder. ``pack.yaml`` says what it is; every other file, at any depth, holds the one section it is named
after, so that who needs three sections reads three files. Beside its section a file may hold ``shared``: what every
fact of the file carries unless it says otherwise.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from typing import Any

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic, Related
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.source.path import NodePath
from privpolicy.syntax.locate import node_at
from privpolicy.syntax.nodes import Mapping, Scalar
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

HEADER = "pack"
"""The name of the file that says what a pack is."""
SHARED = "shared"
"""The key under which a file says what all its facts carry."""


@dataclass(slots=True)
class PackText:
    """What was read of a pack: its sections in one tree, what their files share, and what is wrong with them."""

    tree: Mapping
    shared: dict[str, Mapping] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Return the sections as plain values, with what their files share put into every fact."""
        data: dict[str, Any] = plain(self.tree)
        for section, shared in self.shared.items():
            common, facts = plain(shared), data.get(section)
            if isinstance(facts, dict):
                data[section] = {
                    key: {**common, **fact} if isinstance(fact, dict) else fact for key, fact in facts.items()
                }
        return data

    def written(self, path: NodePath) -> tuple[Mapping, NodePath]:
        """Return the tree in which a path is written, and the path in it: the fact's own, or what its file shares."""
        if len(path) > 2 and (shared := self.shared.get(str(path[0]))) is not None:
            fact = node_at(self.tree, path[:2])
            if str(path[2]) in shared.entries and isinstance(fact, Mapping) and str(path[2]) not in fact.entries:
                return shared, path[2:]
        return self.tree, path


def read_pack(folder: Traversable, wanted: Collection[str], known: Collection[str] | None = None) -> PackText:
    """Read the files named in ``wanted``; where ``known`` is given, a file of any other name is an error."""
    file = str(folder)
    text = PackText(Mapping(file, 1, 1, 1, 1))
    for path in _files(folder):
        stem = path.name.rpartition(".")[0]
        if stem in wanted:
            _read_file(path, stem, text)
        elif known is not None and stem not in known:
            near = did_you_mean(stem, known) or f"the sections are {listed(sorted(known), 'and')}"
            place = Mapping(str(path), 1, 1, 1, 1).span
            message = f"no section of a law pack is called {quote(stem)}"
            text.diagnostics.append(Diagnostic.of(code_named("unknown-section"), message, place, near))
    return text


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            yield entry
        elif "." not in entry.name and entry.is_dir():
            yield from _files(entry)


def _read_file(path: Traversable, stem: str, text: PackText) -> None:
    document = parse(path.read_bytes(), str(path))
    text.diagnostics += document.diagnostics
    if document.root is None:
        return
    if stem == HEADER:
        text.tree.entries.update(document.root.entries)
        return
    for name, (key, value) in document.root.entries.items():
        if name == SHARED and isinstance(value, Mapping):
            text.shared[stem] = value
        elif name != stem:
            advice = f"this file holds {quote(stem)}, and {quote(SHARED)} for what its facts have in common"
            message = f"{quote(name)} does not belong into {quote(path.name)}"
            text.diagnostics.append(Diagnostic.of(code_named("unknown-section"), message, key.span, advice))
        elif stem in text.tree.entries:
            _twice(key, text.tree.entries[stem][0], text)
        else:
            text.tree.entries[stem] = (key, value)


def _twice(key: Scalar, first: Scalar, text: PackText) -> None:
    message = f"the section {quote(key.text)} stands in two files"
    related = Related("it stands here first", first.span)
    text.diagnostics.append(Diagnostic.of(code_named("duplicate-id"), message, key.span, "keep one file", related))
