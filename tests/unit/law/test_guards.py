"""Guards on tiny policies: what they cite, what they ask for, and packs that nobody here has seen."""

from pathlib import Path
from typing import Any

import pytest

import privpolicy as pp
from privpolicy.engine.policy import Policy
from privpolicy.law import guards, shelf
from privpolicy.law.errors import PackError
from privpolicy.law.grounds import GDPR
from privpolicy.law.guard_facts import guard_facts
from privpolicy.law.guards import guards_over
from privpolicy.model.policy_model import PolicyModel

BASE: dict[str, Any] = {
    "policy": {"language": 1, "id": "small", "law": ["eu-gdpr"]},
    "purposes": {"news": {}},
    "data-categories": {"contact": {}, "health": {"sensitivity": "special"}, "offence": {"sensitivity": "criminal"}},
    "data-subjects": {"pupil": {"child": True}},
    "recipients": {"mailer": {"role": "processor"}},
}
CONSENT = {"purpose": "news", "given": "2020-01-01"}


def decide(activity: dict[str, Any], request: dict[str, Any], **policy: Any) -> pp.Decision:
    declared = {"purposes": ["news"], "legal-basis": "contract", "data-subjects": ["pupil"], "data": ["contact"]}
    written = {**BASE, **policy, "activities": {"send": {**declared, **activity}}}
    model = PolicyModel.model_validate(written)
    policy_ = Policy(model, cites=GDPR, guards=guards_over(model, guard_facts(model.policy.law)))
    return policy_.decide(pp.Request.parse({"purpose": "news", "data": "contact", "at": "2024-06-01", **request}))


def to_mailer(at: str, *tools: dict[str, str], country: str = "US") -> pp.Decision:
    mailer = (
        {"role": "processor", "country": country, "transfer-tools": list(tools)}
        if tools
        else {
            "role": "processor",
            "country": country,
        }
    )
    activity = {"recipients": ["mailer"]}
    request = {"recipient": "mailer", "at": at, "complete": True}
    return decide(activity, request, recipients={"mailer": mailer})


def cites(decision: pp.Decision) -> set[str]:
    return {cite for reason in decision.reasons for cite in reason.cites}


def words(decision: pp.Decision) -> str:
    return "\n".join(reason.message for reason in decision.reasons)


SHIELD = {"tool": "adequacy", "framework": "us-privacy-shield", "from": "2016-09-22"}
DPF = {"tool": "adequacy", "framework": "us-dpf", "from": "2023-09-01"}


def test_a_covered_transfer_names_the_grounds_of_the_day_alone() -> None:
    decision = to_mailer("2024-01-01", SHIELD, DPF)
    assert decision
    assert "Data Privacy Framework" in words(decision)
    assert "Privacy Shield" not in words(decision)
    assert "eu:2023/1795" in cites(decision)
    assert not {"eu:2016/1250", "cjeu:C-311/18"} & cites(decision)


def test_what_ended_a_ground_is_cited_from_that_day() -> None:
    assert "cjeu:C-311/18" not in cites(to_mailer("2019-11-15", SHIELD))
    assert "cjeu:C-311/18" in cites(to_mailer("2020-07-17", SHIELD))


def test_an_undated_tool_and_a_country_that_left_the_union_are_told() -> None:
    assert "binding corporate rules" in words(to_mailer("2024-01-01", {"tool": "binding-rules"}, country="CN"))
    assert "transfer to `mailer` in GB is covered" in words(to_mailer("2022-01-01", country="GB"))
    assert "transfer" not in words(to_mailer("2019-01-01", country="GB"))


def test_a_permit_says_which_law_it_rests_on() -> None:
    consent = {"context": {"consents": [{**CONSENT, "explicit": True, "by": "guardian"}]}, "complete": True}
    terminal = {"terminal-equipment": {"strictly-necessary": False}}
    assert "eprivacy:5-3" in cites(decide(terminal, consent))
    french = decide(terminal, consent, policy={**BASE["policy"], "law": ["fr"]})
    assert {"eprivacy:5-3", "fr-lil:82"} <= cites(french)
    special = {"data": ["health"], "special-category-condition": "explicit-consent"}
    assert "gdpr:9-2-a" in cites(decide(special, {**consent, "data": "health"}))
    care = {"data": ["health"], "special-category-condition": "health-care"}
    assert "gdpr:9-2-h" in cites(decide(care, {"data": "health", "complete": True}))
    offences = {"data": ["offence"], "legal-basis": "legal-obligation", "law": "a law"}
    assert "gdpr:10" in cites(decide(offences, {"data": "offence", "complete": True}))


def test_the_consent_that_counts_is_named() -> None:
    consents = [{**CONSENT, "by": "guardian"}, {"purpose": "news", "given": "2024-02-02"}]
    context = {"consents": consents, "subject": {"age": 10}}
    decision = decide({"legal-basis": "consent"}, {"context": context, "complete": True})
    assert decision
    assert "given by a guardian on 2020-01-01" in words(decision)


