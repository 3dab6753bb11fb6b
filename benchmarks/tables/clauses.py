"""What must hold so that a request is permitted, as plain SQL over the columns of a row: true, false, or null.

Whoever writes a join by hand for one policy has understood it first. That is done here for them: each clause becomes
the expression they would write. Of a record it is taken for granted what is true of the rows of the benchmark: every
event has a column, nobody names an origin, and no date runs off the calendar.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.tables.rows import COUNTRIES, facts_of

import privpolicy as pp
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
    Other,
    Requirement,
    Stored,
    Test,
    Undeclared,
    Unrestricted,
    Within,
)
from privpolicy.engine.timetable import Stage, Timetable
from privpolicy.model.duration import Duration

UNLESS_COMPLETE = {False: "unless_true", True: "unless_false"}
"""The column that is null where the record is not complete, and otherwise false, or true."""
LIVE, AGAINST = "live", "against"
"""The columns with the consents and objections that are live for the purpose of the row; null: none are stated."""
CONSENT_LIVES = 'c.given <= "at" AND (c.withdrawn IS NULL OR c.withdrawn > "at")'
OBJECTION_LIVES = 'o.raised <= "at" AND (o.withdrawn IS NULL OR o.withdrawn > "at")'
MARKS = "*, CASE WHEN complete THEN false END AS unless_true, CASE WHEN complete THEN true END AS unless_false"


@dataclass(frozen=True, slots=True)
class Words:
    """Clauses in SQL. ``phase`` gives the column or expression of the phase in which a timetable stands."""

    columns: dict[str, str]
    phase: Callable[[Timetable], str]
    known: Mapping[Requirement, str] = field(default_factory=dict)
    """Consents and objections that have a column of their own by now."""

    @classmethod
    def of(cls, policy: pp.Policy, phase: Callable[[Timetable], str]) -> "Words":
        return cls({fact: f'"{column}"' for fact, column in facts_of(policy).items()}, phase)

    def of_clause(self, requirement: Requirement) -> str:
        """Return whether a clause holds."""
        if requirement in self.known:
            return self.known[requirement]
        match requirement:
            case Constant(truth):
                return "true" if truth else "false"
            case Within():
                return _within(requirement)
            case FactIs():
                return self._fact(requirement)
            case ConsentLive():
                return self._consented(requirement, None)
            case NoObjection():
                return self._unobjected(requirement)
            case Unrestricted():
                return "coalesce(NOT restricted, unless_false)"
            case NotOnHold():
                return "coalesce(NOT legal_hold, unless_false)"
            case Stored():
                return self._stored(requirement)
            case Undeclared():
                return "NULL::BOOLEAN"
            case AllOf(parts):
                return f"({' AND '.join(map(self.of_clause, parts))})"
            case AnyOf(parts):
                return f"({' OR '.join(map(self.of_clause, parts))})"
            case Not(part):
                return f"(NOT {self.of_clause(part)})"
            case _:
                raise AssertionError(requirement)

    def _fact(self, requirement: FactIs) -> str:
        column, test = self.columns[requirement.fact], requirement.test
        passes_unstated = requirement.type == "boolean" and _passes_false(test)
        return f"coalesce({_passes(column, test)}, {UNLESS_COMPLETE[passes_unstated]})"

    def _consented(self, requirement: ConsentLive, after: str | None) -> str:
        tests = [f"c.given > {after}"] if after else []
        tests += ["c.explicit"] if requirement.explicit else []
        tests += [f'"at" < c.given + {interval(requirement.valid_for)}'] if requirement.valid_for is not None else []
        given = _any(LIVE, "c", tests)
        limit = requirement.minors
        if limit is not None and (limit.child or "age" in self.columns):
            guardian = _any(LIVE, "c", [*tests, "c.by = 'guardian'"])
            given = f"({guardian} OR ({given} AND {self._old_enough(limit)}))"
        return f"coalesce({given}, unless_true)"

    def _old_enough(self, limit: AgeOfConsent) -> str:
        cases: dict[tuple[str, int], list[str]] = {}
        for country in COUNTRIES:
            for within, age in limit.limits.get(country, ()):
                cases.setdefault((_within(within), age), []).append(f"'{country}'")
        lives_in = self.columns["country"]
        whens = [
            f"WHEN {lives_in} IN ({', '.join(countries)}) AND {when} THEN {years}"
            for (when, years), countries in cases.items()
        ]
        limits = f"CASE {' '.join(whens)} ELSE {limit.default} END" if whens else str(limit.default)
        return f"coalesce({self.columns['age']} >= {limits}, {'unless_true' if limit.child else 'true'})"

    def _unobjected(self, requirement: NoObjection) -> str:
        free = f"len({AGAINST}) = 0"
        if requirement.lifted_by is None:
            return f"coalesce({free}, unless_false)"
        latest = f"list_max(list_transform({AGAINST}, lambda o: o.raised))"
        lifted = self._consented(requirement.lifted_by, latest)
        return f"CASE WHEN {AGAINST} IS NULL THEN unless_false WHEN {free} THEN true ELSE {lifted} END"

    def _stored(self, requirement: Stored) -> str:
        """Return whether a schedule allows the operation in the phase in which it stands."""
        held = [_boolean(one) for one in requirement.in_phase]
        over = _boolean(requirement.ended)
        if requirement.ended_on_hold and not requirement.ended:
            over = "coalesce(legal_hold, unless_true)"
        cases = " ".join(f"WHEN {number} THEN {allowed}" for number, allowed in enumerate(held))
        allowed = f"CASE {self.phase(requirement.timetable)} {cases} ELSE {over} END"
        if not requirement.floor or requirement.timetable.floor is None:
            return allowed
        return f"({allowed} AND {floor_reached(requirement.timetable)})"


def phase_of(timetable: Timetable) -> str:
    """Return the number of the phase in which a timetable stands; that of the phases where the last has ended."""

    def follow(stages: Sequence[Stage], number: int, before: str) -> str:
        if not stages:
            return str(number)
        stage = stages[0]
        start = event(stage.start) if stage.start else before
        ends = [event(name) for name in stage.until]
        if stage.lasts is not None:
            ends.append(f"{start} + {interval(stage.lasts)}")
        if not ends:
            return str(number)
        end = ends[0] if len(ends) == 1 else f"least({', '.join(ends)})"
        later = follow(stages[1:], number + 1, end)
        return f'CASE WHEN {start} <= "at" AND {end} <= "at" THEN {later} ELSE {number} END'

    return follow(timetable.stages, 0, event(timetable.first_event))


def floor_reached(timetable: Timetable) -> str:
    """Return whether the time has passed that the data must be kept at least."""
    if timetable.floor is None:
        return "true"
    return f"""coalesce({event(timetable.first_event)} + {interval(timetable.floor)} <= "at", false)"""


def event(name: str) -> str:
    return f'"events.{name}"'


def interval(duration: Duration) -> str:
    """Return a duration as DuckDB adds it: months first, then days, then the time."""
    parts = [f"{int(amount)} {unit}" for unit, amount in duration.items() if amount]
    return f"INTERVAL '{' '.join(parts)}'"


def _within(within: Within) -> str:
    tests = [f"\"at\" >= TIMESTAMP '{within.start.to_stdlib()}'"] if within.start is not None else []
    tests += [f"\"at\" < TIMESTAMP '{within.end.to_stdlib()}'"] if within.end is not None else []
    return f"({' AND '.join(tests)})" if tests else "true"


def _any(listed: str, name: str, tests: Sequence[str]) -> str:
    """Return whether one of a list passes all tests."""
    if not tests:
        return f"len({listed}) > 0"
    return f"len(list_filter({listed}, lambda {name}: {' AND '.join(tests)})) > 0"


def _passes(column: str, test: Test) -> str:
    match test:
        case OneOf(values):
            return f"{column} IN ({', '.join(map(_constant, values))})" if len(values) > 1 else _is(column, values[0])
        case Other(other):
            return f"{column} <> {_constant(other)}"
        case Bound(sign, limit):
            return f"{column} {sign} {_constant(limit)}"
        case _:
            raise AssertionError(test)


def _is(column: str, value: object) -> str:
    if isinstance(value, bool):
        return column if value else f"NOT {column}"
    return f"{column} = {_constant(value)}"


def _passes_false(test: Test) -> bool:
    """Tell whether a fact that is not stated passes where the record is complete: it is false then."""
    match test:
        case OneOf(values):
            return any(value is False for value in values)
        case Other(other):
            return other is not False
        case _:
            return False


def _constant(value: object) -> str:
    if isinstance(value, bool):
        return _boolean(value)
    return f"'{value}'" if isinstance(value, str) else str(value)


def _boolean(value: bool) -> str:
    return "true" if value else "false"
