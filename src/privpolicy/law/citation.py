"""Citation ids and what they stand for: ``gdpr:6-1-f`` is Art. 6(1)(f) GDPR.

This is the one place that knows. Ids come from the `instruments` and `documents` of all packs that ship, whichever of
them a policy names.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import TypeVar

from pydantic import Field

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.law.bind import bind
from privpolicy.law.catalogue import Catalogue, Citation
from privpolicy.law.errors import PackError
from privpolicy.law.fact import PackPart
from privpolicy.law.instrument import Document, Documents, Instruments
from privpolicy.law.read import read_pack
from privpolicy.law.shelf import Shelf, available, shelf

__all__ = ["Citation", "UnknownCitationError", "catalogue", "cite", "short"]


class UnknownCitationError(KeyError):
    """No instrument of the packs has such a place; ``near`` are ids that were perhaps meant."""

    def __init__(self, citation: str, near: tuple[str, ...]) -> None:
        super().__init__(citation)
        self.citation = citation
        self.near = near

    def __str__(self) -> str:
        advice = f": did you mean {listed([quote(one) for one in self.near])}?" if self.near else ""
        return f"nothing is cited as {quote(self.citation)}{advice}"


def cite(citation: str, root: Shelf | None = None) -> Citation:
    """Return what an id stands for; raises :class:`UnknownCitationError` with the nearest ids."""
    ids = catalogue(root)
    found = ids.find(citation)
    if found is None:
        raise UnknownCitationError(citation, ids.nearest(citation))
    return found


def short(citation: str) -> str:
    """Write an id as lawyers do: `Art. 6(1)(f) GDPR`, `CJEU C-311/18`; raises as :func:`cite` does."""
    return cite(citation).short


def catalogue(root: Shelf | None = None) -> Catalogue:
    """Return everything that can be cited; ``root`` is another folder of packs."""
    return _read(shelf() if root is None else root)


class _Instruments(PackPart):
    """The section of a pack that says which laws can be cited, and which series of documents."""

    instruments: Instruments = Field(default_factory=dict)


class _Documents(PackPart):
    """The section of a pack that says which documents can be cited."""

    documents: Documents = Field(default_factory=dict)


P = TypeVar("P", bound=PackPart)


class LateDocuments(Mapping[str, Document]):
    """The documents of all packs, read when one is looked for: most questions cite articles alone."""

    def __init__(self, root: Shelf) -> None:
        self._root = root

    @cached_property
    def _read(self) -> Documents:
        return {key: one for part in _parts(self._root, _Documents) for key, one in part.documents.items()}

    def __getitem__(self, citation: str) -> Document:
        return self._read[citation]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


@lru_cache(maxsize=4)
def _read(root: Shelf) -> Catalogue:
    instruments = {key: one for part in _parts(root, _Instruments) for key, one in part.instruments.items()}
    return Catalogue(instruments, LateDocuments(root))


def _parts(root: Shelf, kind: type[P]) -> Iterator[P]:
    """Yield one section of every pack; raises :class:`PackError` where it cannot be read."""
    for name in available(root):
        text = read_pack(root / name, frozenset(kind.model_fields))
        found = list(text.diagnostics)
        if not found:
            part, found = bind(text, kind)
            if part is not None:
                yield part
                continue
        raise PackError(name, tuple(sorted(found)))
