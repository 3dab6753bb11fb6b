"""A naive evaluator of the policy language: the yardstick of the law tests.

It restates sections 1 to 8 of the language contract one sentence at a time, over plain data, with loops and
without indexes or caches, and shares no code with the engine. With `law=False` every policy is judged as if
`policy.law` were empty. Policies and requests given to it are valid; a request carries `at`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.laws.law_tables import ADEQUACY, AGES_OF_CONSENT, CLAUSES, DEFAULT_AGE_OF_CONSENT, GDPR_AREA

Plain = dict[str, Any]
Truth = bool | None  # None: not known
Codes = frozenset[str]
Chain = tuple[str, ...]  # durations added one after the other
Events = dict[str, datetime | None]  # None: has not happened

BASES = ("consent", "contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests")
BUILT_IN_RECIPIENTS = ("controller", "data-subject", "public")
DEFAULT_OPERATIONS = ("collect", "record", "store", "use", "consult", "restrict", "erase")
PROTECTIVE = ("erase", "anonymise", "restrict")
REMOVING = ("erase", "anonymise")
PACKS = ("eu-gdpr", "fr")  # the second builds on the first, so either brings the guards


@dataclass(frozen=True)
class CategoryVerdict:
    """The answer for one requested category."""

    category: str
    outcome: str
    activity: str | None
    codes: Codes


@dataclass(frozen=True)
class Verdict:
    """The joined answer and the answers it was joined from, in the order of the request."""

    outcome: str
    categories: tuple[CategoryVerdict, ...]


@dataclass(frozen=True)
class Requirement:
    """One requirement of an activity: its truth, and the codes to give when it fails or is not known."""

    value: Truth
    failed: Codes
    unknown: Codes


@dataclass(frozen=True)
class Question:
    """A request about a single category, defaults filled in."""

    policy: Plain
    purpose: str
    category: str
    subject: str
    operation: str
    recipient: str
    origin: str | None
    at: datetime
    complete: bool
    context: Plain
    law: bool  # §8: whether the guards apply


# --- Kleene logic -------------------------------------------------------------------------------------------


def conjunction(values: Iterable[Truth]) -> Truth:
    """False if one is false, else unknown if one is unknown, else true."""
    seen = list(values)
    return False if False in seen else None if None in seen else True


def disjunction(values: Iterable[Truth]) -> Truth:
    """True if one is true, else unknown if one is unknown, else false."""
    seen = list(values)
    return True if True in seen else None if None in seen else False


def negation(value: Truth) -> Truth:
    """The opposite; the opposite of unknown is unknown."""
    return None if value is None else not value


# --- the calendar -------------------------------------------------------------------------------------------


def instant(text: str) -> datetime:
    """§1: a date means 00:00 UTC."""
    when = datetime.fromisoformat(text)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def instant_or_none(text: str | None) -> datetime | None:
    """The instant, or None for null."""
    return None if text is None else instant(text)


def text_of(when: datetime) -> str:
    """The instant as it is written in a request."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def duration_parts(duration: str) -> tuple[int, timedelta]:
    """An ISO 8601 duration as a number of months and a fixed remainder."""
    match = DURATION.fullmatch(duration)
    if match is None:
        raise ValueError(duration)
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    rest = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return years * 12 + months, rest


def days_in(year: int, month: int) -> int:
    """The number of days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def shift_months(when: datetime, months: int) -> datetime | None:
    """That many months later or earlier, clamped to the end of the month; None outside years 1 to 9999."""
    count = when.year * 12 + (when.month - 1) + months
    year, month = count // 12, count % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return when.replace(year=year, month=month, day=min(when.day, days_in(year, month)))


def plus(when: datetime | None, duration: str) -> datetime | None:
    """§4: years and months together, clamped once, then weeks, days, time; past year 9999 is never."""
    if when is None:
        return None
    months, rest = duration_parts(duration)
    moved = shift_months(when, months)
    try:
        return None if moved is None else moved + rest
    except OverflowError:
        return None


def minus(when: datetime | None, duration: str) -> datetime | None:
    """About the instant from which the duration leads here: a place to look around, no exact inverse."""
    if when is None:
        return None
    months, rest = duration_parts(duration)
    try:
        return shift_months(when - rest, -months)
    except OverflowError:
        return None


def plus_all(when: datetime | None, chain: Chain) -> datetime | None:
    """The durations added one after the other."""
    for duration in chain:
        when = plus(when, duration)
    return when


def within(interval: Plain | None, at: datetime) -> bool:
    """§1: half-open, `from` is the first instant that counts, `until` the first that does not."""
    start, end = (interval or {}).get("from"), (interval or {}).get("until")
    return (start is None or instant(start) <= at) and (end is None or at < instant(end))


# --- hierarchies --------------------------------------------------------------------------------------------


def section(policy: Plain, name: str) -> Plain:
    """A section's declarations; §1: three recipients are built in."""
    declared = policy.get(name) or {}
    if name == "recipients":
        return {**{recipient: {} for recipient in BUILT_IN_RECIPIENTS}, **declared}
    return declared


