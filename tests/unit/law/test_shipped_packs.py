"""What the shipped packs hold: complete where the language depends on them, sourced, and one with the guards' view."""

import re
from pathlib import Path
from typing import get_args

import pytest

from privpolicy.law.guard_facts import guard_facts
from privpolicy.law.guard_sections import GuardSections
from privpolicy.law.load import available, load_pack, load_packs
from privpolicy.law.pack import SECTIONS, statements
from privpolicy.law.transfer import Tool
from privpolicy.model.duration import write_duration
from privpolicy.model.legal_basis import LEGAL_BASES, SpecialCategoryCondition
from privpolicy.model.moment import read_moment

EU = load_pack("eu-gdpr")
FR = load_pack("fr")


def test_the_packs_that_the_language_names_exist() -> None:
    assert {"eu-gdpr", "fr"} <= set(available())


def test_fr_brings_eu_gdpr_with_it() -> None:
    assert FR.builds_on == ("eu-gdpr",)
    assert load_packs(["fr"]).packs == ("eu-gdpr", "fr")
    assert load_packs(["fr", "eu-gdpr"]).packs == ("eu-gdpr", "fr")
    assert load_packs([]).packs == ()


def test_a_law_holds_the_sections_of_its_packs() -> None:
    law = load_packs(["fr"])
    for section in SECTIONS:
        assert getattr(law, section) == {**getattr(EU, section), **getattr(FR, section)}


def test_every_framework_of_the_language_is_a_partial_decision_or_a_set_of_clauses() -> None:
    frameworks = {one.framework for one in EU.adequacy.values() if one.partial}
    assert frameworks | set(EU.clause_sets) == {
        "us-safe-harbour",
        "us-privacy-shield",
        "us-dpf",
        "ca-commercial",
        "scc-2001",
        "scc-2004",
        "scc-2010",
        "scc-2021",
    }


def test_every_tool_of_the_language_is_known() -> None:
    assert {one.tool for one in EU.transfer_tools.values()} == {*get_args(Tool), None}


def test_every_legal_basis_and_condition_of_the_language_is_known() -> None:
    assert tuple(EU.legal_bases) == LEGAL_BASES
    assert tuple(EU.special_category_conditions) == get_args(SpecialCategoryCondition)


def test_conditions_that_need_a_law() -> None:
    needing = [key for key, one in EU.special_category_conditions.items() if one.needs_law]
    assert needing == ["employment", "substantial-public-interest", "health-care", "public-health", "research"]
    assert [key for key, one in EU.special_category_conditions.items() if one.contract_suffices] == ["health-care"]


def test_bases_and_conditions_cite_their_own_points() -> None:
    for letter, basis in zip("abcdef", EU.legal_bases.values(), strict=True):
        assert basis.cites[0] == f"gdpr:6-1-{letter}"
    for letter, condition in zip("abcdefghij", EU.special_category_conditions.values(), strict=True):
        assert condition.cites[0] == f"gdpr:9-2-{letter}"


def test_the_union_had_twenty_seven_members_beside_the_united_kingdom() -> None:
    assert len(EU.gdpr_area["union"].countries) == 27
    assert set(EU.gdpr_area["eea-efta"].countries) == {"IS", "LI", "NO"}


def test_fifteen_countries_are_adequate_beside_the_united_states_and_one_organisation() -> None:
    countries = {one.country for one in EU.adequacy.values() if one.country and one.valid.until is None}
    assert countries == {
        *("AD", "AR", "BR", "CA", "CH", "FO", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "US", "UY"),
    }


@pytest.mark.parametrize(
    ("right", "answers"),
    [
        ("access", "yes yes yes yes yes yes"),
        ("erasure", "yes depends no depends no depends"),
        ("portability", "depends depends no no no no"),
        ("objection", "no no no no yes yes"),
        ("objection-to-marketing", "yes yes yes yes yes yes"),
        ("withdrawal", "yes no no no no no"),
    ],
)
def test_rights_by_legal_basis(right: str, answers: str) -> None:
    assert " ".join(EU.rights[right].by_basis[basis] for basis in LEGAL_BASES) == answers


def test_notices_and_records_have_every_item() -> None:
    direct = {key for key, one in EU.notice_items.items() if one.collected == "from-the-person"}
    elsewhere = {key for key, one in EU.notice_items.items() if one.collected == "elsewhere"}
    assert direct == {f"a13-1-{point}" for point in "abcdef"} | {f"a13-2-{point}" for point in "abcdef"}
    assert elsewhere == {f"a14-1-{point}" for point in "abcdef"} | {f"a14-2-{point}" for point in "abcdefg"}
    record = {f"a30-1-{point}" for point in "abcdefg"} | {f"a30-2-{point}" for point in "abcd"}
    assert set(EU.record_items) == record
    by_article = {key: one for key, one in EU.notice_items.items() if re.match(r"a\d", key)}
    for items in (by_article, EU.record_items):
        for key, item in items.items():
            assert item.cites[0] == f"gdpr:{key[1:]}"


def test_items_of_both_articles_share_their_topics() -> None:
    direct = {one.topic for one in EU.notice_items.values() if one.collected == "from-the-person"}
    elsewhere = {one.topic for one in EU.notice_items.values() if one.collected == "elsewhere"}
    assert direct - elsewhere == {"mandatory-data"}
    assert elsewhere - direct == {"categories", "origin"}
    both = {one.topic for one in EU.notice_items.values() if one.collected == "both"}
    assert both == {"objection", "trackers-lifetime", "trackers-third-parties"}


