"""Findings in SARIF 2.1.0, the format of OASIS that code scanning and editors read."""

import re
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.lint.report import Report
from privpolicy.model.moment import write_moment
from privpolicy.output import package
from privpolicy.output.fingerprint import fingerprints
from privpolicy.output.json_v1 import indented
from privpolicy.output.sarif_fixes import TextFix, fixes_of
from privpolicy.output.sarif_rules import rules_of
from privpolicy.source.path import dotted
from privpolicy.source.span import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
"""Stands for the folder from which relative paths start; who reads the log says which that is."""
FINGERPRINT = "privpolicy/v1"

_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")


def sarif_text(report: Report) -> str:
    """Write a log with one run: the rules that were asked, and what was found."""
    return indented({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]})


def _run(report: Report) -> dict[str, Any]:
    rules = rules_of(report)
    index = {rule["id"]: position for position, rule in enumerate(rules)}
    driver = {
        "name": "privpolicy",
        "version": package.version(),
        "semanticVersion": package.version(),
        "informationUri": package.addresses().get("homepage"),
        "rules": rules,
    }
    asked = {
        "policy": _artifact(report.policy)["uri"],
        "at": write_moment(report.at),
        "law": list(report.packs),
        "suppressed": report.suppressed,
        "known": report.known,
    }
    return {
        "tool": {"driver": _written(driver)},
        "invocations": [{"executionSuccessful": report.looked, "properties": asked}],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder from which the policy was named."}}},
        "artifacts": [{"location": _artifact(file), "roles": ["analysisTarget"]} for file in report.files],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(diagnostic, index[diagnostic.code.id], report)
            | {"partialFingerprints": {FINGERPRINT: fingerprint}}
            | ({"fixes": [_fix(fix)]} if fix is not None else {})
            for diagnostic, fingerprint, fix in zip(
                report.diagnostics, fingerprints(report), fixes_of(report), strict=True
            )
        ],
    }


def _result(diagnostic: Diagnostic, rule: int, report: Report) -> dict[str, Any]:
    where: dict[str, Any] = {"physicalLocation": _place(diagnostic.span, report)}
    if diagnostic.path:
        where["logicalLocations"] = [{"fullyQualifiedName": dotted(diagnostic.path)}]
    help_ = "" if diagnostic.help is None else f"\nhelp: {diagnostic.help}"
    result = {
        "ruleId": diagnostic.code.id,
        "ruleIndex": rule,
        "level": diagnostic.severity,
        "message": {"text": _message(diagnostic.message + help_)},
        "locations": [where],
        "relatedLocations": [
            {"id": number, "physicalLocation": _place(one.span, report), "message": {"text": _message(one.message)}}
            for number, one in enumerate(diagnostic.related, 1)
        ],
        "properties": {"cites": list(diagnostic.cites)} if diagnostic.cites else None,
    }
    return _written(result)


def _fix(fix: TextFix) -> dict[str, Any]:
    changes = [
        {
            "artifactLocation": _artifact(span.file),
            "replacements": [{"deletedRegion": _region(span), "insertedContent": {"text": text}}],
        }
        for span, text in fix.changes
    ]
    return {"description": {"text": _message(fix.title)}, "artifactChanges": changes}


def _place(span: Span | None, report: Report) -> dict[str, Any]:
    """Return file and region; what belongs to no file is said of the policy as a whole."""
    if span is None:
        return {"artifactLocation": _artifact(report.policy)}
    return {"artifactLocation": _artifact(span.file), "region": _region(span)}


def _region(span: Span) -> dict[str, int]:
    """Return a stretch of text as SARIF writes it, which counts as we do: from one, and the end is exclusive."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _artifact(file: str) -> dict[str, str]:
    if (path := PurePath(file)).is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix(), errors="surrogateescape"), "uriBaseId": ROOT}


def _message(text: str) -> str:
    """Keep the user's words from being read as a link."""
    return _LINK.sub(r"\\[", text)


def _written(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what there is none of."""
    return {key: value for key, value in fields.items() if value is not None and value != []}
