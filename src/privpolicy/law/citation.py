"""Citation ids and what they stand for: ``gdpr:6-1-f`` is Art. 6(1)(f) GDPR.

This is the one place that knows. Ids come from the `instruments` and `documents` of all packs that ship, whichever of
them a policy names.
"""

from functools import lru_cache

from pydantic import Field

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.law.bind import bind
from privpolicy.law.catalogue import Catalogue, Citation
from privpolicy.law.errors import PackError
from privpolicy.law.fact import PackPart
from privpolicy.law.instrument import Documents, Instruments
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


class _References(PackPart):
    """The sections of a pack that say what can be cited."""

    instruments: Instruments = Field(default_factory=dict)
    documents: Documents = Field(default_factory=dict)


_FILES = frozenset(_References.model_fields)


@lru_cache(maxsize=4)
def _read(root: Shelf) -> Catalogue:
    instruments: Instruments = {}
    documents: Documents = {}
    for name in available(root):
        text = read_pack(root / name, _FILES)
        found = list(text.diagnostics)
        references = None
        if not found:
            references, found = bind(text, _References)
        if references is None:
            raise PackError(name, tuple(sorted(found)))
        instruments |= references.instruments
        documents |= references.documents
    return Catalogue(instruments, documents)
