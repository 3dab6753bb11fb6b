"""Which packs there are, and in which order they are read."""

import hashlib
from collections.abc import Hashable, Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NoReturn, Protocol, cast

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.wording import did_you_mean, quote
from privpolicy.law.errors import PackError, UnknownPackError
from privpolicy.law.read import HEADER
from privpolicy.source.span import Span
from privpolicy.syntax.nodes import Scalar, Sequence
from privpolicy.syntax.parse import parse


class Shelf(Traversable, Hashable, Protocol):
    """A folder of packs, such as a ``Path``."""


def shelf() -> Shelf:
    """Return the folder of the packs that ship with the package."""
    return cast("Shelf", files("privpolicy.law") / "packs")


def available(root: Shelf | None = None) -> tuple[str, ...]:
    """Return the names of all packs: the folders that hold a ``pack.yaml``."""
    root = shelf() if root is None else root
    return tuple(sorted(entry.name for entry in root.iterdir() if (entry / f"{HEADER}.yaml").is_file()))


def order(names: Iterable[str], root: Shelf | None = None) -> tuple[str, ...]:
    """Return the packs named and all that they build on, each once, and after what it builds on.

    Raises :class:`UnknownPackError` for a name that no pack has, and :class:`PackError` where a pack builds on one
    that does not exist, or on itself.
    """
    root = shelf() if root is None else root
    found: dict[str, None] = {}
    for name in names:
        if not _exists(name, root):
            raise UnknownPackError(name, available(root))
        _visit(name, (), root, found)
    return tuple(found)


def digest(names: Iterable[str], root: Shelf | None = None) -> str:
    """Return ``sha256:…`` over the files of the packs named and of all that they build on; raises as `order` does."""
    root = shelf() if root is None else root
    total = hashlib.sha256()
    for name in order(names, root):
        for path, file in _texts(root / name, name):
            data = file.read_bytes()
            total.update(f"{len(path)} {path} {len(data)}\n".encode())
            total.update(data)
    return f"sha256:{total.hexdigest()}"


def _texts(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            yield f"{path}/{entry.name}", entry
        elif "." not in entry.name and entry.is_dir():
            yield from _texts(entry, f"{path}/{entry.name}")


def _visit(name: str, trail: tuple[str, ...], root: Shelf, found: dict[str, None]) -> None:
    if name in found:
        return
    for base, span in _builds_on(name, root):
        if base in (*trail, name):
            ring = (*trail, name)[(*trail, name).index(base) :]
            way = " → ".join(quote(one) for one in (*ring, base))
            _fail(name, f"the pack builds on itself: {way}", span, "remove one of these")
        if not _exists(base, root):
            _fail(name, f"no law pack is called {quote(base)}", span, did_you_mean(base, available(root)))
        _visit(base, (*trail, name), root, found)
    found[name] = None


def _exists(name: str, root: Shelf) -> bool:
    return bool(name) and "/" not in name and not name.startswith(".") and (root / name / f"{HEADER}.yaml").is_file()


def _builds_on(name: str, root: Shelf) -> list[tuple[str, Span]]:
    path = root / name / f"{HEADER}.yaml"
    document = parse(path.read_bytes(), str(path))
    if document.root is None:
        return []
    _, value = document.root.entries.get("builds-on", (None, None))
    items = value.items if isinstance(value, Sequence) else []
    return [(item.text, item.span) for item in items if isinstance(item, Scalar)]


def _fail(name: str, message: str, span: Span, advice: str | None) -> NoReturn:
    raise PackError(name, (Diagnostic.of(code_named("bad-value"), message, span, advice),))
