"""When may the answer of a row turn while nothing that it states does? Every such instant, as a list a row."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import ibis
from ibis import Value

from privpolicy.batch.branches import Complete, Condition, Happens, Instant, Row, Run, Stated
from privpolicy.batch.record import literal
from privpolicy.batch.truth import Truths, later
from privpolicy.engine.leaves import leaves
from privpolicy.engine.requirement import ConsentLive, NoObjection, Requirement, Stored, Within
from privpolicy.engine.timetable import turns as timetable_turns
from privpolicy.model.moment import Moment

Slot = Sequence[tuple[Value, Stored]]
"""Retention requirements, each with whether it is that of the row."""


def instants(requirements: Iterable[Requirement], slots: Iterable[Slot], truths: Truths) -> Value:
    """Return, as a list, every instant after the one looked at at which one of the requirements may turn."""
    parts = tuple(chain.from_iterable(map(leaves, requirements)))
    consents = {part for part in parts if isinstance(part, ConsentLive)}
    fixed = {moment for part in parts if isinstance(part, Within) for moment in _ends(part)}
    if "country" in truths.record.facts:
        fixed |= {moment for consent in consents for moment in _ages(consent)}
    lists = [ibis.array([literal(moment) for moment in sorted(fixed)])] if fixed else []
    if consents:
        lists += _consents(consents, truths)
    if any(isinstance(part, NoObjection) for part in parts):
        lists += _objections(truths)
    lists += [_stored(slot, truths) for slot in slots]
    if not lists:
        return ibis.null("array<timestamp>")
    # One list of lists: where lists are joined two by two, each is written out twice by each that follows.
    found = ibis.array([one.cast("array<timestamp>").fill_null(_empty()) for one in lists]).flatten()
    return found.filter(lambda moment: (moment > truths.at) & (moment <= literal(Moment.MAX))).unique()


def _empty() -> Value:
    return ibis.literal([], type="array<timestamp>")


def _ends(interval: Within) -> Iterator[Moment]:
    yield from (moment for moment in (interval.start, interval.end) if moment is not None)


def _ages(consent: ConsentLive) -> Iterator[Moment]:
    if consent.minors is not None:
        for ages in consent.minors.limits.values():
            for interval, _ in ages:
                yield from _ends(interval)


def _consents(consents: Iterable[ConsentLive], truths: Truths) -> Iterator[Value]:
    """Yield the instants of the consents that count for the purpose of the row."""
    if truths.record.consents is None:
        return
    about = truths.record.consents.filter(truths.for_purpose)
    yield about.map(lambda one: one["given"])
    yield about.map(lambda one: one["withdrawn"])
    for lasts in {consent.valid_for for consent in consents if consent.valid_for is not None}:
        yield about.map(lambda one, lasts=lasts: later(one["given"], (lasts,)))


def _objections(truths: Truths) -> Iterator[Value]:
    if truths.record.objections is None:
        return
    about = truths.record.objections.filter(truths.against_purpose)
    yield about.map(lambda one: one["raised"])
    yield about.map(lambda one: one["withdrawn"])


def _stored(slot: Slot, truths: Truths) -> Value:
    """Return the instants at which the schedule of a row may turn."""
    cases = []
    for named, stored in slot:
        found = set(_timetable(stored, truths, complete=False))
        if truths.record.complete is not None:
            found |= set(_timetable(stored, truths, complete=True))
        if found:
            cases.append((named, ibis.array([truths.instant(one) for one in sorted(found, key=Instant.written)])))
    return ibis.cases(*cases, else_=_empty()) if cases else _empty()


def _timetable(stored: Stored, truths: Truths, *, complete: bool) -> Iterator[Instant]:
    """Yield what the engine says of a row that states every event for which there is a column."""
    answers: dict[Condition, bool] = {Complete(): complete}
    for event in stored.timetable.events:
        present = event in truths.record.events
        answers[Stated(event)] = present and not (complete and event == "collected")
        answers[Happens(event)] = True
    yield from timetable_turns(stored.timetable, Row(Run(answers)))  # type: ignore[arg-type, misc]  # a row answers what is asked of a situation, in its own instants
