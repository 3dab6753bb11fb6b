"""GitLab's report on code quality."""

import json
from typing import Any

from tests.unit.output.reports import FILE, POLICY, TOOL, fault, finding, report

from privpolicy.output.gitlab import gitlab_text


def entries(*diagnostics: Any, **others: Any) -> Any:
    text = gitlab_text(report(*diagnostics, **others))
    assert text == gitlab_text(report(*diagnostics, **others))
    assert text.endswith("]\n")
    return json.loads(text)


def test_a_finding() -> None:
    (entry,) = entries(finding())
    assert entry.pop("fingerprint")
    assert entry == {
        "description": "activity `newsletter` names no interest (write `legitimate-interest`)",
        "check_name": "PP310 interest-not-named",
        "severity": "critical",
        "location": {"path": FILE, "lines": {"begin": 3}},
    }


def test_nothing_found() -> None:
    assert gitlab_text(report()) == "[]\n"


def test_severities() -> None:
    found = entries(finding(), finding(TOOL), finding(severity="note"))
    assert [entry["severity"] for entry in found] == ["critical", "major", "info"]


def test_what_keeps_the_policy_from_being_looked_at_blocks() -> None:
    found = entries(fault(), finding(TOOL), packs=())
    assert [entry["severity"] for entry in found] == ["blocker", "major"]


def test_no_two_fingerprints_are_the_same() -> None:
    """Of two entries with one fingerprint GitLab shows one."""
    found = entries(finding(), finding(), finding(TOOL), fault(), fault())
    assert len({entry["fingerprint"] for entry in found}) == 5


def test_what_belongs_to_no_file_is_said_of_the_policy() -> None:
    (entry,) = entries(finding(at=None, help=None))
    assert entry["location"] == {"path": POLICY, "lines": {"begin": 1}}
    assert entry["description"] == "activity `newsletter` names no interest"
