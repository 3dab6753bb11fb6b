"""How much was found, in a few words."""

from privpolicy.diagnostics.wording import listed
from privpolicy.lint.report import Report
from privpolicy.output.diagnostic_text import counted


def tally(report: Report) -> str:
    """Count what was found: ``2 errors and 1 note in 17 files``, ``nothing found in 1 file``."""
    found = [counted(number, severity) for severity, number in report.counts().items() if number]
    return f"{listed(found, 'and') or 'nothing found'} in {counted(len(report.files), 'file')}"
