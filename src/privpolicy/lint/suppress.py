"""Comments in a policy that take back what is found on their line: ``# privpolicy: ignore[PP909] why``.

A comment behind something speaks of its own line, one that stands alone of the next line that holds anything else.
Every such comment is itself looked at: it must name codes that exist, say why, and have something to take back.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from privpolicy.diagnostics.codes import CODES, Code
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.fix import Deletion, Fix
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText
from privpolicy.syntax.comments import Comment, comments

UNUSED = Code("PP940", "unused-suppression", "warning", "a comment takes back what nobody finds")
WITHOUT_REASON = Code("PP941", "suppression-without-reason", "warning", "a comment takes something back and not why")
UNKNOWN = Code("PP942", "unknown-suppression", "error", "a comment that takes back nothing that could be taken back")
SUPPRESSION_CODES: tuple[Code, ...] = (UNUSED, WITHOUT_REASON, UNKNOWN)
"""What may be wrong with the comments themselves. No comment takes these back."""

_SIGN = "privpolicy:"
_FORM = "`# privpolicy: ignore[PP909] why`"
_DIRECTIVE = re.compile(r"(?<!\S)#[ \t]*privpolicy:[ \t]*")
_IGNORE = re.compile(r"ignore[ \t]*\[([^\]]*)\](.*)")
_CODE = re.compile(r"[^,\s]+")
_NEVER = frozenset(code.id for code in CODES if code.severity == "error")
_OWN = frozenset(code.id for code in SUPPRESSION_CODES)


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What comments leave, how many findings they take back, and what is wrong with them."""

    kept: tuple[Diagnostic, ...]
    taken_back: int
    own: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Directive:
    """What one comment asks for, and the line that it speaks of."""

    span: Span
    meant: int
    codes: tuple[tuple[str, Span], ...]
    """Each code that it names, with its place."""
    reason: str
    well_formed: bool


def suppress(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, SourceText], ran: frozenset[str], known: frozenset[str]
) -> Suppressed:
    """Take back what comments on the line of a diagnostic name.

    ``ran`` holds the ids of what was looked for: a comment is unused only where its check was asked. ``known`` holds
    every id there is. Errors of loading are never taken back.
    """
    directives = [directive for source in sources.values() for directive in _directives(source)]
    found = tuple(diagnostics)
    if not directives:
        return Suppressed(found, 0, ())
    asked: dict[tuple[str, int], set[str]] = defaultdict(set)
    for directive in directives:
        asked[directive.span.file, directive.meant].update(code for code, _ in directive.codes)
    kept: list[Diagnostic] = []
    used: set[tuple[str, int, str]] = set()
    for one in found:
        if one.span is None or one.code.id in _NEVER or one.code.id not in asked.get(_line(one.span), ()):
            kept.append(one)
        else:
            used.add((*_line(one.span), one.code.id))
    own = (told for directive in directives for told in _told(directive, used, ran, known))
    return Suppressed(tuple(kept), len(found) - len(kept), tuple(sorted(own)))


def _line(span: Span) -> tuple[str, int]:
    return span.file, span.line


def _directives(source: SourceText) -> Iterator[_Directive]:
    if _SIGN not in source.text:
        return
    for comment in comments(source.text, _SIGN):
        for sign in _DIRECTIVE.finditer(comment.text):
            yield _directive(source, comment, sign)
            break


def _directive(source: SourceText, comment: Comment, sign: re.Match[str]) -> _Directive:
    def span(start: int, end: int) -> Span:
        return Span(source.file, comment.line, comment.column + start, comment.line, comment.column + end)

    meant = _next_line(source, comment.line) if comment.alone else comment.line
    form = _IGNORE.match(comment.text, sign.end())
    codes: dict[str, Span] = {}
    for code in _CODE.finditer(comment.text, form.start(1), form.end(1)) if form else ():
        codes.setdefault(code[0], span(code.start(), code.end()))
    reason = form[2].strip(" \t:-") if form else ""
    return _Directive(span(sign.start(), len(comment.text)), meant, tuple(codes.items()), reason, bool(codes))


def _next_line(source: SourceText, number: int) -> int:
    """Return the next line that is neither empty nor a comment."""
    while number < len(source.lines):
        number += 1
        text = source.line(number).strip()
        if text and not text.startswith("#"):
            return number
    return number + 1


def _told(
    directive: _Directive, used: set[tuple[str, int, str]], ran: frozenset[str], known: frozenset[str]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with a comment."""
    if not directive.well_formed:
        yield Diagnostic.of(UNKNOWN, "a comment to the linter that it does not understand", directive.span, _advice())
        return
    if not directive.reason:
        names = listed([quote(code) for code, _ in directive.codes], "and")
        codes = ", ".join(code for code, _ in directive.codes)
        advice = f"write why behind the bracket: `# privpolicy: ignore[{codes}] why`"
        yield Diagnostic.of(WITHOUT_REASON, f"{names} taken back without a reason", directive.span, advice)
    for code, span in directive.codes:
        if code in _NEVER or code in _OWN:
            message = f"{quote(code)} cannot be taken back by a comment"
            advice = "mend what it tells" if code in _NEVER else "mend the comment, or leave the code out of the run"
            yield Diagnostic.of(UNKNOWN, message, span, advice)
        elif code not in known:
            near = did_you_mean(code.upper(), known)
            yield Diagnostic.of(UNKNOWN, f"no check is called {quote(code)}", span, near or _advice())
    unused = [
        code
        for code, _ in directive.codes
        if code in ran and code not in _NEVER | _OWN and (directive.span.file, directive.meant, code) not in used
    ]
    if unused:
        yield _unused(directive, unused)


def _advice() -> str:
    return f"write {_FORM}, with the ids of checks in the bracket"


def _unused(directive: _Directive, unused: list[str]) -> Diagnostic:
    names = listed([quote(code) for code in unused])
    what = "the comment" if len(unused) == len(directive.codes) else listed([quote(code) for code in unused], "and")
    told = Diagnostic.of(UNUSED, f"no {names} to take back here", directive.span, f"remove {what}")
    return replace(told, fix=Fix(f"remove {what}", tuple(map(Deletion, _unneeded(directive, unused)))))


def on_another_day(told: Diagnostic) -> Diagnostic:
    """Return what is wrong with a comment for a day other than today: what is unused then may be needed now."""
    if told.code != UNUSED:
        return told
    return replace(told, help="a run of today tells whether it can go", fix=None)


def _unneeded(directive: _Directive, unused: list[str]) -> Iterator[Span]:
    """Yield what to delete: the comment, or the codes with a comma each."""
    if len(unused) == len(directive.codes):
        yield directive.span
        return
    spans = [span for _, span in directive.codes]
    left = [code not in unused for code, _ in directive.codes]
    first = left.index(True)
    for position, (span, stays) in enumerate(zip(spans, left, strict=True)):
        if not stays and position < first:
            yield replace(span, end_column=spans[position + 1].column)
        elif not stays:
            yield replace(span, column=spans[position - 1].end_column)
