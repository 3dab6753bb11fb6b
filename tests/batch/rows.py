"""Random requests over any policy, fast enough for millions: plain data, as in a request file.

What is asked is mostly what some activity covers. Instants collide: an event lies a duration of the policy before the
instant asked about, at that very instant, a microsecond before or after it.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from pydantic import BaseModel

import privpolicy as pp
from privpolicy.engine.vocabulary import BUILT_IN_FACTS
from privpolicy.model.duration import Duration
from privpolicy.model.moment import Moment, to_datetime

Plain = dict[str, Any]

DAYS = (
    "2018-05-25",
    "2019-01-31",
    "2019-02-28",
    "2019-11-15",
    "2020-01-30",
    "2020-01-31",
    "2020-02-29",
    "2020-03-01",
    "2020-03-31",
    "2020-07-16",
    "2021-01-01",
    "2021-02-28",
    "2021-06-27",
    "2021-09-27",
    "2022-12-27",
    "2023-07-10",
    "2024-01-01",
    "2024-02-29",
    "2026-11-22",
    "2030-01-31",
    "2031-12-31",
)
FAR = ("0001-01-01", "0004-02-29", "1969-12-31T23:59:59.999999", "9998-12-31", "9999-12-31T23:59:59.999999")
TICK = timedelta(microseconds=1)
COUNTRIES = ("FR", "DE", "DK", "ES", "GB", "US", "AT", "XX", "fr", "")
AGES = (0, 12, 12.9, 13, 14, 15, 15.5, 16, 17, 18, 34, 200)
OPERATIONS = ("use", "store", "erase", "anonymise", "restrict", "disclose", "collect", "profile", "sell")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Draw:
    """Draws requests over one policy; the same seed draws the same ones."""

    def __init__(self, policy: pp.Policy, seed: int, *, questions: int = 60, faulty: float = 0.04) -> None:
        self.policy = policy
        self.vocabulary = policy.vocabulary
        self.random = random.Random(seed)
        self.faulty = faulty
        self.written = list(_written(policy.model))
        durations = {value for _, value in self.written if isinstance(value, Duration)}
        self.durations = sorted(durations, key=str)[:8]
        ends = {to_datetime(value) for _, value in self.written if isinstance(value, Moment)}
        self.moments = sorted(ends | {_instant(day) for day in DAYS})
        self.far = [_instant(day) for day in FAR]
        self.ends: dict[datetime, list[datetime]] = {}
        self.questions = [self._question() for _ in range(questions)]

    def rows(self, count: int) -> list[Plain]:
        """Return so many requests."""
        return [self._row() for _ in range(count)]

    def chance(self, share: float) -> bool:
        """Return true in about that share of all cases."""
        return self.random.random() < share

    def _question(self) -> Plain:
        pick, vocabulary = self.random.choice, self.vocabulary
        activities = list(self.policy.model.activities.values())
        aimed = pick(activities) if activities and self.chance(0.95) else None

        def near(dimension: Any, listed: Sequence[str] | None) -> str:
            if listed is None or self.chance(0.06):
                return pick(sorted(vocabulary.hierarchies[dimension].parents) or ["nothing"])
            return pick(sorted(vocabulary.narrower(dimension, listed)) or ["nothing"])

        wanted = None if aimed is None else aimed.data
        data: Any = [near("data", wanted) for _ in range(pick((1, 1, 1, 2, 2, 3)))]
        question: Plain = {"purpose": near("purpose", aimed.purposes if aimed else None), "data": data}
        if len(data) == 1 and self.chance(0.5):
            question["data"] = data[0]
        if len(vocabulary.hierarchies["data-subject"].roots) > 1 or self.chance(0.5):
            question["data-subject"] = near("data-subject", aimed.data_subjects if aimed else None)
        if self.chance(0.8):
            operations = OPERATIONS if aimed is None or self.chance(0.2) else aimed.operations
            question["operation"] = pick(operations)
        if self.chance(0.6):
            question["recipient"] = near("recipient", aimed.recipients if aimed else None)
        if self.policy.model.activities and self.chance(0.15):
            question["origin"] = pick(list(self.policy.model.activities))
        if self.chance(self.faulty):
            question |= pick(_FAULTY_QUESTIONS)
        return question

    def _row(self) -> Plain:
        pick, stated = self.random.choice, self.random.choice((0.5, 0.8, 0.95, 1.0))
        found = dict(pick(self.questions))
        at = pick(self.far) if self.chance(0.01) else _stepped(pick(self.moments), pick((0, 0, 0, 1, -1)))
        found["at"] = at
        if self.chance(0.01):
            found["at"] = None
        if self.chance(0.4):
            found["complete"] = pick((True, True, False, None))
        context: Plain = {}
        if self.chance(stated):
            context["consents"] = [self._consent(found, at) for _ in range(pick((1, 1, 0, 2, 3)))]
        if self.chance(stated):
            context["objections"] = [self._objection(found, at) for _ in range(pick((0, 0, 0, 0, 1, 2)))]
        if self.chance(stated):
            context["restricted"] = self.chance(0.15)
        if self.chance(stated):
            context["legal-hold"] = self.chance(0.2)
        events = [event for event in self._events if self.chance(stated)]
        if events:
            context["events"] = {event: None if self.chance(0.2) else self._near(at) for event in events}
        self._facts(context, stated)
        found["context"] = context
        if self.chance(self.faulty):
            pick(_FAULTS)(self, context, at)
        return found

    @cached_property
    def _events(self) -> tuple[str, ...]:
        return tuple(sorted(self.vocabulary.events))

    def _facts(self, context: Plain, stated: float) -> None:
        pick = self.random.choice
        facts: Plain = {}
        for fact, pool in self._values.items():
            if self.chance(stated):
                facts[fact] = None if self.chance(0.05) else pick(pool)
        if facts:
            context["facts"] = facts
        subject: Plain = {}
        if self.chance(0.5):
            subject["age"] = pick(AGES)
        if self.chance(0.5):
            subject["country"] = pick(COUNTRIES)
        if subject:
            context["subject"] = subject

    @cached_property
    def _values(self) -> dict[str, list[Any]]:
        pools: dict[str, list[Any]] = {}
        for name, kind in self.vocabulary.facts.items():
            if name in BUILT_IN_FACTS:
                continue
            tested = sorted({value for path, value in self.written if name in path and isinstance(value, str)})
            numbers = sorted(
                {
                    value
                    for path, value in self.written
                    if name in path and isinstance(value, int | float) and not isinstance(value, bool)
                }
            )
            match kind.type:
                case "boolean":
                    pools[name] = [True, False]
                case "enum":
                    pools[name] = list(kind.values)
                case "number":
                    pools[name] = [0, -1, 2.5, *(float(n + step) for n in numbers for step in (-1, 0, 1))]
                case "date":
                    pools[name] = [_stepped(moment, step) for moment in self.moments for step in (-1, 0, 1)]
                case "text":
                    pools[name] = ["red", "blue", "", *tested]
        return pools

    def _near(self, at: datetime) -> datetime:
        """Return an instant that matters beside one: a duration of the policy before, give or take a microsecond."""
        pick = self.random.choice
        if self.chance(0.35):
            return pick(self.moments)
        if self.chance(0.01):
            return pick(self.far)
        if at not in self.ends:
            self.ends[at] = list(self._before(at))
        return pick(self.ends[at])

    def _before(self, at: datetime) -> Iterator[datetime]:
        for base in (at, *(one for duration in self.durations for one in _earlier(at, duration))):
            for step in (-1, 0, 1):
                yield _stepped(base, step)

    def _purpose(self, asked: Plain) -> Any:
        hierarchy = self.vocabulary.hierarchies["purpose"]
        broader = hierarchy.ancestors.get(asked.get("purpose") or "", frozenset())
        return self.random.choice(sorted(broader) if broader and self.chance(0.75) else sorted(hierarchy.parents))

    def _consent(self, asked: Plain, at: datetime) -> Plain:
        given = self._near(at)
        found: Plain = {"purpose": self._purpose(asked), "given": given}
        self._withdraw(found, given, at)
        if self.chance(0.5):
            found["explicit"] = self.random.choice((True, False, None))
        if self.chance(0.4):
            found["by"] = self.random.choice(("guardian", "subject", None))
        return found

    def _objection(self, asked: Plain, at: datetime) -> Plain:
        raised = self._near(at)
        found: Plain = {"purpose": self._purpose(asked), "raised": raised}
        self._withdraw(found, raised, at)
        return found

    def _withdraw(self, found: Plain, start: datetime, at: datetime) -> None:
        if self.chance(0.4):
            end = self._near(at)
            found["withdrawn"] = None if end < start or self.chance(0.3) else end


Fault = Callable[[Draw, Plain, datetime], None]


def _no_purpose(draw: Draw, context: Plain, at: datetime) -> None:
    context["consents"] = [*(context.get("consents") or ()), {"purpose": None, "given": at}]


def _no_start(draw: Draw, context: Plain, at: datetime) -> None:
    context["objections"] = [*(context.get("objections") or ()), {"purpose": draw._purpose({}), "raised": None}]


def _strange_purpose(draw: Draw, context: Plain, at: datetime) -> None:
    key, start = draw.random.choice((("consents", "given"), ("objections", "raised")))
    context[key] = [{"purpose": draw.random.choice(("unheard-of", "", "|")), start: at}]


def _backwards(draw: Draw, context: Plain, at: datetime) -> None:
    key, start = draw.random.choice((("consents", "given"), ("objections", "raised")))
    if at > draw.far[0]:
        context[key] = [{"purpose": draw._purpose({}), start: at, "withdrawn": at - TICK}]


def _stranger(draw: Draw, context: Plain, at: datetime) -> None:
    context["consents"] = [{"purpose": draw._purpose({}), "given": at, "by": draw.random.choice(("uncle", ""))}]


def _nothing_in_a_list(draw: Draw, context: Plain, at: datetime) -> None:
    context[draw.random.choice(("consents", "objections"))] = [None]


def _strange_event(draw: Draw, context: Plain, at: datetime) -> None:
    context["events"] = {**(context.get("events") or {}), draw.random.choice(("unheard-of", "")): at}


def _no_age(draw: Draw, context: Plain, at: datetime) -> None:
    age = draw.random.choice((-1, 200.5, 201, float("nan"), float("inf"), -0.5))
    context["subject"] = {**(context.get("subject") or {}), "age": age}


def _no_value(draw: Draw, context: Plain, at: datetime) -> None:
    wrong = {"enum": ("unheard-of", ""), "number": (float("nan"), float("inf"), -float("inf"))}
    for fact, kind in draw.vocabulary.facts.items():
        if fact not in BUILT_IN_FACTS and kind.type in wrong:
            context["facts"] = {**(context.get("facts") or {}), fact: draw.random.choice(wrong[kind.type])}


_FAULTS: tuple[Fault, ...] = (
    _no_purpose,
    _no_start,
    _strange_purpose,
    _backwards,
    _stranger,
    _nothing_in_a_list,
    _strange_event,
    _no_age,
    _no_value,
)
_FAULTY_QUESTIONS: tuple[Plain, ...] = (
    {"purpose": "unheard-of"},
    {"purpose": None},
    {"data": []},
    {"data": None},
    {"data": [None]},
    {"data": ["unheard-of"]},
    {"data-subject": "unheard-of"},
    {"data-subject": None},
    {"operation": "unheard-of"},
    {"recipient": "unheard-of"},
    {"recipient": ""},
    {"origin": "unheard-of"},
)


def _stepped(at: datetime, steps: int) -> datetime:
    """Return the instant so many microseconds later, or the same where there is none."""
    try:
        return at + steps * TICK
    except OverflowError:
        return at


def _earlier(at: datetime, duration: Duration) -> Iterator[datetime]:
    """Yield the instants that lie a duration before, or two."""
    moment = Moment(at.replace(tzinfo=None))
    for _ in range(2):
        try:
            moment = moment.subtract(duration, naive_arithmetic_ok=True)
        except ValueError:
            return
        yield to_datetime(moment)


def _written(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every scalar of a policy as written, each with the keys above it."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _written(getattr(value, name), (*path, name))
    elif isinstance(value, Mapping) and not isinstance(value, Duration):
        for key, below in value.items():
            yield from _written(below, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for below in value:
            yield from _written(below, path)
    else:
        yield path, value
