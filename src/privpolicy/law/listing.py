"""What of the law packs is listed: the facts in force on a day, and what changed from one day to another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from privpolicy.law.fact import Fact
from privpolicy.law.milestone import Milestone, Pending
from privpolicy.law.pack import SECTIONS, Pack, statements
from privpolicy.law.transfer import Adequacy, ClauseSet
from privpolicy.model.moment import Moment

Happening = Literal["happened", "ended", "closed", "began"]
"""A milestone happened, a fact ended, clauses can no longer be signed, a fact began; in this order on one day."""
_ORDER: tuple[Happening, ...] = ("happened", "ended", "closed", "began")
REFERENCES = ("instruments", "documents", "sources")
"""Sections that hold what facts refer to, and no facts."""
LISTED = tuple(section for section in SECTIONS.values() if section not in REFERENCES)
"""The sections that hold facts, as they are written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement of a pack, and where it stands."""

    pack: str
    section: str
    id: str
    fact: Fact | Pending


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed on a day."""

    moment: Moment
    happening: Happening
    entry: Entry
    ended_by: str | None = None
    """The citation of what ended it, where the pack knows."""
    followed_by: tuple[Entry, ...] = ()
    """What speaks of the same from that day on."""


def entries(pack: Pack, sections: Iterable[str] = ()) -> list[Entry]:
    """Return the statements of a pack, or of some of its sections, in the order of the pack; milestones by day."""
    wanted = frozenset(sections or LISTED)
    found = [
        Entry(pack.id, section, key, fact)
        for section, key, fact in statements(pack)
        if section in wanted and isinstance(fact, Fact | Pending)
    ]
    milestones = iter(sorted((one for one in found if isinstance(one.fact, Milestone)), key=_start))
    return [next(milestones) if isinstance(one.fact, Milestone) else one for one in found]


def in_force(found: Iterable[Entry], day: Moment) -> list[Entry]:
    """Return what holds at the start of a day."""
    return [entry for entry in found if isinstance(entry.fact, Fact) and entry.fact.holds_at(day)]


def pending(found: Iterable[Entry], day: Moment) -> list[Entry]:
    """Return what is proposed, adopted for later or before a court, as far as its state was known on a day."""
    return [entry for entry in found if isinstance(entry.fact, Pending) and entry.fact.as_of <= day]


def changes(found: Iterable[Entry], first: Moment, last: Moment) -> list[Change]:
    """Return what changed from the first day to the last, both of them included, in the order of the days."""
    known = list(found)
    beginning = _by_beginning(known)
    told = [
        change
        for entry in known
        for change in _of(entry, beginning)
        if first.date() <= change.moment.date() <= last.date()
    ]
    return sorted(told, key=lambda change: (change.moment.date(), _ORDER.index(change.happening)))


Subject = tuple[str, tuple[str, ...], Moment]
"""Section, what facts speak of, and the day on which they begin."""


def _by_beginning(found: Iterable[Entry]) -> dict[Subject, list[Entry]]:
    beginning: dict[Subject, list[Entry]] = defaultdict(list)
    for entry in found:
        if isinstance(entry.fact, Fact):
            for subject in entry.fact.subjects():
                beginning[entry.section, subject, _start(entry)].append(entry)
    return beginning


def _of(entry: Entry, beginning: dict[Subject, list[Entry]]) -> Iterator[Change]:
    """Yield every change that a fact stands for."""
    fact = entry.fact
    if not isinstance(fact, Fact):
        return
    yield Change(_start(entry), "happened" if isinstance(fact, Milestone) else "began", entry)
    end = fact.valid.until
    if isinstance(fact, ClauseSet) and fact.signable.until is not None and fact.signable.until != end:
        yield Change(fact.signable.until, "closed", entry)
    if end is not None:
        after = {one.id: one for subject in fact.subjects() for one in beginning.get((entry.section, subject, end), ())}
        ended_by = fact.ended_by if isinstance(fact, Adequacy) else None
        yield Change(end, "ended", entry, ended_by, tuple(after.values()))


def _start(entry: Entry) -> Moment:
    assert isinstance(entry.fact, Fact)  # noqa: S101
    assert entry.fact.valid.from_ is not None, "a fact starts on a day"  # noqa: S101
    return entry.fact.valid.from_
