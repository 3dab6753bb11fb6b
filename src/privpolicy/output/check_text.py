"""The page of a check, for a terminal."""

from privpolicy.diagnostics.codes import Code
from privpolicy.law.citation import UnknownCitationError, cite
from privpolicy.lint.check import Check
from privpolicy.lint.docs import examples, since
from privpolicy.lint.page import page
from privpolicy.output.page import FIXED, Look, Page, Piece, prose

_COLUMN = 8


def check_text(check: Check, look: Look) -> str:
    """Tell what a check looks for, why, under which law, and what to write."""
    told, written = page(check), Page(look)
    _head(written, check.code, "can be mended with `--fix`" if check.fixable else None)
    for paragraph in told.why:
        written.blank()
        written.line(*prose(paragraph))
    written.blank()
    for number, citation in enumerate(check.cites):
        written.entry("" if number else "Law", *_law(citation), column=_COLUMN)
    for number, fact in enumerate(since(check)):
        written.entry("" if number else "Since", *prose(fact), column=_COLUMN)
    for heading, text in examples(check):
        written.blank()
        written.line(Piece(heading, "head"))
        written.blank()
        for line in text.splitlines():
            written.verbatim("    ", line)
    return str(written)


def code_text(code: Code, look: Look) -> str:
    """Tell what a fault is that is found before any check, or in a comment."""
    written = Page(look)
    _head(written, code, None)
    written.blank()
    if code.severity == "error":
        written.line("Told whatever is selected: a policy that has it is not looked at any further.")
    else:
        written.line("Told beside what the checks find.")
    return str(written)


def _head(written: Page, code: Code, more: str | None) -> None:
    head = (Piece(code.id, "head"), f" {code.name} · ", Piece(code.severity, code.severity))
    written.line(*head, *(prose(f" · {more}") if more else ()))
    written.line(*prose(code.summary[:1].upper() + code.summary[1:]))


def _law(citation: str) -> tuple[str | Piece, ...]:
    try:
        found = cite(citation)
    except UnknownCitationError:
        return (citation,)
    return Piece(found.short.replace(" ", FIXED), "id"), f"{FIXED}· {found.title}"
