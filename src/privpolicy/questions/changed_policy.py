"""Which change to the policy would permit a request: written into a copy, compiled anew and decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

from privpolicy.analysis.difference import Comparison
from privpolicy.analysis.sides import Side, Sides
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.bind import bind
from privpolicy.engine.cell import Cell
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.engine.resolve import resolve
from privpolicy.engine.vocabulary import DIMENSIONS
from privpolicy.law.guards import guards_of, known_law
from privpolicy.model.policy_model import PolicyModel
from privpolicy.questions.edits import NEAR, Edit, edits
from privpolicy.source.path import NodePath

MOST_TRIED = 100
"""How many changed policies are compiled."""
MOST_KEPT = 8
"""How many that permit are told."""
SMALL = 500
"""Up to so many activities, what else a change would permit is counted."""


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """What to write, and how much more it would permit."""

    edits: tuple[Edit, ...]
    widens: int | None
    """How many cells would be permitted, or be permitted under less, those asked among them; ``None``: not counted."""
    others: int | None
    """How many of them were not asked about."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"write": [one.to_dict() for one in self.edits], "widens": self.widens}


def policy_changes(
    policy: Policy, request: Request, *, law: Literal["named"] | None = "named"
) -> Iterator[PolicyChange]:
    """Yield changes to the policy of which each alone would permit a request; the fewest at once that do."""
    small = _without_the_rest(policy, request, law=law)
    trying = _Trying(small, request, law, frozenset(resolve(small.model, known_law)))
    ways = list(trying.found())
    fewest = min(map(len, ways), default=0)
    for way in ways:
        if len(way) == fewest:
            if len(policy.model.activities) <= SMALL:
                cells = trying.widened(policy, way)
                yield PolicyChange(way, len(cells), len(cells - trying.asked(policy)))
            else:
                yield PolicyChange(way, None, None)


def _without_the_rest(policy: Policy, request: Request, *, law: Literal["named"] | None) -> Policy:
    """Return a policy with the activities that come near to a request alone, and those that they name.

    An activity more never turns a permit, so that what this permits, the whole policy does.
    """
    model, index = policy.model, policy.programs(law=law).index
    subject = bind(request, policy.vocabulary).data_subject
    by = index.covering
    masks = [by["purpose"][request.purpose], by["data-subject"][subject], by["operation"][request.operation]]
    masks += [by["recipient"][request.recipient], *(by["data"][one] for one in request.data)]
    near = sorted(
        enumerate(index.activities), key=lambda one: sum(not mask >> one[0] & 1 for mask in masks)
    )  # a stable sort: of equals the first of the policy
    wanted = [name for _, name in near[: 4 * NEAR]]
    if request.origin is not None:
        wanted.append(request.origin)
    for name in wanted:
        wanted += [one for one in model.activities[name].further_processing_of if one not in wanted]
    kept = {name: one for name, one in model.activities.items() if name in set(wanted)}
    return _compiled(model.model_copy(update={"activities": kept, "notice": None}))


def _compiled(model: PolicyModel) -> Policy:
    return Policy(model, guards=guards_of(model))


@dataclass(frozen=True)
class _Trying:
    policy: Policy
    request: Request
    law: Literal["named"] | None
    faults: frozenset[object]
    """What the gate says of the policy as it is."""

    def found(self) -> Iterator[tuple[Edit, ...]]:
        """Yield what permits, with one edit of the lists or of something else, or else with one more."""
        tried: dict[tuple[Edit, ...], Policy] = {}
        seen: set[frozenset[NodePath]] = set()
        yield from self._permitting((), self.policy, seen, tried)
        if not seen:
            for done, policy in list(tried.items()):
                yield from self._permitting(done, policy, seen, tried)

    def _permitting(
        self,
        done: tuple[Edit, ...],
        policy: Policy,
        seen: set[frozenset[NodePath]],
        tried: dict[tuple[Edit, ...], Policy],
    ) -> Iterator[tuple[Edit, ...]]:
        """Try what comes next; one way is kept for each set of paths."""
        for more in edits(policy, self.request, self._denied(policy)):
            together = (*done, *more)
            paths = frozenset(one.path for one in together)
            if len(tried) >= MOST_TRIED or len(seen) >= MOST_KEPT:
                return
            if len(paths) < len(together) or any(known <= paths for known in seen):
                continue
            changed = self._changed(policy, more)
            if changed is None:
                continue
            tried[together] = changed
            if self._permits(changed):
                seen.add(paths)
                yield together

    def _denied(self, policy: Policy) -> tuple[Cell, ...]:
        situation = bind(self.request, policy.vocabulary).situation
        request, subject = self.request, bind(self.request, policy.vocabulary).data_subject
        key = (request.purpose, request.data, subject, request.operation, request.recipient)
        cells = policy.programs(law=self.law).plan(key).cells
        return tuple(cell for cell in cells if cell.program.outcome(situation) is not Outcome.PERMIT)

    def _changed(self, policy: Policy, more: tuple[Edit, ...]) -> Policy | None:
        """Compile a policy with something written otherwise; ``None`` where the gate would refuse it."""
        model = policy.model
        for edit in more:
            model = edit.rewrite(model)
        if any(
            finding.code.severity == "error" and finding not in self.faults for finding in resolve(model, known_law)
        ):
            return None
        return _compiled(model)

    def _permits(self, policy: Policy) -> bool:
        try:
            return policy.decide(self.request, law=self.law).outcome is Outcome.PERMIT
        except RequestError:
            return False

    def asked(self, policy: Policy) -> set[tuple[str, ...]]:
        """Return the cells of the request."""
        asked, subject = self.request, bind(self.request, policy.vocabulary).data_subject
        return {(asked.purpose, one, subject, asked.operation, asked.recipient) for one in asked.data}

    def widened(self, policy: Policy, found: tuple[Edit, ...]) -> set[tuple[str, ...]]:
        """Return the cells of the whole policy that would be permitted under less than before."""
        model = policy.model
        for edit in found:
            model = edit.rewrite(model)
        cells: set[tuple[str, ...]] = set()
        for one in Comparison(Sides(Side(policy, self.law), Side(_compiled(model), self.law))).differences():
            if one.widened is not None:
                cells |= set(product(*(one.ids[dimension] for dimension in DIMENSIONS)))
        return cells
