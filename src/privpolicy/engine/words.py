"""Requirements in words, for people who read reasons."""

from collections.abc import Iterable
from typing import assert_never

from privpolicy.engine.evaluate import holds
from privpolicy.engine.requirement import (
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
from privpolicy.engine.situation import Situation, Truth, Value
from privpolicy.model.moment import Moment
from privpolicy.source.path import dotted


def describe(requirement: Requirement) -> str:
    """Say in words what a requirement asks."""
    match requirement:
        case Constant(truth):
            return "always" if truth else "never"
        case Within(start, end):
            return interval(start, end)
        case FactIs(fact, _, test):
            return f"`{fact}` is {_test(test)}"
        case ConsentLive(purpose, _, explicit):
            return f"{'explicit ' if explicit else ''}consent for `{purpose}`"
        case NoObjection(purpose):
            return f"no objection to `{purpose}`"
        case Unrestricted():
            return "processing is not restricted"
        case NotOnHold():
            return "there is no legal hold"
        case OriginAmong(activities):
            return f"the data was collected under {either(sorted(activities))}"
        case Stored():
            return "the retention schedule allows it"
        case Undeclared(path):
            return f"the policy states `{dotted(path)}`"
        case AllOf(parts):
            return " and ".join(_part(part) for part in parts)
        case AnyOf(parts):
            return " or ".join(_part(part) for part in parts)
        case Not(part):
            return f"not {_part(part)}"
        case _:
            assert_never(requirement)


def at_fault(requirement: Requirement, situation: Situation, truth: Truth) -> Requirement:
    """Return the part of a requirement that has a truth and brings it about."""
    match requirement:
        case AllOf(parts) | AnyOf(parts):
            found = tuple(part for part in parts if holds(part, situation) is truth)
            return found[0] if len(found) == 1 else type(requirement)(found)
        case _:
            return requirement


def interval(start: Moment | None, end: Moment | None) -> str:
    """Say an interval in words."""
    begins = f"from {day(start)}" if start is not None else ""
    ends = f"until {day(end)}" if end is not None else ""
    return " ".join(part for part in (begins, ends) if part) or "always"


def day(moment: Moment) -> str:
    """Write an instant as a day where it is midnight, else with its time."""
    text = moment.format_iso()
    return text.removesuffix("T00:00:00") if text.endswith("T00:00:00") else text + "Z"


def either(names: Iterable[str]) -> str:
    """List names in backticks, joined by *or*."""
    return " or ".join(f"`{name}`" for name in names)


def _part(part: Requirement) -> str:
    words = describe(part)
    return f"({words})" if isinstance(part, AllOf | AnyOf) else words


def _test(test: Test) -> str:
    match test:
        case OneOf((value,)):
            return _value(value)
        case OneOf(values):
            return "one of " + ", ".join(_value(value) for value in values)
        case Other(value):
            return f"other than {_value(value)}"
        case Bound(sign, limit):
            side = {">=": "at least", "<=": "at most", "<": "before", ">": "after"}[sign]
            return f"{side} {_value(limit)}"
        case _:
            assert_never(test)


def _value(value: Value) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Moment():
            return day(value)
        case str():
            return f"`{value}`"
        case _:
            return str(value)
