"""Commands of a GitHub workflow: one line each, whatever stands in the words."""

import re

from tests.unit.output.reports import FILE, TOOL, fault, finding, report, span

from privpolicy.output.github import github_text


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read commands as the runner of GitHub does."""
    found = []
    for line in text.splitlines():
        if (parts := re.match(r"::(\w+) (.*?)::(.*)$", line)) is not None:
            pairs = (one.partition("=") for one in parts[2].split(","))
            found.append((parts[1], {key: decoded(value) for key, _, value in pairs}, decoded(parts[3])))
    return found


def decoded(text: str) -> str:
    for written, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(written, character)
    return text


def test_findings_and_a_count() -> None:
    given = report(finding(), finding(TOOL, help=None), finding(severity="note", help=None))
    assert github_text(given) == (
        f"::error file={FILE},line=3,endLine=3,col=18,endColumn=38,title=PP310 interest-not-named::"
        "activity `newsletter` names no interest%0Ahelp: write `legitimate-interest`\n"
        f"::warning file={FILE},line=3,endLine=3,col=18,endColumn=38,title=PP620 dead-tool::"
        "activity `newsletter` names no interest\n"
        f"::notice file={FILE},line=3,endLine=3,col=18,endColumn=38,title=PP310 interest-not-named::"
        "activity `newsletter` names no interest\n"
        "privpolicy: 1 error, 1 warning and 1 note in 2 files\n"
    )


def test_nothing_found() -> None:
    assert github_text(report()) == "privpolicy: nothing found in 2 files\n"


def test_every_character_comes_through() -> None:
    message = "100% of `a::b`, c%0Ad\r\n::error::not a command"
    given = report(finding(message=message, at=span(file="a,b:c%,line=9.yaml"), help="x\n::stop-commands::y"))
    ((kind, properties, told),) = commands(github_text(given))
    assert kind == "error"
    assert properties["file"] == "a,b:c%,line=9.yaml"
    assert properties["line"] == "1"
    assert told == f"{message}\nhelp: x\n::stop-commands::y"
    assert len(github_text(given).splitlines()) == 2


def test_columns_only_within_a_line() -> None:
    ((_, properties, _),) = commands(github_text(report(finding(at=span(3, 18, 5, 2)))))
    assert properties == {"file": FILE, "line": "3", "endLine": "5", "title": "PP310 interest-not-named"}


def test_what_belongs_to_no_file() -> None:
    given = report(fault("missing-path", "`policies/shop` does not exist", None), packs=(), looked=False, files=())
    assert github_text(given) == (
        "::error title=PP001 missing-path::`policies/shop` does not exist\nprivpolicy: 1 error in 0 files\n"
    )
