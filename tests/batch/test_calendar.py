"""Instants at the edges: ends of months, leap days, the microsecond before and after, the end of the calendar."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

import pytest
from tests.batch.shapes import SHAPES, Plain, table_of
from tests.batch.small import activity, ask, consenting, keeping, policy, told

from privpolicy import Policy, Request
from privpolicy.batch.errors import TableError

MONTH = {"phase": "active", "for": "P1M"}
ALIKE = [("P1M", "P30D"), ("P30D", "P1M"), ("P1Y", "P360D"), ("PT1440H", "P2M"), ("P1M", "PT2592000S")]
"""DuckDB holds the intervals of each pair to be equal."""
AROUND = [
    ((day + timedelta(days=days)).isoformat(), day.isoformat())
    for day in map(date.fromisoformat, ("2020-01-29", "2020-01-31", "2020-02-01", "2020-03-01"))
    for days in (28, 29, 30, 31, 58, 59, 60, 61, 62, 359, 360, 361, 365, 366, 367)
]
"""Days about the ends of those, and the days from which they are counted."""


def collected(at: str, date: str | None, operation: str = "use") -> Plain:
    return ask(at, events={"collected": date}, asked={"operation": operation})


def test_a_month_is_one_of_the_calendar() -> None:
    expected = (
        ("2019-02-27T23:59:59.999999Z", "2019-01-31", "permit until 2019-02-28"),
        ("2019-02-28", "2019-01-31", "deny retention-ended"),
        ("2020-02-28T23:59:59.999999Z", "2020-01-31", "permit until 2020-02-29"),
        ("2020-02-29", "2020-01-31", "deny retention-ended"),
        ("2020-03-28T23:59:59.999999Z", "2020-02-29", "permit until 2020-03-29"),
        ("2020-03-29", "2020-02-29", "deny retention-ended"),
        ("2020-04-29T12:00:00Z", "2020-03-31T12:30:00.000001Z", "permit until 2020-04-30T12:30:00.000001Z"),
        ("2020-04-30T12:30:00.000001Z", "2020-03-31T12:30:00.000001Z", "deny retention-ended"),
        ("1900-02-27T12:00:00Z", "1900-01-31", "permit until 1900-02-28"),
        ("0001-02-27T12:00:00Z", "0001-01-31", "permit until 0001-02-28"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-01", "permit until 1970-01-01"),
    )
    answers = told(keeping(MONTH), [collected(at, date) for at, date, _ in expected], *SHAPES.values())
    assert answers == [answer for *_, answer in expected]


def test_two_months_one_after_the_other_are_not_two_at_once() -> None:
    twice = keeping(MONTH, {"phase": "active", "for": "P1M"})
    once = keeping({"phase": "active", "for": "P2M"})
    rows = [
        collected("2019-03-01", "2018-12-31"),
        collected("2019-03-28", "2019-01-31"),
        collected("2020-03-29", "2020-01-31"),
    ]
    assert told(twice, rows) == ["deny retention-ended", "deny retention-ended", "deny retention-ended"]
    rows = [
        collected("2019-02-27", "2018-12-31"),
        collected("2019-03-28", "2019-01-31"),
        collected("2020-03-29", "2020-01-31"),
    ]
    assert told(twice, rows)[0] == "permit until 2019-02-28"
    assert told(once, rows) == ["permit until 2019-02-28", "permit until 2019-03-31", "permit until 2020-03-31"]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_an_engine_holds_to_be_as_long_is_not(one: str, other: str) -> None:
    """Where both are counted from one instant, each ends on its own day."""
    scheduled = keeping({"phase": "active", "for": one}, at_least=other)
    rows = [collected(at, date, operation) for at, date in AROUND for operation in ("use", "erase")]
    assert len(set(told(scheduled, rows, SHAPES["columns"], SHAPES["map"]))) > 2
    lasting = {
        name: activity(legal_basis="consent", consent={"valid-for": lasts})
        for name, lasts in (("first", one), ("second", other))
    }
    rows = [ask(at, consents=[{"purpose": "service", "given": date}]) for at, date in AROUND]
    assert len(set(told(policy(activities=lasting), rows))) > 2


def test_of_two_clamped_months_the_later_may_end_earlier() -> None:
    """P1M from 31 January 01:00 ends on 28 February at 01:00, from 30 January 23:00 at 23:00."""
    ended = ({"phase": "active", "until": ["exit", "dispute"]}, {"phase": "restricted", "for": "P1M", "law": "x"})
    hours = ("00:30:00Z", "12:00:00Z", "23:00:00Z", "23:59:59.999998Z", "23:59:59.999999Z")

    def erasing(**dispute: str) -> list[str]:
        """Say whether the month has run out, at each hour of the day on which it does."""
        events = {"collected": "2019-01-01", "exit": "2019-01-31T01:00:00Z", **dispute}
        rows = [ask(f"2019-02-28T{hour}", events=events, asked={"operation": "erase"}) for hour in hours]
        return told(keeping(*ended), rows, SHAPES["columns"], SHAPES["map"])

    no, yes = "deny retention-phase until 2019-02-28", "permit"
    assert erasing(dispute="2019-01-30T23:00:00Z") == [f"{no}T23:00:00Z", f"{no}T23:00:00Z", yes, yes, yes]
    unknown = "conditional retention-unknown until 2019-02-28T23:59:59.999999Z"
    assert erasing() == [unknown, unknown, unknown, unknown, yes]


@pytest.mark.parametrize(
    ("duration", "date", "end"),
    [
        ("P1Y", "2020-02-29", "2021-02-28"),
        ("P4Y", "2020-02-29", "2024-02-29"),
        ("P1Y1M", "2019-01-31", "2020-02-29"),
        ("P1M1D", "2019-01-31", "2019-03-01"),
        ("P1W2D", "2020-02-25", "2020-03-05"),
        ("PT36H", "2020-02-28", "2020-02-29T12:00:00Z"),
        ("P1Y2M10DT5H", "2019-01-31", "2020-04-10T05:00:00Z"),
        ("P1MT1.5S", "2020-01-31", "2020-02-29T00:00:01.500000Z"),
        ("PT0.000001S", "2020-01-31", "2020-01-31T00:00:00.000001Z"),
        ("PT90M", "2020-02-29T23:00:00Z", "2020-03-01T00:30:00Z"),
        ("P13M", "2018-12-31", "2020-01-31"),
        ("P100Y", "1920-02-29", "2020-02-29"),
    ],
)
def test_durations(duration: str, date: str, end: str) -> None:
    rows = [collected(date, date), collected(end, date)]
    assert told(keeping({"phase": "active", "for": duration}), rows) == [f"permit until {end}", "deny retention-ended"]


def test_a_duration_of_nothing_has_run_out_at_once() -> None:
    assert told(keeping({"phase": "active", "for": "P0D"}), [collected("2020-01-31", "2020-01-31")]) == [
        "deny retention-ended"
    ]


def test_a_duration_beyond_the_calendar_never_runs_out() -> None:
    long = keeping({"phase": "active", "for": "P9000Y"})
    rows = [
        collected("2020-01-31", "1000-01-01"),
        collected("2020-01-31", "0999-12-31T23:59:59.999999Z"),
        collected("9999-12-31T23:59:59.999999Z", "1000-01-01"),
        collected("9999-12-31T23:59:59.999999Z", "0999-12-31"),
        collected("2020-01-31", "9999-12-31"),
    ]
    assert told(long, rows) == [
        "permit",
        "permit until 9999-12-31T23:59:59.999999Z",
        "permit",
        "deny retention-ended",
        "permit",
    ]


def test_durations_that_follow_one_another_beyond_the_calendar() -> None:
    phases = (MONTH, {"phase": "restricted", "for": "P9999Y"}, {"phase": "restricted", "until": "exit"})
    asked = keeping(*phases, at_least="P8000Y")
    rows = [
        collected("2020-02-01", "2020-01-31"),
        collected("9999-12-31", "9999-11-30"),
        collected("9999-12-30", "9999-11-30"),
    ]
    rows += [collected(row["at"], row["context"]["events"]["collected"], "erase") for row in rows]
    told(asked, rows)


def test_so_many_durations_that_no_engine_has_such_a_date() -> None:
    """A timestamp of DuckDB or Spark ends in the year 294247."""
    long: Plain = {"phase": "active", "for": "P9999Y"}
    rows = [ask("9999-12-31", events={"collected": day, "exit": day}) for day in ("0001-01-01", "9999-12-30")]
    shapes = SHAPES["columns"], SHAPES["map"]
    assert told(keeping(*[long] * 31), rows, *shapes) == ["permit", "permit"]
    open_ = keeping(long | {"until": ["exit", "dispute"]}, *[long] * 30)
    assert told(open_, rows, *shapes) == ["conditional retention-unknown"] * 2


def test_a_consent_that_lasts_beyond_the_calendar() -> None:
    asked = consenting(valid_for="P8000Y")
    rows = [
        ask("2020-01-31", consents=[{"purpose": "service", "given": given}]) for given in ("2019-01-31", "1999-12-31")
    ]
    assert told(asked, rows) == ["permit", "permit until 9999-12-31"]


def test_before_everything() -> None:
    rows = [collected("0001-01-01", "2020-01-31"), collected("0001-01-01", None), collected("0001-01-01", "0001-01-01")]
    assert told(keeping(MONTH), rows) == ["permit until 2020-02-29", "permit", "permit until 0001-02-01"]


def test_an_interval_is_half_open() -> None:
    within = activity(effective={"from": "2020-01-31", "until": "2020-02-29T12:00:00Z"})
    rows = [
        ask("2020-01-30T23:59:59.999999Z"),
        ask("2020-01-31"),
        ask("2020-02-29T11:59:59.999999Z"),
        ask("2020-02-29T12:00:00Z"),
    ]
    assert told(policy(activities={"serve": within}), rows) == [
        "deny not-in-force until 2020-01-31",
        "permit until 2020-02-29T12:00:00Z",
        "permit until 2020-02-29T12:00:00Z",
        "deny not-in-force",
    ]


def test_a_consent_lives_from_its_giving_to_its_end() -> None:
    rows = [
        ask(at, consents=[{"purpose": "service", "given": "2020-01-31", "withdrawn": withdrawn}])
        for at, withdrawn in (
            ("2020-01-30T23:59:59.999999Z", None),
            ("2020-01-31", None),
            ("2020-02-28T23:59:59.999999Z", None),
            ("2020-02-29", None),
            ("2020-02-09T23:59:59.999999Z", "2020-02-10"),
            ("2020-02-10", "2020-02-10"),
            ("2020-01-31", "2020-01-31"),
        )
    ]
    assert told(consenting(valid_for="P1M"), rows) == [
        "deny consent-missing until 2020-01-31",
        "permit until 2020-02-29",
        "permit until 2020-02-29",
        "deny consent-expired",
        "permit until 2020-02-10",
        "deny consent-withdrawn",
        "deny consent-withdrawn",
    ]


def test_an_objection_lives_from_its_raising_to_its_end() -> None:
    interest = activity(legal_basis="legitimate-interests", legitimate_interest="to run")
    rows = [
        ask(at, objections=[{"purpose": "service.sync", "raised": "2020-01-31", "withdrawn": "2020-02-29"}])
        for at in ("2020-01-30T23:59:59.999999Z", "2020-01-31", "2020-02-28T23:59:59.999999Z", "2020-02-29")
    ]
    assert told(policy(activities={"serve": interest}), rows) == [
        "permit until 2020-01-31",
        "deny objected until 2020-02-29",
        "deny objected until 2020-02-29",
        "permit",
    ]


def test_a_floor_is_reached_at_its_instant() -> None:
    asked = keeping({"phase": "active", "until": "exit"}, at_least="P1M")
    rows = [
        ask(at, events={"collected": "2020-01-31", "exit": "2020-02-01"}, asked={"operation": "erase"})
        for at in ("2020-02-28T23:59:59.999999Z", "2020-02-29", "2020-01-31", "2020-01-30")
    ]
    assert told(asked, rows) == [
        "deny retention-floor until 2020-02-29",
        "permit",
        "deny retention-floor until 2020-02-29",
        "deny retention-floor until 2020-02-29",
    ]


def test_events_and_data_of_the_future() -> None:
    asked = keeping(
        {"phase": "active", "until": "exit"}, {"phase": "restricted", "for": "P1M", "purposes": ["service"]}
    )
    rows = [
        ask("2020-01-31", events={"collected": "2020-02-29", "exit": "2020-03-31"}),
        ask("2020-01-31", events={"collected": "2020-02-29", "exit": "2020-01-30"}),
        ask("2020-01-31", events={"collected": None, "exit": "2020-01-30"}),
        ask("2020-01-31", events={"collected": "2020-02-29", "exit": "2020-01-30"}, asked={"complete": True}),
        ask("2020-01-31", events={"exit": "2020-01-31"}, asked={"complete": True}),
        ask("2020-01-31", events={"exit": "2020-01-30"}, asked={"complete": True}),
    ]
    told(asked, rows)


def child(at: str, age: int | None, country: str | None, by: str = "subject") -> Plain:
    consent = {"purpose": "service", "given": "2018-06-01", "by": by}
    subject = {name: value for name, value in (("age", age), ("country", country)) if value is not None}
    return ask(at, consents=[consent], subject=subject)


def test_the_age_of_consent_turns_on_the_day_of_the_country() -> None:
    """Denmark: 13 until the end of 2023, then 15; Austria: 14; where nobody says otherwise 16 (Art. 8(1) GDPR)."""
    expected = (
        (child("2023-06-01", 14, "DK"), "permit until 2024-01-01"),
        (child("2023-12-31T23:59:59.999999Z", 14, "DK"), "permit until 2024-01-01"),
        (child("2024-01-01", 14, "DK"), "deny child-consent"),
        (child("2023-06-01", 15, "DK"), "permit"),
        (child("2023-06-01", 14, "DK", by="guardian"), "permit"),
        (child("2023-06-01", 12, "DK"), "deny child-consent"),
        (child("2023-06-01", 14, "AT"), "permit"),
        (child("2023-06-01", 15, "Nowhere"), "deny child-consent"),
        (child("2023-06-01", 16, "Nowhere"), "permit"),
        (child("2023-06-01", 15, None), "deny child-consent"),
        (child("2023-06-01", None, "DK"), "permit"),
    )
    asked = consenting(law=["eu-gdpr"])
    assert told(asked, [row for row, _ in expected], *SHAPES.values()) == [answer for _, answer in expected]


def test_every_change_of_an_age_of_consent_is_seen() -> None:
    """All countries, a year below and above, a microsecond before each change and at it: as alone."""
    asked = consenting(law=["eu-gdpr"])
    instants = ("2018-05-25", "2018-07-20", "2021-01-01", "2023-01-26", "2024-01-01")
    early = tuple(f"{day}T23:59:59.999999Z" for day in ("2018-07-19", "2020-12-31", "2023-01-25", "2023-12-31"))
    countries = ("AT", "BE", "CZ", "DE", "DK", "ES", "FR", "GR", "IT", "LT", "LV", "NL", "PT", "SE", "US", "", None)
    rows = [child(at, age, country) for at in instants + early for country in countries for age in (12, 13, 14, 15, 16)]
    answers = told(asked, rows)
    assert {"permit", "deny child-consent", "permit until 2024-01-01"} <= set(answers)


def phases_until(number: int, several: int) -> Policy:
    """Return a policy of a schedule of so many phases, each until the first of several events or a year."""
    named = [[f"event-{phase}-{event}" for event in range(several)] for phase in range(number)]
    kinds = ("active", "restricted", "active")
    phases = [
        {"phase": kinds[phase % 3], "until": events, "for": f"P{phase + 1}M"} for phase, events in enumerate(named)
    ]
    schedule = {"phases": phases, "then": "erase", "at-least": "P3M"}
    events: Plain = {event: {} for several_ in named for event in several_}
    return policy(events=events, activities={"serve": activity(retention=schedule)})


@pytest.mark.parametrize(
    ("number", "several", "shapes"),
    [(1, 9, SHAPES), (2, 4, SHAPES), (3, 2, ["map"]), (6, 1, ["columns"]), (5, 2, ["columns", "codes"])],
)
def test_phases_that_end_at_the_first_of_many_events(number: int, several: int, shapes: Iterable[str]) -> None:
    """Events stated and not, happened and not, before and after one another, on both sides of the day asked about."""
    asked, chance = phases_until(number, several), Random(number * several)  # the same rows every time
    days = ("2019-11-30", "2019-12-31", "2020-01-01", "2020-01-31", "2020-02-29", "2020-03-01", "2021-01-01")
    rows = []
    for row in range(60):
        left_out = chance.choice((0, 0, 0.1, 0.5))
        events = {event: chance.choice((None,) * 9 + days) for event in asked.model.events}
        events = {"collected": chance.choice(days), **events}
        stated = {event: date for event, date in events.items() if chance.random() >= left_out}
        rows.append(ask(chance.choice(days), events=stated, asked={"operation": ("use", "erase", "store")[row % 3]}))
    answers = told(asked, rows, *(SHAPES[shape] for shape in shapes))
    assert len({answer.split(" until ")[0] for answer in answers}) > 2


def test_a_schedule_that_no_query_can_follow_is_refused_at_once() -> None:
    """Seven phases, each until the first of two events or some months: alone a row is answered all the same."""
    asked = phases_until(7, 2)
    row = ask("2020-01-01", events={"collected": "2019-12-15"} | dict.fromkeys(asked.model.events))
    assert asked.decide(Request.parse(row)).outcome.value == "permit"
    table, _ = table_of(asked.vocabulary, [row], SHAPES["columns"])
    with pytest.raises(TableError, match="so many phases that end at events"):
        asked.decide_table(table, zone="UTC")
