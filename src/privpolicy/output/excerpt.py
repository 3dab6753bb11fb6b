"""The line of a file in which something stands, with carets under it."""

from collections.abc import Mapping

from privpolicy.output.cells import cells, shown
from privpolicy.output.page import Page, Piece, Style
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText

TAB = "    "
"""What a tab is drawn as, so that carets stand below what they mean."""
LONGEST = 160
"""How many characters of a line are shown around a span."""

Sources = Mapping[str, SourceText]
"""The texts of the files that were read, by name."""


def draw_excerpt(page: Page, span: Span, sources: Sources, style: Style) -> int:
    """Draw place and line of a span; return how wide its margin is."""
    source = sources.get(span.file)
    line = source.line(span.line) if source is not None else ""
    margin = len(str(span.line))
    page.verbatim(" " * margin, Piece("--> ", "faint"), str(span) if source is not None else span.file)
    if not line.strip():
        return margin
    before, marked, after = _cut(line, span)
    page.verbatim(Piece(f"{span.line} | ", "faint"), before + marked + after)
    carets = "^" * max(1, cells(marked))
    page.verbatim(Piece(f"{' ' * margin} | ", "faint"), " " * cells(before), Piece(carets, style))
    return margin


def _cut(line: str, span: Span) -> tuple[str, str, str]:
    """Return what stands before, in and after a span on its first line, shortened where the line is very long."""
    start = min(max(span.column - 1, 0), len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
    end = min(max(end, start), len(line))
    before, marked, after = line[:start], line[start:end], line[end:]
    if len(before) > LONGEST // 2:
        before = "…" + before[-LONGEST // 2 :]
    if len(marked) > LONGEST // 2:
        marked = marked[: LONGEST // 2] + "…"
    if len(after) > LONGEST // 2:
        after = after[: LONGEST // 2] + "…"
    return _drawn(before), _drawn(marked), _drawn(after)


def _drawn(text: str) -> str:
    return shown(text.replace("\t", TAB))
