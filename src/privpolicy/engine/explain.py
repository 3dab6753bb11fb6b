"""Why: the requirement program read in words, for a permit, a denial, an open answer and for silence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar, assert_never

from privpolicy.engine.cell import Program
from privpolicy.engine.evaluate import holds, live_consent, live_objection, may_consent
from privpolicy.engine.nearest import Shortfall
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.reason import Reason, ReasonCode
from privpolicy.engine.record import AnyConsent
from privpolicy.engine.requirement import (
    AllOf,
    Alternative,
    AnyOf,
    Clause,
    ConsentLive,
    NoObjection,
    Requirement,
    Stored,
    Within,
)
from privpolicy.engine.situation import UNKNOWN, Situation, Truth
from privpolicy.engine.timetable import Standing, standings
from privpolicy.engine.vocabulary import SECTIONS, Dimension
from privpolicy.engine.words import at_fault, day, describe, either, interval
from privpolicy.model.duration import add
from privpolicy.model.policy_model import PolicyModel

Kind = TypeVar("Kind", ConsentLive, NoObjection)


_DIMENSIONS: Mapping[Dimension, str] = {
    "purpose": "purpose",
    "data": "data category",
    "data-subject": "data subject",
    "operation": "operation",
    "recipient": "recipient",
}


def truth_of(alternative: Alternative, situation: Situation) -> Truth:
    """Return whether an activity permits, in Kleene's three values."""
    truths = {holds(clause.requirement, situation) for clause in alternative.clauses}
    return False if False in truths else None if None in truths else True


def decisive(program: Program, situation: Situation, outcome: Outcome) -> Alternative | None:
    """Return the activity that a decision names: the first that permits, or the first that is open."""
    if outcome is Outcome.DENY:
        return None
    wanted: Truth = True if outcome is Outcome.PERMIT else None
    return next(found for found in program.alternatives if truth_of(found, situation) is wanted)


def grounds(
    model: PolicyModel, alternative: Alternative, situation: Situation, cites: tuple[str, ...]
) -> Iterator[Reason]:
    """Yield what a permit rests on: the activity, and each requirement that was not settled beforehand."""
    activity = model.activities[alternative.activity]
    path = ("activities", alternative.activity, "legal-basis")
    basis = activity.legal_basis.replace("-", " ")
    said = f": {activity.law}" if activity.law else ""
    message = f"activity `{alternative.activity}` covers it on the basis of {basis}{said}"
    yield Reason("permitted", message, path, cites=cites, activity=alternative.activity)
    for clause in alternative.clauses:
        words = _in_favour(clause, situation)
        if words:
            cites = _cites_at(clause, situation)
            yield Reason("permitted", words, clause.path, cites=cites, activity=alternative.activity)


def failures(alternative: Alternative, situation: Situation) -> Iterator[Reason]:
    """Yield every requirement of an activity that fails."""
    for clause in alternative.clauses:
        if holds(clause.requirement, situation) is False:
            yield from (
                replace(reason, activity=alternative.activity) for reason in _failed(clause, alternative, situation)
            )


def openings(alternative: Alternative, situation: Situation) -> Iterator[Reason]:
    """Yield every requirement of an activity that hangs on something that nobody stated."""
    for clause in alternative.clauses:
        if holds(clause.requirement, situation) is None:
            reason = _unknown(clause, alternative.activity, situation)
            yield replace(reason, activity=alternative.activity)


def silence(shortfalls: Iterable[Shortfall], activity: str | None) -> Iterator[Reason]:
    """Yield why no activity covers a request: the dimensions in which the nearest falls short."""
    if activity is None:
        yield Reason("not-covered", "the policy declares no activity", ("activities",))
        return
    for short in shortfalls:
        path = ("activities", activity, SECTIONS[short.dimension])
        words = _DIMENSIONS[short.dimension]
        if short.narrower:
            message = f"activity `{activity}` covers only something narrower than the {words} `{short.asked}`"
        else:
            message = (
                f"no activity covers it: `{activity}` comes nearest and does not cover the {words} `{short.asked}`"
            )
        yield Reason("too-broad" if short.narrower else "not-covered", message, path, activity=activity)


def forbidden(clause: Clause) -> Reason:
    """Return the reason that a prohibition gives where it forbids whatever would permit."""
    return Reason("prohibited", f"prohibition `{clause.path[1]}` forbids it", clause.path, cites=clause.cites)


