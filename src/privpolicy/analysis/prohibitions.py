"""What prohibitions say of each other: one that another makes needless, one that never applies, an idle exemption."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from privpolicy.analysis.conflicts import Conflicts
from privpolicy.analysis.regions import Region
from privpolicy.engine.compile import Judged, simplify
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
        idle = set(self.never_forbidding)
        names = [name for name in self._names if name not in idle]
        extents = {name: self._extent(name) for name in names}
        found: list[tuple[str, str]] = []
        gone: set[str] = set()
        for name in reversed(names):
            for other in names:
                if other != name and other not in gone and _within(extents[name], extents[other]):
                    both = zip(self._forbids(name), self._forbids(other), strict=True)
                    if self.conflicts.world(_any(AllOf((one, Not(wider))) for one, wider in both)) is None:
                        found.append((name, other))
                        gone.add(name)
                        break
        return tuple(reversed(found))

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

    def _extent(self, name: str) -> tuple[frozenset[str], ...]:
        """Return what a prohibition touches in each dimension, excepted purposes taken out."""
        index = self._policy.programs().index
        bit = 1 << index.prohibitions.index(name)
        touched = [
            frozenset(one for one, mask in index.touching[dimension].items() if mask & bit) for dimension in DIMENSIONS
        ]
        return (touched[0] - {one for one, mask in index.excepted.items() if mask & bit}, *touched[1:])


def _within(inner: tuple[frozenset[str], ...], outer: tuple[frozenset[str], ...]) -> bool:
    return all(one <= other for one, other in zip(inner, outer, strict=True))


def _any(requirements: Iterable[Requirement]) -> Requirement:
    return simplify(AnyOf(tuple(requirements)))
