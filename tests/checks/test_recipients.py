"""The edges of the checks on recipients and transfers: what each reports, leaves alone, and on which day."""

from pathlib import Path

import pytest
from tests.checks.examples import examined, lines

from privpolicy.api import inspect
from privpolicy.diagnostics.fix import Removal
from privpolicy.lint.check import Remark
from privpolicy.lint.checks.recipients import CHECKS
from privpolicy.lint.run import examine
from privpolicy.model.moment import read_moment
from privpolicy.source.path import NodePath

BY_ID = {check.id: check for check in CHECKS}
TODAY = "2026-11-22"


def remarks(code: str, text: str, folder: Path, on: str = TODAY) -> list[Remark]:
    return list(BY_ID[code].look(examined(text, on, folder)))


def codes(text: str, folder: Path, on: str = TODAY) -> set[str]:
    x = examined(text, on, folder)
    return {check.id for check in CHECKS if check.applies(x) and list(check.look(x))}


def uses(recipients: str = "[r]", keys: str = "") -> str:
    """Write an activity that names recipients."""
    return (
        "activities:\n  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d], "
        f"recipients: {recipients}{', ' + keys if keys else ''}}}\n"
    )


# --- PP610, PP611, PP612 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "used", "reported"),
    [
        ("r: {role: processor}", "[r]", ["r"]),
        ("r: {role: processor, country: FR}", "[r]", []),
        ("r: {role: processor}", "[controller]", []),
        ("r: {role: processor, country: FR}, r.x: {}", "[r]", []),
        ("r: {}, r.x: {role: processor}", "[r]", ["r.x"]),
        ("r: {role: processor}, r.x: {country: FR}", "[r]", []),
        ("controller.staff: {}", "[controller.staff]", []),
        ("data-subject.app: {}", "[data-subject]", []),
        ("g: {}, r: {role: processor, broader: [g]}", "[g]", ["r"]),
    ],
)
def test_every_recipient_has_a_country(declared: str, used: str, reported: list[str], tmp_path: Path) -> None:
    found = remarks("PP610", f"recipients: {{{declared}}}\n{uses(used)}", tmp_path)
    assert [remark.path for remark in found] == [("recipients", name) for name in reported]
    assert all(remark.on_key and remark.related for remark in found)


@pytest.mark.parametrize(
    ("declared", "reported"),
    [
        ("r: {role: ROLE, country: FR}", ["r"]),
        ("r: {role: ROLE, country: FR}, r.x: {contract: {kind: KIND}}", []),
        ("r: {role: ROLE, country: FR}, r.x: {contract: {kind: KIND}}, r.y: {}", ["r.y"]),
        ("r: {role: ROLE, country: FR}, r.x: {}, r.y: {}", ["r"]),
        ("r: {role: ROLE, country: FR, contract: {kind: KIND}}, r.x: {}", []),
    ],
)
@pytest.mark.parametrize(
    ("code", "role", "kind"),
    [
        ("PP613", "processor", "processing-agreement"),
        ("PP614", "joint-controller", "joint-controller-arrangement"),
    ],
)
def test_a_heading_leaves_contracts_to_its_members(
    code: str, role: str, kind: str, declared: str, reported: list[str], tmp_path: Path
) -> None:
    text = declared.replace("ROLE", role).replace("KIND", kind)
    found = remarks(code, f"recipients: {{{text}}}\n{uses()}", tmp_path)
    assert [remark.path for remark in found] == [("recipients", name) for name in reported]


SHIELD = "transfer-tools: [{tool: adequacy, framework: us-privacy-shield, from: 2016-09-22}]"
SCC_2010 = "transfer-tools: [{tool: standard-clauses, framework: scc-2010, from: 2019-01-01}]"
SCC_2021 = "transfer-tools: [{tool: standard-clauses, framework: scc-2021, from: 2022-01-01}]"
LATE_SCC = "transfer-tools: [{tool: standard-clauses, framework: scc-2010, from: 2021-10-01}]"


