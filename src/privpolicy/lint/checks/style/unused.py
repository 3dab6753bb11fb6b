"""Declarations that nothing reaches."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from privpolicy.engine.vocabulary import Dimension
from privpolicy.lint.check import Remark
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import CompellingGrounds
from privpolicy.model.condition import Condition
from privpolicy.model.declaration import Declaration
from privpolicy.model.retention import Phase, Schedule

NONE = "none"
"""The `source` of a declaration behind which no text stands: it is there to be asked about, and nothing else."""


def unused_purpose(x: Examined) -> Iterator[Remark]:
    """Purpose that nothing reaches.

    A purpose that no activity, prohibition or schedule names, and that is neither broader nor narrower than one they
    name, is told to the reader of the policy and pursued by nobody. Often an activity is missing, or names another
    purpose by mistake.

    Sometimes a purpose is declared only so that programs may ask about it and get a clear no. Say so with
    `source: none`, and nothing is reported, nor for what is below it. The same holds of all declarations.

    Avoid::

        purposes:
          service: {}
          profiling: {}                # expect
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]

    Prefer::

        purposes:
          service: {}
          service.billing: {}
          profiling: {source: none, description: Declared so that it can be asked about}
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
    """
    named = {purpose for one in x.model.activities.values() for purpose in one.purposes}
    for prohibition in x.model.prohibitions.values():
        named.update(prohibition.purposes or (), prohibition.except_purposes)
    for phase in _phases(x):
        named.update(phase.purposes or ())
    yield from _unreached(x, "purpose", "purposes", x.model.purposes, named)


def unused_category(x: Examined) -> Iterator[Remark]:
    """Data category that nothing reaches.

    No activity and no prohibition names this category, one that is broader, or one that is narrower. Either data of
    this kind is not processed, and then the declaration misleads, or the activity that does process it is missing.

    A category that is declared only to be asked about says `source: none`.

    Avoid::

        data-categories:
          contact: {}
          location: {}                 # expect
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]

    Prefer::

        data-categories:
          contact: {}
          contact.email: {}
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact.email]
    """
    named = {category for one in x.model.activities.values() for category in one.data}
    for prohibition in x.model.prohibitions.values():
        named.update(prohibition.data or ())
    yield from _unreached(x, "data", "data-categories", x.model.data_categories, named)


def unused_subject(x: Examined) -> Iterator[Remark]:
    """Data subject that nothing reaches.

    No activity, no prohibition and no list of the notice names these persons, others that include them, or some of
    them. Readers are told of persons with whom nothing is done; or what is done with them is missing.

    Persons who are declared only to be asked about say `source: none`.

    Avoid::

        data-subjects:
          customer: {}
          applicant: {}                # expect
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]

    Prefer::

        data-subjects:
          customer: {}
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
    """
    named = {subject for one in x.model.activities.values() for subject in one.data_subjects}
    for prohibition in x.model.prohibitions.values():
        named.update(prohibition.data_subjects or ())
    if x.model.notice is not None:
        named.update(x.model.notice.from_elsewhere)
    yield from _unreached(x, "data-subject", "data-subjects", x.model.data_subjects, named)


def unused_event(x: Examined) -> Iterator[Remark]:
    """Event on which no clock hangs.

    Events start and end the phases of storage, and do nothing else. One that no schedule names is a date that programs
    look up and state in vain, or a schedule has lost its end.

    Avoid::

        events:
          contract-end: {}
          last-login: {}               # expect
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            retention:
              phases: [{phase: active, until: contract-end}]
              then: erase

    Prefer::

        events:
          contract-end: {}
          last-login: {}
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            retention:
              phases: [{phase: active, until: [contract-end, last-login]}]
              then: erase
    """
    named: set[str] = set()
    for phase in _phases(x):
        named.update(phase.until_events, (phase.from_,) if phase.from_ else ())
    for name in (one for one in x.model.events if one not in named):
        yield from _idle(x, ("events", name), x.model.events, f"no schedule starts or ends with the event `{name}`")


def unused_fact(x: Examined) -> Iterator[Remark]:
    """Fact for which no condition asks.

    Requests may state it, and no answer hangs on it. Whoever reads the declaration will believe that it matters.

    Avoid::

        facts:
          suspected-fraud: {type: boolean}     # expect
        activities:
          fraud-check:
            purposes: [security]
            legal-basis: legitimate-interests
            legitimate-interest: not to be defrauded
            data-subjects: [customer]
            data: [order]

    Prefer::

        facts:
          suspected-fraud: {type: boolean}
        activities:
          fraud-check:
            purposes: [security]
            legal-basis: legitimate-interests
            legitimate-interest: not to be defrauded
            data-subjects: [customer]
            data: [order]
            when: {suspected-fraud: true}
    """
    named: set[str] = set()
    for condition in _conditions(x):
        _add_facts(condition, named)
    for name in (one for one in x.model.facts if one not in named):
        yield from _idle(x, ("facts", name), x.model.facts, f"no condition asks for the fact `{name}`")


def unused_safeguard(x: Examined) -> Iterator[Remark]:
    """Safeguard to which no activity obliges.

    A measure that stands in the policy and that no permit hands on is a promise which no program hears of.

    Avoid::

        safeguards:
          encryption: {}
          pseudonyms: {}               # expect
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            obligations: [encryption]

    Prefer::

        safeguards:
          encryption: {}
          pseudonyms: {}
        activities:
          account:
            purposes: [service]
            legal-basis: contract
            data-subjects: [customer]
            data: [contact]
            obligations: [encryption, pseudonyms]
    """
    named = {safeguard for one in x.model.activities.values() for safeguard in one.obligations}
    for name in (one for one in x.model.safeguards if one not in named):
        yield from _idle(x, ("safeguards", name), x.model.safeguards, f"no activity obliges to the safeguard `{name}`")


def unused_schedule(x: Examined) -> Iterator[Remark]:
    """Retention schedule that binds no activity.

    A schedule binds the activities that name it. One that none names deletes nothing, however strict it looks, and
    the data for which it was written may be kept without an end.

    Avoid::

        retention:
          invoices:                    # expect
            phases: [{phase: active, for: P10Y}]
            then: erase
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [invoice]

    Prefer::

        retention:
          invoices:
            phases: [{phase: active, for: P10Y}]
            then: erase
        activities:
          billing:
            purposes: [billing]
            legal-basis: contract
            data-subjects: [customer]
            data: [invoice]
            retention: invoices
    """
    named = {one.retention for one in x.model.activities.values() if isinstance(one.retention, str)}
    for name in (one for one in x.model.retention if one not in named):
        yield from _idle(x, ("retention", name), x.model.retention, f"no activity names the schedule `{name}`")


def _unreached(
    x: Examined, dimension: Dimension, section: str, declared: Mapping[str, Declaration], named: Iterable[str]
) -> Iterator[Remark]:
    """Yield the broadest concepts that overlap with none that is named."""
    hierarchy = x.vocabulary.hierarchies[dimension]
    reached = _led_to(_led_to(named, hierarchy.children.__getitem__), hierarchy.parents.__getitem__)
    idle = [name for name in declared if name not in reached]
    within = frozenset(idle)
    kind = section.removesuffix("s").replace("-", " ") if dimension != "data" else "data category"
    for name in idle:
        if within.isdisjoint(hierarchy.parents[name]):
            below = len(_led_to([name], hierarchy.children.__getitem__) & within) - 1
            and_below = f" or one of the {below} below it" if below > 1 else " or the one below it" if below else ""
            yield from _idle(x, (section, name), declared, f"nothing reaches the {kind} `{name}`{and_below}")


def _led_to(names: Iterable[str], edges: Callable[[str], Iterable[str]]) -> set[str]:
    """Return the names and everything that they lead to."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += edges(name)
    return found


