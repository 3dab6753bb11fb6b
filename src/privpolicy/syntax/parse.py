"""The bytes of one file to a tree of nodes, and everything that a policy may not hold."""

from collections.abc import Callable, Iterator
from typing import Any

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic, Related
from privpolicy.diagnostics.wording import quote
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText
from privpolicy.syntax.complaint import complain
from privpolicy.syntax.decode import decode
from privpolicy.syntax.document import Document
from privpolicy.syntax.events import NotYamlError, fastest_events
from privpolicy.syntax.nodes import Mapping, Node, Placed, Scalar, Sequence, Unread

DEEPEST = 64
"""How many mappings and lists may stand in each other."""


def parse(data: bytes, file: str, events: Callable[[SourceText], Iterator[Any]] = fastest_events) -> Document:
    """Read one file. What can be passed over is reported and passed over, so that all faults come at once."""
    source, found = decode(data, file)
    if source is None:
        return Document(SourceText(file, ""), None, tuple(found))
    builder = _Builder(source, found)
    try:
        builder.build(events(source))
    except NotYamlError as fault:
        found.append(complain(fault, source, builder.opened))
        return Document(source, None, tuple(found))
    return Document(source, builder.finish(), tuple(found))


class _TooDeepError(Exception):
    """Nested deeper than anything that is read on."""