def at_or_above(policy: Plain, name: str, concept: str) -> set[str]:
    """§1: the concept and all it is narrower than, by dots and by `broader`."""
    found = {concept}
    if "." in concept:
        found |= at_or_above(policy, name, concept.rpartition(".")[0])
    for parent in section(policy, name)[concept].get("broader", []):
        found |= at_or_above(policy, name, parent)
    return found


def covers(policy: Plain, name: str, broad: str, narrow: str) -> bool:
    """§2: `narrow` is equal to or narrower than `broad`."""
    return broad in at_or_above(policy, name, narrow)


def at_or_below(policy: Plain, name: str, concept: str) -> set[str]:
    """The concept and all that is narrower."""
    return {each for each in section(policy, name) if covers(policy, name, concept, each)}


def overlap(policy: Plain, name: str, one: str, other: str) -> bool:
    """§3: equal, narrower or broader, or they share a narrower concept."""
    return bool(at_or_below(policy, name, one) & at_or_below(policy, name, other))


def marked(policy: Plain, purpose: str, mark: str) -> bool:
    """§1: "narrower purposes inherit both", by dots and by `broader`."""
    above = at_or_above(policy, "purposes", purpose)
    return any(section(policy, "purposes")[each].get(mark, False) for each in above)


def is_marketing(policy: Plain, purpose: str) -> bool:
    """§1: "a request for a purpose that has a direct-marketing one below it is marketing" too."""
    return any(marked(policy, each, "direct-marketing") for each in at_or_below(policy, "purposes", purpose))


def own(policy: Plain, recipient: str, key: str) -> Any:
    """§1: a recipient's role, country and tools are its own or inherited by dots; `broader` adds none."""
    stated = section(policy, "recipients")[recipient].get(key)
    if stated is None and "." in recipient:
        return own(policy, recipient.rpartition(".")[0], key)
    return stated


def roles(policy: Plain, recipient: str) -> set[str]:
    """§1: "a group has its members' roles"."""
    found = {own(policy, each, "role") for each in at_or_below(policy, "recipients", recipient)}
    return {role for role in found if role is not None}


# --- the record: consents, objections, facts (5, 6) ---------------------------------------------------------


def consents(question: Question) -> list[Plain] | None:
    """§6: a stated list is the whole record; left out it is unknown, under `complete` none."""
    stated: list[Plain] | None = question.context.get("consents")
    return [] if stated is None and question.complete else stated


def objections(question: Question) -> list[Plain] | None:
    """§6: as for consents."""
    stated: list[Plain] | None = question.context.get("objections")
    return [] if stated is None and question.complete else stated


def switch(question: Question, name: str) -> Truth:
    """§6: `restricted` and `legal-hold`, under `complete` false where left out."""
    stated: bool | None = question.context.get(name)
    return False if stated is None and question.complete else stated


def consent_faults(question: Question, activity: Plain, consent: Plain) -> Codes:
    """§5: what keeps a consent from being live; none if it is."""
    settings = activity.get("consent", {})
    given, withdrawn = instant(consent["given"]), instant_or_none(consent.get("withdrawn"))
    if not covers(question.policy, "purposes", consent["purpose"], question.purpose) or given > question.at:
        return frozenset({"consent-missing"})
    faults = set()
    if withdrawn is not None and withdrawn <= question.at:
        faults.add("consent-withdrawn")
    if "valid-for" in settings:
        end = plus(given, settings["valid-for"])
        if end is not None and end <= question.at:
            faults.add("consent-expired")
    if settings.get("explicit", False) and not consent.get("explicit", False):
        faults.add("consent-not-explicit")
    return frozenset(faults)


def counts(question: Question, activity: Plain, consent: Plain) -> Truth:
    """§5: "the `consent` settings of the activity judged apply, and the guard on children's consent (8)"."""
    return False if consent_faults(question, activity, consent) else may_consent(question, consent)


def has_consent(question: Question, activity: Plain) -> Truth:
    """Whether there is a live consent for the request's purpose."""
    record = consents(question)
    return None if record is None else disjunction(counts(question, activity, each) for each in record)


def consent_riddle(question: Question) -> str:
    """§7: what is missing where it is not known whether a consent counts: the record, or the age of a child."""
    return "consent-unknown" if consents(question) is None else "child-consent-unknown"


