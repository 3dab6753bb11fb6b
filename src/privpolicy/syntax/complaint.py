"""Faults of YAML syntax in words for people."""

import re
from dataclasses import dataclass

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.diagnostic import Diagnostic, Related
from privpolicy.diagnostics.wording import quote
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText
from privpolicy.syntax.events import NotYamlError
from privpolicy.syntax.nodes import Mapping, Sequence

_TAB = re.compile(r" *\t")


@dataclass(frozen=True, slots=True)
class _Words:
    """What to say of a fault whose parser's context and problem hold these texts."""

    context: str
    problem: str
    message: str
    help: str
    at_context: bool = False


_QUOTE_VALUE = "put the value in quotes"
_WORDS = (
    _Words("quoted scalar", "end of stream", "a quote is opened here and never closed",
           "close the quote", at_context=True),
    _Words("quoted scalar", "document separator", "a quote is opened here and never closed",
           "close the quote", at_context=True),
    _Words("quoted scalar", "", "an escape that YAML does not know",
           r"write `\\` for a backslash, or use single quotes"),
    _Words("", "mapping values are not allowed", "a `:` stands where no key can stand",
           "put a text that holds `: ` in quotes, and check the indentation"),
    _Words("plain scalar", "unexpected ':'", "a `:` stands where no key can stand",
           "write a space behind the `:`, or put the value in quotes"),
    _Words("simple key", "", "expected a `:` after this key", "write `key: value`", at_context=True),
    _Words("block collection", "", "expected a list item that starts with `-`", "check the indentation"),
    _Words("", "sequence entries", "a list item cannot start here", "start the list on a line of its own"),
    _Words("block mapping", "", "expected a key here",
           "check the indentation, and that quotes enclose the whole value"),
    _Words("anchor", "", "`&` opens an anchor", _QUOTE_VALUE),
    _Words("alias", "", "`*` opens an alias", _QUOTE_VALUE),
    _Words("tag", "", "`!` opens a tag", _QUOTE_VALUE),
    _Words("", "tag handle", "`!` opens a tag", _QUOTE_VALUE),
    _Words("block scalar", "", "`|` or `>` opens a block of text, and only its indentation may follow",
           "put the text on the next lines, indented"),
    _Words("", "document start", "text stands after the end of the document", "remove it"),
    _Words("directive", "", "a YAML directive, which a policy may not hold", "remove the line"),
)  # fmt: skip


def complain(fault: NotYamlError, source: SourceText, opened: Sequence | Mapping | None) -> Diagnostic:
    """Say what is wrong; ``opened`` is the innermost list or mapping in brackets that is still open."""
    place = _within(fault.place or fault.context_place or (0, 0), source)
    line = source.line(place[0])
    if _TAB.match(line):
        span = Span(source.file, place[0], 1, place[0], len(line) - len(line.lstrip()) + 1)
        return Diagnostic.of(
            code_named("tab-indentation"), "the line is indented with a tab", span, "indent with spaces only"
        )
    code = code_named("yaml-syntax")
    if "cannot start" in fault.problem:
        sign = quote(line[place[1] - 1 : place[1]]).replace("``", "a tab")
        return Diagnostic.of(code, f"a value cannot start with {sign}", _one(source, place), _QUOTE_VALUE)
    if opened is not None and "scalar" not in fault.context:
        return _not_closed(source, place, opened)
    for words in _WORDS:
        if words.context in fault.context and words.problem in fault.problem:
            if words.at_context and fault.context_place is not None:
                place = _within(fault.context_place, source)
            return Diagnostic.of(code, words.message, _one(source, place), words.help)
    return Diagnostic.of(code, "this cannot be read as YAML", _one(source, place), "check indentation and quotes")


def _not_closed(source: SourceText, place: tuple[int, int], opened: Sequence | Mapping) -> Diagnostic:
    code = code_named("yaml-syntax")
    bracket, close = ("[", "]") if isinstance(opened, Sequence) else ("{", "}")
    start = (opened.line, opened.column)
    if place[0] != opened.line:
        message = f"`{bracket}` is opened here and not closed"
        read = Related("read as far as this", _one(source, place))
        return Diagnostic.of(code, message, _one(source, start), f"close it with `{close}`", read)
    related = Related(f"`{bracket}` is opened here", _one(source, start))
    return Diagnostic.of(code, f"expected `,` or `{close}`", _one(source, place), None, related)


def _within(place: tuple[int, int], source: SourceText) -> tuple[int, int]:
    """Return a place counted from one that lies within the text: parsers name the line after the last."""
    line, column = place[0] + 1, place[1] + 1
    last = len(source.lines)
    while last > 1 and not source.line(last).strip():
        last -= 1
    return (line, column) if line <= last else (last, len(source.line(last)) + 1)


def _one(source: SourceText, place: tuple[int, int]) -> Span:
    line, column = place
    return Span(source.file, line, column, line, column + 1)
