"""Findings as commands of a GitHub workflow: each becomes an annotation on its line."""

from privpolicy.diagnostics.codes import Severity
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.lint.report import Report
from privpolicy.output.tally import tally

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def github_text(report: Report) -> str:
    """Write one command a finding, then a line for the log that counts them."""
    lines = [_command(diagnostic) for diagnostic in report.diagnostics]
    return "\n".join((*lines, f"privpolicy: {tally(report)}")) + "\n"


def _command(diagnostic: Diagnostic) -> str:
    properties: dict[str, object] = {}
    span = diagnostic.span
    if span is not None:
        properties = {"file": span.file, "line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:  # columns of two lines cannot be compared, and GitHub drops such annotations
            properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = f"{diagnostic.code.id} {diagnostic.code.name}"
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    message = diagnostic.message if diagnostic.help is None else f"{diagnostic.message}\nhelp: {diagnostic.help}"
    return f"::{_COMMANDS[diagnostic.severity]} {written}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
