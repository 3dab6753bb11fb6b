"""By what a finding is recognised on the next run: its code, its file and what it is about, not its line."""

import hashlib
from collections import Counter
from pathlib import PurePath

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.lint.baseline import about
from privpolicy.lint.report import Report


def fingerprints(report: Report) -> tuple[str, ...]:
    """Return one fingerprint for each diagnostic of a report, in their order; no two are the same.

    They stay what they are when lines move, comments come and go or a file is laid out anew. Of several findings that
    agree in everything, the first to stand in the file comes first.
    """
    seen: Counter[str] = Counter()
    found = []
    for diagnostic in report.diagnostics:
        known = _known(diagnostic, report)
        found.append(hashlib.sha256(f"{known}\0{seen[known]}".encode("utf-8", "replace")).hexdigest()[:40])
        seen[known] += 1
    return tuple(found)


def _known(diagnostic: Diagnostic, report: Report) -> str:
    file = diagnostic.span.file if diagnostic.span is not None else report.policy
    # What is no YAML has no path; its message is the next best.
    subject = about(diagnostic, report.sources) or diagnostic.message
    return "\0".join((diagnostic.code.id, PurePath(file).as_posix(), subject))
