"""The part of the law that guards rest on, read alone and quickly, and asked by country and day.

What is read here was checked when the pack was made: :func:`privpolicy.law.load.load_pack` checks citations, sources
and overlaps, and no pack ships without.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from privpolicy.law.age import AgeOfConsent
from privpolicy.law.bind import bind
from privpolicy.law.errors import PackError
from privpolicy.law.fact import Fact
from privpolicy.law.ground import CriminalDataRule, SpecialCondition
from privpolicy.law.guard_sections import GuardSections
from privpolicy.law.read import read_pack
from privpolicy.law.shelf import Shelf, order, shelf
from privpolicy.law.terminal import TerminalRule
from privpolicy.law.transfer import Adequacy, Area, ClauseSet, TransferGround
from privpolicy.model.legal_basis import SpecialCategoryCondition
from privpolicy.model.moment import Moment

_FILES = frozenset(field.alias or name for name, field in GuardSections.model_fields.items())
CHECKED = frozenset({"eu-gdpr", "fr"})
"""Packs that were checked whole before they shipped; any other is checked when it is read."""
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class GuardFacts:
    """What guards ask of some packs. Facts on one subject stand in the order of their days and never overlap."""

    packs: tuple[str, ...]
    """The packs, what one builds on before it; without packs nothing is asked for."""
    areas: Mapping[str, tuple[Area, ...]]
    """By country: when data flows there freely because the law itself applies."""
    adequacy: Mapping[str, tuple[Adequacy, ...]]
    """By country: decisions for the whole of it (`partial` is false) and for who is listed (`framework`)."""
    listings: Mapping[str, tuple[Adequacy, ...]]
    """By framework: partial decisions, which reach only recipients that are listed under it."""
    clause_sets: Mapping[str, ClauseSet]
    """By framework: sets of standard contractual clauses."""
    tools: Mapping[str, tuple[TransferGround, ...]]
    """By the word for it in a policy: kinds of grounds for a transfer."""
    conditions: Mapping[SpecialCategoryCondition, SpecialCondition]
    """Conditions of Art. 9(2)."""
    criminal_data: tuple[CriminalDataRule, ...]
    """Rules of Art. 10."""
    ages: Mapping[str, tuple[AgeOfConsent, ...]]
    """By country: ages of consent; under the empty text the age that counts wherever no other does."""
    terminal_equipment: tuple[TerminalRule, ...]
    """Rules on terminal equipment, exemptions from them and yardsticks of authorities."""

    def area(self, country: str, moment: Moment) -> Area | None:
        """Return why data flows freely to a country at an instant, or ``None`` where that is a transfer."""
        return _holding(self.areas.get(country, ()), moment)

    def adequate(self, country: str, moment: Moment) -> Adequacy | None:
        """Return the decision for the whole of a country that is in force at an instant."""
        return _holding((one for one in self.adequacy.get(country, ()) if not one.partial), moment)

    def age(self, country: str | None, moment: Moment) -> AgeOfConsent | None:
        """Return the age of consent in a country at an instant: its own, else the one that counts for all others."""
        own = _holding(self.ages.get(country, ()), moment) if country else None
        return own or next(iter(self.ages.get("", ())), None)


def guard_facts(names: Iterable[str], root: Shelf | None = None) -> GuardFacts:
    """Read what guards need of packs and of those that they build on.

    Raises :class:`PackError` and :class:`UnknownPackError`.
    """
    return _read(order(names, root), shelf() if root is None else root)


@lru_cache(maxsize=16)
def _read(names: tuple[str, ...], root: Shelf) -> GuardFacts:
    sections = [_sections(name, root) for name in names]
    adequacy = [one for part in sections for one in part.adequacy.values()]
    return GuardFacts(
        packs=names,
        areas=_sorted(
            (country, one) for part in sections for one in part.gdpr_area.values() for country in one.countries
        ),
        adequacy=_sorted((one.country, one) for one in adequacy),
        listings=_sorted((one.framework, one) for one in adequacy),
        clause_sets={key: one for part in sections for key, one in part.clause_sets.items()},
        tools=_sorted((one.tool, one) for part in sections for one in part.transfer_tools.values()),
        conditions={key: one for part in sections for key, one in part.special_category_conditions.items()},
        criminal_data=tuple(one for part in sections for one in part.criminal_data.values()),
        ages=_sorted((one.country or "", one) for part in sections for one in part.ages_of_consent.values()),
        terminal_equipment=tuple(one for part in sections for one in part.terminal_equipment.values()),
    )


@lru_cache(maxsize=16)  # packs are asked for alone and together
def _sections(name: str, root: Shelf) -> GuardSections:
    if name not in CHECKED or root != shelf():
        from privpolicy.law.load import load_pack  # noqa: PLC0415  # whole packs are read only where that is needed

        load_pack(name, root)
    text = read_pack(root / name, _FILES)
    found = list(text.diagnostics)
    if not found:
        sections, found = bind(text, GuardSections)
        if sections is not None:
            return sections
    raise PackError(name, tuple(sorted(found)))


def _sorted(facts: Iterable[tuple[str | None, F]]) -> dict[str, tuple[F, ...]]:
    """Sort facts by what they speak of and then by their days; what speaks of nothing is left out."""
    found: dict[str, list[F]] = defaultdict(list)
    for subject, fact in facts:
        if subject is not None:
            found[subject].append(fact)
    return {
        subject: tuple(sorted(several, key=lambda fact: fact.valid.from_))  # type: ignore[arg-type,return-value]
        for subject, several in found.items()
    }


def _holding(facts: Iterable[F], moment: Moment) -> F | None:
    return next((fact for fact in facts if fact.holds_at(moment)), None)
