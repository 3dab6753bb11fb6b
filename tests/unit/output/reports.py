"""Reports of the linter, made by hand: what no policy has to be written for."""

from collections.abc import Iterator, Sequence
from typing import Any

from privpolicy.diagnostics.codes import Severity, code_named
from privpolicy.diagnostics.diagnostic import Diagnostic, Related
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.examined import Examined
from privpolicy.lint.report import Report
from privpolicy.model.moment import read_moment
from privpolicy.source.path import NodePath
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText

POLICY = "policies/shop"
FILE = f"{POLICY}/activities.yaml"


def interest_not_named(x: Examined) -> Iterator[Remark]:
    """Legitimate interests with no interest named.

    A person can only object to an interest that is named. This is
    asked by Art. 13.

    Second paragraph.

    Avoid on 2019-11-15::

        activities:
          newsletter:
            legal-basis: legitimate-interests    # expect

    Prefer::

        activities:
          newsletter:
            legitimate-interest: telling customers
    """
    yield from ()


def dead_tool(x: Examined) -> Iterator[Remark]:
    """A transfer tool that died."""
    yield from ()


def undocumented(x: Examined) -> Iterator[Remark]:
    yield from ()


CITES = ("gdpr:6-1-f", "gdpr:13-1-d")
INTEREST = check("PP310", "interest-not-named", "error", interest_not_named, cites=CITES)
TOOL = check("PP620", "dead-tool", "warning", dead_tool, cites=("cjeu:C-311/18", "cnil:nothing-of-the-kind"))
OTHER = check("XY001", "of-others", "note", undocumented)


def span(
    line: int = 1, column: int = 1, end_line: int | None = None, end_column: int | None = None, file: str = FILE
) -> Span:
    return Span(file, line, column, end_line or line, end_column or column + 5)


AT = span(3, 18, 3, 38)
ELSEWHERE = span(9)


def finding(
    of: Check = INTEREST,
    message: str = "activity `newsletter` names no interest",
    at: Span | None = AT,
    path: NodePath = ("activities", "newsletter", "legal-basis"),
    *,
    severity: Severity | None = None,
    **others: Any,
) -> Diagnostic:
    others.setdefault("help", "write `legitimate-interest`")
    return Diagnostic(of.code, severity or of.code.severity, message, span=at, path=path, cites=of.cites, **others)


def fault(name: str = "yaml-syntax", message: str = "a colon too many", at: Span | None = ELSEWHERE) -> Diagnostic:
    return Diagnostic.of(code_named(name), message, at)


def report(*diagnostics: Diagnostic, text: str = "", **others: Any) -> Report:
    asked: Sequence[Check] = others.setdefault("checks", (INTEREST, TOOL, OTHER))
    fields: dict[str, Any] = {
        "policy": POLICY,
        "at": read_moment("2026-11-22"),
        "packs": ("eu-gdpr", "fr"),
        "diagnostics": diagnostics,
        "files": (FILE, f"{POLICY}/policy.yaml"),
        "sources": {FILE: SourceText(FILE, text)},
        "looked": True,
        "ran": frozenset(one.id for one in asked),
    }
    return Report(**(fields | others))


SEEN = Related("the newsletter is sent here", span(7, 3))
