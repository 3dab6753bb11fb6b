"""Every interval of every pack at its edges, and the days that matter written out by hand."""

from datetime import date

import pytest
from whenever import PlainDateTime

from privpolicy.law.fact import Fact
from privpolicy.law.guard_facts import guard_facts
from privpolicy.law.load import available, load_pack
from privpolicy.law.pack import statements
from privpolicy.law.transfer import ClauseSet
from privpolicy.model.moment import Moment

LAW = guard_facts(available())


def day(text: str) -> Moment:
    when = date.fromisoformat(text)
    return PlainDateTime(when.year, when.month, when.day)


FACTS = {
    f"{name}/{section}/{key}": fact
    for name in available()
    for section, key, fact in statements(load_pack(name))
    if isinstance(fact, Fact)
}


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS.keys())
def test_a_fact_holds_from_its_first_day_to_its_last(fact: Fact) -> None:
    first, after = fact.valid.from_, fact.valid.until
    assert first is not None
    assert not fact.holds_at(first.subtract(days=1, naive_arithmetic_ok=True))
    assert not fact.holds_at(first.subtract(nanoseconds=1, naive_arithmetic_ok=True))
    assert fact.holds_at(first)
    if after is None:
        assert fact.holds_at(day("2999-12-31"))
        return
    assert fact.holds_at(after.subtract(days=1, naive_arithmetic_ok=True))
    assert fact.holds_at(after.subtract(nanoseconds=1, naive_arithmetic_ok=True))
    assert not fact.holds_at(after)
    assert not fact.holds_at(after.add(days=1, naive_arithmetic_ok=True))


@pytest.mark.parametrize("clauses", LAW.clause_sets.values(), ids=LAW.clause_sets.keys())
def test_clauses_can_be_signed_from_their_first_day_to_their_last(clauses: ClauseSet) -> None:
    first, closed = clauses.signable.from_, clauses.signable.until
    assert first is not None
    assert not clauses.signable.holds_at(first.subtract(days=1, naive_arithmetic_ok=True))
    assert clauses.signable.holds_at(first)
    if closed is not None:
        assert clauses.signable.holds_at(closed.subtract(days=1, naive_arithmetic_ok=True))
        assert not clauses.signable.holds_at(closed)


@pytest.mark.parametrize(
    ("country", "when", "status"),
    [
        ("FR", "2018-05-24", "directive"),
        ("FR", "2018-05-25", "union"),
        ("FR", "2026-11-22", "union"),
        ("RE", "2019-11-15", "union"),
        ("HR", "2013-06-30", None),
        ("HR", "2013-07-01", "directive"),
        ("NO", "2018-07-19", "directive"),
        ("NO", "2018-07-20", "eea-efta"),
        ("NO", "2019-11-15", "eea-efta"),
        ("GB", "2018-05-24", "directive"),
        ("GB", "2018-05-25", "union"),
        ("GB", "2019-11-15", "union"),
        ("GB", "2020-01-31", "union"),
        ("GB", "2020-02-01", "transition"),
        ("GB", "2020-12-31", "transition"),
        ("GB", "2021-01-01", "bridge"),
        ("GB", "2021-03-01", "bridge"),
        ("GB", "2021-06-27", "bridge"),
        ("GB", "2021-06-28", None),
        ("GI", "2020-12-31", "union"),
        ("GI", "2021-01-01", None),
        ("CH", "2019-11-15", None),
        ("NC", "2019-11-15", None),
        ("FO", "2019-11-15", None),
        ("SJ", "2019-11-15", None),
    ],
)
def test_where_data_flows_freely(country: str, when: str, status: str | None) -> None:
    area = LAW.area(country, day(when))
    assert (area.status if area else None) == status


@pytest.mark.parametrize(
    ("country", "when", "adequate"),
    [
        ("JP", "2019-01-22", False),
        ("JP", "2019-01-23", True),
        ("JP", "2019-11-15", True),
        ("KR", "2021-06-01", False),
        ("KR", "2021-12-16", False),
        ("KR", "2021-12-17", True),
        ("KR", "2026-11-22", True),
        ("BR", "2025-12-31", False),
        ("BR", "2026-01-25", False),
        ("BR", "2026-01-26", True),
        ("GB", "2021-06-27", False),
        ("GB", "2021-06-28", True),
        ("GB", "2025-06-27", True),
        ("GB", "2025-07-01", True),
        ("GB", "2025-12-27", True),
        ("GB", "2025-12-28", True),
        ("GB", "2026-11-22", True),
        ("GB", "2031-12-27", True),
        ("GB", "2031-12-28", False),
        ("CH", "2000-08-24", False),
        ("CH", "2000-08-25", True),
        ("CH", "2019-11-15", True),
        ("AR", "2019-11-15", True),
        ("IL", "2019-11-15", True),
        ("UY", "2019-11-15", True),
        ("NZ", "2013-01-29", False),
        ("NZ", "2013-01-30", True),
        # partial decisions make no country adequate
        ("CA", "2019-11-15", False),
        ("US", "2019-11-15", False),
        ("UA", "2026-11-22", False),
        ("GI", "2026-11-22", False),
    ],
)
def test_whole_countries_that_are_adequate(country: str, when: str, adequate: bool) -> None:
    assert (LAW.adequate(country, day(when)) is not None) == adequate


