"""What the linter finds in the policy of Multi-Planning is what the audit of its notice found, defect by defect."""

import pytest
from tests.golden.audit import PAGE, page
from tests.golden.audit_findings import (
    BEYOND,
    DAYS,
    DEFECTS,
    FAMILIES,
    FOLDER,
    NO_DEFECTS,
    Defect,
    Expected,
    NoDefect,
    findings,
)

import privpolicy as pp
from privpolicy.law.citation import cite
from privpolicy.lint.checks import FAMILIES as FAMILIES_OF_CHECKS

EXPECTED = [(one.id, each) for one in DEFECTS for each in one.found_by]
EXPECTED += [(f"beyond-{number}", each) for number, one in enumerate(BEYOND) for each in one.expected]


def test_the_audit_is_whole() -> None:
    assert [one.id for one in DEFECTS] == [f"D{number}" for number in range(1, 77)]
    assert [one.id for one in NO_DEFECTS] == [f"N{number}" for number in range(1, 11)]
    assert {one.family for one in DEFECTS} == set(FAMILIES)
    assert {one.kind for one in DEFECTS} == {"auto", "semi", "human"}


@pytest.mark.parametrize("expected", [one for _, one in EXPECTED], ids=[f"{name}-{one}" for name, one in EXPECTED])
def test_it_is_found_on_its_days_and_on_no_other(expected: Expected) -> None:
    assert tuple(year for year in DAYS if any(map(expected.is_met_by, findings(year)))) == expected.on


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda one: one.id)
@pytest.mark.parametrize("year", DAYS)
def test_a_defect_is_found_when_the_audit_says_so(year: str, defect: Defect) -> None:
    found = [str(one) for one in defect.found(year)]
    if defect.audit[year][0] == "none":
        assert found == []
    if defect.is_due(year):
        assert found


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda one: one.id)
def test_what_is_not_as_the_audit_has_it_is_explained(defect: Defect) -> None:
    if defect.kind == "semi":
        assert bool(defect.unseen) is not bool(defect.found_by)
    if any(defect.found(year) and defect.gravest(year) != defect.audit[year][0] for year in DAYS):
        assert defect.remark


@pytest.mark.parametrize("year", DAYS)
@pytest.mark.parametrize("no_defect", NO_DEFECTS, ids=lambda one: one.id)
def test_what_is_no_defect_is_left_alone(no_defect: NoDefect, year: str) -> None:
    assert [str(one) for one in no_defect.broken(year)] == []


def test_what_has_to_be_silent_could_speak() -> None:
    """A check, an article or a path that does not exist would be silent for ever."""
    ids = {check.id for checks in FAMILIES_OF_CHECKS.values() for check in checks}
    model = pp.load(FOLDER).model.model_dump(by_alias=True)
    for one in (each for no_defect in NO_DEFECTS for each in no_defect.silent):
        assert all(any(id_.startswith(check) for id_ in ids) for check in (*one.checks, *one.but))
        assert all(cite(law).title for law in one.cites)
        section, _, name = one.at.partition(".")
        assert not one.at or any(f"{name}.".startswith(f"{id_}.") for id_ in model[section]) or not name


@pytest.mark.parametrize("year", DAYS)
def test_every_finding_is_accounted_for(year: str) -> None:
    expected = [one for _, one in EXPECTED]
    assert [str(one) for one in findings(year) if not any(each.is_met_by(one) for each in expected)] == []


def test_no_finding_beyond_the_audit_belongs_to_a_defect() -> None:
    for one in BEYOND:
        beyond = {found.path for year in DAYS for found in one.found(year)}
        within = {(found.check, found.path) for year in DAYS for each in DEFECTS for found in each.found(year)}
        assert not {(one.expected[0].check, path) for path in beyond} & within


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.golden.audit`"
