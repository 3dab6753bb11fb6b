"""Does a requirement hold? Kleene's three values, and one closure a requirement: a decision runs no ``match``."""

from collections.abc import Callable, Mapping
from operator import ge, gt, le, lt
from typing import Any, assert_never

from privpolicy.engine.clock import Clock
from privpolicy.engine.record import AnyConsent, AnyObjection
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
from privpolicy.engine.situation import Situation, Truth, Value
from privpolicy.engine.storage import stored
from privpolicy.model.duration import add
from privpolicy.model.moment import Moment

Evaluator = Callable[[Situation], Truth]


def holds(requirement: Requirement, situation: Situation) -> Truth:
    """Tell whether a requirement holds in a situation."""
    return evaluator(requirement)(situation)


def evaluator(requirement: Requirement) -> Evaluator:
    """Compile a requirement into a function of the situation."""
    match requirement:
        case Constant(truth):
            return lambda _: truth
        case Within(start, end):
            return _within(start, end)
        case FactIs():
            return _fact(requirement)
        case ConsentLive():
            return _consent(requirement)
        case NoObjection():
            return _unobjected(requirement)
        case Unrestricted():
            return lambda situation: None if situation.restricted is None else not situation.restricted
        case NotOnHold():
            return lambda situation: None if situation.legal_hold is None else not situation.legal_hold
        case OriginAmong(activities):
            return lambda situation: situation.origin is None or situation.origin in activities
        case Stored():
            return stored(requirement)
        case Undeclared(path):
            return lambda situation: path in situation.supposed or None
        case AllOf(parts):
            return all_of(tuple(evaluator(part) for part in parts))
        case AnyOf(parts):
            return any_of(tuple(evaluator(part) for part in parts))
        case Not(part):
            return _not(evaluator(part))
        case _:
            assert_never(requirement)


def passes(test: Test, value: Value) -> bool:
    """Tell whether a value of a fact passes a test."""
    match test:
        case OneOf(values):
            return value in values
        case Other(other):
            return value != other
        case Bound(sign, limit):
            return _compare(sign, value, limit)
        case _:
            assert_never(test)


def live_consent(consent: AnyConsent, requirement: ConsentLive, at: Moment) -> bool:
    """Tell whether a consent counts at an instant: for the purpose, given, not withdrawn, not run out, explicit."""
    return (
        consent.purpose in requirement.broader
        and consent.given <= at
        and (consent.withdrawn is None or consent.withdrawn > at)
        and (consent.explicit or not requirement.explicit)
        and (requirement.valid_for is None or _runs(consent.given, requirement, at))
    )


def live_objection(objection: AnyObjection, at: Moment) -> bool:
    """Tell whether an objection is live at an instant: raised, and not withdrawn."""
    return objection.raised <= at and (objection.withdrawn is None or objection.withdrawn > at)


def consented(requirement: ConsentLive, situation: Situation, after: Moment | None) -> Truth:
    """Tell whether a live consent is on record, given after an instant where one is named."""
    consents = situation.consents
    if consents is None:
        return None
    truth: Truth = False
    at = situation.at
    for consent in consents:
        if live_consent(consent, requirement, at) and (after is None or consent.given > after):
            may = True if requirement.minors is None else may_consent(consent, requirement.minors, situation)
            if may:
                return True
            if may is None:
                truth = None
    return truth


def may_consent(consent: AnyConsent, limit: AgeOfConsent, situation: Situation) -> Truth:
    """Tell whether a consent was given by somebody who may give it: a guardian, or a person who is old enough."""
    return consent.by == "guardian" or old_enough(limit, situation)


def old_enough(limit: AgeOfConsent, situation: Situation) -> Truth:
    """Tell whether the person consents alone; somebody of unstated age does unless the data subject is a child."""
    age = situation.facts.get("age")
    if age is not None and isinstance(age, int | float):
        return age >= limit.at(situation.at, situation.facts.get("country"))
    if not limit.child:
        return True
    return False if situation.complete else None


def _runs(given: Moment, requirement: ConsentLive, at: Moment) -> bool:
    end = add(given, requirement.valid_for) if requirement.valid_for is not None else None
    return end is None or at < end


def _within(start: Moment | None, end: Moment | None) -> Evaluator:
    if end is None:
        return lambda situation: start is None or start <= situation.at
    if start is None:
        return lambda situation: situation.at < end
    return lambda situation: start <= situation.at < end


def _fact(requirement: FactIs) -> Evaluator:
    """Say what :func:`passes` says of a value that is stated, with what hangs on the test alone settled beforehand."""
    match requirement.test:
        case OneOf((only,)):
            return _equal(requirement, only)
        case Bound(sign, limit):
            return _bounded(requirement, sign, limit)
        case OneOf(values):
            return _among(requirement, values)
        case _:
            return _passing(requirement)


# What hangs on a requirement stands in the defaults of its function: one place to look at, where a closure has a cell
# for each value. Between a thousand different requests that is what takes the time.