@pytest.mark.parametrize(
    ("on", "keys", "expected"),
    [
        (TODAY, "country: FR", set()),
        (TODAY, "country: NO", set()),
        (TODAY, "country: CH", set()),
        (TODAY, "country: BR", set()),
        ("2026-01-25", "country: BR", {"PP611"}),
        (TODAY, "country: US", {"PP611"}),
        (TODAY, "country: GB", set()),
        ("2021-06-27", "country: GB", set()),
        ("2021-06-28", "country: GB", set()),
        ("2019-11-15", f"country: US, {SHIELD}", set()),
        ("2020-07-15", f"country: US, {SHIELD}", set()),
        ("2020-07-16", f"country: US, {SHIELD}", {"PP612"}),
        (TODAY, f"country: US, {SHIELD}", {"PP612"}),
        ("2022-12-26", f"country: IN, {SCC_2010}", set()),
        ("2022-12-27", f"country: IN, {SCC_2010}", {"PP612"}),
        (TODAY, f"country: IN, {LATE_SCC}", {"PP612"}),
        (TODAY, f"country: IN, {SCC_2021}", set()),
        (TODAY, "country: CA", {"PP611"}),
        (TODAY, "country: CA, transfer-tools: [{tool: adequacy, framework: ca-commercial}]", set()),
        (TODAY, "country: IN, transfer-tools: [{tool: adequacy, framework: us-dpf}]", {"PP612"}),
        (TODAY, "country: IN, transfer-tools: [{tool: binding-rules, until: 2025-01-01}]", {"PP612"}),
        (TODAY, "country: IN, transfer-tools: [{tool: binding-rules, from: 2030-01-01}]", {"PP612"}),
        ("2018-05-24", "country: US", set()),
    ],
)
def test_what_carries_a_transfer(on: str, keys: str, expected: set[str], tmp_path: Path) -> None:
    text = f"recipients: {{r: {{role: third-party, {keys}}}}}\n{uses()}"
    assert codes(text, tmp_path, on) & {"PP611", "PP612"} == expected


def test_a_dead_tool_is_told_with_its_end_and_what_ended_it(tmp_path: Path) -> None:
    (found,) = remarks("PP612", f"recipients:\n  r: {{role: third-party, country: US, {SHIELD}}}\n{uses()}", tmp_path)
    assert found.message == (
        "no tool carries the transfer to `r` in US on 2026-11-22: "
        "United States, Privacy Shield from 2016-09-22 until 2020-07-16, ended by CJEU C-311/18"
    )
    assert found.path == ("recipients", "r", "transfer-tools")
    assert "cjeu:C-311/18" in found.cites


def test_a_listing_that_lapsed_was_not_ended_by_the_court(tmp_path: Path) -> None:
    tool = "transfer-tools: [{tool: adequacy, framework: us-privacy-shield, from: 2016-09-22, until: 2019-01-01}]"
    (found,) = remarks("PP612", f"recipients: {{r: {{role: third-party, country: US, {tool}}}}}\n{uses()}", tmp_path)
    assert "until 2019-01-01" in found.message
    assert "C-311/18" not in found.message


def test_inherited_tools_are_reported_where_they_are_written(tmp_path: Path) -> None:
    text = f"recipients: {{r: {{role: third-party, country: US, {SHIELD}}}, r.x: {{}}}}\n{uses('[r.x]')}"
    (found,) = remarks("PP612", text, tmp_path)
    assert found.path == ("recipients", "r", "transfer-tools")


def test_a_country_above_is_reported_at_the_recipient(tmp_path: Path) -> None:
    text = f"recipients: {{r: {{country: US}}, r.x: {{role: processor}}}}\n{uses('[r.x]')}"
    (found,) = remarks("PP611", text, tmp_path)
    assert (found.path, found.on_key) == (("recipients", "r.x"), True)


def test_what_starts_later_is_judged_on_its_first_day(tmp_path: Path) -> None:
    tool = "transfer-tools: [{tool: adequacy, framework: us-dpf, from: 2023-10-01}]"
    declared = f"recipients: {{r: {{role: processor, country: US, {tool}, contract: {{kind: processing-agreement, "
    declared += "from: 2023-10-01}}}\n"
    for start, expected in (("2024-01-01", set()), ("2023-08-01", {"PP612", "PP616"})):
        text = declared + uses(keys=f"effective: {{from: {start}}}")
        assert codes(text, tmp_path, "2022-01-01") & {"PP612", "PP616"} == expected


def test_recipients_of_activities_that_are_over_are_left_alone(tmp_path: Path) -> None:
    text = f"recipients: {{r: {{role: processor}}}}\n{uses(keys='effective: {until: 2020-01-01}')}"
    assert codes(text, tmp_path) == set()


# --- PP613, PP614, PP616, PP617, PP629 ----------------------------------------------------------------------------

