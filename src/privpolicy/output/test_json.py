"""A run of policy tests as JSON."""

from typing import Any

from privpolicy.model.moment import Moment, write_moment
from privpolicy.testing.compare import Difference
from privpolicy.testing.report import FileReport, Report, Result
from privpolicy.testing.reproduce import reproduce


def run_json(report: Report) -> dict[str, Any]:
    """Return every case with its answer, what is wrong with files and policies, and what it comes to."""
    return {
        "ok": report.ok,
        "cases": [_case(result) for result in report.results],
        "diagnostics": [diagnostic.to_dict() | {"name": diagnostic.code.name} for diagnostic in report.diagnostics],
        "files": [_file(file) for file in report.files],
        "summary": {
            "passed": report.passed,
            "failed": len(report.failures),
            "left-out": report.left_out,
            "files": len(report.files),
            "not-run": len(report.faulty),
            "stopped": report.stopped,
        },
    }


def _file(file: FileReport) -> dict[str, Any]:
    return {"file": file.name, "policy": file.policy, "ran": file.ran, "cases": len(file.results)}


def _case(result: Result) -> dict[str, Any]:
    case = result.case
    return {
        "name": case.name,
        "source": list(case.sources),
        "file": case.span.file,
        "line": case.span.line,
        "column": case.span.column,
        "passed": result.passed,
        "law": case.law,
        "outcome": result.decision.outcome.value,
        "differences": [_difference(one) for one in result.differences],
        "reasons": [] if result.passed else [reason.to_dict() for reason in result.decision.reasons],
        "request": case.request.to_dict(),
        "command": None if result.passed else reproduce(result),
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "key": difference.stated.key,
        "lacking": list(difference.lacking),
        "surplus": list(difference.surplus),
        "got": write_moment(difference.got) if isinstance(difference.got, Moment) else difference.got,
    }
