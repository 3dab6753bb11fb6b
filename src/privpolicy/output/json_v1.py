"""Answers and faults as JSON, version 1."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.decision import Decision
from privpolicy.model.moment import write_moment

if TYPE_CHECKING:
    from privpolicy.batch.tally import Tally
    from privpolicy.engine.policy import Policy
    from privpolicy.lint.report import Report


def decision_json(decision: Decision) -> dict[str, Any]:
    """Return a decision with the law packs that its policy names and those that were applied to it."""
    return decision.to_dict() | {"law": {"named": list(decision.policy.law), "applied": list(decision.law)}}


def error_json(error: RequestError) -> dict[str, Any]:
    """Return what stands in the place of a decision where a request was faulty."""
    return {"error": error.to_dict()}


def policy_error_json(error: PolicyError) -> dict[str, Any]:
    """Return what stands in the place of a decision where the policy has errors."""
    message = str(error).partition("\n")[0]
    return {"error": {"message": message, "path": ""}} | diagnostics_json(error.diagnostics)


def diagnostics_json(diagnostics: Iterable[Diagnostic]) -> dict[str, Any]:
    """Return everything that is wrong with a policy."""
    return {"diagnostics": [diagnostic.to_dict() for diagnostic in diagnostics]}


def lint_json(report: "Report") -> dict[str, Any]:
    """Return what the linter says of a policy: each finding as a fault of a policy, with its name and its law."""
    return {
        "diagnostics": [
            {**one.to_dict(), "name": one.code.name, "cites": list(one.cites)} for one in report.diagnostics
        ],
        "at": write_moment(report.at),
        "law": list(report.packs),
        "summary": _summary(report),
    }


def audit_json(
    tally: "Tally", policy: "Policy", requests: str, out: str | None, carried: Iterable[str]
) -> dict[str, Any]:
    """Return what the rows of a table were answered, the most frequent answers first."""
    return {
        "policy": {"id": policy.id, "version": policy.version, "digest": policy.digest},
        "requests": requests,
        "out": out,
        "rows": tally.rows,
        "outcomes": {outcome: tally.of(outcome) for outcome in ("permit", "conditional", "deny")},
        "faulty": tally.of(None),
        "answers": [
            {"outcome": one.outcome, "activity": one.activity, "reason": one.reason, "error": one.error, "rows": number}
            for one, number in tally.counts
        ],
        "not-read": list(carried),
    }


def statistics_json(report: "Report") -> dict[str, Any]:
    """Return how often each code was found."""
    found = [
        {"code": code.id, "name": code.name, "severity": severity, "count": number}
        for code, severity, number in report.statistics()
    ]
    return {"statistics": found, "at": write_moment(report.at), "law": list(report.packs), "summary": _summary(report)}


def _summary(report: "Report") -> dict[str, Any]:
    counts = report.counts()
    return {
        "errors": counts["error"],
        "warnings": counts["warning"],
        "notes": counts["note"],
        "files": len(report.files),
        "checks": len(report.checks),
        "fixable": report.fixable,
        "suppressed": report.suppressed,
        "known": report.known,
        "gone": [known._asdict() for known in report.gone],
        "unknown": len(report.strange),
    }


def one_line(value: dict[str, Any]) -> str:
    """Write JSON on one line, for streams."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "), allow_nan=False) + "\n"


def indented(value: dict[str, Any]) -> str:
    """Write JSON over several lines, for people."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
