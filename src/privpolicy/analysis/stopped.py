"""What prohibitions always stop of what activities would permit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from privpolicy.analysis.by_facts import ByFacts
from privpolicy.analysis.regions import Region
from privpolicy.analysis.scope import Scope
from privpolicy.analysis.witness import witness
from privpolicy.engine.request import Request
from privpolicy.engine.requirement import Constant, Not


@dataclass(frozen=True, slots=True)
class Stopped:
    """Cells that an activity covers and prohibitions forbid in every situation in which it would permit them.

    ``whole``: these are all the cells in which it could permit anything. ``narrower``: what is forbidden is a part of
    these cells, and something narrower is not.
    """

    activity: str
    prohibitions: tuple[str, ...]
    regions: tuple[Region, ...]
    whole: bool
    narrower: bool
    request: Request
    """A request that is denied though the activity would permit it."""


def stopped(scope: Scope, by_facts: ByFacts, names: Iterable[str]) -> Iterator[Stopped]:
    """Yield what is always stopped of some activities, one entry for an activity and what stops it together."""
    for name in names:
        met = scope.regions.meeting(name, scope.prohibitions)
        if met and not _lifted(by_facts, name, met):
            yield from _Stopping(scope, by_facts, name).found()


@dataclass(frozen=True, slots=True)
class _Stopping:
    """Looks for what stops one activity, region by region."""

    scope: Scope
    by_facts: ByFacts
    activity: str
    _passed: dict[tuple[object, tuple[str, ...]], bool] = field(default_factory=dict)

    def found(self) -> Iterator[Stopped]:
        """Yield what is always stopped."""
        scope = self.scope
        regions = list(scope.regions.listed(self.activity, scope.prohibitions))
        by = {number: self._stopping(region) for number, region in enumerate(regions) if region.prohibitions}
        if not any(by.values()):
            return
        free = any(by.get(number) is None and scope.possible(region) for number, region in enumerate(regions))
        stopped: dict[tuple[str, ...], list[tuple[Region, bool]]] = {}
        for number, names in by.items():
            if names and scope.possible(regions[number]):
                below = scope.regions.covered(regions[number], scope.prohibitions)
                narrower = any(scope.possible(one) and self._stopping(one) is None for one in below)
                free = free or narrower
                stopped.setdefault(names, []).append((regions[number], narrower))
        for names, found in stopped.items():
            first = found[0][0]
            denied = scope.world(scope.terms(first).of_policy, Not(scope.bars(first, names)))
            if denied is not None:
                partly = all(narrower for _, narrower in found)
                whole = not free and len(stopped) == 1
                stopping = tuple(region for region, _ in found)
                yield Stopped(self.activity, names, stopping, whole, partly, witness(first.point, denied))

    def _stopping(self, region: Region) -> tuple[str, ...] | None:
        """Return the prohibition, or the few together, that always stop a region; ``None`` where it may go on."""
        if self._passes(region, region.prohibitions):
            return None
        for one in region.prohibitions:
            if not self._passes(region, (one,)):
                return (one,)
        kept = region.prohibitions
        for one in region.prohibitions:
            fewer = tuple(name for name in kept if name != one)
            if not self._passes(region, fewer):
                kept = fewer
        return kept

    def _passes(self, region: Region, prohibitions: tuple[str, ...]) -> bool:
        """Tell whether an activity may permit a region where prohibitions do not forbid; if it can permit it at all."""
        key = (region.mark, prohibitions)
        if key not in self._passed:
            lifted = _lifted(self.by_facts, self.activity, prohibitions)
            self._passed[key] = lifted or self._passes_together(region, prohibitions)
        return self._passed[key]

    def _passes_together(self, region: Region, prohibitions: tuple[str, ...]) -> bool:
        bars = self.scope.bars(region, prohibitions)
        if isinstance(bars, Constant):
            return bars.holds
        return self.scope.world(self.scope.terms(region).of_policy, bars) is not None


def _lifted(by_facts: ByFacts, name: str, prohibitions: tuple[str, ...]) -> bool:
    return any(by_facts.lift(name, prohibitions, consented=consented) for consented in (True, False))
