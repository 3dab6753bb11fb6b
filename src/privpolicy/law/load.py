"""A name to a law pack, or to everything that is wrong with it."""

from collections.abc import Iterable
from functools import lru_cache

from privpolicy.law.bind import bind, put
from privpolicy.law.check import check
from privpolicy.law.errors import PackError
from privpolicy.law.pack import SECTIONS, Law, Pack
from privpolicy.law.read import HEADER, read_pack
from privpolicy.law.shelf import Shelf, available, order, shelf

__all__ = ["available", "load_pack", "load_packs"]

_FILES = frozenset((HEADER, *SECTIONS.values()))


def load_pack(name: str, root: Shelf | None = None) -> Pack:
    """Load one pack, checked against the packs that it builds on; ``root`` is another folder of packs.

    Raises :class:`PackError` when anything is wrong with it or with one of those, and :class:`UnknownPackError`.
    """
    return _load(order((name,), root), shelf() if root is None else root)[-1]


def load_packs(names: Iterable[str], root: Shelf | None = None) -> Law:
    """Load packs, and those that they build on, as one law; raises as :func:`load_pack` does."""
    return Law.of(_load(order(names, root), shelf() if root is None else root))


@lru_cache(maxsize=16)
def _load(names: tuple[str, ...], root: Shelf) -> tuple[Pack, ...]:
    """Load packs in an order in which none stands before what it builds on."""
    packs: dict[str, Pack] = {}
    for name in names:
        text = read_pack(root / name, _FILES, _FILES)
        found = list(text.diagnostics)
        pack = None
        if not found:
            pack, found = bind(text, Pack)
        if pack is not None:
            bases = Law.of(tuple(packs[base] for base in order((name,), root) if base != name))
            found = put(check(name, pack, bases, Law.of(tuple(packs.values()))), text)
        if pack is None or found:
            raise PackError(name, tuple(sorted(found)))
        packs[name] = pack
    return tuple(packs.values())
