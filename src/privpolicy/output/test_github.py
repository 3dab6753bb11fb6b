"""Failures of policy tests as commands of a GitHub workflow: each becomes an annotation on its line."""

from privpolicy.output.test_lines import differences_lines
from privpolicy.output.workflow_command import fault_command, workflow_command
from privpolicy.testing.report import Report, Result


def run_github(report: Report) -> str:
    """Write one command a failure and a fault, then a line for the log that counts them."""
    lines = [fault_command(one) for one in report.diagnostics]
    lines += [_failure(result) for result in report.failures]
    told = f"{report.passed} passed, {len(report.failures)} failed"
    if report.faulty:
        told += f", {len(report.faulty)} of {len(report.files)} files not run"
    return "\n".join((*lines, f"privpolicy: {told}")) + "\n"


def _failure(result: Result) -> str:
    return workflow_command("error", result.case.span, result.case.name, "\n".join(differences_lines(result)))
