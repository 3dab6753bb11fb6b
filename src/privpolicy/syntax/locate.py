"""From a path to its place in the text."""

from privpolicy.source.path import NodePath
from privpolicy.source.span import Span
from privpolicy.syntax.nodes import Mapping, Node, Scalar, Sequence

_TAGS = frozenset({"text", "mapping", "list", "value", "comparison", "str", "int", "float", "bool", "dict"})
"""Names of union members that validation puts into its paths, where they name nothing that is written."""


def locate(tree: Node, path: NodePath, *, on_key: bool = False) -> Span:
    """Return where a value, or with ``on_key`` its key, is written.

    Steps that name no key, such as the member of a union, are stepped over. Where a key is not written, the key of
    its nearest written parent is meant.
    """
    node, key, missed = _walk(tree, path)[1:]
    if key is not None and (on_key or missed):
        return key.span
    return node.span


def written(tree: Node, path: NodePath) -> NodePath:
    """Return the path without the steps that name nothing; what leads beyond what is written is kept."""
    return _walk(tree, path)[0]


def node_at(tree: Node, path: NodePath) -> Node | None:
    """Return the node that a path leads to, or ``None``."""
    _, node, _, missed = _walk(tree, path)
    return None if missed else node


def _walk(tree: Node, path: NodePath) -> tuple[NodePath, Node, Scalar | None, bool]:
    """Return the cleaned path, the last node on it that is written, its key, and whether steps were left over."""
    node = tree
    key: Scalar | None = None
    taken: list[str | int] = []
    for position, step in enumerate(path):
        match node:
            case Mapping() if str(step) in node.entries:
                key, node = node.entries[str(step)]
            case Sequence() if isinstance(step, int) and 0 <= step < len(node.items):
                key, node = None, node.items[step]
            case _ if isinstance(step, str) and (step in _TAGS or "[" in step):
                continue
            case _:
                return (*taken, *path[position:]), node, key, True
        taken.append(step)
    return tuple(taken), node, key, False
