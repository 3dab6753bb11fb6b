"""What a run of policy tests says, for people: a line a file, what failed and how, and a line that counts."""

from collections.abc import Iterable, Mapping

from privpolicy.engine.reason import Reason
from privpolicy.output.diagnostic_text import counted, draw
from privpolicy.output.excerpt import Sources, draw_excerpt
from privpolicy.output.page import FIXED, Look, Page, Piece, prose
from privpolicy.source.text import SourceText
from privpolicy.testing.compare import Difference
from privpolicy.testing.report import FileReport, Report, Result
from privpolicy.testing.reproduce import reproduce

_COLUMN = 14
_WEAK = "PP821"
_MOST_REASONS = 6


def file_line(file: FileReport, look: Look) -> str:
    """Tell what came of one file, as soon as it was run; nothing, where a filter left out all of it."""
    if file.ran and not file.results:
        return ""
    page = Page(look)
    page.line(Piece(file.name, "head"), FIXED * 2, *_counts(file), hang=4)
    return str(page)


def rest_text(report: Report, look: Look) -> str:
    """Tell, once all files were run, what is wrong, what failed and what it comes to."""
    page = Page(look)
    for diagnostic in report.diagnostics:
        draw(page, diagnostic, report.sources)
        page.blank()
    for result in report.failures:
        _draw_failure(page, result, report.sources)
        page.blank()
    _draw_sum(page, report)
    return "\n" + str(page) if report.diagnostics or report.failures else str(page)


def report_text(report: Report, look: Look) -> str:
    """Tell a whole run."""
    return "".join(file_line(file, look) for file in report.files) + rest_text(report, look)


def failure_text(result: Result, sources: Mapping[str, SourceText], look: Look) -> str:
    """Tell how one case failed."""
    page = Page(look)
    _draw_failure(page, result, sources)
    return str(page)


def faults_text(file: FileReport, look: Look) -> str:
    """Tell what is wrong with one file."""
    page = Page(look)
    for diagnostic in file.diagnostics:
        draw(page, diagnostic, {file.name: file.file.text})
        page.blank()
    return str(page)


def _counts(file: FileReport) -> Iterable[Piece]:
    if not file.ran:
        yield Piece("cannot be run", "error")
        return
    passed = sum(result.passed for result in file.results)
    failed = len(file.results) - passed
    if passed or not failed:
        yield Piece(f"{passed} passed", "permit" if passed and not failed else "plain")
    if failed:
        yield Piece(f"{', ' if passed else ''}{failed} failed", "deny")


def _draw_failure(page: Page, result: Result, sources: Sources) -> None:
    case = result.case
    told = f" ({', '.join(case.sources)})" if case.sources else ""
    page.line(Piece("failed: ", "error"), Piece(case.name, "head"), told, hang=2)
    draw_excerpt(page, case.span, sources, "error")
    page.blank()
    for difference in result.differences:
        _draw_difference(page, difference)
    reasons = _reasons(result)
    for number, reason in enumerate(reasons[:_MOST_REASONS]):
        page.entry("" if number else "  why", *prose(reason.message), column=_COLUMN)
        if reason.at is not None:
            page.line(Piece(reason.at, "faint"), indent=_COLUMN + 2)
    if len(reasons) > _MOST_REASONS:
        page.line(f"and {len(reasons) - _MOST_REASONS} more", indent=_COLUMN)
    page.verbatim(Piece(f"{'  ask again':{_COLUMN}}", "faint"), Piece(reproduce(result), "id"))


def _draw_difference(page: Page, difference: Difference) -> None:
    label = f"  {difference.stated.key}"
    if len(label) >= _COLUMN:
        page.line(Piece(label.strip(), "faint"), indent=2)
        label = ""
    lines = [(f"-{FIXED}{one}", "deny", "expected") for one in difference.lacking]
    lines += [(f"+{FIXED}{one}", "permit", "answered") for one in difference.surplus]
    width = max(len(text) for text, _, _ in lines)
    for text, style, said in lines:
        piece = Piece(text.ljust(width).replace(" ", FIXED), "permit" if style == "permit" else "deny")
        page.entry(label, piece, Piece(f"{FIXED * 2}{said}", "faint"), column=_COLUMN)
        label = ""


def _reasons(result: Result) -> list[Reason]:
    """Return the reasons of the answer: of the categories that were not as expected, or of all."""
    surplus = [reason for difference in result.differences for reason in difference.reasons]
    if surplus and all(difference.stated.aspect == "reasons" for difference in result.differences):
        return list(dict.fromkeys(surplus))
    return list(result.decision.reasons)


def _draw_sum(page: Page, report: Report) -> None:
    parts = []
    if report.passed:
        parts.append(Piece(f"{report.passed:,} passed", "permit"))
    if report.failures:
        parts.append(Piece(f"{len(report.failures):,} failed", "deny"))
    if report.faulty:
        parts.append(Piece(f"{counted(len(report.faulty), 'file')} not run", "error"))
    if not parts:
        parts.append(Piece("no tests", "error"))
    joined = [piece for part in parts for piece in (Piece(", "), part)][1:]
    page.line(*joined, f" in {counted(len(report.files), 'file')}{_left(report)}", hang=2)
    if weak := sum(one.code.id == _WEAK for one in report.diagnostics):
        page.line(Piece("note: ", "note"), f"{counted(weak, 'expectation')} would hold for any reason", hang=2)


def _left(report: Report) -> str:
    told = f"; {counted(report.left_out, 'case')} left out" if report.left_out else ""
    return f"{told}; stopped at the first failure" if report.stopped else told
