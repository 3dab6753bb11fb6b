"""Findings as GitLab's report on code quality, which its merge requests show."""

import json
from pathlib import PurePath
from typing import Any

from privpolicy.diagnostics.codes import Severity
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.lint.report import Report
from privpolicy.output.fingerprint import fingerprints

_SEVERITIES: dict[Severity, str] = {"error": "critical", "warning": "major", "note": "info"}


def gitlab_text(report: Report) -> str:
    """Write a list with one entry a finding; what keeps the policy from being looked at blocks."""
    found = zip(report.diagnostics, fingerprints(report), strict=True)
    entries = [_entry(diagnostic, fingerprint, report) for diagnostic, fingerprint in found]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _entry(diagnostic: Diagnostic, fingerprint: str, report: Report) -> dict[str, Any]:
    span = diagnostic.span
    description = diagnostic.message if diagnostic.help is None else f"{diagnostic.message} ({diagnostic.help})"
    blocks = diagnostic.is_error and not report.loaded
    return {
        "description": description,
        "check_name": f"{diagnostic.code.id} {diagnostic.code.name}",
        "fingerprint": fingerprint,
        "severity": "blocker" if blocks else _SEVERITIES[diagnostic.severity],
        "location": {
            "path": PurePath(span.file if span is not None else report.policy).as_posix(),
            "lines": {"begin": span.line if span is not None else 1},
        },
    }
