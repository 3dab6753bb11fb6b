"""What the linter says, for people: each finding as a compiler draws it, with the law, and a line that counts."""

from collections.abc import Iterable

from privpolicy.diagnostics.codes import Severity
from privpolicy.diagnostics.wording import listed, quote
from privpolicy.lint.report import Report
from privpolicy.output.citations import citations
from privpolicy.output.diagnostic_text import counted, draw
from privpolicy.output.moments import instant
from privpolicy.output.page import FIXED, Look, Page, Piece, Style, prose

_GONE = 5
"""How many entries of a baseline are named that nobody found again."""
_MANY = 20
"""How many findings are too many to be counted by eye."""
_MOST = 3
"""How many codes are named then."""


def lint_text(report: Report, look: Look) -> str:
    """Draw every finding, and then what they come to."""
    page = Page(look)
    for diagnostic in report.diagnostics:
        margin = draw(page, diagnostic, report.sources)
        if diagnostic.cites:
            page.line(Piece("= law:", "head"), f" {citations(diagnostic.cites)}", indent=margin + 1, hang=7)
        page.blank()
    _sum(page, report)
    _tell_most(page, report)
    return str(page)


def summary_text(report: Report, look: Look) -> str:
    """Tell what a run comes to, without its findings."""
    page = Page(look)
    _sum(page, report)
    return str(page)


def statistics_text(report: Report, look: Look) -> str:
    """Tell how often each code was found, the most frequent first, and what that comes to."""
    page = Page(look)
    rows = report.statistics()
    width = max((len(str(number)) for _, _, number in rows), default=0)
    column = max((len(code.name) for code, _, _ in rows), default=0)
    for code, severity, number in rows:
        head = (
            Piece(f"{FIXED * (width - len(str(number)))}{number}", "head"),
            Piece(f"{FIXED * 2}{code.id}{FIXED}"),
            Piece(severity.ljust(8, FIXED), severity),
            Piece(code.name.ljust(column + 1, FIXED)),
        )
        page.line(*head, code.summary[:1].upper() + code.summary[1:], hang=width + len(code.id) + column + 12)
    page.blank()
    _sum(page, report)
    return str(page)


def _sum(page: Page, report: Report) -> None:
    page.line(*_counts(report), *_under(report), hang=2)
    if report.fixable:
        page.line(*prose(f"{counted(report.fixable, 'finding')} can be mended with `--fix`"), hang=2)
    behind = []
    if report.suppressed:
        behind.append(f"{counted(report.suppressed, 'finding')} taken back by comments")
    if report.known and report.baseline is not None:
        behind.append(f"{counted(report.known, 'finding')} known to {report.baseline.name}")
    if behind:
        page.line(listed(behind, "and"), hang=2)
    if report.gone and report.baseline is not None:
        _tell_gone(page, report, report.baseline.name)
    if report.strange and report.baseline is not None:
        _tell_strange(page, report, report.baseline.name)


def _counts(report: Report) -> Iterable[Piece]:
    styles: dict[Severity, Style] = {"error": "error", "warning": "warning", "note": "note"}
    parts = [
        Piece(counted(number, severity), styles[severity]) for severity, number in report.counts().items() if number
    ]
    if not parts:
        parts = [Piece("no new findings" if report.known else "no findings", "permit")]
    yield from [piece for part in parts for piece in (Piece(", "), part)][1:]
    yield Piece(f" in {counted(len(report.files), 'file')}")


def _under(report: Report) -> Iterable[str]:
    if not report.loaded:
        yield "; the law is asked once the policy can be read"
        return
    yield f", on{FIXED}{instant(report.at)} under {listed(report.packs, 'and')}"


def _tell_most(page: Page, report: Report) -> None:
    """Where there are many findings, say what most of them are."""
    rows = [row for row in report.statistics()[:_MOST] if row[2] > 1]
    if len(report.diagnostics) > _MANY and rows:
        most = listed([f"{number}{FIXED}{code.id}{FIXED}{code.name}" for code, _, number in rows], "and")
        page.line(*prose(f"most often: {most}; `--statistics` counts all"), hang=2)


def _tell_gone(page: Page, report: Report, name: str) -> None:
    number = len(report.gone)
    told = f"1 entry of {name} is" if number == 1 else f"{number} entries of {name} are"
    page.line(
        Piece("note: ", "note"), *prose(f"{told} no longer found; `--write-baseline` leaves out what is gone"), hang=2
    )
    for known in report.gone[:_GONE]:
        page.line(str(known), indent=2, hang=2)
    if number > _GONE:
        page.line(f"and {number - _GONE} more", indent=2)


def _tell_strange(page: Page, report: Report, name: str) -> None:
    number = len(report.strange)
    codes = list(dict.fromkeys(quote(known.code) for known in report.strange))
    named = listed(codes, "and") if len(codes) <= _GONE else f"{', '.join(codes[:_GONE])} and more"
    checks = "a check that does not exist" if len(codes) == 1 else "checks that do not exist"
    told = f"{number} {'entry' if number == 1 else 'entries'} of {name} name{'s' if number == 1 else ''} {checks}"
    page.line(Piece("note: ", "note"), *prose(f"{told}: {named}"), hang=2)