def _failed(clause: Clause, alternative: Alternative, situation: Situation) -> Iterator[Reason]:
    activity = alternative.activity
    match clause.kind:
        case "in-force":
            yield _reason(clause, "not-in-force", _out_of_force(clause, situation))
        case "condition":
            fault = describe(at_fault(clause.requirement, situation, truth=False))
            yield _reason(clause, "condition-unmet", f"activity `{activity}` asks that {fault}")
        case "consent":
            yield _consent_reason(clause, situation)
        case "objection":
            yield _reason(clause, "objected", _objection_words(clause.requirement, situation))
        case "restriction":
            yield _reason(clause, "restricted", "processing is restricted, and neither consent nor a claim lifts that")
        case "retention":
            yield from _retention(clause, situation)
        case "legal-hold":
            yield _reason(clause, "legal-hold", "a legal hold stops erasure")
        case "origin":
            words = f"data collected under `{situation.origin}` may not be used under `{activity}`"
            yield _reason(clause, "origin-incompatible", words)
        case "prohibition":
            yield forbidden(clause)
        case "transfer":
            yield _no_transfer(clause, situation)
        case "special-category" | "criminal-data" | "terminal-equipment":
            yield replace(_reason(clause, clause.kind, clause.words), cites=_cites_at(clause, situation))
        case _:
            assert_never(clause.kind)


def _unknown(clause: Clause, activity: str, situation: Situation) -> Reason:
    fault = describe(at_fault(clause.requirement, situation, truth=None))
    match clause.kind:
        case "in-force":
            return _reason(clause, "condition-unknown", f"it is not known whether {fault}")
        case "condition":
            return _reason(clause, "condition-unknown", f"activity `{activity}` asks that {fault}, which is not stated")
        case "consent" | "origin":
            consent = first_part(clause.requirement, ConsentLive)
            if young := _young(clause, situation):
                return young
            words = f"consents are not stated; {describe(consent or clause.requirement)} is needed"
            return _reason(clause, "consent-unknown", words)
        case "objection":
            return _open_objection(clause, situation)
        case "restriction":
            if situation.restricted is None:
                return _reason(clause, "restriction-unknown", "it is not stated whether processing is restricted")
            unsaid = _reason(clause, "consent-unknown", "processing is restricted, and consents are not stated")
            return _young(clause, situation) or unsaid
        case "retention":
            return _open_retention(clause, situation)
        case "legal-hold":
            return _reason(clause, "legal-hold-unknown", "it is not stated whether there is a legal hold")
        case "prohibition":
            missing = "the age of the person" if _young(clause, situation) else f"whether {fault}"
            words = f"prohibition `{clause.path[1]}` may forbid it: {missing} is not stated"
            return _reason(clause, "prohibition-unknown", words)
        case "transfer" | "criminal-data" | "special-category" | "terminal-equipment":
            return _open_guard(clause, situation)
        case _:
            assert_never(clause.kind)


def _open_guard(clause: Clause, situation: Situation) -> Reason:
    """Say what the law asks and nobody stated: a fact of the policy, a consent or an age."""
    lacking = "consents are not stated" if situation.consents is None else "the age of the person is not stated"
    match clause.kind:
        case "special-category":
            return _reason(clause, "special-category-unknown", f"{clause.words}; {lacking}")
        case "terminal-equipment":
            return _reason(clause, "terminal-equipment-unknown", f"{clause.words}; {lacking}")
        case "criminal-data":
            return _reason(clause, "criminal-data-unknown", clause.words)
        case _:
            return _reason(clause, "transfer-unknown", clause.words)