def live_objections(question: Question) -> list[Plain] | None:
    """§5: raised at or before `at`, not withdrawn at or before `at`, overlapping the request's purpose."""
    record = objections(question)
    if record is None:
        return None
    live = []
    for each in record:
        withdrawn = instant_or_none(each.get("withdrawn"))
        raised = instant(each["raised"]) <= question.at
        touches = overlap(question.policy, "purposes", each["purpose"], question.purpose)
        if raised and touches and not (withdrawn is not None and withdrawn <= question.at):
            live.append(each)
    return live


def fact_type(policy: Plain, fact: str) -> str:
    """§1: `age` and `country` are built in."""
    return {"age": "number", "country": "text"}.get(fact) or str(policy["facts"][fact]["type"])


def stated_fact(question: Question, fact: str) -> Any:
    """§1, §6: a fact from the context; null is left out."""
    place = "subject" if fact in ("age", "country") else "facts"
    return (question.context.get(place) or {}).get(fact)


# --- conditions (5) -----------------------------------------------------------------------------------------


def compares(kind: str, value: Any, operator: str, wanted: Any) -> bool:
    """§5: one comparison of a known fact."""
    if kind == "date":
        value, wanted = instant(value), instant(wanted)
    if operator == "is":
        return bool(value == wanted)
    if operator == "not":
        return bool(value != wanted)
    if operator == "at-least":
        return bool(value >= wanted)
    if operator == "at-most":
        return bool(value <= wanted)
    return bool(value < wanted) if operator == "before" else bool(value > wanted)


def atom(question: Question, fact: str, test: Any) -> Truth:
    """§5: one fact against a value, one of several, or comparisons that must all hold."""
    kind, value = fact_type(question.policy, fact), stated_fact(question, fact)
    if value is None and not question.complete:
        return None
    if value is None and kind != "boolean":
        return False  # "an atom on any other fact left out does not hold"
    if value is None:
        value = False  # "a boolean left out is false"
    if isinstance(test, list):
        return any(compares(kind, value, "is", each) for each in test)
    if isinstance(test, dict):
        return all(compares(kind, value, operator, wanted) for operator, wanted in test.items())
    return compares(kind, value, "is", test)


def clause(question: Question, key: str, test: Any, activity: Plain) -> Truth:
    """§5: one entry of a condition."""
    if key == "any":
        return disjunction(holds(question, each, activity) for each in test)
    if key == "all":
        return conjunction(holds(question, each, activity) for each in test)
    if key == "not":
        return negation(holds(question, test, activity))
    if key == "consent":
        return has_consent(question, activity)  # §3: "a live consent for the request's purpose"
    if key == "legal-basis":
        return activity["legal-basis"] in (test if isinstance(test, list) else [test])
    return atom(question, key, test)


def holds(question: Question, condition: Plain, activity: Plain) -> Truth:
    """§5: "a mapping, all of which must hold"."""
    return conjunction(clause(question, key, test, activity) for key, test in condition.items())


# --- prohibitions (3) ---------------------------------------------------------------------------------------


def touches(question: Question, prohibition: Plain) -> bool:
    """§3: every dimension that is stated overlaps the request."""
    policy = question.policy
    for key, name, asked in (
        ("purposes", "purposes", question.purpose),
        ("data", "data-categories", question.category),
        ("data-subjects", "data-subjects", question.subject),
        ("recipients", "recipients", question.recipient),
    ):
        if key in prohibition and not any(overlap(policy, name, each, asked) for each in prohibition[key]):
            return False
    if "operations" in prohibition and question.operation not in prohibition["operations"]:
        return False
    listed = set(prohibition.get("recipient-roles", []))
    if "recipient-roles" in prohibition and not listed & roles(policy, question.recipient):
        return False
    excepted = prohibition.get("except-purposes", [])
    return not any(covers(policy, "purposes", each, question.purpose) for each in excepted)


def forbids(question: Question, prohibition: Plain, activity: Plain) -> Truth:
    """§3: it touches, is in force, its `when` holds, and no `unless` does."""
    escapes = [holds(question, each, activity) for each in prohibition.get("unless", [])]
    return conjunction(
        [
            touches(question, prohibition),
            within(prohibition.get("effective"), question.at),
            holds(question, prohibition.get("when", {}), activity),
            negation(disjunction(escapes)),
        ]
    )


def forbids_on_any_basis(question: Question, prohibition: Plain) -> bool:
    """§3: "a prohibition that would forbid under any basis"."""
    return all(forbids(question, prohibition, {"legal-basis": basis}) is True for basis in BASES)


# --- retention (4) ------------------------------------------------------------------------------------------


def schedule_of(policy: Plain, activity: Plain) -> Plain | None:
    """§2: a schedule's id, a duration, or a schedule in place."""
    retention = activity.get("retention")
    if isinstance(retention, str):
        if retention.startswith("P"):
            return {"phases": [{"phase": "active", "for": retention}], "then": "erase"}
        named: Plain = policy["retention"][retention]
        return named
    return retention


