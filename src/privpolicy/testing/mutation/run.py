"""Changed policies put to the cases: which changes no case notices, and a case that would."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from privpolicy.analysis.difference import Comparison, Effect
from privpolicy.analysis.sides import Side, Sides
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.bind import bind
from privpolicy.engine.cell import Point
from privpolicy.engine.decision import Decision
from privpolicy.engine.gate.law import KnownLaw
from privpolicy.engine.index import Index
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.engine.resolve import resolve
from privpolicy.law.guards import guards_of, known_law
from privpolicy.source.path import dotted
from privpolicy.testing.case import PolicyCase
from privpolicy.testing.mutation.mutant import Mutant
from privpolicy.testing.mutation.mutants import mutants
from privpolicy.testing.run import ask

Fate = Literal["noticed", "unnoticed", "same"]
"""A case fails; none does though the policy means something else; none does, and it means the same."""
_UNGUARDED = frozenset({"activities", "prohibitions", "retention"})
"""Sections that the guards of the law are not compiled from."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A request that the policy and its mutant answer differently."""

    effect: Effect
    """What the mutant does: permits more, permits less, or both in different cells."""
    request: Request
    law: bool
    decision: Decision
    otherwise: Outcome
    """What the mutant answers."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant, what became of it, and what no case asks about."""

    mutant: Mutant
    fate: Fate
    by: PolicyCase | None = None
    """The case that notices."""
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Mutation:
    """What became of all mutants of the policies that were asked."""

    tried: tuple[Tried, ...]

    def count(self, fate: Fate) -> int:
        """How many mutants had a fate."""
        return sum(one.fate == fate for one in self.tried)

    @property
    def unnoticed(self) -> tuple[Tried, ...]:
        """The mutants that mean something else and that no case notices."""
        return tuple(one for one in self.tried if one.fate == "unnoticed")

    @property
    def percent(self) -> float:
        """How many of a hundred mutants that mean something else are noticed."""
        noticed, unnoticed = self.count("noticed"), self.count("unnoticed")
        return 100 * noticed / (noticed + unnoticed) if noticed + unnoticed else 100.0


def chosen(policy: Policy, only: str | None = None) -> list[Mutant]:
    """Return the mutants of a policy that are policies themselves; with ``only``, those at or below a path."""

    def wanted(mutant: Mutant) -> bool:
        path = dotted(mutant.path)
        return only is None or path == only or path.startswith(f"{only}.")

    law = known_law()
    return [one for one in mutants(policy.model, policy.vocabulary) if wanted(one) and _is_policy(one, law)]


def _is_policy(mutant: Mutant, law: KnownLaw) -> bool:
    return not any(finding.code.severity == "error" for finding in resolve(mutant.model, lambda: law))


def attempt(policy: Policy, cases: Iterable[PolicyCase], tried: Iterable[Mutant]) -> Iterator[Tried]:
    """Put each mutant of a policy to the cases, which the policy itself must pass."""
    trial = _Trial(policy, tuple(_Asked.of(case, policy) for case in cases))
    for mutant in tried:
        yield trial.of(mutant)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A case and the cells that it asks about."""

    case: PolicyCase
    points: tuple[Point, ...]

    @classmethod
    def of(cls, case: PolicyCase, policy: Policy) -> "_Asked":
        request = case.request
        subject = bind(request, policy.vocabulary).data_subject
        return cls(
            case,
            tuple(
                Point(request.purpose, category, subject, request.operation, request.recipient)
                for category in request.data
            ),
        )


@dataclass(frozen=True)
class _Trial:
    policy: Policy
    asked: tuple[_Asked, ...]

    def of(self, mutant: Mutant) -> Tried:
        changed = self._compiled(mutant)
        for one in self._concerned(mutant, changed):
            if _notices(one.case, changed):
                return Tried(mutant, "noticed", one.case)
        gap = find_gap(self.policy, changed)
        return Tried(mutant, "same") if gap is None else Tried(mutant, "unnoticed", None, gap)

    def _compiled(self, mutant: Mutant) -> Policy:
        kept = mutant.path[0] in _UNGUARDED
        guards = self.policy.guards if kept or self.policy.guards is None else guards_of(mutant.model)
        return Policy(mutant.model, cites=self.policy.cites, guards=guards)

    @cached_property
    def _index(self) -> Index:
        return self.policy.programs(law=None).index

    def _concerned(self, mutant: Mutant, changed: Policy) -> Iterable[_Asked]:
        """Return the cases whose answer may be another, those first in which the changed declaration speaks.

        A case in all of whose cells some activity speaks, and never the declaration, is answered by the same program.
        """
        speaks = self._speaking(mutant)
        if speaks is None:
            return self.asked
        indexes = (self._index, changed.programs(law=None).index)
        first: list[_Asked] = []
        later: list[_Asked] = []
        for one in self.asked:
            if one.case.request.origin == mutant.path[1] or any(
                speaks(index, point) for index in indexes for point in one.points
            ):
                first.append(one)
            elif not all(index.covering_at(point) for index in indexes for point in one.points):
                later.append(one)
        return (*first, *later)

    def _speaking(self, mutant: Mutant) -> Callable[[Index, Point], bool] | None:
        """Return what tells whether a changed declaration speaks in a cell; ``None``: it may in any."""
        section, name = str(mutant.path[0]), str(mutant.path[1])
        if section == "prohibitions":
            return lambda index, point: bool(index.touching_at(point) & _bits(index.prohibitions, {name}))
        names = {name}
        if section == "retention":
            names = {one for one, activity in self.policy.model.activities.items() if activity.retention == name}
        elif section != "activities":
            return None
        elif len(mutant.path) == 2:
            # Without an activity, nothing is further processing of it.
            models = self.policy.model.activities.items()
            names |= {one for one, activity in models if name in activity.further_processing_of}
        return lambda index, point: bool(index.covering_at(point) & _bits(index.activities, names))


def _bits(order: tuple[str, ...], names: set[str]) -> int:
    return sum(1 << order.index(name) for name in names if name in order)


def _notices(case: PolicyCase, changed: Policy) -> bool:
    try:
        return not ask(case, changed).passed
    except RequestError:
        # It names something that the mutant no longer has.
        return True


def find_gap(old: Policy, new: Policy) -> Gap | None:
    """Return a request that two policies answer differently, under the law or alone; ``None``: they mean the same."""
    for law in ("named", None) if old.guards is not None else (None,):
        sides = Sides(Side(old, law), Side(new, law))
        for difference in Comparison(sides).differences():
            request = difference.widened or difference.narrowed
            if request is not None:
                decision = old.decide(request, law=law)
                otherwise = sides.new.outcome(request)
                return Gap(difference.effect, request, law is not None or old.guards is None, decision, otherwise)
    return None