def test_an_age_that_is_not_stated_is_called_by_its_name() -> None:
    context = {"consents": [CONSENT], "restricted": True}
    decision = decide({}, {"context": context})
    assert [reason.code for reason in decision.reasons] == ["child-consent-unknown"]
    assert "gdpr:8-1" in cites(decision)


def needs(activity: dict[str, Any], context: dict[str, Any]) -> set[frozenset[tuple[str, Any]]]:
    decision = decide(activity, {"context": {"restricted": False, "objections": [], **context}})
    return {
        frozenset((one.get("fact", ""), one.get("value", one.get("by"))) for one in (n.to_dict() for n in way))
        for way in decision.needs
    }


def test_an_age_may_be_right_in_one_country_only() -> None:
    young = {"legal-basis": "consent", "when": {"age": {"at-most": 15}, "country": "FR"}}
    assert needs(young, {"consents": [CONSENT]}) == {frozenset({("subject.age", 15), ("subject.country", "FR")})}
    no_country = {"legal-basis": "consent", "when": {"age": {"at-most": 15}}}
    found = needs(no_country, {"consents": [CONSENT]})
    assert found
    assert all(dict(way)["subject.age"] in {13, 14, 15} for way in found)


PACK = """id: xx
title: A country of nowhere
checked-to: 2026-01-01
builds-on: [eu-gdpr]
"""
FACT = (
    "{title: a, decision: 'eu:2016/1250', adopted: 2020-01-01, scope: all, cites: ['gdpr:45-3'], source: ['a gazette'], "  # noqa: E501
    "confidence: recalled"
)
LISTS = f"""adequacy:
  first: {FACT}, country: IN, partial: true, framework: in-list, valid: {{from: 2024-01-01, until: 2025-01-01}}}}
  second: {FACT}, country: IN, partial: true, framework: in-list, valid: {{from: 2025-01-01}}}}
"""


@pytest.fixture
def shelf_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def put(**files: str) -> Path:
        for pack in ("eu-gdpr", "fr"):
            (tmp_path / pack).symlink_to(Path(str(shelf.shelf())) / pack)
        (tmp_path / "xx").mkdir()
        for name, text in files.items():
            (tmp_path / "xx" / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return put


def test_successive_decisions_under_one_framework_are_a_ground_each(shelf_with: Any) -> None:
    facts = guard_facts(("xx",), shelf_with(pack=PACK, adequacy=LISTS))
    mailer = {"role": "processor", "country": "IN", "transfer-tools": [{"tool": "adequacy", "framework": "in-list"}]}
    written = {
        **BASE,
        "recipients": {"mailer": mailer},
        "activities": {
            "send": {
                "purposes": ["news"],
                "legal-basis": "contract",
                "data-subjects": ["pupil"],
                "data": ["contact"],
                "recipients": ["mailer"],
            }
        },
    }
    model = PolicyModel.model_validate(written)
    policy = Policy(model, guards=guards_over(model, facts))
    for at, outcome in (("2023-12-31", "deny"), ("2024-06-01", "permit"), ("2025-01-01", "permit")):
        request = {"purpose": "news", "data": "contact", "recipient": "mailer", "at": at, "complete": True}
        decision = policy.decide(pp.Request.parse(request))
        assert (at, decision.outcome.value, decision.until) == (at, outcome, decision.until)
        assert outcome == "deny" or decision.until is None


@pytest.mark.parametrize(
    "facts",
    [
        LISTS.replace("from: 2025-01-01", "from: 2024-06-01"),
        LISTS.replace("gdpr:45-3", "gdpr:45-99"),
        LISTS.replace("source: ['a gazette'], ", ""),
        LISTS.replace("until: 2025-01-01", "until: 2023-01-01"),
    ],
    ids=["overlapping", "unknown-citation", "unsourced", "reversed"],
)
def test_a_pack_that_is_wrong_answers_no_question(shelf_with: Any, facts: str) -> None:
    root = shelf_with(pack=PACK, adequacy=facts)
    with pytest.raises(PackError):
        guard_facts(("xx",), root)


def test_a_wrong_pack_stops_only_who_names_it(shelf_with: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    root = shelf_with(pack=PACK, adequacy="adequacy: {first: {}}\n")
    for module in ("privpolicy.law.guard_facts", "privpolicy.law.shelf", "privpolicy.law.load"):
        monkeypatch.setattr(f"{module}.shelf", lambda: root)
    assert "us-dpf" in guards.known_law().frameworks
    file = tmp_path / "policy.yaml"
    file.write_text("policy: {language: 1, id: x, law: [eu-gdpr]}\n", encoding="utf-8")
    assert pp.validate(file) == ()
    file.write_text("policy: {language: 1, id: x, law: [xx]}\n", encoding="utf-8")
    assert [fault for fault in pp.validate(file) if "adequacy" in str(fault)]
    with pytest.raises(pp.PolicyError):
        pp.load(file)
