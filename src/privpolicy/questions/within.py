"""Whether everything that one policy permits is permitted by another. Decided over all cells, facts and time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from privpolicy.analysis.difference import Comparison, Difference
from privpolicy.analysis.sides import OLD, Side, Sides
from privpolicy.analysis.witness import command
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.boxes import Box, merged
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.reason import Reason
from privpolicy.engine.request import Request
from privpolicy.engine.statement import Those, folded
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension
from privpolicy.model.moment import Moment

Ids = tuple[tuple[Those, ...], ...]
"""What stands in each dimension, in their order."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One of the two answers to a counter-example, in short."""

    outcome: Outcome
    reason: Reason | None
    """Its first reason; ``None`` where the policy does not know an id of the request."""
    message: str
    request: Request
    """The request without what this policy knows nothing of."""

    def command(self, path: str | None) -> str:
        """Return the command line that asks it of the policy at a path."""
        said = command(self.request)
        return said if path is None else said.replace("privpolicy check", f"privpolicy check {path}", 1)


@dataclass(frozen=True, slots=True)
class CounterExample:
    """Something that the inner policy permits and the outer does not, and all that differs in the same way."""

    kinds: tuple[str, ...]
    """In what the outer policy asks for more: a kind of clause, a dimension that it does not cover, or an activity."""
    where: tuple[Ids, ...]
    """Products of ids in whose cells there is such a request."""
    request: Request
    inner: Answered
    outer: Answered

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "kinds": list(self.kinds),
            "where": [
                {
                    dimension: [{"id": one.id, "narrower-too": not one.alone} for one in ids]
                    for dimension, ids in zip(DIMENSIONS, product, strict=True)
                }
                for product in self.where
            ],
            "request": self.request.to_dict(),
            "inner": _answered_json(self.inner),
            "outer": _answered_json(self.outer),
        }


@dataclass(frozen=True, slots=True)
class Containment:
    """Whether one policy permits nothing that another does not. True in a condition only when that is so."""

    inner: Policy
    outer: Policy
    counter_examples: tuple[CounterExample, ...]
    """One; or where all were asked for, one of each kind. None where everything is within."""

    def __bool__(self) -> bool:
        return not self.counter_examples

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "within": bool(self),
            "inner": _policy_json(self.inner),
            "outer": _policy_json(self.outer),
            "counter-examples": [one.to_dict() for one in self.counter_examples],
        }


def within(
    inner: Policy,
    outer: Policy,
    *,
    since: Moment | None = None,
    every_kind: bool = False,
    law: Literal["named"] | None = "named",
) -> Containment:
    """Tell whether everything that the inner policy permits is permitted by the outer one.

    An id that the outer policy does not know is nothing that it permits. ``since`` leaves out what is only permitted
    before an instant; without it all time counts.
    """
    sides = Sides(Side(outer, law), Side(inner, law))
    comparison = Comparison(sides, since)
    if every_kind:
        return Containment(inner, outer, tuple(_of_every_kind(sides, comparison)))
    first = comparison.first_widening()
    return Containment(inner, outer, () if first is None else (_example(sides, [first]),))


def _of_every_kind(sides: Sides, comparison: Comparison) -> Iterator[CounterExample]:
    found: dict[tuple[str, ...], list[Difference]] = {}
    for one in comparison.differences():
        if one.widened is not None:
            found.setdefault(one.kinds, []).append(one)
    for several in found.values():
        yield _example(sides, several)


def _example(sides: Sides, several: list[Difference]) -> CounterExample:
    request = several[0].widened
    if request is None:
        raise AssertionError("only what widens is an example")
    outer_request, inner_request = sides.old.understood(_of_outer(request)), sides.new.understood(request)
    where = tuple(_where(sides.new.policy, several))
    inner, outer = _answered(sides.new, inner_request), _answered(sides.old, outer_request)
    return CounterExample(several[0].kinds, where, request, inner, outer)


def _of_outer(request: Request) -> Request:
    """Return a request in which facts that each policy understands in its own way are those of the outer."""
    written = request.to_dict()
    facts: dict[str, Any] = written["context"].get("facts", {})
    own = {name.removesuffix(OLD): value for name, value in facts.items() if name.endswith(OLD)}
    others = {name: value for name, value in facts.items() if not name.endswith(OLD)}
    return Request.parse({**written, "context": {**written["context"], "facts": others | own}})


def _where(inner: Policy, several: list[Difference]) -> Iterator[Ids]:
    hierarchies = inner.vocabulary.hierarchies
    known = {dimension: tuple(hierarchies[dimension].parents) for dimension in DIMENSIONS}
    numbers = {dimension: {one: number for number, one in enumerate(known[dimension])} for dimension in DIMENSIONS}

    def box_of(one: Difference) -> Box:
        return tuple(sum(1 << numbers[each][id] for id in one.ids[each]) for each in DIMENSIONS)  # noqa: A001

    def ids_of(dimension: Dimension, mask: int) -> tuple[Those, ...]:
        ids = tuple(one for number, one in enumerate(known[dimension]) if mask >> number & 1)
        return folded(ids, hierarchies[dimension])

    for box in merged([box_of(one) for one in several]):
        yield tuple(ids_of(dimension, mask) for dimension, mask in zip(DIMENSIONS, box, strict=True))


def _answered(side: Side, request: Request) -> Answered:
    try:
        decision = side.policy.decide(request, law=side.law)
    except RequestError as error:
        return Answered(Outcome.DENY, None, error.message, request)
    reason = decision.reasons[0]
    return Answered(decision.outcome, reason, reason.message, request)


def _answered_json(answered: Answered) -> dict[str, Any]:
    return {
        "outcome": answered.outcome.value,
        "message": answered.message,
        "reason": None if answered.reason is None else answered.reason.to_dict(),
        "request": answered.request.to_dict(),
    }


def _policy_json(policy: Policy) -> dict[str, Any]:
    return {"id": policy.id, "version": policy.version, "digest": policy.digest}