def until_events(phase: Plain) -> list[str]:
    """§4: `until` is an event or a list of them."""
    until = phase.get("until", [])
    return [until] if isinstance(until, str) else list(until)


def present_phase(schedule: Plain, events: Events, at: datetime) -> int | None:
    """§4: the place of the first phase that has not ended; None after the last."""
    end: datetime | None = None
    for place, phase in enumerate(schedule["phases"]):
        if "from" in phase:
            start = events[phase["from"]]
        elif place == 0:
            start = events["collected"]
        else:
            start = end
        if start is None or start > at:
            return place  # "so is one whose start, written or not, has not happened"
        ends = [events[event] for event in until_events(phase)]
        if "for" in phase:
            ends.append(plus(start, phase["for"]))
        reached = [each for each in ends if each is not None and each <= at]
        if not reached:
            return place
        end = min(reached)  # "at the earlier where both stand"
    return None


def floor_reached(schedule: Plain, events: Events, at: datetime) -> bool:
    """§4: "counted from the start of the first phase; not reached while that start has not happened"."""
    if "at-least" not in schedule:
        return True
    start = events[schedule["phases"][0].get("from", "collected")]
    if start is None or start > at:
        return False
    end = plus(start, schedule["at-least"])
    return end is not None and end <= at


def refusals(question: Question, schedule: Plain, events: Events, hold: bool) -> Codes:
    """§4: why the schedule does not allow purpose and operation now; none if it does."""
    operation, codes = question.operation, set()
    place = present_phase(schedule, events, question.at)
    if place is None and hold and operation in ("store", "restrict"):
        place = len(schedule["phases"]) - 1  # "stays in its last phase for `store` and `restrict`"
    if place is None:
        if operation not in (("erase",) if schedule["then"] == "erase" else ("erase", "anonymise")):
            codes.add("retention-ended")
    else:
        phase = schedule["phases"][place]
        if phase["phase"] == "restricted" and not restricted_phase_allows(question, phase):
            codes.add("retention-phase")
        if "law" in phase and operation in REMOVING:
            codes.add("retention-phase")
    if operation in REMOVING and not floor_reached(schedule, events, question.at):
        codes.add("retention-floor")
    return frozenset(codes)


def restricted_phase_allows(question: Question, phase: Plain) -> bool:
    """§4: only its purposes, protective operations for all; "none given: store, restrict, erase only"."""
    if "purposes" not in phase:
        return question.operation in ("store", "restrict", "erase")
    if question.operation in PROTECTIVE:
        return True
    return any(covers(question.policy, "purposes", each, question.purpose) for each in phase["purposes"])


def mentioned_events(schedule: Plain) -> set[str]:
    """The events a schedule looks at."""
    first = schedule["phases"][0]
    found = set() if "from" in first else {"collected"}
    for phase in schedule["phases"]:
        found |= {phase["from"]} if "from" in phase else set()
        found |= set(until_events(phase))
    return found


def chains(schedule: Plain) -> set[Chain]:
    """Every run of durations that may be added to a date: those of successive phases, and the floor."""
    found: set[Chain] = {(schedule["at-least"],)} if "at-least" in schedule else set()
    phases = schedule["phases"]
    for first, last in itertools.combinations(range(len(phases) + 1), 2):
        run = phases[first:last]
        if all("for" in phase for phase in run):
            found.add(tuple(phase["for"] for phase in run))
    return found


def possible_dates(schedule: Plain, at: datetime) -> list[datetime | None]:
    """§4: "any date or none": none, and one date out of every group that all the clocks treat alike.

    A clock asks of a date only whether it, or it and some durations, has come by `at`. The dates tried lie on
    both sides of every instant where such an answer turns (within the days that clamped months may be off).
    """
    runs: list[Chain] = [(), *sorted(chains(schedule))]
    alike: dict[tuple[bool, ...], datetime | None] = {tuple(False for _ in runs): None}
    for run in runs:
        centre: datetime | None = at
        for duration in reversed(run):
            centre = minus(centre, duration)
        if centre is None:
            continue
        for days, seconds in itertools.product(range(-6, 7), (0, 1)):
            tried = centre + timedelta(days=days, seconds=seconds)
            reached = [plus_all(tried, each) for each in runs]
            alike.setdefault(tuple(each is not None and each <= at for each in reached), tried)
    return list(alike.values())


def possible_events(question: Question, schedule: Plain) -> Iterator[Events]:
    """§6: the stated events; the others not at all under `complete` (`collected`: at `at`), else any date."""
    stated = question.context.get("events") or {}
    known: Events = {event: instant_or_none(date) for event, date in stated.items()}
    missing = sorted(mentioned_events(schedule) - set(known))
    if question.complete:
        yield {**known, **{event: question.at if event == "collected" else None for event in missing}}
        return
    dates = possible_dates(schedule, question.at) if missing else []
    for choice in itertools.product(dates, repeat=len(missing)):
        yield {**known, **dict(zip(missing, choice, strict=True))}