class _Builder:
    """Builds the tree of one file from its events."""

    def __init__(self, source: SourceText, found: list[Diagnostic]) -> None:
        self.source = source
        self.found = found
        self.roots: list[Node] = []
        self.stack: list[Sequence | Mapping] = []
        self.keys: list[Scalar | Unread | None] = []
        """For each open mapping the key that waits for its value."""
        self.flow: list[bool] = []

    @property
    def opened(self) -> Sequence | Mapping | None:
        """The innermost list or mapping in brackets that is open."""
        return self.stack[-1] if self.flow and self.flow[-1] else None

    def build(self, events: Iterator[Any]) -> None:
        """Take the events of the first document."""
        file = self.source.file
        for event in events:
            kind = type(event).__name__
            if kind == "ScalarEvent":
                start, end = event.start_mark, event.end_mark
                style = event.style
                node = Scalar(
                    file, start.line + 1, start.column + 1, end.line + 1, end.column + 1, event.value, not style
                )
                if event.anchor is not None or event.tag is not None:
                    self._properties(event, node)
                if style in ("|", ">"):
                    self._end_block_text(node)
                self._attach(node)
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                if not self._open(event, kind == "MappingStartEvent"):
                    return
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                self._close(event)
            elif kind == "AliasEvent":
                self._alias(event)
            elif kind == "DocumentStartEvent" and self.roots:
                span = _span(file, event)
                message = "a second document starts here"
                self._report("second-document", message, span, "keep one document a file, without `---` between")
                return

    def finish(self) -> Mapping | None:
        """Return the root mapping, or say why there is none."""
        if self.stack:
            return None
        file = self.source.file
        match self.roots[0] if self.roots else None:
            case None | Scalar(text="" | "~" | "null", plain=True):
                span = Span(file, 1, 1, 1, 1)
                self._report("empty-file", "the file declares nothing", span, "write a section, or remove the file")
                return None
            case Mapping() as root:
                return root
            case Unread():
                return None
            case node:
                what = "a list" if isinstance(node, Sequence) else "a single value"
                span = Span(file, node.line, node.column, node.line, node.column + 1)
                advice = "write sections such as `purposes:` or `activities:`"
                self._report("root-not-mapping", f"expected a mapping of sections, found {what}", span, advice)
                return None

    def _report(self, code: str, message: str, span: Span, advice: str | None, *related: Related) -> None:
        self.found.append(Diagnostic.of(code_named(code), message, span, advice, *related))

    def _open(self, event: Any, is_mapping: bool) -> bool:
        start = event.start_mark
        place = (self.source.file, start.line + 1, start.column + 1, start.line + 1, start.column + 1)
        node: Mapping | Sequence = Mapping(*place) if is_mapping else Sequence(*place)
        if event.anchor is not None or event.tag is not None:
            self._properties(event, node)
        if len(self.stack) == DEEPEST:
            message = f"values are nested more than {DEEPEST} deep"
            self._report("too-deep", message, Span(*place[:4], node.column + 1), "write it flatter")
            return False
        self.stack.append(node)
        self.keys.append(None)
        self.flow.append(bool(event.flow_style))
        return True

    def _close(self, event: Any) -> None:
        node = self.stack.pop()
        self.keys.pop()
        if self.flow.pop():
            end = event.end_mark
            node.end_line, node.end_column = end.line + 1, end.column + 1
        else:
            # A block ends with its last value: its end mark is the start of whatever comes next.
            last: Node | None = None
            if isinstance(node, Sequence):
                last = node.items[-1] if node.items else None
            elif node.entries:
                last = next(reversed(node.entries.values()))[1]
            if last is not None:
                node.end_line, node.end_column = last.end_line, last.end_column
        self._attach(node)

    def _attach(self, node: Node) -> None:
        """Put a finished node where it belongs: root, item, key or value."""
        if not self.stack:
            self.roots.append(node)
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            if isinstance(node, Scalar) and not node.text and node.plain:
                self._place_empty_item(node)
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is None:
            self.keys[-1] = self._key(node)
            return
        self.keys[-1] = None
        if isinstance(key, Unread):
            parent.whole = False
        elif key.text == "<<" and key.plain:
            parent.whole = False
            self._report(
                "yaml-merge-key",
                "`<<` is a merge key, which a policy may not hold",
                key.span,
                "write out what it stands for",
            )
        elif key.text in parent.entries:
            self._double(parent, key)
        else:
            if isinstance(node, Scalar) and not node.text and node.plain:
                # Nothing is written, so its key stands for it.
                node.line, node.column = key.line, key.column
                node.end_line, node.end_column = key.end_line, key.end_column
            parent.entries[key.text] = (key, node)

    def _key(self, node: Node) -> Scalar | Unread:
        if isinstance(node, Unread) or (isinstance(node, Scalar) and (node.text or not node.plain)):
            return node
        what = {Sequence: "a list", Mapping: "a mapping"}.get(type(node), "nothing")
        self._report("key-not-text", f"expected a text as key, found {what}", node.span, "write `key: value`")
        return Unread(node.file, node.line, node.column, node.end_line, node.end_column)

    def _double(self, parent: Mapping, key: Scalar) -> None:
        first, value = parent.entries[key.text]
        if isinstance(value, Mapping):
            value.whole = False
        message = f"the key {quote(key.text)} stands twice in this mapping"
        related = Related(f"{quote(key.text)} stands here first", first.span)
        self._report("duplicate-key", message, key.span, "keep one of the two", related)

    def _alias(self, event: Any) -> None:
        span = _span(self.source.file, event)
        message = f"{quote('*' + event.anchor)} is an alias, which a policy may not hold"
        self._report("yaml-alias", message, span, "write out what it stands for, or put the value in quotes")
        self._attach(Unread(span.file, span.line, span.column, span.end_line, span.end_column))

    def _properties(self, event: Any, node: Placed) -> None:
        """Report an anchor or a tag; a value with a tag is read as it is without."""
        line, column = node.line, node.column
        span = Span(node.file, line, column, line, column + 1)
        if event.anchor is not None:
            message = f"{quote('&' + event.anchor)} is an anchor, which a policy may not hold"
            self._report("yaml-anchor", message, span, "remove it, or put the value in quotes")
        if event.tag is not None:
            message = "a value has a tag, which a policy may not hold"
            self._report("yaml-tag", message, span, "remove the tag, or put the value in quotes")

    def _end_block_text(self, node: Scalar) -> None:
        """End a block of text behind its last line that is not empty."""
        line = min(node.end_line - 1 if node.end_column == 1 else node.end_line, len(self.source.lines))
        while line > node.line and not self.source.line(line).strip():
            line -= 1
        node.end_line, node.end_column = line, len(self.source.line(line)) + 1

    def _place_empty_item(self, node: Scalar) -> None:
        """Place an empty item behind its dash: the pure parser names the token after it."""
        line, column = node.line, node.column
        before = self.source.line(line)[: column - 1]
        while line > 1 and not before.partition(" #")[0].rstrip().endswith("-"):
            line -= 1
            before = self.source.line(line)
        column = len(before.partition(" #")[0].rstrip()) + 1
        node.line = node.end_line = line
        node.column = node.end_column = column


def _span(file: str, event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
