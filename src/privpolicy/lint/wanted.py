"""What is to become of a file: its values after some changes, told apart from its text."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from privpolicy.diagnostics.fix import Deletion, Removal, Rewriting
from privpolicy.lint.edits import NotPossibleError, is_plain
from privpolicy.source.path import NodePath
from privpolicy.source.span import Span
from privpolicy.syntax.locate import node_at, written
from privpolicy.syntax.nodes import Mapping, Scalar, Sequence
from privpolicy.syntax.plain import plain, resolve_scalar

Change = Removal | Rewriting | Deletion


class Wanted:
    """Changes to a file, by what they change; raises :class:`NotPossibleError` where that is not written."""

    def __init__(self, root: Mapping, changes: Iterable[Change]) -> None:
        self.root = root
        self.gone: dict[NodePath, set[str | int]] = defaultdict(set)
        """By list or mapping, what is taken out of it."""
        self.rewritten: list[tuple[Rewriting, Scalar]] = []
        self.deleted: list[Span] = []
        for change in changes:
            match change:
                case Deletion(span):
                    self.deleted.append(span)
                case Rewriting():
                    self.rewritten.append((change, self._scalar(change)))
                case Removal(path):
                    path = written(root, path)
                    if not path or node_at(root, path) is None:
                        raise NotPossibleError
                    self.gone[path[:-1]].add(path[-1])
        while emptied := [path for path, gone in self.gone.items() if self._is_whole_list(path, gone)]:
            for path in emptied:
                # A list that loses all its items goes itself: some lists may not be empty.
                del self.gone[path]
                self.gone[path[:-1]].add(path[-1])

    def _is_whole_list(self, path: NodePath, gone: set[str | int]) -> bool:
        node = node_at(self.root, path)
        return isinstance(node, Sequence) and len(gone) == len(node.items)

    def _scalar(self, change: Rewriting) -> Scalar:
        path = written(self.root, change.path)
        parent = node_at(self.root, path[:-1]) if path else None
        node = node_at(self.root, path)
        if change.on_key and isinstance(parent, Mapping) and path[-1] in parent.entries:
            node = parent.entries[str(path[-1])][0]
        if not isinstance(node, Scalar):
            raise NotPossibleError
        return node

    def data(self) -> Any:
        """Return what a reader of the new text must find."""
        data = plain(self.root)
        for change, old in self.rewritten:
            if not change.on_key:
                path = written(self.root, change.path)
                stays_plain = old.plain and is_plain(change.text)
                _get(data, path[:-1])[path[-1]] = resolve_scalar(change.text) if stays_plain else change.text
        for path in sorted(self.gone, key=len, reverse=True):
            parent = _get(data, path)
            for step in sorted(self.gone[path], key=lambda step: step if isinstance(step, int) else 0, reverse=True):
                del parent[step]
        keys = [written(self.root, change.path) for change, _ in self.rewritten if change.on_key]
        texts = [change.text for change, _ in self.rewritten if change.on_key]
        for path, text in sorted(zip(keys, texts, strict=True), key=lambda pair: len(pair[0]), reverse=True):
            parent = _get(data, path[:-1])
            if text in parent:
                raise NotPossibleError
            renamed = {text if key == path[-1] else key: value for key, value in parent.items()}
            parent.clear()
            parent.update(renamed)
        return data


def _get(data: Any, path: NodePath) -> Any:
    for step in path:
        data = data[step]
    return data


def ordered(data: Any) -> Any:
    """Return data in a form that is equal only where the order of keys is."""
    if isinstance(data, dict):
        return tuple((key, ordered(value)) for key, value in data.items())
    return [ordered(item) for item in data] if isinstance(data, list) else (type(data), data)
