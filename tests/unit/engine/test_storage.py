"""The short way through a retention schedule says what all its possible standings say together."""

from dataclasses import replace
from itertools import product
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from privpolicy.engine.clock import Clock
from privpolicy.engine.requirement import Stored
from privpolicy.engine.situation import Situation
from privpolicy.engine.storage import Storage, stored, weighed
from privpolicy.engine.timetable import Stage, Timetable
from privpolicy.model.duration import add, read_duration
from privpolicy.model.moment import Moment

EVENTS = ("collected", "contract-end", "last-login", "dispute-end")
DURATIONS = ("P1M", "P1Y", "P11M", "P30D", "PT36H", "P1Y2M10DT5H", "P0D", "PT0.5S", "P10Y", "P2W")
EDGES = (
    *(Moment(2020, month, day, hour) for month in (1, 2, 3) for day in (28, 29) for hour in (0, 23)),
    *(Moment(2019, 12, 31), Moment(2020, 1, 31, 1), Moment(2021, 2, 28), Moment(2021, 3, 1), Moment(2010, 1, 31)),
    *(Moment(2020, 1, 30, 23), Moment(2020, 2, 29, 12), Moment(2020, 12, 31, 6), Moment(2019, 2, 28, 12)),
)

durations = st.sampled_from(DURATIONS).map(read_duration)
anything = st.builds(
    lambda *parts: read_duration("P{}Y{}M{}W{}DT{}H{}M".format(*parts)),
    *(st.integers(0, most) for most in (40, 30, 9, 400, 99, 999)),
)
moments = st.sampled_from(EDGES)
instants = st.builds(
    Moment,
    st.integers(1, 9999),
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(0, 23),
    nanosecond=st.sampled_from((0, 999_999_999)),
)


@st.composite
def schedules(draw: Any) -> Stored:
    """Schedules of one to three phases that hang on few events, so that they hang on the same ones."""
    stages = tuple(
        Stage(
            draw(st.none() | st.sampled_from(EVENTS)),
            tuple(draw(st.lists(st.sampled_from(EVENTS), max_size=2, unique=True))),
            draw(st.none() | durations),
        )
        for _ in range(draw(st.integers(1, 3)))
    )
    return Stored(
        Timetable.of(stages, draw(st.none() | durations)),
        tuple(draw(st.booleans()) for _ in stages),
        ended=draw(st.booleans()),
        ended_on_hold=draw(st.booleans()),
    )


situations = st.builds(
    Situation,
    moments,
    st.booleans(),
    legal_hold=st.sampled_from((None, True, False)),
    events=st.dictionaries(st.sampled_from(EVENTS), st.none() | moments),
)


@settings(max_examples=1500)
@given(schedules(), st.lists(situations, min_size=1, max_size=4))
def test_the_short_way_says_what_the_walk_says(schedule: Stored, asked: list[Situation]) -> None:
    storage, quick = Storage(schedule), stored(schedule)
    for situation in asked:  # of one storage: what it remembers of one must not speak in another
        assert storage.allows(situation) is quick(situation) is weighed(schedule, situation)


CLAMPED = Stored(
    Timetable.of((Stage(None, ("contract-end", "last-login"), None), Stage(None, (), read_duration("P1M"))), None),
    (False, False),
    ended=True,
    ended_on_hold=False,
)
"""A month that starts at the earlier of two events: of two months that end on one day the later may end earlier."""
ENDED = {"collected": Moment(2010, 1, 31), "contract-end": Moment(2020, 1, 31, 1)}


@settings(max_examples=1500)
@given(schedules(), situations)
@example(CLAMPED, Situation(Moment(2020, 2, 29, 12), complete=False, events=ENDED))
def test_no_date_of_an_event_that_nobody_stated_contradicts(schedule: Stored, situation: Situation) -> None:
    said = stored(schedule)(situation)
    unstated = [event for event in schedule.timetable.events if not situation.states((event,))]
    if said is None or len(unstated) > 2:
        return
    for dates in product((None, *EDGES), repeat=len(unstated)):
        events = {**situation.events, **dict(zip(unstated, dates, strict=True))}
        assert stored(schedule)(replace(situation, events=events)) is said


@settings(max_examples=500)
@given(anything | durations, st.lists(st.tuples(instants | moments, instants | moments), min_size=1))
def test_a_clock_agrees_with_the_calendar(lasts: Any, asked: list[tuple[Moment, Moment]]) -> None:
    clock = Clock(lasts)
    for start, at in asked:
        end = add(start, lasts)
        assert clock.over(start, at) is (end is not None and end <= at)


@given(anything | durations, moments, st.integers(-6, 6), st.integers(-30, 30))
def test_a_clock_agrees_with_the_calendar_near_the_edge(lasts: Any, start: Moment, days: int, hours: int) -> None:
    end = add(start, lasts)
    assert end is not None
    at = end.add(days=days, hours=hours, naive_arithmetic_ok=True)
    clock = Clock(lasts)
    assert clock.over(start, at) is (end <= at)
    assert clock.over(start, end)
    assert not clock.over(start, end.subtract(nanoseconds=1, naive_arithmetic_ok=True))


def test_a_clock_at_the_ends_of_the_calendar() -> None:
    clock = Clock(read_duration("P1Y"))
    for start, at in ((Moment.MIN, Moment.MIN), (Moment.MIN, Moment.MAX), (Moment.MAX, Moment.MAX)):
        end = add(start, clock.lasts)
        assert clock.over(start, at) is (end is not None and end <= at)


@settings(max_examples=1500)
@given(
    st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=3),
    st.booleans(),
    st.booleans(),
    st.sampled_from((None, True, False)),
    st.sampled_from(({}, {"contract-end": None}, {"contract-end": Moment(2020, 3, 1)}, {"contract-end": EDGES[0]})),
    st.booleans(),
)
def test_an_end_of_the_first_phase_that_nobody_stated(
    phases: list[tuple[bool, bool]],
    ended: bool,
    ended_on_hold: bool,
    hold: bool | None,
    stated: dict[str, Moment | None],
    complete: bool,
) -> None:
    """Where the second phase, if there is one, hangs on nothing: all that is answered without a walk."""
    lasting = read_duration("P1Y")
    stages = tuple(
        Stage(None, () if number else ("contract-end",), lasting if runs else None)
        for number, (_, runs) in enumerate(phases)
    )
    in_phase = tuple(allowed for allowed, _ in phases)
    schedule = Stored(Timetable.of(stages, None), in_phase, ended=ended, ended_on_hold=ended_on_hold)
    events = {"collected": Moment(2019, 12, 31), **stated}
    situation = Situation(Moment(2020, 2, 28), complete, legal_hold=hold, events=events)
    assert stored(schedule)(situation) is weighed(schedule, situation)