AGREEMENT = "contract: {kind: processing-agreement, from: 2020-01-01}"
ARRANGEMENT = "contract: {kind: joint-controller-arrangement, from: 2020-01-01}"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("role: processor", {"PP613"}),
        (f"role: processor, {AGREEMENT}", set()),
        (f"role: processor, {ARRANGEMENT}", {"PP617"}),
        ("role: joint-controller", {"PP614"}),
        (f"role: joint-controller, {ARRANGEMENT}", set()),
        (f"role: joint-controller, {AGREEMENT}", {"PP617"}),
        ("role: third-party", set()),
        (f"role: third-party, {AGREEMENT}", {"PP617"}),
        ("role: authority", set()),
        ("role: processor, contract: {kind: processing-agreement, until: 2025-01-01}", {"PP616"}),
        ("role: processor, contract: {kind: processing-agreement, until: 2026-11-22}", {"PP616"}),
        ("role: processor, contract: {kind: processing-agreement, until: 2026-11-23}", set()),
        ("role: processor, contract: {kind: processing-agreement, from: 2027-01-01}", {"PP616"}),
        ("role: processor, contract: {kind: processing-agreement}", set()),
    ],
)
def test_what_binds_a_recipient(keys: str, expected: set[str], tmp_path: Path) -> None:
    assert codes(f"recipients: {{r: {{country: FR, {keys}}}}}\n{uses()}", tmp_path) == expected


def test_a_contract_above_binds_what_is_below(tmp_path: Path) -> None:
    text = f"recipients: {{r: {{country: FR, role: processor, {AGREEMENT}}}, r.x: {{}}}}\n{uses('[r.x]')}"
    assert codes(text, tmp_path) == set()


@pytest.mark.parametrize(
    ("keys", "reported"),
    [
        ("role: processor", True),
        ("role: processor, processing-for: customer", False),
        ("role: joint-controller", False),
        ("role: controller", False),
    ],
)
def test_a_processor_acts_for_somebody(keys: str, reported: bool, tmp_path: Path) -> None:
    assert ("PP629" in codes(uses("[controller]", keys), tmp_path)) == reported


# --- PP615 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "country", "reported"),
    [
        (TODAY, "DE", True),
        (TODAY, "NO", True),
        (TODAY, "US", False),
        (TODAY, "CH", False),
        ("2020-06-01", "GB", False),
        ("2019-06-01", "GB", True),
    ],
)
def test_no_tool_is_needed_where_the_regulation_applies(on: str, country: str, reported: bool, tmp_path: Path) -> None:
    text = f"recipients: {{r: {{role: third-party, country: {country}, {SCC_2010}}}}}\n{uses()}"
    found = remarks("PP615", text, tmp_path, on)
    assert bool(found) == reported
    for remark in found:
        assert remark.fix is not None
        assert remark.fix.changes == (Removal(("recipients", "r", "transfer-tools")),)


def test_tools_that_others_inherit_are_not_removed_blindly(tmp_path: Path) -> None:
    text = f"recipients: {{r: {{role: third-party, country: DE, {SCC_2021}}}, r.x: {{country: US}}}}\n{uses()}"
    (found,) = remarks("PP615", text, tmp_path)
    assert found.fix is None


# --- PP618, PP619, PP620 ------------------------------------------------------------------------------------------

DEROGATION = "transfer-tools: [{tool: derogation}]"
BOTH = "transfer-tools: [{tool: derogation}, {tool: binding-rules}]"


@pytest.mark.parametrize(
    ("declared", "keys", "reported"),
    [
        (f"role: processor, country: IN, {DEROGATION}", "when: {f: true}", True),
        (f"role: third-party, country: IN, {DEROGATION}", "", True),
        (f"role: third-party, country: IN, {DEROGATION}", "when: {f: true}", False),
        (f"role: processor, country: IN, {BOTH}", "", False),
        (f"role: processor, country: CH, {DEROGATION}", "", False),
        (f"role: processor, country: FR, {DEROGATION}", "", False),
    ],
)
def test_derogations_are_for_occasions(declared: str, keys: str, reported: bool, tmp_path: Path) -> None:
    found = remarks("PP618", f"recipients: {{r: {{{declared}}}}}\n{uses(keys=keys)}", tmp_path)
    assert bool(found) == reported


