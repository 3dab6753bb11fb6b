"""Values that stand for all others in one requirement at one instant, as far as it can tell them apart.

Those of facts (:mod:`privpolicy.analysis.values`), the dates of events (:mod:`privpolicy.analysis.dates`), and what is
on record of consents and objections (:mod:`privpolicy.analysis.records`).
"""

from collections.abc import Hashable, Iterable, Iterator

from privpolicy.analysis.dates import chains_of, dates_of
from privpolicy.analysis.persons import givers
from privpolicy.analysis.progress import progress
from privpolicy.analysis.records import consents_of, objections_of
from privpolicy.analysis.signs import one_each
from privpolicy.analysis.values import AGE, COUNTRY, Absent, values_of
from privpolicy.engine.leaves import leaves
from privpolicy.engine.requirement import AgeOfConsent, ConsentLive, FactIs, NoObjection, Requirement, Stored
from privpolicy.engine.situation import UNKNOWN, Situation, Value
from privpolicy.model.moment import Moment
from privpolicy.model.request import Consent, Objection


class StandIns:
    """The stand-ins of one requirement at one instant, each made when it is first asked for."""

    __slots__ = ("_at", "_consents", "_dates", "_ends", "_leaves", "_objections", "_schedules", "_values")

    def __init__(self, found: tuple[Requirement, ...], at: Moment) -> None:
        self._leaves = found
        self._at = at
        self._values: dict[str, tuple[Value | Absent, ...]] = {}
        self._dates: dict[str, tuple[Moment | None, ...]] = {}
        self._schedules = tuple(leaf for leaf in found if isinstance(leaf, Stored))
        self._ends = _ends(self._schedules)
        self._consents: tuple[tuple[Consent, ...], ...] | None = None
        self._objections: tuple[tuple[Objection, ...], ...] | None = None

    @classmethod
    def of(cls, requirement: Requirement, at: Moment) -> "StandIns":
        """Return the stand-ins of a requirement at an instant."""
        return cls(tuple(dict.fromkeys(leaves(requirement))), at)

    def values(self, fact: str) -> tuple[Value | Absent, ...]:
        """Return values of a fact that stand for all, :data:`ABSENT` for one left out of a complete record."""
        if fact not in self._values:
            tests = [leaf for leaf in self._leaves if isinstance(leaf, FactIs) and leaf.fact == fact]
            countries = one_each(_countries(self._limits()), self._age_in) if fact == COUNTRY else ()
            self._values[fact] = tuple(
                dict.fromkeys((*values_of(tests, self._ages() if fact == AGE else ()), *countries))
            )
        return self._values[fact]

    def dates(self, event: str) -> tuple[Moment | None, ...]:
        """Return dates of an event that stand for all, ``None`` for one that has not happened."""
        if event not in self._dates:
            chains = {chain for leaf in self._schedules for chain in chains_of(leaf, event)}
            self._dates[event] = tuple(dates_of(self._at, sorted(chains, key=repr)))
        return self._dates[event]

    def sign(self, situation: Situation) -> Hashable:
        """Return a sign that two situations of one search share where nothing stated further tells them apart.

        ``None`` where no schedule is asked: then no two are alike.
        """
        if not self._schedules:
            return None
        facts = frozenset(situation.facts.items())
        records = (id(situation.consents), id(situation.objections))  # each is one of the few above
        schedules = tuple(progress(one, situation) for one in self._schedules)
        return facts, records, situation.restricted, situation.legal_hold, schedules

    def suffices(self, event: str, situation: Situation) -> bool:
        """Tell whether of an event that nobody stated it suffices to say that it has not happened.

        Of the events that end the same phases only the earliest counts: one of them stands for all.
        """
        ends = self._ends.get(event)
        return bool(ends) and any(
            other != event and self._ends[other] == ends and situation.event(other) is UNKNOWN for other in self._ends
        )

    @property
    def consents(self) -> tuple[tuple[Consent, ...], ...]:
        """Records of consents that stand for all, the one with none first."""
        if self._consents is None:
            asked = [leaf for leaf in self._leaves if isinstance(leaf, ConsentLive)]
            self._consents = tuple(consents_of(asked, self._at, givers(self._leaves)))
        return self._consents

    @property
    def objections(self) -> tuple[tuple[Objection, ...], ...]:
        """Records of objections that stand for all, the one with none first."""
        if self._objections is None:
            asked = [leaf for leaf in self._leaves if isinstance(leaf, NoObjection)]
            given = {consent.given for record in self.consents for consent in record}
            self._objections = tuple(objections_of(asked, self._at, sorted(given)))
        return self._objections

    def people(self, situation: Situation) -> Iterator[dict[str, Value]]:
        """Yield what is stated of a person so that whether it may consent alone is settled."""
        limits = self._limits()
        stated = situation.facts.get(COUNTRY)
        countries = [stated] if stated is not None else [None, *one_each(_countries(limits), self._age_in)]
        for country in countries:
            there: dict[str, Value] = {} if country is None else {COUNTRY: country}
            for age in sorted({limit.at(self._at, country) for limit in limits}, reverse=True):
                yield {**there, AGE: age}
                yield {**there, AGE: age - 1}

    def _limits(self) -> list[AgeOfConsent]:
        return [leaf.minors for leaf in self._leaves if isinstance(leaf, ConsentLive) and leaf.minors is not None]

    def _age_in(self, country: str) -> Hashable:
        return tuple(limit.at(self._at, country) for limit in self._limits())

    def _ages(self) -> Iterable[int]:
        limits = self._limits()
        return {limit.at(self._at, country) for limit in limits for country in (None, *_countries(limits))}


def _ends(schedules: Iterable[Stored]) -> dict[str, frozenset[tuple[int, int]]]:
    """Return by event which phases of which schedules it ends; nothing for one that starts any."""
    ends: dict[str, frozenset[tuple[int, int]]] = {}
    starting: set[str | None] = set()
    for place, schedule in enumerate(schedules):
        starting |= {schedule.timetable.first_event, *(stage.start for stage in schedule.timetable.stages)}
        for number, stage in enumerate(schedule.timetable.stages):
            for event in stage.until:
                ends[event] = ends.get(event, frozenset()) | {(place, number)}
    return {event: phases for event, phases in ends.items() if event not in starting}


def _countries(limits: Iterable[AgeOfConsent]) -> Iterator[str]:
    yield from dict.fromkeys(country for limit in limits for country in limit.limits if country)