def schedule_answer(question: Question, schedule: Plain, hold: bool) -> tuple[Truth, Codes]:
    """§4: unknown only where two possible dates answer differently."""
    answers = [refusals(question, schedule, events, hold) for events in possible_events(question, schedule)]
    allowed = {not codes for codes in answers}
    return (None if len(allowed) == 2 else allowed.pop()), frozenset().union(*answers)


def retention_requirement(question: Question, activity: Plain) -> Requirement:
    """§4: the schedule allows purpose and operation in the present phase."""
    schedule = schedule_of(question.policy, activity)
    if schedule is None:  # "Without `retention` no clock runs."
        return Requirement(value=True, failed=frozenset(), unknown=frozenset())
    hold = switch(question, "legal-hold")
    if hold is not None:
        value, codes = schedule_answer(question, schedule, hold)
        return Requirement(value, codes, frozenset({"retention-unknown"}))
    free, codes = schedule_answer(question, schedule, hold=False)
    held, _ = schedule_answer(question, schedule, hold=True)
    why = "retention-unknown" if free is None else "legal-hold-unknown"
    return Requirement(disjunction([free, conjunction([None, held])]), codes, frozenset({why}))


# --- the law (8) --------------------------------------------------------------------------------------------


def on_day(start: str | None, end: str | None, at: datetime) -> bool:
    """§1: "every interval in policies, requests and packs is half-open"."""
    return within({"from": start, "until": end}, at)


def age_of_consent(country: str | None, at: datetime) -> int:
    """§8: the age of that country on that day; "a country not stated or not in the table counts as 16"."""
    for place, age, start, end in AGES_OF_CONSENT:
        if place == country and on_day(start, end, at):
            return age
    return DEFAULT_AGE_OF_CONSENT


def about_a_child(question: Question) -> bool:
    """§8: "the request's data subject is or contains one marked `child: true`", by dots or by `broader` (1)."""
    policy, name = question.policy, "data-subjects"
    return any(
        section(policy, name)[above].get("child", False)
        for each in at_or_below(policy, name, question.subject)
        for above in at_or_above(policy, name, each)
    )


def may_consent(question: Question, consent: Plain) -> Truth:
    """§8: consent of a person below the age "must be `by: guardian`"; an age not stated is unknown, or below it."""
    if not question.law or consent.get("by") == "guardian":
        return True
    age = stated_fact(question, "age")
    if age is not None:
        return bool(age >= age_of_consent(stated_fact(question, "country"), question.at))
    if not about_a_child(question):
        return True
    return False if question.complete else None


def built_in(recipient: str) -> bool:
    """§8: "`controller`, `public`, `data-subject` and what is below them", along the dots."""
    return recipient.partition(".")[0] in BUILT_IN_RECIPIENTS


def is_tool(tool: Plain, country: str, at: datetime) -> bool:
    """§8: whether an entry of `transfer-tools` is valid for that country at that instant."""
    if not within(tool, at):
        return False
    framework = tool.get("framework")
    if tool["tool"] == "adequacy":  # "the entry naming that `framework` is its listing"
        return any(
            place == country and part is not None and part == framework and on_day(start, end, at)
            for place, part, start, end in ADEQUACY
        )
    if tool["tool"] == "standard-clauses":
        return any(
            name == framework and on_day(start, closed, instant(tool["from"])) and on_day(start, end, at)
            for name, start, closed, end in CLAUSES
        )
    return True  # "binding rules, or a derogation"


def transfer_to(question: Question, recipient: str) -> Truth:
    """§8: whether data may go to one recipient, whatever is narrower."""
    policy, at = question.policy, question.at
    country = own(policy, recipient, "country")
    if built_in(recipient):
        return True
    if country is None:  # "a mere group of recipients": its members speak for it
        return True if at_or_below(policy, "recipients", recipient) - {recipient} else None
    if any(country in places.split() and on_day(start, end, at) for places, start, end in GDPR_AREA):
        return True
    if any(place == country and part is None and on_day(start, end, at) for place, part, start, end in ADEQUACY):
        return True  # "a decision for a whole country needs no tool stated"
    return any(is_tool(each, country, at) for each in own(policy, recipient, "transfer-tools") or [])


def transfer_guard(question: Question) -> Requirement:
    """§8: "a group of recipients with one member in a third country is a transfer"."""
    found = at_or_below(question.policy, "recipients", question.recipient)
    value = conjunction(transfer_to(question, each) for each in found)
    return plain_requirement(value, "transfer", "transfer-unknown")