@pytest.mark.parametrize(
    ("on", "keys", "end"),
    [
        # What a court will do nobody can foresee, however soon it comes.
        ("2019-11-15", f"country: US, {SHIELD}", None),
        # That the old clauses would end was in the decision that adopted the new ones.
        ("2022-03-01", f"country: IN, {SCC_2010}", "2022-12-27"),
        ("2021-12-26", f"country: IN, {SCC_2010}", None),
        ("2022-12-27", f"country: IN, {SCC_2010}", None),
        (TODAY, "country: IN, transfer-tools: [{tool: binding-rules, until: 2027-11-22}]", "2027-11-22"),
        (TODAY, "country: IN, transfer-tools: [{tool: binding-rules, until: 2027-11-23}]", None),
        # The bridge for the United Kingdom led to an adequacy decision.
        ("2021-01-15", "country: GB", None),
        ("2031-06-01", "country: GB", "2031-12-28"),
        (TODAY, "country: FR", None),
    ],
)
def test_ends_that_can_be_foreseen(on: str, keys: str, end: str | None, tmp_path: Path) -> None:
    text = f"recipients: {{r: {{role: third-party, {keys}}}}}\n{uses()}"
    told = [remark.message for remark in remarks("PP619", text, tmp_path, on)]
    assert told == ([] if end is None else [f"the transfer to `r` in {keys[9:11]} is covered until {end} only"])


@pytest.mark.parametrize(
    ("on", "keys", "reported"),
    [
        (TODAY, f"country: IN, {SCC_2021}", True),
        (TODAY, "country: IN, transfer-tools: [{tool: binding-rules}]", True),
        (TODAY, "country: IN, transfer-tools: [{tool: binding-rules, reference: file 7}]", False),
        (TODAY, f"country: CH, {SCC_2021}", False),
        (TODAY, f"country: DE, {SCC_2021}", False),
        (TODAY, f"country: IN, {DEROGATION}", False),
        ("2020-07-15", f"country: IN, {SCC_2010}", False),
        ("2020-07-16", f"country: IN, {SCC_2010}", True),
    ],
)
def test_destinations_are_assessed(on: str, keys: str, reported: bool, tmp_path: Path) -> None:
    text = f"recipients: {{r: {{role: third-party, {keys}}}}}\n{uses()}"
    assert ("PP620" in codes(text, tmp_path, on)) == reported


# --- PP621, PP622 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("recipients", "operations", "reported"),
    [
        ("[third]", "[collect, disclose]", True),
        ("[group]", "[collect, use, disclose]", True),
        ("[third, controller]", "[collect, disclose]", False),
        ("[third, host]", "[collect, disclose]", False),
        ("[joint]", "[collect, disclose]", False),
        ("[third]", "[disclose, use]", False),
        ("[third]", "[collect, use]", False),
        ("[public]", "[collect, disclose]", False),
    ],
)
def test_who_builds_in_a_module_shares_control(
    recipients: str, operations: str, reported: bool, tmp_path: Path
) -> None:
    text = (
        "recipients: {third: {role: third-party, country: FR}, host: {role: processor, country: FR}, "
        "joint: {role: joint-controller, country: FR}, group: {}, group.x: {role: third-party, country: FR}}\n"
        + uses(recipients, f"operations: {operations}")
    )
    assert bool(remarks("PP621", text, tmp_path)) == reported
    assert lines(BY_ID["PP621"], text, "2019-07-28", tmp_path) == []
    assert lines(BY_ID["PP621"], text, "2019-07-29", tmp_path) == ([3] if reported else [])


@pytest.mark.parametrize(
    ("below", "used", "reported"),
    [
        (("role: processor, country: US", "role: third-party, country: US"), "[acme]", True),
        (("role: processor, country: US", "role: joint-controller, country: US"), "[acme]", True),
        (("role: processor, country: US", "role: processor, country: US"), "[acme]", False),
        (("role: processor, country: US", "role: third-party, country: IE"), "[acme]", False),
        (("role: processor, country: US", "role: third-party, country: US"), "[acme.x]", False),
        (("role: processor, country: US, title: Other", "role: third-party, country: US"), "[acme]", False),
    ],
)
def test_one_company_in_two_roles(below: tuple[str, str], used: str, reported: bool, tmp_path: Path) -> None:
    text = f"recipients: {{acme: {{}}, acme.x: {{{below[0]}}}, acme.y: {{{below[1]}}}}}\n{uses(used)}"
    found = remarks("PP622", text, tmp_path)
    assert [remark.path for remark in found] == ([("recipients", "acme")] if reported else [])


# --- PP623, PP624, PP627 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "reported"),
    [
        ("data: [health], operations: [publish], recipients: [public]", True),
        ("data: [health], operations: [publish]", True),
        ("data: [health], operations: [disclose], recipients: [public]", True),
        ("data: [file], operations: [publish]", True),
        ("data: [other], operations: [publish]", False),
        ("data: [health], operations: [disclose]", False),
        ("data: [health], operations: [publish], special-category-condition: made-public", False),
        ("data: [health], operations: [publish], special-category-condition: explicit-consent", False),
        ("data: [health], operations: [publish], special-category-condition: research", True),
    ],
)
def test_special_data_is_not_shown_to_everybody(keys: str, reported: bool, tmp_path: Path) -> None:
    text = (
        "data-categories: {health: {sensitivity: special}, file: {}, file.health: {broader: [health]}}\n"
        f"activities:\n  a: {{purposes: [p], legal-basis: contract, data-subjects: [s], {keys}}}\n"
    )
    assert bool(remarks("PP623", text, tmp_path)) == reported


