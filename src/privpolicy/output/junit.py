"""Findings as JUnit XML, which Jenkins, GitLab and most others show as tests: a check is a test of the policy."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from privpolicy.diagnostics.codes import Code
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.wording import listed
from privpolicy.lint.check import Check
from privpolicy.lint.report import Report
from privpolicy.output.diagnostic_text import counted
from privpolicy.output.moments import instant
from privpolicy.output.sarif_rules import family_of
from privpolicy.output.xml_text import clean

_READING = "reading the policy"

_Found = Mapping[str, Sequence[Diagnostic]]


def junit_text(report: Report) -> str:
    """Write one test a check, by family, and before them whether the policy can be read.

    Errors and warnings fail a test. Notes do not: they stand in its output. A check is skipped when its law is not in
    force on the day, or when the policy has errors of its own.
    """
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in report.diagnostics:
        found[diagnostic.code.id].append(diagnostic)
    families: dict[str, list[Check]] = defaultdict(list)
    for check in sorted(report.checks, key=lambda one: one.id):
        families[family_of(check)].append(check)
    root = Element("testsuites", name="privpolicy")
    root.append(_suite(_READING, _reading(report, found), report))
    for family, checks in families.items():
        root.append(_suite(family, [_case(family, check, found, report) for check in checks], report))
    for key in ("tests", "failures", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(name: str, cases: Sequence[Element], report: Report) -> Element:
    suite = Element("testsuite", name=name, tests=str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", "0")
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    properties = SubElement(suite, "properties")
    for key, value in (("policy", report.policy), ("at", instant(report.at)), ("law", ", ".join(report.packs))):
        SubElement(properties, "property", name=key, value=clean(value))
    suite.extend(cases)
    return suite


def _reading(report: Report, found: _Found) -> list[Element]:
    """Return a test for each code that no check has: the policy itself, and the comments in it."""
    checks = {one.id for one in report.checks}
    several = [(code_id, found[code_id]) for code_id in sorted(found) if code_id not in checks]
    if not several:
        return [Element("testcase", classname=_READING, name="the policy can be read")]
    return [_told(_named(_READING, diagnostics[0].code), diagnostics) for _, diagnostics in several]


def _case(family: str, check: Check, found: _Found, report: Report) -> Element:
    case = _named(family, check.code)
    if check.id in found:
        return _told(case, found[check.id])
    if not report.loaded:
        SubElement(case, "skipped", message="the policy cannot be read")
    elif check.id not in report.ran:
        SubElement(case, "skipped", message=f"its law is not in force on {instant(report.at)}")
    return case


def _named(family: str, code: Code) -> Element:
    return Element("testcase", classname=clean(family), name=clean(f"{code.id} {code.name}"))


def _told(case: Element, diagnostics: Sequence[Diagnostic]) -> Element:
    """Add what was found to a test: it fails where something is graver than a note."""
    grave = [one for one in diagnostics if one.severity != "note"]
    if grave:
        counts = [(sum(one.severity == kind for one in grave), kind) for kind in ("error", "warning")]
        count = listed([counted(number, kind) for number, kind in counts if number], "and")
        failure = SubElement(case, "failure", type=grave[0].severity, message=clean(f"{count}: {grave[0].message}"))
        failure.text = _lines(grave)
    if notes := [one for one in diagnostics if one.severity == "note"]:
        SubElement(case, "system-out").text = _lines(notes)
    return case


def _lines(diagnostics: Sequence[Diagnostic]) -> str:
    lines = []
    for one in diagnostics:
        lines.append(str(one))
        lines += [f"  see: {related.span}: {related.message}" for related in one.related]
        lines += [f"  help: {one.help}"] if one.help is not None else []
    return clean("\n".join(lines))
