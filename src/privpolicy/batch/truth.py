"""Does a requirement hold, for every row at once? Kleene's logic is that of SQL: unknown is null.

Each kind of requirement becomes one expression over the columns of a record and those that the plan of a row adds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from math import ceil, floor, inf, nextafter
from operator import and_, or_
from typing import Any, assert_never

import ibis
from ibis import Value

from privpolicy.batch import branches
from privpolicy.batch.branches import (
    Come,
    Complete,
    Condition,
    End,
    HoldUnknown,
    Instant,
    Leaf,
    OnHold,
    Stated,
    Tree,
    grow,
    in_order,
)
from privpolicy.batch.plans import looks_into_lists
from privpolicy.batch.record import UNKNOWN, Record, literal
from privpolicy.engine.evaluate import passes
from privpolicy.engine.requirement import (
    AgeOfConsent,
    AllOf,
    AnyOf,
    Bound,
    ConsentLive,
    Constant,
    FactIs,
    NoObjection,
    Not,
    NotOnHold,
    OneOf,
    OriginAmong,
    Other,
    Requirement,
    Stored,
    Test,
    Undeclared,
    Unrestricted,
    Within,
)
from privpolicy.engine.situation import Truth
from privpolicy.engine.situation import Value as Plain
from privpolicy.engine.storage import weighed
from privpolicy.engine.timetable import days_in
from privpolicy.model.duration import Duration
from privpolicy.model.moment import Moment

TRUE, FALSE = ibis.literal(value=True), ibis.literal(value=False)
NEVER: Value = literal(Moment.MAX) + ibis.interval(days=1)
"""Stands among several dates for one that never comes: engines do not agree on the least of nulls."""

CALENDAR = 9999 * 366
"""Days after which the calendar has ended, wherever they start."""
THIRTY_DAYS = {"days": 30, "seconds": 30 * 86_400, "microseconds": 30 * 86_400_000_000}


@dataclass(frozen=True, slots=True)
class Purposes:
    """Whether a consent or an objection counts for the row, by its purpose."""

    broader: Callable[[Value], Value]
    overlapping: Callable[[Value], Value]


@dataclass(frozen=True, slots=True)
class Truths:
    """Expressions over one record at one instant: that of the request, or one in its future."""

    record: Record
    purposes: Purposes
    at: Value
    live: Value | None = None
    """The consents of the record that are live for the purpose, where they have been looked for already."""
    against: Value | None = None
    """The objections of the record that are live and overlap the purpose, where they have been looked for already."""
    ages: tuple[tuple[AgeOfConsent, Callable[[Value], Value]], ...] = ()
    """Ages of consent, each with what it is at an instant in the country of the row, if that has been looked up."""

    def of(self, requirement: Requirement) -> Value:
        """Return whether a requirement holds: true, false, or null for unknown."""
        match requirement:
            case Constant(truth):
                return TRUE if truth else FALSE
            case Within():
                return self.within(requirement)
            case FactIs():
                return self._fact(requirement)
            case ConsentLive():
                return self.consented(requirement, None)
            case NoObjection():
                return self._unobjected(requirement)
            case Unrestricted():
                return self._not_marked(self.record.restricted)
            case NotOnHold():
                return self._not_marked(self.record.legal_hold)
            case Stored():
                return self.render(stored_tree(requirement, self.record), _truth)
            case Undeclared():
                return UNKNOWN
            case AllOf(parts):
                return self._joined(parts, and_, neutral=TRUE, other=FALSE)
            case AnyOf(parts):
                return self._joined(parts, or_, neutral=FALSE, other=TRUE)
            case Not(part):
                return ~self.of(part)
            case OriginAmong():
                raise AssertionError("the origin is a part of the key and settled with it")
            case _:
                assert_never(requirement)

    def _joined(
        self, parts: Iterable[Requirement], join: Callable[[Value, Value], Value], *, neutral: Value, other: Value
    ) -> Value:
        """Join parts: what looks into lists is asked only where the rest does not settle the whole."""
        plain = reduce(join, (self.of(part) for part in parts if not looks_into_lists(part)), neutral)
        listed = [self.of(part) for part in parts if looks_into_lists(part)]
        if plain is neutral or not listed:
            return reduce(join, listed, plain)
        settled_by = plain if other is TRUE else ~plain
        return settled_by.ifelse(other, reduce(join, listed, plain))

    def within(self, interval: Within) -> Value:
        """Return whether the instant lies in a half-open interval."""
        after = TRUE if interval.start is None else self.at >= literal(interval.start)
        return after if interval.end is None else after & (self.at < literal(interval.end))

    def live_consents(self) -> Value:
        """Return the consents that are given for the purpose and not withdrawn; null: not stated."""
        return _those(self.record.consents, *self._about(), self._not_withdrawn)

    def live_objections(self) -> Value:
        """Return the objections that are raised against the purpose and not withdrawn; null: not stated."""
        return _those(
            self.record.objections, self.against_purpose, lambda one: one["raised"] <= self.at, self._not_withdrawn
        )

    def _not_withdrawn(self, one: Value) -> Value:
        return one["withdrawn"].isnull() | (one["withdrawn"] > self.at)

    def consents(self, requirement: ConsentLive, *also: Callable[[Value], Value]) -> Value:
        """Return the consents on record that are live for a requirement, whoever gave them; null: not stated."""
        tests = list(also)
        if requirement.explicit:
            tests.append(lambda one: one["explicit"])
        lasts = requirement.valid_for
        if lasts is not None:
            tests.append(lambda one: self.at < later(one["given"], lasts))
        if self.live is not None:
            return _those(self.live, *tests) if tests else self.live
        return _those(self.record.consents, *self._about(), self._not_withdrawn, *tests)

    def about(self, consents: Value) -> Value:
        """Return the consents for the purpose of the row that were given by then, live or not."""
        return _those(consents, *self._about())

    def _about(self) -> tuple[Callable[[Value], Value], ...]:
        return (self.for_purpose, lambda one: one["given"] <= self.at)

    def for_purpose(self, consent: Value) -> Value:
        """Return whether a consent is one to the purpose of the row, or to a broader one."""
        return self.purposes.broader(consent["purpose"])

    def against_purpose(self, objection: Value) -> Value:
        """Return whether an objection overlaps the purpose of the row."""
        return self.purposes.overlapping(objection["purpose"])

    def consented(self, requirement: ConsentLive, after: Value | None) -> Value:
        """Return whether a live consent is on record, given after an instant where one is named."""
        nothing = self.record.unstated(complete=False)
        if self.record.consents is None:
            return nothing
        later_on = () if after is None else ((lambda one: one["given"] > after),)
        stated = self.record.consents if self.live is None else self.live
        live = _are_any(self.consents(requirement, *later_on))
        limit = requirement.minors
        if limit is None or not (limit.child or "age" in self.record.facts):
            return stated.isnull().ifelse(nothing, live.ifelse(TRUE, FALSE))
        by_guardian = _are_any(self.consents(requirement, *later_on, lambda one: one["by"] == "guardian"))
        young = by_guardian.ifelse(TRUE, self.old_enough(limit))
        return stated.isnull().ifelse(nothing, live.ifelse(young, FALSE))

    def old_enough(self, limit: AgeOfConsent) -> Value:
        """Return whether the person consents alone; somebody of unstated age does unless it may be a child."""
        age = self.record.facts.get("age")
        unstated = self.record.unstated(complete=False) if limit.child else TRUE
        if age is None:
            return unstated
        return age.isnull().ifelse(unstated, age >= self.age_of_consent(limit))

    def age_of_consent(self, limit: AgeOfConsent) -> Value:
        """Return the age from which a person of the country of the row consents alone."""
        known = next((at for one, at in self.ages if one == limit), None)
        return self._age_by_country(limit) if known is None else known(self.at)

    def _age_by_country(self, limit: AgeOfConsent) -> Value:
        country = self.record.facts.get("country")
        if country is None:
            return ibis.literal(limit.default)
        alike: dict[tuple[tuple[Within, int], ...], list[str]] = {}
        for name, ages in limit.limits.items():
            alike.setdefault(ages, []).append(name)
        cases = [
            (country.isin(countries) & self.within(interval), ibis.literal(age))
            for ages, countries in alike.items()
            for interval, age in ages
        ]
        return ibis.cases(*cases, else_=ibis.literal(limit.default)) if cases else ibis.literal(limit.default)

    def _unobjected(self, requirement: NoObjection) -> Value:
        nothing = self.record.unstated(complete=True)
        if self.record.objections is None:
            return nothing
        live = self.live_objections() if self.against is None else self.against
        free = _are_any(live).ifelse(FALSE, TRUE)
        if requirement.lifted_by is not None:
            latest = live.map(lambda one: one["raised"]).maxs()
            free = _are_any(live).ifelse(self.consented(requirement.lifted_by, latest), TRUE)
        return live.isnull().ifelse(nothing, free)

    def _not_marked(self, mark: Value | None) -> Value:
        nothing = self.record.unstated(complete=True)
        return nothing if mark is None else mark.isnull().ifelse(nothing, ~mark)

    def _fact(self, requirement: FactIs) -> Value:
        nothing = self.record.unstated(complete=requirement.type == "boolean" and passes(requirement.test, value=False))
        value = self.record.facts.get(requirement.fact)
        return nothing if value is None else value.isnull().ifelse(nothing, _passes(requirement.test, value))

    def render(self, tree: Tree[Leaf], leaf: Callable[[Leaf], Value]) -> Value:
        """Return a tree of branches as an expression."""
        if isinstance(tree, End):
            return leaf(tree.leaf)
        then, otherwise = self.render(tree.then, leaf), self.render(tree.otherwise, leaf)
        return self._condition(tree.condition).ifelse(then, otherwise)

    def _condition(self, condition: Condition) -> Value:
        record = self.record
        match condition:
            case Stated(events):
                return reduce(and_, [record.events[event].stated for event in sorted(events)])
            case Come(instant):
                return self._has_come(instant)
            case Complete():
                return FALSE if record.complete is None else record.complete
            case OnHold():
                return FALSE if record.legal_hold is None else record.legal_hold.fill_null(FALSE)
            case HoldUnknown():
                missing = TRUE if record.legal_hold is None else record.legal_hold.isnull()
                return missing if record.complete is None else missing & ~record.complete
            case _:
                assert_never(condition)

    def _has_come(self, instant: Instant) -> Value:
        """Return whether an instant has come; null or false where it never will."""
        if isinstance(instant.base, frozenset) and not instant.added:
            return reduce(or_, [self._has_come(one) for one in in_order(instant.base)])
        return self.instant(instant) <= self.at

    def instant(self, instant: Instant) -> Value:
        """Return the instant that a column holds, with what is added to it; null or beyond all dates: never."""
        if days_in(tuple(one.duration for one in instant.added), shortest=True) > CALENDAR:
            return NEVER
        match instant.base:
            case branches.AT:
                base = self.at
            case branches.ASKED:
                base = self.record.at
            case str(event):
                base = self.record.events[event].date
            case several:
                base = ibis.least(*(self.instant(one).fill_null(NEVER) for one in in_order(several)))
        loose = Instant(instant.base, (), None).loose
        for duration, latest in instant.added:
            if latest:
                # Mentioned twice: a latest end of a latest end is bound, or it would double with each.
                end = _latest_end(duration)
                base = ibis.array([base]).map(end)[0] if loose else end(base)
            else:
                base = later(base, duration)
            loose = loose or latest
        return base


def _latest_end(duration: Duration) -> Callable[[Value], Value]:
    """Return the function to the latest end of what began at an instant or before it: on it, or on the day before."""

    def latest_end(begun: Value) -> Value:
        eve = begun.truncate("D") - ibis.interval(microseconds=1)
        return ibis.greatest(later(begun, duration), later(eve, duration))

    return latest_end


def settled(record: Record) -> dict[Condition, bool]:
    """Return what the columns of a table settle for all of its rows."""
    known: dict[Condition, bool] = {}
    if record.complete is None:
        known[Complete()] = False
    if record.legal_hold is None:
        known[OnHold()] = False
        if record.complete is None:
            known[HoldUnknown()] = True
    return known


def stored_tree(requirement: Stored, record: Record) -> Tree[Truth]:
    """Return the branches by which a retention schedule allows an operation."""
    return _weighed_tree(requirement, frozenset((settled(record) | stated(requirement, record)).items()))


@lru_cache(1024)
def _weighed_tree(requirement: Stored, known: frozenset[tuple[Condition, bool]]) -> Tree[Truth]:
    """Grow a tree; at each instant that is looked at the same ones are asked for."""
    return grow(lambda row: weighed(requirement, row), dict(known))  # type: ignore[arg-type]  # a row answers what is asked of a situation


def stated(requirement: Stored, record: Record) -> dict[Condition, bool]:
    """Return for each event of a schedule whether the table states it, where that is the same for all rows."""
    known: dict[Condition, bool] = {}
    for event in requirement.timetable.events:
        column = record.events.get(event)
        if column is None:
            known[Stated(frozenset({event}))] = False
        elif column.stated.equals(TRUE):
            known[Stated(frozenset({event}))] = True
    return known


def later(instant: Value, duration: Duration) -> Value:
    """Add a duration on the calendar: years and months together, clamped once, then weeks and days, then the time."""
    parts = dict(duration.items())
    months = parts.get("years", 0) * 12 + parts.get("months", 0)
    days = parts.get("weeks", 0) * 7 + parts.get("days", 0)
    seconds = parts.get("hours", 0) * 3600 + parts.get("minutes", 0) * 60 + parts.get("seconds", 0)
    micros = parts.get("nanoseconds", 0) // 1000
    for unit, amount in (("months", months), ("days", days), ("seconds", seconds), ("microseconds", micros)):
        for part in _unlike_months(unit, amount):
            instant = instant + ibis.interval(**{unit: part})
    return instant


def _unlike_months(unit: str, amount: int) -> tuple[int, ...]:
    """Return an amount in parts, none of them as long as months of thirty days.

    DuckDB holds those to be equal: of ``x + INTERVAL '1 month'`` and ``x + INTERVAL '30 day'`` it works out one only,
    for both.
    """
    if not amount:
        return ()
    thirty_days = THIRTY_DAYS.get(unit)
    return (1, amount - 1) if thirty_days and amount % thirty_days == 0 else (amount,)


def _those(statements: Any, *tests: Callable[[Value], Value]) -> Value:
    """Return the consents or objections that pass every test."""
    return statements.filter(lambda one: reduce(and_, [test(one) for test in tests]))


def _are_any(statements: Value) -> Value:
    return statements.length() > 0


def _truth(truth: Truth) -> Value:
    return UNKNOWN if truth is None else TRUE if truth else FALSE


def _passes(test: Test, value: Value) -> Value:
    match test:
        case OneOf(values):
            those = [constant for one in values if (constant := _exact(one, value)) is not None]
            return value.isin(those) if those else FALSE
        case Other(other):
            exact = _exact(other, value)
            return TRUE if exact is None else value != exact
        case Bound(">=" | ">" as sign, limit):
            bound = _rounded(limit, value, up=True)
            return value >= bound if sign == ">=" else value > bound
        case Bound(sign, limit):
            bound = _rounded(limit, value, up=False)
            return value <= bound if sign == "<=" else value < bound
        case _:
            assert_never(test)


def _exact(one: Plain, value: Value) -> Value | None:
    """Return a value as a constant of the type of a column; ``None`` where no value of that type is the same."""
    if isinstance(one, bool) or not isinstance(one, int | float) or not value.type().is_numeric():
        return _constant(one)
    if value.type().is_integer():
        return ibis.literal(int(one)) if one == int(one) else None
    return ibis.literal(float(one), "float64") if float(one) == one else None


def _rounded(limit: float | Moment, value: Value, *, up: bool) -> Value:
    """Return a limit as a constant of the type of a column: where it is none, the next that is on the safe side."""
    if isinstance(limit, Moment):
        return literal(limit)
    if value.type().is_integer():
        return ibis.literal(ceil(limit) if up else floor(limit))
    near = float(limit)
    if up and near < limit:
        near = nextafter(near, inf)
    if not up and near > limit:
        near = nextafter(near, -inf)
    return ibis.literal(near, "float64")


def _constant(value: object) -> Value:
    return literal(value) if isinstance(value, Moment) else ibis.literal(value)
