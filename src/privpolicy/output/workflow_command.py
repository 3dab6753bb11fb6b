"""Commands of a GitHub workflow: each becomes an annotation on its line."""

from privpolicy.diagnostics.codes import Severity
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.source.span import Span

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def fault_command(diagnostic: Diagnostic) -> str:
    """Write a diagnostic, with its advice."""
    message = diagnostic.message if diagnostic.help is None else f"{diagnostic.message}\nhelp: {diagnostic.help}"
    title = f"{diagnostic.code.id} {diagnostic.code.name}"
    return workflow_command(diagnostic.severity, diagnostic.span, title, message)


def workflow_command(severity: Severity, span: Span | None, title: str, message: str) -> str:
    """Write one command."""
    properties: dict[str, object] = {}
    if span is not None:
        properties = {"file": span.file, "line": span.line, "endLine": span.end_line}
        if span.line == span.end_line:  # columns of two lines cannot be compared, and GitHub drops such annotations
            properties |= {"col": span.column, "endColumn": span.end_column}
    properties["title"] = title
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[severity]} {written}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
