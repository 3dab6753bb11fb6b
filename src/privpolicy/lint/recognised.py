"""What of a policy a retention period is about, recognised by the signs that the law packs give."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from privpolicy.engine.vocabulary import Dimension, Vocabulary
from privpolicy.law.concerns import Concerns, Signs
from privpolicy.law.period import RetentionPeriod
from privpolicy.model.activity import Activity
from privpolicy.model.declaration import Declaration
from privpolicy.model.moment import Moment
from privpolicy.model.policy_model import PolicyModel


@dataclass(frozen=True, slots=True)
class Recognised:
    """A period that holds on a day, and the names of a policy that it is about."""

    id: str
    period: RetentionPeriod
    concerns: Concerns
    data: frozenset[str] | None
    """The categories; ``None``: it is not about certain categories."""
    broader: frozenset[str]
    """Categories with one of these below them: who keeps such a one keeps one of these."""
    purposes: frozenset[str] | None
    subjects: frozenset[str] | None
    spared: frozenset[str]
    """Categories to which it surely does not extend."""

    def about(self, activity: Activity) -> bool:
        """Tell whether it is about an activity."""
        bases = self.concerns.bases
        return (
            (not bases or activity.legal_basis in bases)
            and (self.data is None or any(one in self.data or one in self.broader for one in activity.data))
            and (self.purposes is None or not self.purposes.isdisjoint(activity.purposes))
            and (self.subjects is None or not self.subjects.isdisjoint(activity.data_subjects))
        )

    def kept(self, activity: Activity, vocabulary: Vocabulary) -> tuple[str, ...]:
        """Return the categories that it is about among those of an activity, and where it is about none, all."""
        if self.data is None:
            return activity.data
        found: list[str] = []
        for name in activity.data:
            if name in self.data:
                found.append(name)
            elif name in self.broader:
                below = vocabulary.narrower("data", (name,)) & self.data
                found += sorted(one for one in below if not _has_parent_in(one, below))
        return tuple(dict.fromkeys(found))

    def roots(self, vocabulary: Vocabulary) -> tuple[str, ...]:
        """Return the broadest of the categories that it is about, in order."""
        ancestors = vocabulary.hierarchies["data"].ancestors
        data = self.data or frozenset()
        return tuple(sorted(one for one in data if not (ancestors[one] - {one}) & data))

    def starts_at(self, event: str, title: str) -> bool:
        """Tell whether its clock starts at an event."""
        return spoken_of(self.concerns.clock, f"{_plain(event)}|{title}")

    def is_ended_by(self, event: str, title: str) -> bool:
        """Tell whether an event is an end of its own."""
        return spoken_of(self.concerns.ends, f"{_plain(event)}|{title}")


def recognised(
    periods: Mapping[str, RetentionPeriod], model: PolicyModel, vocabulary: Vocabulary, at: Moment
) -> tuple[Recognised, ...]:
    """Return the periods that hold on a day and are about something that a policy declares."""
    holding = [(name, one) for name, one in periods.items() if one.concerns is not None and one.holds_at(at)]
    if not holding:
        return ()
    names = _Names.of(model, vocabulary)
    return tuple(found for name, one in holding if (found := _recognise(name, one, names)) is not None)


def spoken_of(words: Iterable[str], text: str) -> bool:
    """Tell whether one of some runs of words stands in a text, whole words only."""
    plain = _plain(text)
    return any(f" {_plain(one).strip()} " in plain for one in words)


@dataclass(frozen=True, slots=True)
class _Concepts:
    """The concepts of one dimension, and in one text the words by which each is called."""

    names: tuple[str, ...]
    terms: Mapping[str, tuple[str, ...]]
    """Names by DPV term."""
    text: str
    starts: tuple[int, ...]
    """Where in the text each name begins."""

    @classmethod
    def of(cls, declared: Mapping[str, Declaration]) -> "_Concepts":
        terms: dict[str, tuple[str, ...]] = {}
        lines: list[str] = []
        starts: list[int] = []
        for name, one in declared.items():
            starts.append(starts[-1] + len(lines[-1]) if lines else 0)
            lines.append("|".join(_plain(text) for text in (name, *titles(one))) + "\n")
            if one.dpv is not None:
                terms[one.dpv] = (*terms.get(one.dpv, ()), name)
        return cls(tuple(declared), terms, "".join(lines), tuple(starts))

    def called(self, words: Iterable[str]) -> Iterator[str]:
        """Yield the names that are called by one of some runs of words."""
        for word in words:
            wanted, found = _plain(word), -1
            while (found := self.text.find(wanted, found + 1)) >= 0:
                yield self.names[bisect_right(self.starts, found) - 1]


@dataclass(frozen=True, slots=True)
class _Names:
    """The concepts of a policy by what they are called."""

    vocabulary: Vocabulary
    concepts: Mapping[Dimension, _Concepts]

    @classmethod
    def of(cls, model: PolicyModel, vocabulary: Vocabulary) -> "_Names":
        return cls(
            vocabulary,
            {
                "data": _Concepts.of(model.data_categories),
                "purpose": _Concepts.of(model.purposes),
                "data-subject": _Concepts.of(model.data_subjects),
            },
        )

    def bearing(self, dimension: Dimension, signs: Signs) -> frozenset[str]:
        """Return the concepts that bear one of the signs, and what is narrower and shows nothing to the contrary."""
        concepts = self.concepts[dimension]
        found = {*concepts.called(signs.words), *(name for term in signs.dpv for name in concepts.terms.get(term, ()))}
        if not found:
            return frozenset()
        return self.vocabulary.narrower(dimension, found).difference(concepts.called(signs.unless))


def _recognise(name: str, period: RetentionPeriod, names: _Names) -> Recognised | None:
    concerns = period.concerns
    assert concerns is not None  # noqa: S101
    data = names.bearing("data", concerns.data) if concerns.data else None
    purposes = names.bearing("purpose", concerns.purposes) if concerns.purposes else None
    if concerns.direct_marketing:
        purposes = names.vocabulary.direct_marketing | (purposes or frozenset())
    if concerns.legal_claims:
        purposes = names.vocabulary.legal_claims | (purposes or frozenset())
    subjects = names.bearing("data-subject", concerns.subjects) if concerns.subjects else None
    spared = names.bearing("data", concerns.spares) if concerns.spares else frozenset()
    if any(one is not None and not one for one in (data, purposes, subjects)) and not spared:
        return None
    above = names.vocabulary.hierarchies["data"].ancestors
    broader = frozenset().union(*(above[one] for one in data)) - data if data else frozenset()
    return Recognised(name, period, concerns, data, broader, purposes, subjects, spared)


def titles(declared: Declaration) -> Iterator[str]:
    """Yield the title of a declaration in each of its languages."""
    match declared.title:
        case str() as title:
            yield title
        case None:
            pass
        case by_language:
            yield from by_language.values()


def _plain(text: str) -> str:
    """Return the words of a text in lower case, a space before and after each; a bar parts texts."""
    words = re.findall(r"[^\W_]+|\|", unicodedata.normalize("NFC", text.lower()))
    return f" {' '.join(words)} "


def _has_parent_in(name: str, names: frozenset[str]) -> bool:
    return name.rpartition(".")[0] in names
