"""Diagnostics as compilers draw them: what is wrong, the line with carets under it, what to write instead."""

from collections.abc import Iterable, Sequence

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.output.excerpt import Sources, draw_excerpt
from privpolicy.output.page import Look, Page, Piece, Style


def diagnostics_text(diagnostics: Iterable[Diagnostic], sources: Sources, look: Look) -> str:
    """Draw each diagnostic, with an empty line after it."""
    page = Page(look)
    for diagnostic in diagnostics:
        draw(page, diagnostic, sources)
        page.blank()
    return str(page)


def count_text(diagnostics: Sequence[Diagnostic], files: int, look: Look) -> str:
    """Say how many faults there are: ``3 errors, 1 warning in 17 files``."""
    page = Page(look)
    errors = sum(diagnostic.is_error for diagnostic in diagnostics)
    warnings = sum(diagnostic.severity == "warning" for diagnostic in diagnostics)
    parts: list[Piece] = []
    if errors:
        parts.append(Piece(counted(errors, "error"), "error"))
    if warnings:
        parts.append(Piece(counted(warnings, "warning"), "warning"))
    if not parts:
        parts.append(Piece("no faults", "permit"))
    joined = [piece for part in parts for piece in (Piece(", "), part)][1:]
    page.line(*joined, f" in {counted(files, 'file')}")
    return str(page)


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: ``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def draw(page: Page, diagnostic: Diagnostic, sources: Sources) -> int:
    """Draw one diagnostic; return how wide its margin is."""
    style: Style = diagnostic.severity
    code = diagnostic.code
    page.line(Piece(f"{diagnostic.severity}[{code.id}]", style), Piece(f" {code.name}: ", "head"), diagnostic.message)
    margin = 1
    if diagnostic.span is not None:
        margin = draw_excerpt(page, diagnostic.span, sources, style)
    for related in diagnostic.related:
        page.line(Piece("= note:", "head"), f" {related.message}", indent=margin + 1, hang=8)
        draw_excerpt(page, related.span, sources, "note")
    if diagnostic.help is not None:
        page.line(Piece("= help:", "head"), f" {diagnostic.help}", indent=margin + 1, hang=8)
    return margin