def _equal(requirement: FactIs, only: Value) -> Evaluator:
    fact, absent = requirement.fact, _absent(requirement)

    def evaluate(situation: Situation, fact: str = fact, only: Value = only, absent: bool = absent) -> Truth:
        value = situation.facts.get(fact)
        if value is None:
            return absent if situation.complete else None
        return value == only

    return evaluate


def _bounded(requirement: FactIs, sign: str, limit: float | Moment) -> Evaluator:
    """Compare a number with a number and a date with a date; nothing else is on the right side of a limit."""
    fact, absent, compare = requirement.fact, _absent(requirement), _SIGNS[sign]
    kinds = (Moment,) if isinstance(limit, Moment) else (int, float)

    def evaluate(  # noqa: PLR0917  # nobody passes them
        situation: Situation,
        fact: str = fact,
        kinds: tuple[type, ...] = kinds,
        compare: Callable[[Any, Any], bool] = compare,
        limit: float | Moment = limit,
        absent: bool = absent,
    ) -> Truth:
        value = situation.facts.get(fact)
        if value is None:
            return absent if situation.complete else None
        return isinstance(value, kinds) and compare(value, limit)

    return evaluate


def _among(requirement: FactIs, values: tuple[Value, ...]) -> Evaluator:
    fact, absent = requirement.fact, _absent(requirement)

    def evaluate(
        situation: Situation, fact: str = fact, values: tuple[Value, ...] = values, absent: bool = absent
    ) -> Truth:
        value = situation.facts.get(fact)
        if value is None:
            return absent if situation.complete else None
        return value in values

    return evaluate


def _passing(requirement: FactIs) -> Evaluator:
    fact, absent, test = requirement.fact, _absent(requirement), requirement.test

    def evaluate(situation: Situation) -> Truth:
        value = situation.facts.get(fact)
        if value is None:
            return absent if situation.complete else None
        return passes(test, value)

    return evaluate


def _absent(requirement: FactIs) -> bool:
    """Return what a fact that is left out of a whole record says."""
    return requirement.type == "boolean" and passes(requirement.test, value=False)


def _compare(sign: str, value: Value, limit: float | Moment) -> bool:
    match value, limit:
        case (Moment(), Moment()) | (int() | float(), int() | float()):
            return _SIGNS[sign](value, limit)
        case _:
            return False


_SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, ">": gt, ">=": ge, "<=": le}


def _consent(requirement: ConsentLive) -> Evaluator:
    """Say what :func:`consented` says, with what hangs on the requirement alone looked up beforehand."""
    clock = Clock(requirement.valid_for) if requirement.valid_for is not None else None

    def evaluate(
        situation: Situation,
        broader: frozenset[str] = requirement.broader,
        explicit: bool = requirement.explicit,
        clock: Clock | None = clock,
        minors: AgeOfConsent | None = requirement.minors,
    ) -> Truth:
        consents = situation.consents
        if not consents:
            return None if consents is None else False
        at, unknown = situation.at, False
        for consent in consents:
            given, withdrawn = consent.given, consent.withdrawn
            if consent.purpose not in broader or given > at or (explicit and not consent.explicit):
                continue
            if (withdrawn is not None and withdrawn <= at) or (clock is not None and clock.over(given, at)):
                continue
            may = True if minors is None else may_consent(consent, minors, situation)
            if may:
                return True
            unknown = unknown or may is None
        return None if unknown else False

    return evaluate


def _unobjected(requirement: NoObjection) -> Evaluator:
    overlapping, lifted_by = requirement.overlapping, requirement.lifted_by

    def evaluate(situation: Situation) -> Truth:
        objections = situation.objections
        if not objections:
            return None if objections is None else True
        at = situation.at
        latest: Moment | None = None
        for objection in objections:
            if objection.purpose in overlapping and live_objection(objection, at):
                latest = objection.raised if latest is None else max(latest, objection.raised)
        if latest is None:
            return True
        return False if lifted_by is None else consented(lifted_by, situation, latest)

    return evaluate


def all_of(parts: tuple[Evaluator, ...]) -> Evaluator:
    """Return a function that tells whether each of some hold."""

    def evaluate(situation: Situation) -> Truth:
        truth: Truth = True
        for part in parts:
            value = part(situation)
            if value is False:
                return False
            if value is None:
                truth = None
        return truth

    return evaluate


def any_of(parts: tuple[Evaluator, ...]) -> Evaluator:
    """Return a function that tells whether one of some holds."""

    def evaluate(situation: Situation) -> Truth:
        truth: Truth = False
        for part in parts:
            value = part(situation)
            if value is True:
                return True
            if value is None:
                truth = None
        return truth

    return evaluate


def _not(part: Evaluator) -> Evaluator:
    def evaluate(situation: Situation) -> Truth:
        value = part(situation)
        return None if value is None else not value

    return evaluate
