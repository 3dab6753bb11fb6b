"""Which duties a change brings about: facts of the law packs, each with its articles, why, and for which changes."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from privpolicy.analysis.sides import Side, Sides
from privpolicy.diagnostics.wording import listed, quote
from privpolicy.diff.report import Change, Duty
from privpolicy.diff.words import country_of
from privpolicy.engine.requirement import Constant
from privpolicy.law.fact import Fact
from privpolicy.law.guard_facts import guard_facts
from privpolicy.law.load import load_packs
from privpolicy.law.pack import Law
from privpolicy.law.transfer_guard import transfers
from privpolicy.model.moment import Moment, now
from privpolicy.model.policy_model import PolicyModel

_REGULATION = ("eu-gdpr",)
"""The law under which the duties of a policy that names none are read."""
_MOST = 3
_IN_ADVANCE = re.compile(r"\b(in[- ]advance|beforehand|au préalable|préalablement)\b", re.IGNORECASE)
_EXTENDING = frozenset({"purpose", "data", "data-subject", "operation", "recipient", "activity", "origin"})
"""Kinds of changes by which something is done that was not done before."""


_WHAT = {
    "rules.notice-new-purpose": "tell the persons before it begins",
    "rules.transfer-and-basis": "find a ground for the transfer",
    "rules.impact-required": "look whether an impact assessment is due",
    "rules.impact-criteria": "look whether an impact assessment is due",
    "rules.no-other-basis-afterwards": "look whether consent may be replaced at all",
    "rules.consent-provable": "ask for consent, and keep the proof",
    "notice-items.a13-1-e": "tell who receives the data",
    "notice-items.a13-1-f": "tell of the transfer",
    "notice-items.a13-2-a": "tell for how long data is kept",
    "contract-items.subject": "bind the processor by a contract",
    "record-items.a30-1-b": "update the purposes in the record",
    "record-items.a30-1-c": "update data and persons in the record",
    "record-items.a30-1-d": "update the recipients in the record",
    "record-items.a30-1-f": "update the times of erasure in the record",
}
"""What is to be done because of a fact of the packs."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A duty that a change brings about, with the part of the reason that is its own."""

    fact: str
    why: str


def duties_of(sides: Sides, changes: Sequence[Change], since: Moment | None) -> tuple[Duty, ...]:
    """Return the duties that changes bring about under the law of a day, today where none is named."""
    asked = _Asked(sides, since if since is not None else now())
    found: dict[str, dict[str, list[int]]] = {}
    for place, change in enumerate(changes):
        for one in asked.of(change):
            found.setdefault(one.fact, {}).setdefault(one.why, []).append(place)
    for one in asked.of_recipients():
        found.setdefault(one.fact, {}).setdefault(one.why, [])
    return tuple(duty for name, whys in found.items() if (duty := asked.duty(name, whys)) is not None)


