"""Findings as commands of a GitHub workflow: each becomes an annotation on its line."""

from privpolicy.lint.report import Report
from privpolicy.output.tally import tally
from privpolicy.output.workflow_command import fault_command


def github_text(report: Report) -> str:
    """Write one command a finding, then a line for the log that counts them."""
    lines = [fault_command(diagnostic) for diagnostic in report.diagnostics]
    return "\n".join((*lines, f"privpolicy: {tally(report)}")) + "\n"
