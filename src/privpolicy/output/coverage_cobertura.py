"""Coverage as Cobertura XML, after http://cobertura.sourceforge.net/xml/coverage-04.dtd."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from privpolicy.output.coverage_lines import Line, lines_of
from privpolicy.output.package import version
from privpolicy.output.xml_text import clean
from privpolicy.testing.coverage.measure import Coverage

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n'
)


def coverage_cobertura(coverage: Coverage, milliseconds: int) -> str:
    """Write one class a file, made at an instant counted in milliseconds since 1970."""
    files = tuple(lines_of(coverage))
    lines = tuple(line for _, several in files for line in several)
    branches, taken = _branches(lines)
    root = Element("coverage", {**_rates(lines), "lines-covered": str(_hit(lines)), "lines-valid": str(len(lines))})
    root.set("branches-covered", str(taken))
    root.set("branches-valid", str(branches))
    root.set("complexity", "0")
    root.set("version", version() or "0")
    root.set("timestamp", str(milliseconds))
    SubElement(SubElement(root, "sources"), "source").text = "."
    package = SubElement(SubElement(root, "packages"), "package", {"name": "policy", **_rates(lines)})
    package.set("complexity", "0")
    classes = SubElement(package, "classes")
    for file, several in files:
        one = SubElement(classes, "class", {"name": clean(file), "filename": clean(file), **_rates(several)})
        one.set("complexity", "0")
        SubElement(one, "methods")
        below = SubElement(one, "lines")
        for line in several:
            below.append(_line(line))
    indent(root)
    return f"{_HEAD}{tostring(root, encoding='unicode')}\n"


def _line(line: Line) -> Element:
    branches = len(line.branches)
    element = Element("line", number=str(line.number), hits=str(line.hits), branch="true" if branches else "false")
    if branches:
        percent = f"{100 * line.taken // branches}%"
        element.set("condition-coverage", f"{percent} ({line.taken}/{branches})")
        conditions = SubElement(element, "conditions")
        SubElement(conditions, "condition", number="0", type="jump", coverage=percent)
    return element


def _rates(lines: Sequence[Line]) -> dict[str, str]:
    branches, taken = _branches(lines)
    return {"line-rate": _rate(_hit(lines), len(lines)), "branch-rate": _rate(taken, branches)}


def _rate(part: int, whole: int) -> str:
    return f"{part / whole:.4g}" if whole else "1"


def _hit(lines: Sequence[Line]) -> int:
    return sum(line.hits > 0 for line in lines)


def _branches(lines: Sequence[Line]) -> tuple[int, int]:
    return sum(len(line.branches) for line in lines), sum(line.taken for line in lines)
