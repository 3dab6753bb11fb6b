"""Findings to diagnostics: the edge at which a path becomes a file, a line and a column."""

from collections.abc import Iterable

from privpolicy.diagnostics.diagnostic import Diagnostic, Related
from privpolicy.diagnostics.finding import Finding
from privpolicy.syntax.locate import locate
from privpolicy.syntax.nodes import Mapping


def place(findings: Iterable[Finding], tree: Mapping) -> list[Diagnostic]:
    """Give each finding the place of its path and the severity of its code."""
    return [
        Diagnostic.of(
            finding.code,
            finding.message,
            locate(tree, finding.path, on_key=finding.on_key),
            finding.help,
            *(Related(message, locate(tree, path, on_key=True)) for path, message in finding.related),
        )
        for finding in findings
    ]