def sensitivities(question: Question) -> set[str]:
    """§8: "data with one special category below it is special data"; §1: marks add up, by dots and `broader`."""
    policy, name = question.policy, "data-categories"
    return {
        section(policy, name)[above].get("sensitivity", "ordinary")
        for each in at_or_below(policy, name, question.category)
        for above in at_or_above(policy, name, each)
    }


def special_category_guard(question: Question, activity: Plain) -> Requirement:
    """§8: a condition as well as a basis; "`explicit-consent` needs a live explicit consent"."""
    condition = activity.get("special-category-condition")
    value: Truth = True
    if "special" in sensitivities(question):
        value = condition is not None
        if condition == "explicit-consent":
            asked = {**activity, "consent": {**activity.get("consent", {}), "explicit": True}}
            value = has_consent(question, asked)
    return plain_requirement(value, "special-category", "special-category-unknown")


def criminal_data_guard(question: Question, activity: Plain) -> Requirement:
    """§8: "needs basis `legal-obligation` or `public-task`, and a `law` named"."""
    based = activity["legal-basis"] in ("legal-obligation", "public-task") and "law" in activity
    value = based or "criminal" not in sensitivities(question)
    return plain_requirement(value, "criminal-data", "criminal-data-unknown")


def terminal_equipment_guard(question: Question, activity: Plain) -> Requirement:
    """§8: what is not strictly necessary "permits only with a live consent", "whatever its own basis"."""
    equipment = activity.get("terminal-equipment")
    free = equipment is None or equipment["strictly-necessary"]
    value = True if free else has_consent(question, activity)
    return plain_requirement(value, "terminal-equipment", "terminal-equipment-unknown")


def guards(question: Question, activity: Plain) -> list[Requirement]:
    """§8: the guards beside the one on children's consent, which stands wherever a consent counts (5)."""
    return [
        transfer_guard(question),
        special_category_guard(question, activity),
        criminal_data_guard(question, activity),
        terminal_equipment_guard(question, activity),
    ]


# --- requirements of an activity (2, 5, 6) ------------------------------------------------------------------


def plain_requirement(value: Truth, failed: str, unknown: str) -> Requirement:
    """A requirement with one code for each way to miss it."""
    return Requirement(value, frozenset({failed}), frozenset({unknown}))


def activity_covers(question: Question, activity: Plain) -> bool:
    """§2: each dimension is equal to or narrower than one that the activity lists."""
    return question.operation in activity.get("operations", DEFAULT_OPERATIONS) and all(
        any(covers(question.policy, name, each, asked) for each in listed)
        for name, listed, asked in dimensions(question, activity)
    )


def activity_touches(question: Question, activity: Plain) -> bool:
    """§7: "an activity covers only something narrower than what was asked"."""
    return question.operation in activity.get("operations", DEFAULT_OPERATIONS) and all(
        any(overlap(question.policy, name, each, asked) for each in listed)
        for name, listed, asked in dimensions(question, activity)
    )


def dimensions(question: Question, activity: Plain) -> list[tuple[str, list[str], str]]:
    """§2: section, what the activity lists, what is asked."""
    return [
        ("purposes", activity["purposes"], question.purpose),
        ("data-categories", activity["data"], question.category),
        ("data-subjects", activity["data-subjects"], question.subject),
        ("recipients", activity.get("recipients", ["controller"]), question.recipient),
    ]


def consent_requirement(question: Question, activity: Plain) -> Requirement:
    """§5: a live consent for the request's purpose; §8: one that is live but for the age of the child."""
    faults = [consent_faults(question, activity, each) for each in consents(question) or []]
    failed: Codes = frozenset({"child-consent"})
    if frozenset() not in faults:
        failed = frozenset().union(*faults) - {"consent-missing"} or frozenset({"consent-missing"})
    return Requirement(has_consent(question, activity), failed, frozenset({consent_riddle(question)}))


def grounds(question: Question, activity: Plain) -> Truth:
    """§2: compelling grounds are a text, or a text that counts when a condition holds."""
    stated = activity.get("compelling-grounds")
    if stated is None:
        return False
    return True if isinstance(stated, str) else holds(question, stated.get("when", {}), activity)


def consent_after(question: Question, activity: Plain, raised: list[Plain]) -> Truth:
    """§5: a live consent given after these objections were raised."""
    record = consents(question)
    if record is None:
        return None
    return disjunction(
        counts(question, activity, one)
        for one in record
        if all(instant(one["given"]) > instant(other["raised"]) for other in raised)
    )


