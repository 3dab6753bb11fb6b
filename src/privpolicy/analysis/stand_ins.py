"""Values that stand for all others in one requirement at one instant, as far as it can tell them apart.

Those of facts (:mod:`privpolicy.analysis.values`), the dates of events (:mod:`privpolicy.analysis.dates`), and what is
on record of consents and objections (:mod:`privpolicy.analysis.records`).
"""

from collections.abc import Hashable, Iterable, Iterator

from privpolicy.analysis.dates import chains_of, dates_of
from privpolicy.analysis.persons import givers
from privpolicy.analysis.records import consents_of, objections_of
from privpolicy.analysis.signs import one_each
from privpolicy.analysis.values import AGE, COUNTRY, Absent, values_of
from privpolicy.engine.leaves import leaves
from privpolicy.engine.requirement import AgeOfConsent, ConsentLive, FactIs, NoObjection, Requirement, Stored
from privpolicy.engine.situation import Situation, Value
from privpolicy.model.moment import Moment
from privpolicy.model.request import Consent, Objection


class StandIns:
    """The stand-ins of one requirement at one instant, each made when it is first asked for."""

    __slots__ = ("_at", "_consents", "_dates", "_leaves", "_objections", "_values")

    def __init__(self, found: tuple[Requirement, ...], at: Moment) -> None:
        self._leaves = found
        self._at = at
        self._values: dict[str, tuple[Value | Absent, ...]] = {}
        self._dates: dict[str, tuple[Moment | None, ...]] = {}
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
            chains = {chain for leaf in self._leaves if isinstance(leaf, Stored) for chain in chains_of(leaf, event)}
            self._dates[event] = tuple(dates_of(self._at, sorted(chains, key=repr)))
        return self._dates[event]

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


def _countries(limits: Iterable[AgeOfConsent]) -> Iterator[str]:
    yield from dict.fromkeys(country for limit in limits for country in limit.limits if country)