def _in_favour(clause: Clause, situation: Situation) -> str | None:
    """Say how a requirement is met, where the answer is worth telling; ``None`` where it goes without saying."""
    match clause.kind, clause.requirement:
        case "consent", ConsentLive() as consent:
            latest = max(_counting(consent, situation), key=lambda one: one.given)
            giver = "by a guardian " if latest.by == "guardian" else ""
            return f"consent for `{consent.purpose}` was given {giver}on {day(latest.given)}"
        case "condition", requirement:
            return f"its condition holds: {describe(requirement)}"
        case "retention", Stored(timetable) as stored:
            phases = {standing.phase for standing in standings(timetable, situation)}
            if len(phases) != 1:
                return "its retention schedule allows this in every phase that is possible"
            return _phase_words(stored, phases.pop())
        case "transfer", _:
            valid = [ground.words for ground in clause.grounds if ground.holds_at(situation.at)]
            return f"{clause.favour}: {'; '.join(valid)}" if valid else None
        case "special-category" | "criminal-data" | "terminal-equipment", _:
            return clause.favour or None
        case "prohibition", requirement:
            spared = describe(at_fault(requirement, situation, truth=True))
            return f"prohibition `{clause.path[1]}` does not forbid it: {spared}"
        case _:
            return None


def _counting(asked: ConsentLive, situation: Situation) -> Iterator[AnyConsent]:
    """Yield the consents on record that count."""
    for consent in situation.consents or ():
        if live_consent(consent, asked, situation.at) and (
            asked.minors is None or may_consent(consent, asked.minors, situation)
        ):
            yield consent


def _cites_at(clause: Clause, situation: Situation) -> tuple[str, ...]:
    """Return what a clause cites, and the dated law that holds on the day."""
    dated = (cite for ground in clause.grounds if ground.holds_at(situation.at) for cite in ground.cites)
    return tuple(dict.fromkeys((*clause.cites, *dated)))


def _no_transfer(clause: Clause, situation: Situation) -> Reason:
    """Say why no ground covers a transfer on the day, and what became of those that the policy states."""
    stated = "; ".join(ground.words for ground in clause.grounds) or "the policy states none"
    words = f"{clause.words} ({stated}); none is valid on {day(situation.at)}"
    cites = (*clause.cites, *(cite for ground in clause.grounds for cite in ground.cites_at(situation.at)))
    return replace(_reason(clause, "transfer", words), cites=tuple(dict.fromkeys(cites)))


def _young(clause: Clause, situation: Situation) -> Reason | None:
    """Return the reason that a consent on record may be a child's own, where that is all that is not known."""
    consent = first_part(clause.requirement, ConsentLive)
    if situation.consents is None or consent is None or consent.minors is None:
        return None
    words = "the age of the person is not stated, and consent of a child is its guardian's to give"
    return replace(_reason(clause, "child-consent-unknown", words), cites=consent.minors.cites)


def _phase_words(stored: Stored, phase: int) -> str:
    if phase == len(stored.in_phase):
        return "its retention schedule has ended, and allows this"
    return f"its retention schedule is in phase {phase + 1} of {len(stored.in_phase)}, which allows this"


def _reason(clause: Clause, code: ReasonCode, message: str) -> Reason:
    return Reason(code, message, clause.path, cites=clause.cites)


def _out_of_force(clause: Clause, situation: Situation) -> str:
    what = "the policy" if clause.path[0] == "policy" else f"activity `{clause.path[1]}`"
    when = clause.requirement
    words = interval(when.start, when.end) if isinstance(when, Within) else describe(when)
    return f"{what} is in force {words}, not on {day(situation.at)}"


@dataclass(frozen=True, slots=True)
class _Lack:
    code: ReasonCode
    words: str


def _consent_reason(clause: Clause, situation: Situation) -> Reason:
    consent = first_part(clause.requirement, ConsentLive)
    if consent is None:
        return _reason(clause, "consent-missing", "consent is missing")
    lack = _lack(consent, situation)
    young = lack.code == "child-consent" and consent.minors is not None
    cites = consent.minors.cites if young and consent.minors is not None else clause.cites
    return replace(_reason(clause, lack.code, lack.words), cites=cites)


def _lack(asked: ConsentLive, situation: Situation) -> _Lack:
    """Say why no consent on record counts, of the most recent one that comes into question."""
    about = [c for c in situation.consents or () if c.purpose in asked.broader and c.given <= situation.at]
    if not about:
        later = any(c.purpose in asked.broader for c in situation.consents or ())
        words = "is given only later" if later else "is not on record"
        return _Lack("consent-missing", f"consent for `{asked.purpose}` {words}")
    if any(live_consent(c, asked, situation.at) for c in about):
        return _Lack("child-consent", f"consent for `{asked.purpose}` {_too_young(situation)}; a guardian must give it")
    if any(live_consent(c, replace(asked, explicit=False), situation.at) for c in about):
        return _Lack("consent-not-explicit", f"consent for `{asked.purpose}` is on record, but not an explicit one")
    latest = max(about, key=lambda consent: consent.given)
    if latest.withdrawn is not None and latest.withdrawn <= situation.at:
        return _Lack("consent-withdrawn", f"consent for `{asked.purpose}` was withdrawn on {day(latest.withdrawn)}")
    return _Lack("consent-expired", f"consent for `{asked.purpose}` {_expiry(latest, asked)}")