def objection_requirement(question: Question, activity: Plain) -> Requirement:
    """§5: no objection stands in the way, be it under Art. 21(1) or, for marketing, under Art. 21(2)."""
    basis, live = activity["legal-basis"], live_objections(question)
    if live == []:
        return plain_requirement(value=True, failed="objected", unknown="objection-unknown")
    objected: Truth = None if live is None else True
    if is_marketing(question.policy, question.purpose):
        # "a consent given after the objection was raised lets activities on consent go on, and no others"
        # (against objections nobody stated, no consent is known to be the later one)
        excuse: Truth = False
        if basis == "consent":
            excuse = None if live is None else consent_after(question, activity, live)
        unknown = "objection-unknown" if live is None else consent_riddle(question)
    elif basis in ("legitimate-interests", "public-task"):
        excuse = grounds(question, activity)
        unknown = "objection-unknown" if live is None else "condition-unknown"
    else:
        return plain_requirement(value=True, failed="objected", unknown="objection-unknown")
    return plain_requirement(disjunction([negation(objected), excuse]), "objected", unknown)


def origin_requirement(question: Question, name: str, activity: Plain) -> Requirement:
    """§6: the origin itself, activities whose `further-processing-of` names it, or consent as a basis."""
    origins = [None, name, *activity.get("further-processing-of", [])]
    value: Truth = question.origin in origins
    if not value and activity["legal-basis"] == "consent":
        value = has_consent(question, activity)
    return plain_requirement(value, "origin-incompatible", consent_riddle(question))


def restriction_requirement(question: Question, activity: Plain) -> Requirement:
    """§6: what goes on under a restriction of processing (Art. 18)."""
    claims = any(
        marked(question.policy, each, "legal-claims")
        for each in activity["purposes"]
        if covers(question.policy, "purposes", each, question.purpose)
    )
    free: list[Truth] = [
        negation(switch(question, "restricted")),
        question.operation in ("store", "restrict", "erase", "anonymise"),
        has_consent(question, activity),
        claims,
    ]
    return plain_requirement(disjunction(free), "restricted", "restriction-unknown")


def force_requirement(question: Question, activity: Plain) -> Requirement:
    """§1, §2: policy and activity are in force."""
    effective = (question.policy["policy"].get("effective"), activity.get("effective"))
    value = all(within(each, question.at) for each in effective)
    return plain_requirement(value, "not-in-force", "not-in-force")


def requirements(question: Question, name: str, activity: Plain) -> list[Requirement]:
    """All that a covering activity has to meet."""
    prohibitions = section(question.policy, "prohibitions").values()
    forbidden = disjunction(forbids(question, each, activity) for each in prohibitions)
    found = [
        retention_requirement(question, activity),
        plain_requirement(negation(forbidden), "prohibited", "prohibition-unknown"),
    ]
    if question.operation in REMOVING:  # §4: "under it `erase` and `anonymise` never hold"
        held = switch(question, "legal-hold")
        found.append(plain_requirement(negation(held), "legal-hold", "legal-hold-unknown"))
    if question.operation in PROTECTIVE:  # §5: they ask for nothing else
        return found
    when = holds(question, activity.get("when", {}), activity)
    found += [
        force_requirement(question, activity),
        plain_requirement(when, "condition-unmet", "condition-unknown"),
        objection_requirement(question, activity),
        origin_requirement(question, name, activity),
        restriction_requirement(question, activity),
    ]
    if activity["legal-basis"] == "consent":
        found.append(consent_requirement(question, activity))
    if question.law:  # §8: "They add guards to every activity"
        found += guards(question, activity)
    return found


# --- decisions (7) ------------------------------------------------------------------------------------------


def silence(question: Question) -> Codes:
    """§3, §7: the codes where no activity covers the category."""
    activities = section(question.policy, "activities").values()
    near = any(activity_touches(question, each) for each in activities)
    codes = {"too-broad" if near else "not-covered"}
    prohibitions = section(question.policy, "prohibitions").values()
    if any(forbids_on_any_basis(question, each) for each in prohibitions):
        codes.add("prohibited")
    return frozenset(codes)


def decide_category(question: Question) -> CategoryVerdict:
    """§7: permit if one permits, else conditional if one is unknown, else deny."""
    judged: list[tuple[str, Truth, list[Requirement]]] = []
    for name, activity in section(question.policy, "activities").items():
        if activity_covers(question, activity):
            asked = requirements(question, name, activity)
            judged.append((name, conjunction(each.value for each in asked), asked))
    for name, value, _ in judged:
        if value is True:
            return CategoryVerdict(question.category, "permit", name, frozenset({"permitted"}))
    for name, value, asked in judged:
        if value is None:
            codes = frozenset().union(*(each.unknown for each in asked if each.value is None))
            return CategoryVerdict(question.category, "conditional", name, codes)
    if not judged:
        return CategoryVerdict(question.category, "deny", None, silence(question))
    failed: Codes = frozenset()
    for _, _, asked in judged:
        failed = failed.union(*(each.failed for each in asked if each.value is False))
    return CategoryVerdict(question.category, "deny", None, failed)


