"""A run of policy tests in the Test Anything Protocol, version 14."""

import json
from collections.abc import Iterator

from privpolicy.testing.report import FileReport, Report, Result
from privpolicy.testing.reproduce import reproduce


def run_tap(report: Report) -> str:
    """Write one test point a case, and one that is not ok for each file that could not be run."""
    points = [point for file in report.files for point in _points(file)]
    lines = ["TAP version 14", f"1..{len(points)}"]
    lines += [f"# {one}" for one in report.policy_faults]
    for number, (ok, name, more) in enumerate(points, 1):
        lines.append(f"{'ok' if ok else 'not ok'} {number} - {_escaped(name)}")
        lines += [f"  {line}" for line in more]
    return "\n".join(lines) + "\n"


def _points(file: FileReport) -> Iterator[tuple[bool, str, list[str]]]:
    if not file.ran:
        faults = [str(one) for one in file.diagnostics] or ["its policy has errors"]
        yield False, f"{file.name} can be run", ["---", f"faults: {_text(faults)}", "..."]
    for result in file.results:
        yield result.passed, f"{file.name}: {result.case.name}", [] if result.passed else _diagnosis(result)


def _diagnosis(result: Result) -> list[str]:
    """Write what failed as YAML, every value as JSON, which is YAML too."""
    lines = ["---", f"at: {_text(str(result.case.span))}", "differences:"]
    for difference in result.differences:
        lines.append(f"  {_text(difference.stated.key)}:")
        lines.append(f"    expected: {_text(list(difference.lacking))}")
        lines.append(f"    answered: {_text(list(difference.surplus))}")
    lines.append(f"reasons: {_text([f'{one.code}: {one.message}' for one in result.decision.reasons])}")
    return [*lines, f"command: {_text(reproduce(result))}", "..."]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _escaped(text: str) -> str:
    """Keep a name on its line, and its `#` from opening a directive."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("#", "\\#")