@pytest.mark.parametrize(
    ("framework", "when", "in_force"),
    [
        ("us-safe-harbour", "2000-07-25", False),
        ("us-safe-harbour", "2000-07-26", True),
        ("us-safe-harbour", "2015-10-05", True),
        ("us-safe-harbour", "2015-10-06", False),
        ("us-privacy-shield", "2016-07-11", False),
        ("us-privacy-shield", "2016-07-12", True),
        ("us-privacy-shield", "2019-11-15", True),
        ("us-privacy-shield", "2020-07-15", True),
        ("us-privacy-shield", "2020-07-16", False),
        ("us-privacy-shield", "2020-07-17", False),
        ("us-dpf", "2023-07-09", False),
        ("us-dpf", "2023-07-10", True),
        ("us-dpf", "2026-11-22", True),
        ("ca-commercial", "2002-01-03", False),
        ("ca-commercial", "2002-01-04", True),
        ("ca-commercial", "2026-11-22", True),
    ],
)
def test_partial_decisions(framework: str, when: str, in_force: bool) -> None:
    assert any(one.holds_at(day(when)) for one in LAW.listings[framework]) == in_force


def test_no_partial_decision_for_the_united_states_between_two_frameworks() -> None:
    decisions = [one for name in LAW.listings for one in LAW.listings[name] if one.country == "US"]
    for when in ("2015-10-06", "2016-07-11", "2020-07-16", "2022-02-10", "2023-07-09"):
        assert not [one.title for one in decisions if one.holds_at(day(when))]


@pytest.mark.parametrize(
    ("clauses", "signed", "when", "serves"),
    [
        ("scc-2010", "2010-05-14", "2010-05-15", False),
        ("scc-2010", "2010-05-15", "2010-05-15", True),
        ("scc-2010", "2019-11-01", "2019-10-31", False),
        ("scc-2010", "2019-11-01", "2022-12-26", True),
        ("scc-2010", "2019-11-01", "2022-12-27", False),
        ("scc-2010", "2021-09-26", "2022-12-26", True),
        ("scc-2010", "2021-09-27", "2021-09-28", False),
        ("scc-2010", "2021-10-01", "2021-10-02", False),
        ("scc-2001", "2021-09-26", "2022-12-26", True),
        ("scc-2001", "2021-09-27", "2022-12-26", False),
        ("scc-2001", "2005-01-01", "2022-12-27", False),
        ("scc-2004", "2005-03-31", "2006-01-01", False),
        ("scc-2004", "2005-04-01", "2022-12-26", True),
        ("scc-2004", "2005-04-01", "2022-12-27", False),
        ("scc-2021", "2021-06-26", "2021-06-26", False),
        ("scc-2021", "2021-06-27", "2021-06-27", True),
        ("scc-2021", "2021-06-27", "2026-11-22", True),
    ],
)
def test_clauses_serve_when_signed_in_time_and_until_repealed(
    clauses: str, signed: str, when: str, serves: bool
) -> None:
    assert LAW.clause_sets[clauses].serves(day(signed), day(when)) == serves


@pytest.mark.parametrize(
    ("country", "when", "age"),
    [
        ("FR", "2018-05-25", 15),
        ("FR", "2026-11-22", 15),
        ("DK", "2018-05-24", 16),
        ("DK", "2018-05-25", 13),
        ("DK", "2023-12-31", 13),
        ("DK", "2024-01-01", 15),
        ("SI", "2023-01-25", 16),
        ("SI", "2023-01-26", 15),
        ("GB", "2020-12-31", 13),
        ("GB", "2021-01-01", 16),
        ("NO", "2018-07-19", 16),
        ("NO", "2018-07-20", 13),
        ("DE", "2019-11-15", 16),
        ("ES", "2019-11-15", 14),
        ("US", "2019-11-15", 16),
        (None, "2019-11-15", 16),
    ],
)
def test_ages_of_consent(country: str | None, when: str, age: int) -> None:
    found = LAW.age(country, day(when))
    assert found is not None
    assert found.age == age


def test_the_age_of_consent_is_never_below_the_floor() -> None:
    floor = LAW.ages[""][0].floor
    assert floor == 13
    assert all(floor <= one.age <= 16 for ages in LAW.ages.values() for one in ages)


def test_the_european_patent_organisation_is_adequate_and_no_country() -> None:
    decision = load_pack("eu-gdpr").adequacy["european-patent-organisation"]
    assert decision.country is None
    assert not decision.holds_at(day("2025-07-14"))
    assert decision.holds_at(day("2025-07-15"))
    assert decision.certain_from == day("2025-07-18")