def _too_young(situation: Situation) -> str:
    age = situation.facts.get("age")
    if age is None:
        return "is the person's own, whose age is not stated and who may be a child"
    return f"is the person's own at the age of {age}"


def _expiry(consent: AnyConsent, asked: ConsentLive) -> str:
    end = add(consent.given, asked.valid_for) if asked.valid_for is not None else None
    return f"ran out on {day(end)}" if end is not None else "no longer counts"


def _objection_words(requirement: Requirement, situation: Situation) -> str:
    objection = first_part(requirement, NoObjection)
    live = [
        one
        for one in situation.objections or ()
        if objection is not None and one.purpose in objection.overlapping and live_objection(one, situation.at)
    ]
    if not live:
        return "the person objected"
    first = min(live, key=lambda one: one.raised)
    return f"the person objected to `{first.purpose}` on {day(first.raised)}"


def _open_objection(clause: Clause, situation: Situation) -> Reason:
    objection = first_part(clause.requirement, NoObjection)
    if situation.objections is None or objection is None:
        return _reason(clause, "objection-unknown", "it is not stated whether the person objected")
    if objection.lifted_by is not None:
        words = f"the person objected, and it is not stated whether a consent for `{objection.purpose}` came after"
        return _young(replace(clause, requirement=objection.lifted_by), situation) or _reason(
            clause, "consent-unknown", words
        )
    return _reason(clause, "condition-unknown", "the person objected, and it is not stated whether grounds outweigh it")


def _retention(clause: Clause, situation: Situation) -> Iterator[Reason]:
    stored = clause.requirement
    if not isinstance(stored, Stored):
        yield _reason(clause, "retention-phase", "the retention schedule never allows this")
        return
    for code in refusals(stored, situation):
        yield _reason(clause, code, _RETENTION_WORDS[code])


def refusals(stored: Stored, situation: Situation) -> list[ReasonCode]:
    """Return why a schedule does not allow an operation in the standings that are possible, in the order of telling."""
    found = {code for standing in standings(stored.timetable, situation) for code in _refusals(stored, standing)}
    return [code for code in _RETENTION_WORDS if code in found]


_RETENTION_WORDS: Mapping[ReasonCode, str] = {
    "retention-floor": "the data must be kept longer before it may be erased",
    "retention-phase": "the present phase of the retention schedule does not allow this",
    "retention-ended": "the retention schedule has ended; only erasure is left",
}


def _refusals(stored: Stored, standing: Standing) -> Iterator[ReasonCode]:
    """Yield why a schedule does not allow an operation in one of the standings that are possible."""
    if not standing.floor_reached:
        yield "retention-floor"
    if standing.phase == len(stored.in_phase):
        if not stored.ended:
            yield "retention-ended"
    elif not stored.in_phase[standing.phase]:
        yield "retention-phase"


def _open_retention(clause: Clause, situation: Situation) -> Reason:
    missing = _unstated_events(clause.requirement, situation)
    if missing:
        words = f"the phase of the retention schedule hangs on {either(missing)}, which is not stated"
        return _reason(clause, "retention-unknown", words)
    return _reason(clause, "legal-hold-unknown", "the retention schedule has ended, and a legal hold is not stated")


def _unstated_events(requirement: Requirement, situation: Situation) -> list[str]:
    """Return the events of a retention schedule that are not stated: where there are none, a hold is what is open."""
    if not isinstance(requirement, Stored):
        return []
    return [event for event in requirement.timetable.events if situation.event(event) is UNKNOWN]


def first_part(requirement: Requirement, kind: type[Kind]) -> Kind | None:
    """Return the first requirement of a kind in a tree of connectives."""
    if isinstance(requirement, kind):
        return requirement
    if isinstance(requirement, AllOf | AnyOf):
        return next((found for part in requirement.parts if (found := first_part(part, kind)) is not None), None)
    return None
