"""A run of policy tests as JUnit XML: a suite a file, a test a case."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from privpolicy.output.test_lines import differences_lines
from privpolicy.output.xml_text import clean
from privpolicy.testing.report import FileReport, Report, Result


def run_junit(report: Report) -> str:
    """Write one suite a file; a file that cannot be run is a suite with a test that is in error."""
    root = Element("testsuites", name="privpolicy")
    if report.policy_faults:
        root.append(_unread("the policy", [str(one) for one in report.policy_faults if one.is_error]))
    root.extend(map(_suite, report.files))
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(file: FileReport) -> Element:
    if not file.ran:
        return _unread(file.name, [str(one) for one in file.diagnostics] or ["its policy has errors"])
    suite = Element("testsuite", name=clean(file.name), tests=str(len(file.results)))
    suite.set("failures", str(sum(not result.passed for result in file.results)))
    suite.set("errors", "0")
    properties = SubElement(suite, "properties")
    SubElement(properties, "property", name="policy", value=clean(file.policy or ""))
    suite.extend(map(_case, file.results))
    if file.diagnostics:
        SubElement(suite, "system-out").text = clean("\n".join(map(str, file.diagnostics)))
    return suite


def _case(result: Result) -> Element:
    case = result.case
    element = Element("testcase", classname=clean(case.span.file), name=clean(case.name))
    element.set("file", clean(case.span.file))
    element.set("line", str(case.span.line))
    if not result.passed:
        keys = ", ".join(one.stated.key for one in result.differences)
        failure = SubElement(element, "failure", type="difference", message=clean(f"not as expected: {keys}"))
        failure.text = clean("\n".join((str(case.span), *differences_lines(result))))
    return element


def _unread(name: str, faults: list[str]) -> Element:
    suite = Element("testsuite", name=clean(name), tests="1", failures="0", errors="1")
    case = SubElement(suite, "testcase", classname=clean(name), name="it can be read")
    error = SubElement(case, "error", type="unreadable", message=clean(faults[0]))
    error.text = clean("\n".join(faults))
    return suite