def test_notices_tell_of_trackers_since_planet49() -> None:
    for name in ("trackers-lifetime", "trackers-third-parties"):
        item = EU.notice_items[name]
        assert not item.holds_at(read_moment("2019-09-30"))
        assert item.holds_at(read_moment("2019-10-01"))


def test_what_a_notice_lists_one_by_one_are_rights() -> None:
    for law in (EU, FR):
        for item in law.notice_items.values():
            assert set(item.must_list) <= set(EU.rights)
    assert "after-death" in FR.rights


@pytest.mark.parametrize(
    ("period", "at_least", "at_most"),
    [
        ("accounting-records", "P10Y", None),
        ("electronic-contract", "P10Y", None),
        ("tax-documents", "P6Y", None),
        ("commercial-contract", None, "P5Y"),
        ("prospects", None, "P3Y"),
        ("former-customers", None, "P3Y"),
        ("inactive-account", None, "P2Y"),
        ("application-logs", "P6M", "P1Y"),
        ("host-identity", "P5Y", None),
        ("host-connection", "P1Y", None),
        ("card-dispute", None, "P13M"),
        ("card-security-code", None, "P0D"),
        ("candidates", None, "P2Y"),
        ("video-surveillance", None, "P1M"),
    ],
)
def test_french_retention_periods(period: str, at_least: str | None, at_most: str | None) -> None:
    found = FR.retention_periods[period]
    periods = [None if one is None else write_duration(one) for one in (found.at_least, found.at_most)]
    assert periods == [at_least, at_most]


@pytest.mark.parametrize(
    ("figure", "at_most"), [("tracker-lifetime", "P13M"), ("audience-data", "P25M"), ("choice-lifetime", "P6M")]
)
def test_french_figures_for_trackers(figure: str, at_most: str) -> None:
    assert write_duration(FR.terminal_figures[figure].at_most) == at_most


@pytest.mark.parametrize(
    ("deadline", "within"),
    [("request-answer", "P1M"), ("notice-from-elsewhere", "P1M"), ("breach-to-authority", "PT72H")],
)
def test_deadlines(deadline: str, within: str) -> None:
    found = EU.deadlines[deadline].within
    assert found is not None
    assert write_duration(found) == within


def test_what_is_pending_stands_in_no_other_section() -> None:
    assert {"digital-omnibus", "omnibus-iv", "latombe-appeal"} <= set(EU.pending)
    assert all(one.valid.from_ <= EU.checked_to for one in EU.milestones.values() if one.valid.from_)
    breach = EU.deadlines["breach-to-authority"].within
    assert breach is not None
    assert write_duration(breach) == "PT72H"
    assert EU.rules["record-small"].threshold == 250


def test_what_is_in_motion_is_marked() -> None:
    marked = {key for _, key, fact in (*statements(EU), *statements(FR)) if fact.recheck}
    assert {"us-dpf", "norway", "spain", "record-small", "latombe-appeal", "omnibus-iv", "digital-omnibus"} <= marked


def test_recalled_facts_name_a_work_and_verified_ones_a_source() -> None:
    for pack in (EU, FR):
        known = {**EU.sources, **FR.sources}
        for section, key, fact in statements(pack):
            if fact.confidence == "verified":
                assert any(source in known for source in fact.source), (section, key)


def test_every_source_is_used() -> None:
    used = {source for pack in (EU, FR) for _, _, fact in statements(pack) for source in fact.source}
    assert set(EU.sources) | set(FR.sources) <= used


def test_guards_see_the_same_facts_as_everyone_else() -> None:
    law, facts = load_packs(["fr"]), guard_facts(["fr"])
    assert facts.packs == law.packs
    assert {id_ for ages in facts.ages.values() for id_ in (one.title for one in ages)} == {
        one.title for one in law.ages_of_consent.values()
    }
    assert facts.clause_sets == law.clause_sets
    assert facts.conditions == law.special_category_conditions
    assert facts.criminal_data == tuple(law.criminal_data.values())
    assert facts.terminal_equipment == tuple(law.terminal_equipment.values())
    assert {one for several in facts.adequacy.values() for one in several} == {
        one for one in law.adequacy.values() if one.country
    }
    assert {one for several in facts.areas.values() for one in several} == set(law.gdpr_area.values())


def test_a_pack_is_read_once() -> None:
    alone, together = guard_facts(["eu-gdpr"]), guard_facts(["fr"])
    assert together.packs == ("eu-gdpr", "fr")
    assert all(together.clause_sets[name] is one for name, one in alone.clause_sets.items())


def test_no_pack_asked_for_is_no_fact() -> None:
    facts = guard_facts([])
    assert facts.packs == ()
    assert not facts.areas
    assert facts.age("FR", EU.checked_to) is None


def test_each_file_of_a_pack_is_small_enough_to_read() -> None:
    root = Path(__file__).parents[3] / "src" / "privpolicy" / "law" / "packs"
    for path in root.rglob("*.yaml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert len(line) <= 120 or re.fullmatch(r"\s*\S+", line), path


def test_guards_read_nothing_that_is_pending() -> None:
    assert set(GuardSections.model_fields) < set(SECTIONS)
    assert "pending" not in GuardSections.model_fields
