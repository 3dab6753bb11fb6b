"""What a policy knows of that the record of a request may name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from privpolicy.engine.situation import Situation
from privpolicy.engine.vocabulary import BUILT_IN_FACTS, FactType, Vocabulary
from privpolicy.model.moment import Moment, read_moment
from privpolicy.model.request import FactValue

DATE: frozenset[object] = frozenset({Moment})
"""No fact is one as it is written: it is a text until it is typed."""
_TYPES: Mapping[str, frozenset[object]] = {
    "boolean": frozenset({bool}),
    "number": frozenset({int, float}),
    "text": frozenset({str}),
    "date": DATE,
}


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The purposes, events, activities and facts of a vocabulary, laid out for a quick look."""

    purposes: Collection[str]
    events: frozenset[str]
    activities: frozenset[str]
    facts: Mapping[str, frozenset[object]]
    """The types, or of an enum the values, that can stand in a situation as they are; ``DATE`` for a date."""

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Terms":
        """Lay out a vocabulary. Built-in facts are left out: they are not stated among the others."""
        declared = {name: fact for name, fact in vocabulary.facts.items() if name not in BUILT_IN_FACTS}
        return cls(
            vocabulary.hierarchies["purpose"].parents,
            vocabulary.events,
            vocabulary.activities,
            {name: _fitting(fact) for name, fact in declared.items()},
        )

    def understood(self, situation: Situation, facts: Mapping[str, FactValue | None]) -> Situation | None:
        """Return a situation with its dates typed; ``facts`` are those beside the built-in ones, as written.

        Returns ``None`` where the record names or states something that is not understood:
        :func:`~privpolicy.engine.bind.bind` says what.
        """
        if situation.origin is not None and situation.origin not in self.activities:
            return None
        consents, objections = situation.consents, situation.objections
        if consents:
            purposes = self.purposes
            for consent in consents:
                if consent.purpose not in purposes:
                    return None
        if objections:
            purposes = self.purposes
            for objection in objections:
                if objection.purpose not in purposes:
                    return None
        events = situation.events
        if events and not self.events.issuperset(events):
            return None
        dates, fitting_of = None, self.facts.get
        for name, value in facts.items():
            fitting = fitting_of(name)
            if fitting is None:
                return None
            if type(value) in fitting or value in fitting or value is None:
                continue
            if fitting is not DATE or not isinstance(value, str):
                return None
            try:
                dates = {**(dates or situation.facts), name: read_moment(value)}
            except ValueError:
                return None
        return situation if dates is None else situation.with_facts(dates)


def _fitting(fact: FactType) -> frozenset[object]:
    return frozenset(fact.values) if fact.type == "enum" else _TYPES[fact.type]
