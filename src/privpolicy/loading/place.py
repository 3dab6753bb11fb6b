"""Findings to diagnostics: the edge at which a path becomes a file, a line and a column."""

from collections.abc import Iterable

from privpolicy.diagnostics.diagnostic import Diagnostic, Related
from privpolicy.diagnostics.finding import Finding
from privpolicy.syntax.locate import locate
from privpolicy.syntax.nodes import Mapping


def place(findings: Iterable[Finding], tree: Mapping) -> list[Diagnostic]:
    """Give each finding the place of its path and the severity of its code."""
    return [
        Diagnostic(
            finding.code,
            finding.code.severity,
            finding.message,
            finding.help,
            locate(tree, finding.path, on_key=finding.on_key),
            tuple(Related(message, locate(tree, path, on_key=True)) for path, message in finding.related),
            finding.path,
            finding.cites,
            finding.fix,
        )
        for finding in findings
    ]
