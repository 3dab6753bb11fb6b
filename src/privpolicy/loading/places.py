"""Where each declaration is written: what a decision needs to point at lines after the tree is gone."""

from privpolicy.source.path import NodePath
from privpolicy.syntax.nodes import Mapping, Scalar

DEPTH = 3
"""Reasons speak of sections, declarations and the keys of declarations."""


def places(tree: Mapping) -> dict[NodePath, str]:
    """Return ``file:line:column`` of every key down to the keys of declarations."""
    found: dict[NodePath, str] = {}
    waiting: list[tuple[NodePath, Mapping]] = [((), tree)]
    for path, mapping in waiting:
        for name, (key, value) in mapping.entries.items():
            below = (*path, name)
            found[below] = _written(key)
            if len(below) < DEPTH and isinstance(value, Mapping):
                waiting.append((below, value))
    return found


def _written(node: Scalar) -> str:
    return f"{node.file}:{node.line}:{node.column}"
