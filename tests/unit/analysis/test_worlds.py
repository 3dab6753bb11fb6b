"""A world is found exactly where trying everything finds one, and it is one."""

from collections.abc import Iterator
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privpolicy.analysis import worlds as worlds_module
from privpolicy.analysis.worlds import extend, favourable, find_world
from privpolicy.engine.evaluate import Evaluator, evaluator
from privpolicy.engine.leaves import leaves
from privpolicy.engine.requirement import (
    AgeOfConsent,
    AllOf,
    AnyOf,
    Bound,
    ConsentLive,
    FactIs,
    NoObjection,
    Not,
    NotOnHold,
    OneOf,
    Other,
    Requirement,
    Stored,
    Unrestricted,
    Within,
)
from privpolicy.engine.situation import Situation, Truth
from privpolicy.engine.timetable import Stage, Timetable
from privpolicy.model.duration import read_duration
from privpolicy.model.moment import read_moment
from privpolicy.model.request import Consent, Objection

AT = read_moment("2021-06-15")
MONTH, QUARTER, YEAR = read_duration("P1M"), read_duration("P3M"), read_duration("P1Y")
DAYS = (0, 10, 45, 75, 110, 140, 300, 370, 400, 470, 500, 3000)
"""Ages of an event in days that tell apart all sums of the durations below."""
GROWN = AgeOfConsent({"FR": ((Within(None, None), 15),)}, 16, child=True)


def stored(*stages: Stage, floor: str | None = None, in_phase: tuple[bool, ...], ended: bool = False) -> Stored:
    table = Timetable.of(stages, read_duration(floor) if floor else None)
    return Stored(table, in_phase, ended, ended_on_hold=in_phase[-1] and not ended)


LEAVES: tuple[Requirement, ...] = (
    FactIs("amount", "number", Bound(">=", 2)),
    FactIs("amount", "number", Bound("<=", 2)),
    FactIs("amount", "number", Bound("<=", 1)),
    FactIs("amount", "number", Other(2)),
    FactIs("plan", "enum", OneOf(("free",)), ("free", "paid")),
    FactIs("plan", "enum", Other("free"), ("free", "paid")),
    FactIs("shown", "boolean", OneOf((True,))),
    FactIs("since", "date", Bound("<", read_moment("2020-01-01"))),
    FactIs("since", "date", Bound(">", read_moment("2020-01-01"))),
    FactIs("shop", "text", OneOf(("north", "south"))),
    FactIs("shop", "text", Other("north")),
    FactIs("age", "number", Bound(">=", 16)),
    ConsentLive("p.q", frozenset({"p", "p.q"})),
    ConsentLive("p.q", frozenset({"p", "p.q"}), explicit=True, valid_for=QUARTER),
    ConsentLive("p.q", frozenset({"p", "p.q"}), valid_for=MONTH),
    ConsentLive("p", frozenset({"p"}), explicit=True),
    ConsentLive("p", frozenset({"p"}), minors=GROWN),
    NoObjection("p.q", frozenset({"p", "p.q"})),
    NoObjection("p", frozenset({"p", "p.q", "r"}), ConsentLive("p", frozenset({"p"}))),
    Unrestricted(),
    NotOnHold(),
    Within(read_moment("2021-01-01"), read_moment("2021-06-15")),
    Within(None, read_moment("2022-01-01")),
    stored(Stage(None, ("end",), None), Stage(None, (), YEAR), in_phase=(True, False)),
    stored(Stage(None, ("end",), None), Stage(None, (), YEAR), in_phase=(False, True)),
    stored(Stage(None, (), MONTH), Stage("end", (), QUARTER), in_phase=(False, True)),
    stored(Stage("end", ("close",), QUARTER), floor="P1Y", in_phase=(True,), ended=True),
    stored(Stage("close", (), MONTH), Stage(None, (), QUARTER), in_phase=(False, False), ended=True),
    stored(Stage(None, ("end", "close"), YEAR), Stage(None, ("close",), QUARTER), in_phase=(True, False)),
)