def _idle(x: Examined, path: tuple[str, str], declared: Mapping[str, Declaration], message: str) -> Iterator[Remark]:
    """Say that a declaration is idle, unless it says so itself, or the policy is no more than a vocabulary."""
    if x.model.activities and not _is_to_be_asked_about(path[1], declared):
        advice = f"remove it, name it where it belongs, or write `source: {NONE}` if it is there to be asked about"
        yield Remark(path, message, advice, on_key=True)


def _is_to_be_asked_about(name: str, declared: Mapping[str, Declaration]) -> bool:
    """Tell whether a declaration, or one above it, says that no text stands behind it."""
    while name in declared:
        if declared[name].source == NONE:
            return True
        name = name.rpartition(".")[0]
    return False


def _phases(x: Examined) -> Iterator[Phase]:
    for schedule in x.model.retention.values():
        yield from schedule.phases
    for activity in x.model.activities.values():
        if isinstance(activity.retention, Schedule):
            yield from activity.retention.phases


def _conditions(x: Examined) -> Iterator[Condition]:
    for activity in x.model.activities.values():
        if activity.when is not None:
            yield activity.when
        if isinstance(activity.compelling_grounds, CompellingGrounds) and activity.compelling_grounds.when is not None:
            yield activity.compelling_grounds.when
    for prohibition in x.model.prohibitions.values():
        if prohibition.when is not None:
            yield prohibition.when
        yield from prohibition.unless


def _add_facts(condition: Condition, found: set[str]) -> None:
    found.update(condition.facts)
    for part in (*(condition.any_ or ()), *(condition.all_ or ()), *((condition.not_,) if condition.not_ else ())):
        _add_facts(part, found)
