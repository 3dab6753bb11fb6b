"""What a row leaves out: events in every position of a schedule, facts, consents, and the record as a whole."""

from itertools import product

import pytest
from tests.batch.shapes import SHAPES, Plain
from tests.batch.small import activity, ask, consenting, keeping, policy, told

SCHEDULES = {
    "one phase by its length": ({"phase": "active", "for": "P1M"},),
    "one phase by an event": ({"phase": "active", "until": "exit"},),
    "one phase from an event": ({"phase": "active", "from": "exit", "for": "P1M"},),
    "the first of two": ({"phase": "active", "until": ["exit", "dispute"]}, {"phase": "restricted", "for": "P1M"}),
    "two with a start": (
        {"phase": "active", "for": "P1M"},
        {"phase": "restricted", "from": "exit", "until": "dispute"},
    ),
    "three": (
        {"phase": "active", "until": "exit", "for": "P1Y"},
        {"phase": "restricted", "for": "P1M", "purposes": ["service"]},
        {"phase": "restricted", "until": "dispute", "law": "tax law"},
    ),
}
NOT_STATED = object()
DATES = (NOT_STATED, None, "2019-12-31", "2020-01-31", "2020-03-01")


@pytest.mark.parametrize("phases", SCHEDULES.values(), ids=SCHEDULES)
@pytest.mark.parametrize("floor", [{}, {"at_least": "P1M"}], ids=["no floor", "floor"])
def test_events_in_each_position(phases: tuple[Plain, ...], floor: dict[str, str]) -> None:
    asked = keeping(*phases, then="anonymise", **floor)
    rows = [
        ask(
            "2020-01-31",
            events={
                name: date
                for name, date in zip(("collected", "exit", "dispute"), dates, strict=True)
                if date is not NOT_STATED
            },
            legal_hold=hold,
            asked={"operation": operation, "complete": complete},
        )
        for *dates, operation, hold, complete in product(
            DATES, DATES, DATES, ("use", "store", "erase", "anonymise"), (True, None), (True, False)
        )
    ]
    told(asked, rows[::7])  # of each date beside each other in some


def test_a_record_that_is_complete_or_not() -> None:
    asked = keeping({"phase": "active", "for": "P1M"})
    rows = [
        {
            "purpose": "service",
            "data": "contact",
            "at": "2020-01-31",
            "complete": complete,
            "context": {"restricted": False},
        }
        for complete in (True, False, None)
    ]
    assert told(asked, rows) == [
        "permit until 2020-02-29",
        "conditional retention-unknown",
        "conditional retention-unknown",
    ]


def test_consents_that_are_none_and_consents_that_nobody_stated() -> None:
    asked = consenting()
    listed: tuple[list[Plain] | None, ...] = ([], None)
    rows = [
        ask("2020-01-31", consents=consents, asked={"complete": complete})
        for consents, complete in product(listed, (True, False, None))
    ]
    assert told(asked, rows, *SHAPES.values()) == [
        "deny consent-missing",
        "deny consent-missing",
        "deny consent-missing",
        "deny consent-missing",
        "conditional consent-unknown",
        "conditional consent-unknown",
    ]


def test_every_column_may_be_null() -> None:
    facts: Plain = {
        "asked": {"type": "boolean"},
        "score": {"type": "number"},
        "since": {"type": "date"},
        "note": {"type": "text"},
    }
    facts["shop"] = {"type": "enum", "values": ["web", "kiosk"]}
    tests = [
        {"asked": True},
        {"asked": False},
        {"asked": {"not": True}},
        {"score": {"at-least": 1, "at-most": 2}},
        {"score": {"not": 2}},
        {"since": {"before": "2020-01-31"}},
        {"since": {"after": "2020-01-31"}},
        {"since": "2020-01-31"},
        {"note": ["red", "blue"]},
        {"note": {"not": "red"}},
        {"shop": ["web"]},
        {"shop": {"not": "web"}},
        {"age": {"at-least": 18}},
        {"country": {"not": "FR"}},
    ]
    base: Plain = {"restricted": False, "objections": [], "legal-hold": False}
    stated: list[Plain] = [
        {},
        {"facts": {"asked": True, "score": 2, "since": "2020-01-31", "note": "red", "shop": "web"}},
        {"facts": {"asked": False, "score": 2.5, "since": "2020-01-31T00:00:00.000001Z", "note": "", "shop": "kiosk"}},
        {"facts": {"since": "2020-01-30T23:59:59.999999Z", "note": "RED"}, "subject": {"age": 18, "country": "FR"}},
        {"facts": None, "subject": None, "events": None},
        {"subject": {"age": 17.999, "country": "fr"}},
    ]
    activities = {
        f"task-{number}": activity(purposes=[f"service.p{number}"], when=test) for number, test in enumerate(tests)
    }
    purposes: Plain = {"service": {}, **{f"service.p{number}": {} for number in range(len(tests))}}
    asked = policy(facts=facts, activities=activities, purposes=purposes)
    rows = [
        {
            "purpose": f"service.p{number}",
            "data": "contact",
            "at": "2020-01-31",
            "complete": complete,
            "context": base | context,
        }
        for number, context, complete in product(range(len(tests)), stated, (True, None))
    ]
    told(asked, rows, *SHAPES.values())


def test_a_row_that_says_nothing() -> None:
    rows: list[Plain] = [
        dict.fromkeys(
            ("purpose", "data", "data-subject", "operation", "recipient", "origin", "at", "complete", "context")
        ),
        {"purpose": "service", "data": "contact", "at": None, "context": None},
    ]
    assert told(policy(), rows, *SHAPES.values()) == ["error", "conditional restriction-unknown"]


def test_what_a_prohibition_forbids_is_not_unknown_later() -> None:
    asked = policy(
        facts={"amount": {"type": "number"}},
        activities={"serve": activity(), "serve-later": activity(effective={"from": "2021-01-01"})},
        prohibitions={"no-large": {"when": {"amount": {"at-least": 50}}}},
    )
    rows = [ask("2020-01-31", facts={"amount": amount}) for amount in (49, 50, None)]
    assert told(asked, rows) == ["permit", "deny prohibited", "conditional prohibition-unknown"]