def only_root(policy: Plain) -> str:
    """§6: the policy's only data subject without parents."""
    subjects = policy["data-subjects"]
    (root,) = [each for each in subjects if "." not in each and not subjects[each].get("broader")]
    return str(root)


def questions(policy: Plain, request: Plain, law: bool) -> list[Question]:
    """§6: one question for each category asked, defaults filled in."""
    data = request["data"]
    packs = policy["policy"].get("law") or []
    return [
        Question(
            policy=policy,
            purpose=request["purpose"],
            category=category,
            subject=request["data-subject"] if "data-subject" in request else only_root(policy),
            operation=request.get("operation", "use"),
            recipient=request.get("recipient", "controller"),
            origin=request.get("origin"),
            at=instant(request["at"]),
            complete=request.get("complete", False),
            context=request.get("context") or {},
            law=law and any(pack in PACKS for pack in packs),  # "An empty `policy.law` adds no guard"
        )
        for category in ([data] if isinstance(data, str) else data)
    ]


def decide(policy: Plain, request: Plain, law: bool = True) -> Verdict:
    """§7: any deny denies, else any conditional is conditional, else permit; §8: without `law` the policy alone."""
    categories = tuple(decide_category(question) for question in questions(policy, request, law))
    outcomes = {each.outcome for each in categories}
    joined = "deny" if "deny" in outcomes else "conditional" if "conditional" in outcomes else "permit"
    return Verdict(joined, categories)


# --- until (7) ----------------------------------------------------------------------------------------------


def understood(request: Plain) -> Plain:
    """§7: "the request stays as understood, defaults fixed": `collected` stays at the original `at`."""
    if not request.get("complete", False):
        return request
    context = request.get("context") or {}
    events = {"collected": request["at"], **(context.get("events") or {})}
    return {**request, "context": {**context, "events": events}}


def schedules(policy: Plain) -> list[Plain]:
    """Every schedule an activity may follow, named or in place."""
    found = [schedule_of(policy, activity) for activity in section(policy, "activities").values()]
    return [each for each in found if each is not None]


def turning_points(policy: Plain, request: Plain) -> set[datetime]:
    """Every instant at which anything could change, generously."""
    context = request.get("context") or {}
    activities = list(section(policy, "activities").values())
    prohibitions = list(section(policy, "prohibitions").values())
    found: set[datetime | None] = set()
    for owner in [policy["policy"], *activities, *prohibitions]:
        found |= {instant(edge) for edge in (owner.get("effective") or {}).values()}
    for consent in context.get("consents") or []:
        given = instant(consent["given"])
        found |= {given, instant_or_none(consent.get("withdrawn"))}
        settings = [activity.get("consent", {}) for activity in activities]
        found |= {plus(given, each["valid-for"]) for each in settings if "valid-for" in each}
    for objection in context.get("objections") or []:
        found |= {instant(objection["raised"]), instant_or_none(objection.get("withdrawn"))}
    for date in (context.get("events") or {}).values():
        happened = instant_or_none(date)
        found.add(happened)
        for schedule in schedules(policy):
            found |= {plus_all(happened, run) for run in chains(schedule)}
    return {each for each in found if each is not None}


def law_dates(policy: Plain) -> set[datetime]:
    """§7: "start or end … of an adequacy decision", and of all else the guards look at."""
    edges = [edge for _, start, end in GDPR_AREA for edge in (start, end)]
    edges += [edge for _, _, start, end in (*ADEQUACY, *AGES_OF_CONSENT) for edge in (start, end)]
    edges += [edge for _, start, closed, end in CLAUSES for edge in (start, closed, end)]
    for recipient in section(policy, "recipients").values():
        for tool in recipient.get("transfer-tools", []):
            edges += [tool.get("from"), tool.get("until")]
    return {instant(edge) for edge in edges if edge is not None}


def outcome_of(policy: Plain, request: Plain, category: str | None, law: bool) -> str:
    """The joined outcome, or that of one category."""
    verdict = decide(policy, request, law)
    if category is None:
        return verdict.outcome
    return next(each.outcome for each in verdict.categories if each.category == category)


def until(policy: Plain, request: Plain, category: str | None = None, law: bool = True) -> str | None:
    """§7: the first instant after `at` at which this outcome is another though no fact changes; else None."""
    fixed, at = understood(request), instant(request["at"])
    now = outcome_of(policy, fixed, category, law)
    points = turning_points(policy, fixed) | (law_dates(policy) if law else set())
    for point in sorted(each for each in points if each > at):
        if outcome_of(policy, {**fixed, "at": text_of(point)}, category, law) != now:
            return text_of(point)
    return None
