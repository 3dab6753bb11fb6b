"""What of a policy its cases decide: counted by hand, and told in each form."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from privpolicy import api
from privpolicy.model.condition import Alternative, Condition
from privpolicy.output.coverage_cobertura import coverage_cobertura
from privpolicy.output.coverage_lcov import coverage_lcov
from privpolicy.output.coverage_text import coverage_text
from privpolicy.output.page import Look
from privpolicy.source.path import dotted
from privpolicy.testing.coverage.measure import Coverage, measure
from privpolicy.testing.coverage.nodes import parts
from privpolicy.testing.coverage.points import decidable
from privpolicy.testing.find import files_of
from privpolicy.testing.run import Asked, report_of

HEAD = """\
policy: {language: 1, id: shop}
purposes: {service: {}, service.billing: {}, claims: {}, news: {direct-marketing: true}}
data-categories: {contact: {}, contact.email: {}}
data-subjects: {person: {}}
recipients: {partner: {role: third-party, country: FR}}
events: {end: {}}
facts: {paid: {type: boolean}, known: {type: boolean}}
"""
SERVE = """\
activities:
  serve:
    purposes: [service]
    legal-basis: contract
    data-subjects: [person]
    data: [contact]
    operations: [use, store, erase]
"""
SEND = SERVE.replace("serve:", "send:").replace("[service]", "[news]").replace("contract", "consent")
TESTS = "defaults: {request: {at: 2024-05-01, complete: true, purpose: service, data: contact}}\ncases:\n"
TEN = "{given: 2014-01-01, purpose: news}"


def covered(folder: Path, policy: str, *cases: str, tests: str = TESTS) -> Coverage:
    (folder / "policy.yaml").write_text(HEAD + policy, encoding="utf-8")
    named = "".join(f"  - {{name: case {number}, {case}}}\n" for number, case in enumerate(cases))
    (folder / "a.policytest.yaml").write_text(tests + named, encoding="utf-8")
    policies = api.policies_to_test()
    report = report_of([Asked(file, folder) for file in files_of(folder)], policies)
    assert not report.faulty, list(map(str, report.diagnostics))
    return measure(report.results, policies.loaded.values())


def told(coverage: Coverage) -> dict[str, int]:
    return {f"{dotted(one.point.path)} {one.point.way}": one.cases for one in coverage.points}


def only(coverage: Coverage, path: str) -> dict[str, int]:
    """Return the points below a declaration, and with no dot behind it those of the declaration too."""
    within = f"{path.removesuffix('.')}."
    return {key.removeprefix(within): number for key, number in told(coverage).items() if key.startswith(path)}


PERMIT, DENY = "expect: permit", "expect: deny"


def test_an_activity_is_decided_once_it_permits(tmp_path: Path) -> None:
    assert told(covered(tmp_path, SERVE, f"request: {{operation: sell}}, {DENY}")) == {"activities.serve permitted": 0}
    coverage = covered(tmp_path, SERVE, PERMIT, PERMIT, f"request: {{operation: sell}}, {DENY}")
    assert told(coverage) == {"activities.serve permitted": 2}
    assert coverage.percent == 100


def test_of_two_that_permit_the_first_decides(tmp_path: Path) -> None:
    again = SERVE + SERVE.replace("activities:\n", "").replace("serve:", "again:")
    assert told(covered(tmp_path, again, PERMIT)) == {"activities.serve permitted": 1, "activities.again permitted": 0}


def test_a_consent_is_decided_by_its_lack_and_by_what_makes_it_count(tmp_path: Path) -> None:
    policy = SEND + "    consent: {explicit: true, valid-for: P2Y}\n"
    cases = (
        f"request: {{purpose: news}}, {DENY}",
        f"request: {{purpose: news, context: {{consents: [{{given: 2024-01-01, purpose: news}}]}}}}, {DENY}",
        f"request: {{purpose: news, context: {{consents: [{TEN[:-1]}, explicit: true}}]}}}}, {DENY}",
    )
    none = covered(tmp_path, policy, cases[0])
    assert only(none, "activities.send") == {
        "activities.send permitted": 0,
        "legal-basis unconsented": 1,
        "consent.explicit not-explicit": 0,
        "consent.valid-for run-out": 0,
        "legal-basis objected": 0,
    }
    every = only(covered(tmp_path, policy, *cases), "activities.send")
    assert every["legal-basis unconsented"] == 3
    assert every["consent.explicit not-explicit"] == 1
    assert every["consent.valid-for run-out"] == 1
    # Neither explicit nor fresh: neither setting alone made the difference.
    both = covered(tmp_path, policy, f"request: {{purpose: news, context: {{consents: [{TEN}]}}}}, {DENY}")
    assert only(both, "activities.send")["consent.explicit not-explicit"] == 0


def test_a_condition_counts_where_nothing_else_refuses(tmp_path: Path) -> None:
    policy = SERVE + "    when: {paid: true, known: true}\n    effective: {from: 2020-01-01}\n"
    both = "request: {context: {facts: {paid: true, known: true}}}, "
    assert only(covered(tmp_path, policy, both + PERMIT), "activities.serve.") == {
        "when held": 1,
        "when not-held": 0,
        "when.paid held": 1,
        "when.paid not-held": 0,
        "when.known held": 1,
        "when.known not-held": 0,
        "effective out-of-force": 0,
    }
    # Before it is in force, and with the condition not met: neither alone made the difference.
    early = covered(tmp_path, policy, f"at: 2019-01-01, {DENY}")
    assert not any(only(early, "activities.serve.").values())
    assert only(covered(tmp_path, policy, DENY), "activities.serve.")["when.paid not-held"] == 1
    early = covered(tmp_path, policy, f"at: 2019-01-01, {both}{DENY}")
    assert only(early, "activities.serve.")["effective out-of-force"] == 1


def test_what_is_unknown_is_not_decided(tmp_path: Path) -> None:
    coverage = covered(
        tmp_path, SERVE + "    when: {paid: true}\n", "request: {complete: false}, expect: {outcome: conditional}"
    )
    assert not any(told(coverage).values())


def test_objections_and_the_grounds_that_outweigh_them(tmp_path: Path) -> None:
    policy = (
        SERVE.replace("contract", "legitimate-interests")
        + "    compelling-grounds: {text: fraud, when: {known: true}}\n"
    )
    objected = "request: {context: {objections: [{purpose: service, raised: 2024-01-01}]"
    assert only(covered(tmp_path, policy, PERMIT), "activities.serve.") == {
        "legal-basis objected": 0,
        "compelling-grounds outweighed": 0,
        "compelling-grounds.when.known held": 0,
        "compelling-grounds.when.known not-held": 0,
    }
    refused = only(covered(tmp_path, policy, f"{objected}}}}}, {DENY}"), "activities.serve.")
    assert refused["legal-basis objected"] == refused["compelling-grounds.when.known not-held"] == 1
    outweighed = only(
        covered(tmp_path, policy, f"{objected}, facts: {{known: true}}}}}}, {PERMIT}"), "activities.serve."
    )
    assert outweighed["compelling-grounds outweighed"] == outweighed["compelling-grounds.when.known held"] == 1
    assert outweighed["legal-basis objected"] == 0


def test_grounds_in_words_alone_leave_no_objection_to_refuse(tmp_path: Path) -> None:
    policy = SERVE.replace("contract", "legitimate-interests") + "    compelling-grounds: fraud\n"
    objected = "request: {context: {objections: [{purpose: service, raised: 2024-01-01}]}}"
    assert only(covered(tmp_path, policy, f"{objected}, {PERMIT}"), "activities.serve.") == {
        "compelling-grounds outweighed": 1
    }


def test_each_source_of_further_processing(tmp_path: Path) -> None:
    other = SERVE.replace("activities:\n", "")
    policy = (
        SERVE
        + "    further-processing-of: [one, two]\n"
        + other.replace("serve", "one").replace("[service]", "[claims]")
        + other.replace("serve", "two").replace("[service]", "[claims]")
    )
    coverage = covered(tmp_path, policy, f"request: {{origin: two}}, {PERMIT}", f"request: {{origin: serve}}, {PERMIT}")
    assert only(coverage, "activities.serve.") == {
        "further-processing-of.0 further-use": 0,
        "further-processing-of.1 further-use": 1,
    }


SCHEDULE = """\
retention:
  keep:
    phases: [{phase: active, until: end}, {phase: restricted, for: P1Y, purposes: [claims]}]
    then: erase
    at-least: P3M
