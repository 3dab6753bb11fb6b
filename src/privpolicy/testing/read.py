"""A file of policy tests: its text to a model, or to everything that is wrong with its shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.loading.bind import fit, unfilled
from privpolicy.loading.discover import PolicyFile, read, shown
from privpolicy.loading.place import place
from privpolicy.source.path import NodePath
from privpolicy.source.text import SourceText
from privpolicy.syntax.nodes import Mapping
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain
from privpolicy.testing.model import PolicyTests


@dataclass(frozen=True, slots=True)
class TestFile:
    """A file of policy tests. There is no model where its text or its shape is wrong."""

    __test__ = False

    path: Path
    text: SourceText
    tree: Mapping
    model: PolicyTests | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def name(self) -> str:
        """What its user calls it."""
        return self.text.file


def read_tests(path: Path) -> TestFile:
    """Read a file of tests from the disk; never raises for what stands in it."""
    name = shown(path)
    data = read(PolicyFile(path, path.name, name))
    if isinstance(data, Diagnostic):
        return TestFile(path, SourceText(name, ""), Mapping(name, 1, 1, 1, 1), None, (data,))
    return tests_in(data, path)


def tests_in(data: bytes, path: Path) -> TestFile:
    """Read a file of tests from its bytes."""
    document = parse(data, shown(path))
    if document.root is None or any(one.is_error for one in document.diagnostics):
        root = document.root or Mapping(document.text.file, 1, 1, 1, 1)
        return TestFile(path, document.text, root, None, tuple(sorted(document.diagnostics)))
    written = plain(document.root)
    model, findings = fit(PolicyTests, written, document.root, [unfilled(path) for path in _nulls(written)])
    found = (*document.diagnostics, *place(findings, document.root))
    return TestFile(path, document.text, document.root, model, tuple(sorted(found)))


_MAY_BE_NULL = frozenset({"activity", "legal-basis", "until", "value"})
"""What may be expected not to be."""
_ANYTHING = frozenset({"request", "matrix"})
"""Below these the language of requests speaks, in which null means left out, or not happened."""


def _nulls(value: Any, path: NodePath = ()) -> Iterator[NodePath]:
    """Yield the keys without a value where one is needed."""
    if isinstance(value, dict):
        for key, below in value.items():
            if below is None and key not in _MAY_BE_NULL:
                yield (*path, key)
            elif key not in _ANYTHING:
                yield from _nulls(below, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _nulls(item, (*path, number))