@pytest.mark.parametrize(
    ("declared", "more", "reported"),
    [
        ("r: {role: third-party}", "", ["r"]),
        ("r: {role: third-party}", uses(), []),
        ("r: {role: third-party}", uses(keys="effective: {until: 2020-01-01}"), []),
        ("r: {role: third-party}", uses("[controller]", "role: processor, processing-for: r"), []),
        ("r: {role: third-party}", "prohibitions: {no: {recipients: [r]}}\n", []),
        ("r: {role: third-party}, r.x: {}", uses("[r]"), []),
        ("r: {role: third-party}, r.x: {}", uses("[r.x]"), []),
        ("r: {}, r.x: {role: third-party}", "", ["r.x"]),
        ("controller.staff: {}", "", []),
    ],
)
def test_nobody_is_named_for_nothing(declared: str, more: str, reported: list[str], tmp_path: Path) -> None:
    found = remarks("PP624", f"recipients: {{{declared}}}\n{more}", tmp_path)
    assert [remark.path[1] for remark in found] == reported


@pytest.mark.parametrize(
    ("keys", "reported"),
    [
        ("operations: [disclose]", True),
        ("operations: [use]", False),
        ("operations: [disclose], purposes: [claims]", False),
        ("operations: [disclose], legal-basis: legal-obligation", False),
        ("operations: [disclose], legal-basis: public-task", False),
        ("operations: [disclose], legal-basis: vital-interests", False),
        ("operations: [disclose], recipients: [third]", False),
    ],
)
def test_authorities_get_what_they_may_ask_for(keys: str, reported: bool, tmp_path: Path) -> None:
    plain = {"purposes": "[p]", "legal-basis": "consent", "recipients": "[police]"}
    given = "\n    ".join(f"{key}: {value}" for key, value in plain.items() if f"{key}:" not in keys)
    stated = "\n    ".join(keys.split(", "))
    text = (
        "purposes: {claims: {legal-claims: true}}\n"
        "recipients: {police: {role: authority, country: FR}, third: {role: third-party, country: FR}}\n"
        f"activities:\n  a:\n    data-subjects: [s]\n    data: [d]\n    {given}\n    {stated}\n"
    )
    assert bool(remarks("PP627", text, tmp_path)) == reported


# --- PP625, PP626 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "controller", "expected"),
    [
        (TODAY, "country: FR", set()),
        (TODAY, "country: US", {"PP626"}),
        (TODAY, "name: X", set()),
        (TODAY, "country: US, representative: {name: X, country: IE}", set()),
        (TODAY, "country: US, representative: {name: X}", set()),
        (TODAY, "country: US, representative: {name: X, country: GB}", {"PP625"}),
        ("2020-12-31", "country: GB", set()),
        ("2021-01-01", "country: GB", {"PP626"}),
    ],
)
def test_somebody_in_the_union_represents(on: str, controller: str, expected: set[str], tmp_path: Path) -> None:
    assert codes(f"controller: {{{controller}}}\n", tmp_path, on) == expected


# --- The shipped policies -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", ["2019-11-15", TODAY])
def test_the_notice_of_november_2019(on: str) -> None:
    x = examine(inspect(Path(__file__).parents[2] / "policies" / "multi-planning"), read_moment(on))
    found = {check.id: [remark.path for remark in check.look(x)] for check in CHECKS if check.applies(x)}
    told = {code: paths for code, paths in found.items() if paths}
    expected: dict[str, list[NodePath]] = {
        "PP610": [("recipients", "helpcrunch")],
        "PP613": [("recipients", name) for name in ("google.analytics", "helpcrunch", "hosting", "debt-collector")],
        "PP621": [("activities", "google-module", "recipients")],
        "PP622": [("recipients", "google")],
        "PP624": [("recipients", "google.other-services")],
    }
    if on == TODAY:
        expected["PP612"] = [("recipients", name, "transfer-tools") for name in ("google.llc", "google.analytics")]
    assert {code: sorted(paths) for code, paths in told.items()} == {
        code: sorted(paths) for code, paths in expected.items()
    }