"""


def test_phases_and_the_time_after_the_last(tmp_path: Path) -> None:
    policy = SCHEDULE + SERVE + "    retention: keep\n"
    events = "request: {operation: store, context: {events: "
    cases = (
        f"{events}{{collected: 2024-04-01}}}}}}, {PERMIT}",
        f"{events}{{collected: 2023-01-01, end: 2024-01-01}}}}}}, {DENY}",
        f"{events}{{collected: 2020-01-01, end: 2021-01-01}}}}}}, {DENY}",
    )
    names = ("phases.0 in-phase", "phases.1 in-phase", "phases ended", "at-least held-back")
    for number, case in enumerate(cases):
        decided = only(covered(tmp_path, policy, case), "retention.keep.")
        assert decided == {name: int(name == names[number]) for name in names}
    early = "request: {operation: erase, context: {events: {collected: 2024-04-01}}}"
    assert only(covered(tmp_path, policy, f"{early}, {DENY}"), "retention.keep.")["at-least held-back"] == 1
    # Nobody says when it was collected: it may stand in any phase.
    silent = f"{events}{{}}}}}}".replace("{operation", "{complete: false, operation")
    coverage = covered(tmp_path, policy, f"{silent}, expect: {{outcome: conditional}}")
    assert not any(only(coverage, "retention.keep.").values())


def test_a_duration_in_place_and_a_last_phase_without_end(tmp_path: Path) -> None:
    late = "request: {operation: store, context: {events: {collected: 2020-01-01}}}"
    coverage = covered(tmp_path, SERVE + "    retention: P1Y\n", PERMIT, f"{late}, {DENY}")
    assert only(coverage, "activities.serve.") == {"retention in-phase": 1, "retention ended": 1}
    endless = "    retention: {phases: [{phase: active}], then: erase}\n"
    assert only(covered(tmp_path, SERVE + endless, PERMIT), "activities.serve.") == {"retention.phases.0 in-phase": 1}


FORBIDDEN = "prohibitions:\n  no:\n    data: [contact]\n"


def test_a_prohibition_forbids_what_is_covered_and_what_is_not(tmp_path: Path) -> None:
    assert only(covered(tmp_path, SERVE + FORBIDDEN, DENY), "prohibitions.no") == {"prohibitions.no forbade": 1}
    sold = f"request: {{operation: sell}}, {DENY}"
    assert only(covered(tmp_path, SERVE + FORBIDDEN, sold), "prohibitions.no") == {"prohibitions.no forbade": 1}
    narrow = SERVE + "    when: {paid: true}\n" + FORBIDDEN
    # The activity refuses by itself: the prohibition does not decide.
    assert only(covered(tmp_path, narrow, DENY), "prohibitions.no") == {"prohibitions.no forbade": 0}


def test_what_lifts_a_prohibition(tmp_path: Path) -> None:
    policy = (
        SERVE
        + FORBIDDEN
        + "    when: {paid: true}\n    unless: [{known: true}, {legal-basis: consent}]\n"
        + "    effective: {from: 2020-01-01}\n    except-purposes: [service.billing]\n"
    )
    facts = "request: {context: {facts: {paid: true, known: true}}}"
    paid = "request: {context: {facts: {paid: true}}}"
    names = {
        "prohibitions.no forbade": f"{paid}, {DENY}",
        "prohibitions.no let-through": f"{facts}, {PERMIT}",
        "except-purposes.0 excepted": f"{paid}, {PERMIT}".replace("{context", "{purpose: service.billing, context"),
        "when.paid held": f"{paid}, {DENY}",
        "when.paid not-held": PERMIT,
        "effective out-of-force": f"at: 2019-01-01, {paid}, {PERMIT}",
        "unless.0 lifted": f"{facts}, {PERMIT}",
    }
    for name, case in names.items():
        assert only(covered(tmp_path, policy, case), "prohibitions.no")[name] == 1, name
    whole = only(covered(tmp_path, policy, *dict.fromkeys(names.values())), "prohibitions.no")
    assert [name for name, cases in whole.items() if not cases] == ["unless.1 lifted"]
    assert whole.keys() == {*names, "unless.1 lifted"}


@pytest.mark.parametrize(
    ("condition", "paths"),
    [
        ({"a": True}, ["a"]),
        ({"a": True, "b": 1}, ["", "a", "b"]),
        ({"any": [{"a": True}]}, ["any.0.a"]),
        ({"any": [{"a": True}, {"b": 1, "c": 2}]}, ["any", "any.0.a", "any.1", "any.1.b", "any.1.c"]),
        ({"not": {"a": True}}, ["not.a"]),
        ({"a": 1, "all": [{"b": 1}, {"not": {"c": 1}}]}, ["", "a", "all", "all.0.b", "all.1.not.c"]),
    ],
)
def test_the_parts_of_a_condition(condition: dict[str, object], paths: list[str]) -> None:
    assert [dotted(path) for path, _ in parts(Condition.model_validate(condition), ())] == paths


def test_the_parts_of_what_lifts() -> None:
    item = Alternative.model_validate({"consent": True, "any": [{"legal-basis": "contract"}, {"a": 1}]})
    assert [dotted(path) for path, _ in parts(item, ())] == ["", "any", "any.0.legal-basis", "any.1.a", "consent"]


# --- forms ------------------------------------------------------------------------------------------------------------

CONDITION = SERVE + "    when: {paid: true}\n"


def test_text_tells_what_is_open_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    coverage = covered(Path(), CONDITION, f"{DENY}")
    assert coverage_text(coverage, Look()) == (
        "activities.serve\n"
        "  never permitted anything\n"
        "    policy.yaml:9:3\n"
        "  `when.paid` never true\n"
        "    policy.yaml:15:12\n"
        "\n"
        "coverage: 33.3 %, 1 of 3 points decided\n"
    )


def test_lcov_has_a_line_for_each_line_and_a_branch_for_each_further_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert coverage_lcov(covered(Path(), CONDITION, DENY, DENY)).splitlines() == [
        "TN:",
        "SF:policy.yaml",
        "BRDA:15,0,0,0",
        "BRDA:15,0,1,2",
        "BRF:2",
        "BRH:1",
        "DA:9,0",
        "DA:15,2",
        "LF:2",
        "LH:1",
        "end_of_record",
    ]
    never = coverage_lcov(covered(Path(), CONDITION, f"request: {{operation: sell}}, {DENY}"))
    assert "BRDA:15,0,0,-" in never


# What coverage-04.dtd asks: the children of each element in order, and its attributes, the optional ones marked.
CHILDREN = {
    "coverage": ["sources", "packages"],
    "sources": ["source"],
    "source": [],
    "packages": ["package"],
    "package": ["classes"],
    "classes": ["class"],
    "class": ["methods", "lines"],
    "methods": [],
    "lines": ["line"],
    "line": ["conditions"],
    "conditions": ["condition"],
    "condition": [],
}
ATTRIBUTES = {
    "coverage": "line-rate branch-rate lines-covered lines-valid branches-covered branches-valid complexity version "
    "timestamp",
    "package": "name line-rate branch-rate complexity",
    "class": "name filename line-rate branch-rate complexity",
    "line": "number hits branch? condition-coverage?",
    "condition": "number type coverage",
}


def assert_is_cobertura(element: ET.Element) -> None:
    order = CHILDREN[element.tag]
    tags = [child.tag for child in element]
    assert [tag for tag in order if tag in tags] == list(dict.fromkeys(tags))
    allowed = ATTRIBUTES.get(element.tag, "").split()
    assert set(element.keys()) <= {one.rstrip("?") for one in allowed}
    assert {one for one in allowed if not one.endswith("?")} <= set(element.keys())
    for child in element:
        assert_is_cobertura(child)


def test_cobertura_is_what_its_dtd_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = coverage_cobertura(covered(Path(), CONDITION, DENY), 1_000)
    root = ET.fromstring(text)  # noqa: S314  # written by ourselves
    assert_is_cobertura(root)
    assert (root.get("line-rate"), root.get("branch-rate"), root.get("timestamp")) == ("0.5", "0.5", "1000")
    lines = {line.get("number"): line for line in root.iter("line")}
    assert (lines["9"].get("hits"), lines["9"].get("branch")) == ("0", "false")
    assert (lines["15"].get("hits"), lines["15"].get("condition-coverage")) == ("1", "50% (1/2)")
    assert [one.get("filename") for one in root.iter("class")] == ["policy.yaml"]


def test_nothing_to_decide_is_decided(tmp_path: Path) -> None:
    coverage = covered(tmp_path, "", f"request: {{operation: sell}}, {DENY}")
    assert (coverage.points, coverage.percent) == ((), 100)
    assert "coverage: 100.0 %, 0 of 0 points" in coverage_text(coverage, Look())
    assert_is_cobertura(ET.fromstring(coverage_cobertura(coverage, 0)))  # noqa: S314
    assert coverage_lcov(coverage) == ""


@pytest.mark.parametrize("name", ["examples/clinic", "policies/multi-planning"])
def test_every_point_that_a_case_decides_is_counted(name: str) -> None:
    """What is read off the program and what is listed of the model are the same points."""
    from privpolicy.testing.coverage.measure import counts  # noqa: PLC0415

    policies = api.policies_to_test()
    path = Path(__file__).parents[2] / name
    report = report_of([Asked(file, path) for file in files_of(path)], policies)
    for _, policy in policies.loaded.values():
        assert policy is not None
        assert counts(report.results, policy).keys() <= set(decidable(policy.model, policy.vocabulary))
        assert measure(report.results, policies.loaded.values()) == measure(report.results, policies.loaded.values())
