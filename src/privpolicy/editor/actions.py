"""What can be done about a diagnostic at once: mend it, write what was meant, or take it back with a reason."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.wording import quote
from privpolicy.editor.codes import codes
from privpolicy.editor.edit import Edit, applied, changes
from privpolicy.editor.ignores import ignored
from privpolicy.lint.fix import fixed
from privpolicy.lint.report import Report
from privpolicy.lint.suppress import SUPPRESSION_CODES
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

REASON = "say why"
"""Stands where somebody who takes a finding back has to say why."""
_WIDEST = 120
_MEANT = re.compile(r"(?:did you mean|write) `([^`…]+)`")
_REPLACEABLE = re.compile(r"unknown-.*|not-one-of|bad-id|bad-country")


@dataclass(frozen=True, slots=True)
class Action:
    """Changes that do something about a diagnostic; ``sure``: nothing else is likely to be meant."""

    title: str
    edits: tuple[Edit, ...]
    diagnostic: Diagnostic
    sure: bool = False


def actions(report: Report, diagnostic: Diagnostic) -> Iterator[Action]:
    """Yield what can be done about a diagnostic of a report."""
    source = report.sources.get(diagnostic.span.file) if diagnostic.span is not None else None
    if source is None or diagnostic.span is None:
        return
    if diagnostic.fix is not None and report.tree is not None:
        mended = fixed((diagnostic.fix,), report.tree, report.sources)
        edits = tuple(edit for name, text in mended.texts.items() for edit in changes(report.sources[name], text))
        if edits:
            title = diagnostic.fix.title
            yield Action(title[:1].upper() + title[1:], edits, diagnostic, sure=True)
    meant = _meant(source, diagnostic, diagnostic.span)
    if meant is not None:
        yield meant
    taken_back = _taken_back(source, diagnostic, diagnostic.span)
    if taken_back is not None:
        yield taken_back


def mend_all(report: Report, diagnostics: Iterable[Diagnostic]) -> tuple[Edit, ...]:
    """Return the changes that make every fix of some diagnostics that can be made together."""
    fixes = [one.fix for one in diagnostics if one.fix is not None]
    if not fixes or report.tree is None:
        return ()
    texts = fixed(fixes, report.tree, report.sources).texts
    return tuple(edit for name, text in texts.items() for edit in changes(report.sources[name], text))


def _meant(source: SourceText, diagnostic: Diagnostic, span: Span) -> Action | None:
    """Write the one name that the advice of a diagnostic proposes."""
    found = _MEANT.match(diagnostic.help or "")
    if found is None or not _REPLACEABLE.fullmatch(diagnostic.code.name) or span.line != span.end_line:
        return None
    written = source.line(span.line)[span.column - 1 : span.end_column - 1]
    if written[:1] in {'"', "'"}:
        span = replace(span, column=span.column + 1, end_column=span.end_column - 1)
    return Action(f"Write {quote(found[1])}", (Edit(span, found[1]),), diagnostic, sure=True)


def _taken_back(source: SourceText, diagnostic: Diagnostic, span: Span) -> Action | None:
    """Write the comment that takes a finding back: behind its line, or above it where it does not fit behind."""
    code = diagnostic.code
    if code.id in codes().unavoidable or code in SUPPRESSION_CODES:
        return None
    line = source.line(span.line)
    already = [one for one in ignored(line) if one.text]
    comment = f"# privpolicy: ignore[{code.id}] {REASON}"
    if already:
        ways = [Edit(_point(span, span.line, already[-1].end), f", {code.id}")]
    else:
        indent = line[: len(line) - len(line.lstrip(" "))]
        above = Edit(_point(span, span.line, 1), f"{indent}{comment}{_break(source)}")
        behind = Edit(_point(span, span.line, len(line.rstrip()) + 1), f"  {comment}")
        ways = [behind, above] if len(line.rstrip()) + len(comment) + 2 <= _WIDEST else [above, behind]
    for edit in ways:
        if _says_the_same(source, edit):
            return Action(f"Ignore {code.id} ({code.name}) here", (edit,), diagnostic)
    return None


def _point(span: Span, line: int, column: int) -> Span:
    return Span(span.file, line, column, line, column)


def _break(source: SourceText) -> str:
    return "\r\n" if "\r\n" in source.text else "\n"


def _says_the_same(source: SourceText, edit: Edit) -> bool:
    """Tell whether a comment ends up as a comment, and not in the middle of a text."""
    old, new = (parse(text.encode(), source.file).root for text in (source.text, applied(source, edit)))
    return old is not None and new is not None and plain(old) == plain(new)