@dataclass(frozen=True)
class _Asked:
    sides: Sides
    at: Moment

    @cached_property
    def _law(self) -> Law:
        return load_packs(self._packs)

    @property
    def _packs(self) -> tuple[str, ...]:
        return self._model.policy.law or _REGULATION

    @property
    def _model(self) -> PolicyModel:
        return self.sides.new.policy.model

    def duty(self, name: str, whys: dict[str, list[int]]) -> Duty | None:
        """Return a duty, unless no pack has the fact that it rests on, or not on that day."""
        section, _, key = name.partition(".")
        fact = getattr(self._law, section.replace("-", "_"), {}).get(key)
        if not isinstance(fact, Fact) or not fact.holds_at(self.at):
            return None
        places = sorted({place for several in whys.values() for place in several})
        return Duty(name, fact.title, fact.cites, _WHAT[name], _joined(whys), tuple(places))

    def of(self, change: Change) -> Iterable[_Found]:
        """Yield what one change brings about."""
        if change.widened is not None:
            for ask in _OF_WIDENINGS:
                yield from ask(self, change)
        yield from self._consent(change)
        yield from self._record(change)

    def notice(self, change: Change) -> Iterable[_Found]:
        """Yield what another purpose asks for: persons are told before."""
        fresh = [one for one in change.ids["purpose"] if not self._was_served(one)]
        if fresh and _EXTENDING.intersection(change.kinds):
            yield _Found("rules.notice-new-purpose", f"new purpose {_several(fresh)}{self._promise}")
        elif "purpose" in change.kinds or self._more_origins(change):
            told = _several(one.id for one in change.told["purpose"])
            yield _Found("rules.notice-new-purpose", f"data collected before serves {told}{self._promise}")

    def _more_origins(self, change: Change) -> bool:
        """Tell whether an activity takes data of another activity that it did not take before."""
        activities = self.sides.old.policy.model.activities
        return "origin" in change.kinds and any(
            set(self._model.activities[name].further_processing_of)
            - set(activities[name].further_processing_of if name in activities else ())
            for name in change.new_activities
        )

    def _was_served(self, purpose: str) -> bool:
        return bool(self.sides.old.programs.index.covering["purpose"].get(purpose, 0))

    @cached_property
    def _promise(self) -> str:
        """Name where the policy itself promises to inform beforehand."""
        for side in (self.sides.new, self.sides.old):
            for name, safeguard in side.policy.model.safeguards.items():
                if _IN_ADVANCE.search(
                    f"{name.replace('.', ' ')} {safeguard.title or ''} {safeguard.description or ''}"
                ):
                    return f", which the policy itself promises: `safeguards.{name}`"
        return ""

    def recipients(self, change: Change) -> Iterable[_Found]:
        """Yield what new recipients ask for: they are told, and a processor is bound by a contract."""
        if not {"recipient", "activity"}.intersection(change.kinds):
            return
        fresh = [one for one in self._outside(change) if not self._was_given(one)]
        if not fresh:
            return
        yield _Found("notice-items.a13-1-e", f"new recipient {_several(fresh)}")
        processors = [one for one in fresh if "processor" in self.sides.new.policy.vocabulary.roles[one]]
        if processors:
            yield _Found("contract-items.subject", f"new processor {_several(processors)}")

    def _outside(self, change: Change) -> list[str]:
        declared = self._model.recipients
        return [one for one in change.ids["recipient"] if one in declared and one.partition(".")[0] != "controller"]

    def _was_given(self, recipient: str) -> bool:
        return bool(self.sides.old.programs.index.covering["recipient"].get(recipient, 0))

    def _is_given(self, recipient: str) -> bool:
        return bool(self.sides.new.programs.index.covering["recipient"].get(recipient, 0))

    def transfer(self, change: Change) -> Iterable[_Found]:
        """Yield what a transfer to a third country asks for: a ground, and that it is told."""
        if not {"recipient", "activity", "transfer"}.intersection(change.kinds):
            return
        fresh = [one for one in self._outside(change) if one in self._third and not self._was_given(one)]
        yield from self._transferred(fresh, "new transfer to")

    def _transferred(self, recipients: Sequence[str], what: str) -> Iterable[_Found]:
        if recipients:
            told = [f"{quote(one)} in {country_of(self._model.recipients, one)}" for one in recipients[:_MOST]]
            more = f" and {len(recipients) - _MOST} more" if len(recipients) > _MOST else ""
            why = f"{what} {listed(told, 'and')}{more}"
            yield _Found("rules.transfer-and-basis", why)
            yield _Found("notice-items.a13-1-f", why)

    def of_recipients(self) -> Iterable[_Found]:
        """Yield what recipients ask for that are another now, whether or not any answer is another for it.

        A recipient that moves to a country with an adequacy decision is permitted what it was permitted before.
        """
        old, new = (side.policy.model.recipients for side in self.sides.both)
        kept = [one for one in new if one in old and self._was_given(one) and self._is_given(one)]
        moved = [one for one in kept if one in self._third and country_of(old, one) != country_of(new, one)]
        yield from self._transferred(moved, "another country:")
        roles = [side.policy.vocabulary.roles for side in self.sides.both]
        bound = [one for one in kept if "processor" in roles[1][one] and "processor" not in roles[0][one]]
        if bound:
            yield _Found("contract-items.subject", f"{_several(bound)} became a processor")

    @cached_property
    def _third(self) -> frozenset[str]:
        return self._abroad(self.sides.new)

    def _abroad(self, side: Side) -> frozenset[str]:
        """Return recipients in countries in which the Regulation does not apply."""
        recipients = side.policy.model.recipients
        asked = transfers(recipients, guard_facts(self._packs))
        return frozenset(
            name
            for name, clause in asked.items()
            if country_of(recipients, name) is not None
            and (clause.grounds or clause.requirement == Constant(holds=False))
        )

    def impact(self, change: Change) -> Iterable[_Found]:
        """Yield whether more of what is risky may need an impact assessment."""
        if not _EXTENDING.intersection(change.kinds):
            return
        model, vocabulary = self._model, self.sides.new.policy.vocabulary
        marks = {
            kind: vocabulary.narrower(
                "data", [name for name, one in model.data_categories.items() if one.sensitivity == kind]
            )
            for kind in ("special", "criminal")
        }
        sensitive = [one for one in change.ids["data"] if any(one in names for names in marks.values())]
        children = vocabulary.narrower("data-subject", [name for name, one in model.data_subjects.items() if one.child])
        criteria = {
            f"sensitive data {_several(sensitive)}": bool(sensitive),
            "profiling": "profile" in change.ids["operation"],
            "data sets are combined": "combine" in change.ids["operation"],
            "children": not children.isdisjoint(change.ids["data-subject"]),
        }
        met = [words for words, holds in criteria.items() if holds]
        if sensitive:
            yield _Found("rules.impact-required", f"{met[0]}, where it is on a large scale")
        if len(met) > 1 or (met and not sensitive):
            yield _Found("rules.impact-criteria", f"{listed(met, 'and')}")

    def basis(self, change: Change) -> Iterable[_Found]:
        """Yield what another basis in the place of consent asks for."""
        for name in change.new_activities:
            old = self.sides.old.policy.model.activities.get(name)
            if old is not None and old.legal_basis == "consent" != self._model.activities[name].legal_basis:
                yield _Found("rules.no-other-basis-afterwards", f"{quote(name)} rested on consent")

    def _consent(self, change: Change) -> Iterable[_Found]:
        if change.narrowed is None or "consent" not in change.kinds:
            return
        for name in change.new_activities:
            old, new = self.sides.old.policy.model.activities.get(name), self._model.activities.get(name)
            if new is not None and new.legal_basis == "consent" and (old is None or old.legal_basis != "consent"):
                yield _Found("rules.consent-provable", f"{quote(name)} asks for consent, which must be shown")

    def _record(self, change: Change) -> Iterable[_Found]:
        """Keep the record of processing activities true."""
        for kinds, fact, what in _RECORDED:
            if kinds.intersection(change.kinds):
                yield _Found(f"record-items.{fact}", what)
        if "retention" in change.kinds:
            yield _Found("notice-items.a13-2-a", "data is kept for another time")


_RECORDED: tuple[tuple[frozenset[str], str, str], ...] = (
    (frozenset({"purpose", "activity"}), "a30-1-b", "data serves other purposes"),
    (frozenset({"data", "data-subject", "activity"}), "a30-1-c", "other data or persons are concerned"),
    (frozenset({"recipient", "activity"}), "a30-1-d", "others receive data"),
    (frozenset({"retention"}), "a30-1-f", "data is kept for another time"),
)
_OF_WIDENINGS: tuple[Callable[[_Asked, Change], Iterable[_Found]], ...] = (
    _Asked.notice,
    _Asked.impact,
    _Asked.transfer,
    _Asked.recipients,
    _Asked.basis,
)


def _joined(whys: Iterable[str]) -> str:
    told = list(whys)
    more = f"; and {len(told) - _MOST} more" if len(told) > _MOST else ""
    return f"{'; '.join(told[:_MOST])}{more}"


def _several(names: Iterable[str]) -> str:
    told = [quote(one) for one in names]
    return f"{', '.join(told[:_MOST])} and {len(told) - _MOST} more" if len(told) > _MOST else listed(told, "and")
