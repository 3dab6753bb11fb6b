"""What is broader and narrower than an id, and what it inherits, as far as a policy can be read at the moment."""

from collections.abc import Iterator, Mapping

from privpolicy.editor.kinds import BUILT_IN, HIERARCHIES, Kind
from privpolicy.editor.view import View, node_below, texts
from privpolicy.syntax.nodes import Scalar

MARKS: Mapping[Kind, tuple[str, ...]] = {
    "purpose": ("direct-marketing", "legal-claims"),
    "data category": ("sensitivity",),
    "data subject": ("child",),
}
"""Keys inherited from everything broader."""
ALONG_DOTS = ("role", "country", "transfer-tools", "contract")
"""Keys of recipients, inherited along the dots alone."""


def broader(view: View, kind: Kind, name: str) -> tuple[str, ...]:
    """Return what is right above an id, by its dots and by ``broader``."""
    if kind not in HIERARCHIES:
        return ()
    parent = name.rpartition(".")[0]
    named = texts(node_below(view.written(kind, name), ("broader",)))
    return tuple(dict.fromkeys((*((parent,) if parent else ()), *named)))


def narrower(view: View, kind: Kind, name: str) -> tuple[str, ...]:
    """Return what is right below an id."""
    if kind not in HIERARCHIES:
        return ()
    return tuple(one for one in view.declared[kind] if name in broader(view, kind, one))


def all_broader(view: View, kind: Kind, name: str) -> tuple[str, ...]:
    """Return everything above an id, the nearest first."""
    found: dict[str, None] = {}
    waiting = list(broader(view, kind, name))
    for one in waiting:  # grows while it is gone through
        if one not in found and one != name:
            found[one] = None
            waiting += broader(view, kind, one)
    return tuple(found)


def inherited(view: View, kind: Kind, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield key, value and source of what an id has from others; a value that is no text is given as ``…``."""
    for key in MARKS.get(kind, ()):
        for source in all_broader(view, kind, name):
            match node_below(view.written(kind, source), (key,)):
                case Scalar(text=text) if text not in {"false", "ordinary"}:
                    yield key, text, source
    if kind == "recipient" and name not in BUILT_IN["recipient"]:
        for key in ALONG_DOTS:
            yield from _along_dots(view, name, key)


def _along_dots(view: View, name: str, key: str) -> Iterator[tuple[str, str, str]]:
    if node_below(view.written("recipient", name), (key,)) is not None:
        return
    while name := name.rpartition(".")[0]:
        found = node_below(view.written("recipient", name), (key,))
        if found is not None:
            yield key, found.text if isinstance(found, Scalar) else "…", name
            return
