"""Every place where an id stands, in one file."""

from collections.abc import Iterator
from dataclasses import dataclass

from privpolicy.editor.grammar import RESERVED, Place, declares, whole
from privpolicy.editor.kinds import Kind
from privpolicy.source.path import NodePath
from privpolicy.source.span import Span
from privpolicy.syntax.nodes import Mapping, Node, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An id that stands somewhere, quotes included in its span; ``declares``: it is declared there."""

    kind: Kind
    name: str
    node: Scalar
    path: NodePath
    declares: bool = False

    @property
    def span(self) -> Span:
        """Where it is written."""
        return self.node.span


def occurrences(root: Mapping) -> tuple[Occurrence, ...]:
    """Return every id that is declared or named in a file, in the order written."""
    return tuple(_of(root, whole(), ()))


def _of(node: Node, place: Place, path: NodePath) -> Iterator[Occurrence]:
    match node:
        case Mapping():
            for name, (key, value) in node.entries.items():
                below = (*path, name)
                if kind := declares(below):
                    yield Occurrence(kind, name, key, below, declares=True)
                elif place.is_condition and _is_fact(place, name):
                    yield Occurrence("fact", name, key, below)
                yield from _of(value, place.below(name), below)
        case Sequence():
            inner = place.below(0)
            for position, item in enumerate(node.items):
                yield from _of(item, inner, (*path, position))
        case Scalar():
            for kind in place.kinds:
                if node.text and not (kind == "schedule" and node.text.startswith("P")):  # that is a duration
                    yield Occurrence(kind, node.text, node, path)
        case _:
            pass


def _is_fact(place: Place, name: str) -> bool:
    """Tell whether a key of a condition is the id of a fact: no word, and no key of what may stand here instead."""
    return name not in RESERVED and not any(
        field.alias == name for model in place.models for field in model.model_fields.values()
    )
