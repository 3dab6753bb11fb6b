"""Changes to the text of files."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from privpolicy.source.span import Span
from privpolicy.source.text import SourceText


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Write a text in the place of a stretch of a file, named by ``span.file``."""

    span: Span
    text: str


def changes(source: SourceText, new: str) -> Iterator[Edit]:
    """Yield what makes another text of a file, line by line."""
    old_lines, new_lines = source.text.splitlines(keepends=True), new.splitlines(keepends=True)
    for what, first, last, new_first, new_last in SequenceMatcher(
        None, old_lines, new_lines, autojunk=False
    ).get_opcodes():
        if what != "equal":
            start = source.place_of(sum(map(len, old_lines[:first])))
            end = source.place_of(sum(map(len, old_lines[:last])))
            yield Edit(Span(source.file, *start, *end), "".join(new_lines[new_first:new_last]))


def applied(source: SourceText, edit: Edit) -> str:
    """Return the text of a file after a change."""
    lines = source.text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    start = starts[min(edit.span.line - 1, len(lines))] + edit.span.column - 1
    end = starts[min(edit.span.end_line - 1, len(lines))] + edit.span.end_column - 1
    return source.text[:start] + edit.text + source.text[end:]
