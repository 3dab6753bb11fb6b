"""What prohibitions say of each other: one that another makes needless, one that never applies, an idle exemption."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from privpolicy.analysis.conflicts import Conflicts
from privpolicy.analysis.regions import Region
from privpolicy.engine.compile import Judged, simplify
from privpolicy.engine.index import members
from privpolicy.engine.policy import Policy
from privpolicy.engine.requirement import AllOf, AnyOf, ConsentLive, Not, Requirement
from privpolicy.engine.vocabulary import DIMENSIONS
from privpolicy.model.condition import Alternative as Exemption
from privpolicy.model.legal_basis import LEGAL_BASES

ANYTHING = "*"
_CONSENT = ConsentLive(ANYTHING, frozenset({ANYTHING}))
"""A consent for whatever the request is about: prohibitions of one policy all ask for the same."""


@dataclass(frozen=True)
class Prohibitions:
    """The prohibitions among which conflicts are looked for, compared with each other and with the activities."""

    conflicts: Conflicts

    @property
    def _policy(self) -> Policy:
        return self.conflicts.policy

    @cached_property
    def never_forbidding(self) -> tuple[str, ...]:
        """Prohibitions whose conditions never hold together: they forbid nothing."""
        return tuple(name for name in self._names if self.conflicts.world(_any(self._forbids(name))) is None)

    @cached_property
    def shadowed(self) -> tuple[tuple[str, str], ...]:
        """Prohibitions that add nothing to another, with that other; of two that say the same, the later."""
        considered = self.conflicts.prohibitions - set(self.never_forbidding)
        names = self._policy.programs().index.prohibitions
        left = sum(1 << number for number, name in enumerate(names) if name in considered)
        found: list[tuple[str, str]] = []
        for number in reversed(range(len(names))):
            one = 1 << number
            if left & one:
                other = self._shadowing(names[number], members(names, self._reaching_as_far(one, left) ^ one))
                if other is not None:
                    found.append((names[number], other))
                    left ^= one
        return tuple(reversed(found))

    def _shadowing(self, name: str, others: Iterable[str]) -> str | None:
        """Return the first of some prohibitions that forbids at every point whatever this one forbids there."""
        for other in others:
            both = zip(self._forbids(name), self._forbids(other), strict=True)
            if self.conflicts.world(_any(AllOf((one, Not(wider))) for one, wider in both)) is None:
                return other
        return None

    @cached_property
    def idle_exemptions(self) -> tuple[tuple[str, int], ...]:
        """Items of `unless` that let nothing through, as prohibition and position.

        Some activity must meet the prohibition: one that forbids what nobody permits is a safety net, and its
        exemptions wait for activities to come.
        """
        return tuple(found for name in self._names for found in self._idle(name))

    def _idle(self, name: str) -> Iterator[tuple[str, int]]:
        for position, item in enumerate(self._policy.model.prohibitions[name].unless):
            regions = self._met(name)
            first = next(regions, None)
            if first is not None and not any(self._lets_through(one, name, item) for one in chain((first,), regions)):
                yield name, position

    def _lets_through(self, region: Region, name: str, item: Exemption) -> bool:
        """Tell whether an exemption of a prohibition ever lets a region, or a part of it, through."""
        compiler = self._policy.programs().compiler
        for one in chain((region,), self.conflicts.regions.covered(region, self.conflicts.prohibitions)):
            lets = compiler.exemption(item, compiler.judged(one.activity, one.point))
            others = tuple(other for other in one.prohibitions if other != name)
            if name in one.prohibitions and self.conflicts.lets_through(one, lets, others):
                return True
        return False

    def _met(self, name: str) -> Iterator[Region]:
        """Yield the regions that a prohibition touches of what activities list."""
        for activity in self._meeting.get(name, ()):
            for region in self.conflicts.regions.listed(activity, self.conflicts.prohibitions):
                if name in region.prohibitions:
                    yield region

    @cached_property
    def _meeting(self) -> Mapping[str, list[str]]:
        """The activities that each prohibition may touch."""
        found: dict[str, list[str]] = {}
        for activity in self.conflicts.activities:
            for name in self.conflicts.regions.meeting(activity, self.conflicts.prohibitions):
                found.setdefault(name, []).append(activity)
        return found

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(name for name in self._policy.model.prohibitions if name in self.conflicts.prohibitions)

    def _forbids(self, name: str) -> tuple[Requirement, ...]:
        """Return for each legal basis the requirement that a prohibition forbids what rests on it."""
        compiler = self._policy.programs(law=None).compiler
        return tuple(Not(compiler.prohibition(name, Judged(basis, _CONSENT)).requirement) for basis in LEGAL_BASES)

    def _reaching_as_far(self, one: int, others: int) -> int:
        """Return which of some prohibitions touch, in each dimension, every id that a certain one touches."""
        for masks in self._touching:
            for mask in masks:
                if mask & one:
                    others &= mask
                    if others == one:  # after an id or two, as a rule: what is touched least stands first
                        return others
        return others

    @cached_property
    def _touching(self) -> tuple[tuple[int, ...], ...]:
        """By dimension: which prohibitions touch an id together, excepted purposes taken out, each set once."""
        index = self._policy.programs().index
        masks = [tuple(dict.fromkeys(index.touching[dimension].values())) for dimension in DIMENSIONS[1:]]
        purposes = index.touching[DIMENSIONS[0]].items()
        masks.append(tuple(dict.fromkeys(mask & ~index.excepted[purpose] for purpose, mask in purposes)))
        return tuple(sorted(masks, key=_mean_size))


def _mean_size(masks: tuple[int, ...]) -> float:
    return sum(mask.bit_count() for mask in masks) / max(1, len(masks))


def _any(requirements: Iterable[Requirement]) -> Requirement:
    return simplify(AnyOf(tuple(requirements)))