requirements = st.recursive(
    st.sampled_from(LEAVES),
    lambda below: st.one_of(
        st.lists(below, min_size=2, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(below, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        below.map(Not),
    ),
    max_leaves=5,
)


def worlds(requirement: Requirement) -> Iterator[Situation]:
    """Yield whole records, over everything that a requirement looks at, in a grid made by hand."""
    found = list(leaves(requirement))
    facts = {leaf.fact for leaf in found if isinstance(leaf, FactIs)}
    events = {event for leaf in found if isinstance(leaf, Stored) for event in leaf.timetable.events}
    minors = any(isinstance(leaf, ConsentLive) and leaf.minors for leaf in found)
    consents = any(isinstance(leaf, ConsentLive) for leaf in found)
    objections = any(isinstance(leaf, NoObjection) for leaf in found)
    values: dict[str, tuple[Any, ...]] = {
        "amount": (None, 0, 1, 1.5, 2, 3),
        "plan": (None, "free", "paid"),
        "shown": (False, True),
        "since": (None, read_moment("2019-01-01"), read_moment("2020-01-01"), read_moment("2021-01-01")),
        "shop": (None, "north", "south", "west"),
        "age": (None, 14, 15, 16),
        "country": (None, "FR"),
    }
    asked = sorted(facts | ({"age", "country"} if minors else set()))
    complete = True
    dates = (None, *(AT.subtract(days=days) for days in DAYS))
    for chosen in product(*(values[fact] for fact in asked)):
        stated = {fact: value for fact, value in zip(asked, chosen, strict=True) if value is not None}
        for happened in product(*(dates for _ in events)):
            for record in RECORDS if consents else ((),):
                for objected in OBJECTIONS if objections else ((),):
                    for restricted, hold in product((False, True), repeat=2):
                        yield Situation(
                            AT, complete, None, record, objected, restricted, hold,
                            dict(zip(sorted(events), happened, strict=True)), stated,
                        )  # fmt: skip


def consent(purpose: str, days: int, *, explicit: bool, guardian: bool) -> Consent:
    given = AT.subtract(days=days)
    return Consent(purpose=purpose, given=given, explicit=explicit, by="guardian" if guardian else "subject")


SINGLE = [
    consent(purpose, days, explicit=explicit, guardian=guardian)
    for purpose in ("p", "p.q")
    for days in (1, 45, 200)
    for explicit, guardian in ((True, True), (False, True), (True, False))
]
RECORDS = [(), *((one,) for one in SINGLE), *combinations(SINGLE[::2], 2)]
OBJECTIONS = [
    (),
    *((Objection(purpose=purpose, raised=AT.subtract(days=days)),) for purpose in ("p", "r") for days in (0, 20, 900)),
]


@settings(max_examples=1000, deadline=None)
@given(requirements)
def test_finds_a_world_where_there_is_one(requirement: Requirement) -> None:
    holds = evaluator(requirement)
    found = find_world(requirement, (AT,))
    if found is not None:
        assert holds(found) is True
        return
    for number, world in enumerate(worlds(requirement)):
        assert holds(world) is not True, world
        if number > 20_000:
            break


@settings(max_examples=80, deadline=None)
@given(requirements, requirements)
def test_what_is_found_holds_whatever_else_is_stated(requirement: Requirement, other: Requirement) -> None:
    found = find_world(requirement, (AT,))
    if found is None or found.complete:
        return
    further = extend(other, found)
    if further is not None and not further.complete:
        # A statement of age or country brings in a guard; nothing else turns what was true.
        assert evaluator(requirement)(further) is True or "age" in further.facts.keys() - found.facts.keys()
        assert evaluator(other)(further) is True


@settings(max_examples=80, deadline=None)
@given(requirements)
def test_the_usual_case_is_one_of_all_cases(requirement: Requirement) -> None:
    usual = extend(requirement, favourable(requirement, AT))
    assert usual is None or find_world(requirement, (AT,)) is not None


def phases(first: int) -> Stored:
    """Return phases of some months, each of which ends at one of three events of its own."""
    stages = (
        Stage(None, tuple(f"{name}{number}" for name in "abc"), read_duration(f"P{first + number}M"))
        for number in range(5)
    )
    return stored(*stages, in_phase=(True,) * 5)


SHORT, LONG = phases(1), phases(2)


@pytest.mark.parametrize(("one", "other", "there_is"), [(SHORT, LONG, False), (LONG, SHORT, True)])
def test_what_led_nowhere_is_not_searched_again(
    monkeypatch: pytest.MonkeyPatch, one: Stored, other: Stored, there_is: bool
) -> None:
    """Sixteen events, each with a handful of dates: to try all of them takes longer than anybody waits."""
    asked = 0

    def counting(requirement: Requirement) -> Evaluator:
        holds = evaluator(requirement)

        def counted(situation: Situation) -> Truth:
            nonlocal asked
            asked += 1
            return holds(situation)

        return counted

    monkeypatch.setattr(worlds_module, "evaluator", counting)
    asked_for = AllOf((one, Not(other)))
    found = find_world(asked_for, (AT,))
    assert (found is not None) is there_is
    assert asked < 2000
    if found is not None:
        assert evaluator(asked_for)(found) is True
