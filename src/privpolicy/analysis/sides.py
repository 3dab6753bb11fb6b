"""Two policies side by side: which cells each covers and forbids, and where the two can differ at all.

A cell is a purpose, a category, a data subject, an operation and a recipient. Both policies are asked about the same
cells; an id that one of them does not know is covered by nothing there. Only cells in which a declaration changed, or
an id stands elsewhere in its hierarchy or under another mark, are ever looked at.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, cast

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.cell import Point
from privpolicy.engine.compile import simplify, typed
from privpolicy.engine.index import members
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.programs import Programs
from privpolicy.engine.request import Request
from privpolicy.engine.requirement import AllOf, AnyOf, Clause, Constant, Requirement
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension
from privpolicy.model.activity import Activity
from privpolicy.model.moment import write_moment
from privpolicy.model.operation import Operation
from privpolicy.model.prohibition import Prohibition
from privpolicy.model.request import Context
from privpolicy.model.retention import Schedule

NEVER: Requirement = Constant(holds=False)
OLD = "@old"
"""Stands behind the name of a fact of the old policy where the new one means another fact by it."""
TEXTS = frozenset({"title", "description", "source", "dpv", "legitimate_interest", "reference"})
"""What a declaration says to people and nothing is decided by."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """An activity that covers a cell, with everything that must hold so that it permits."""

    activity: str
    clauses: tuple[Clause, ...]

    @property
    def requirement(self) -> Requirement:
        """All of it at once."""
        return simplify(AllOf(tuple(clause.requirement for clause in self.clauses)))


@dataclass(frozen=True)
class Side:
    """One of two policies, under the law that it names or alone."""

    policy: Policy
    law: Literal["named"] | None = "named"
    _compiled: dict[Hashable, tuple[Alternative, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def programs(self) -> Programs:
        """The programs that are compared."""
        return self.policy.programs(law=self.law)

    def knows(self, point: Point) -> bool:
        """Tell whether the policy knows every id of a cell."""
        return all(self.knows_id(dimension, one) for dimension, one in zip(DIMENSIONS, ids_of(point), strict=True))

    def knows_id(self, dimension: Dimension, one: str) -> bool:
        """Tell whether the policy knows an id."""
        return one in self.policy.vocabulary.hierarchies[dimension].parents

    def bit(self, prohibition: str) -> int:
        """Return the bit of a prohibition in the masks of the index; none for one that is not declared."""
        names = self.programs.index.prohibitions
        return 1 << names.index(prohibition) if prohibition in names else 0

    def falls_short(self, name: str, point: Point) -> tuple[Dimension, ...]:
        """Return the dimensions in which an activity does not cover a cell."""
        index = self.programs.index
        bit = 1 << index.activities.index(name)
        ids = zip(DIMENSIONS, ids_of(point), strict=True)
        return tuple(dimension for dimension, one in ids if not index.covering[dimension].get(one, 0) & bit)

    def understood(self, request: Request) -> Request:
        """Return a request without what the policy knows nothing of and so cannot hang on."""
        vocabulary, context = self.policy.vocabulary, request.context
        purposes = vocabulary.hierarchies["purpose"].parents
        fitting = {name: value for name, value in context.facts.items() if self._fits(name, value)}
        consents, objections = context.consents, context.objections
        kept = context.model_copy(
            update={
                "facts": fitting,
                "events": {event: date for event, date in context.events.items() if event in vocabulary.events},
                "consents": consents and tuple(one for one in consents if one.purpose in purposes),
                "objections": objections and tuple(one for one in objections if one.purpose in purposes),
            }
        )
        return _with(request, kept)

    def _fits(self, fact: str, value: Any) -> bool:
        known = self.policy.vocabulary.facts.get(fact)
        try:
            return known is not None and typed(value, known) is not None
        except ValueError:
            return False

    def outcome(self, request: Request) -> Outcome:
        """Decide a request, as far as the policy understands it; a cell that it does not know is denied."""
        try:
            return self.policy.decide(self.understood(request), law=self.law).outcome
        except RequestError:
            return Outcome.DENY

    def alternatives(self, point: Point) -> tuple[Alternative, ...]:
        """Return what may permit a cell; nothing where the policy does not know one of its ids."""
        if not self.knows(point):
            return ()
        index = self.programs.index
        covering, touching = index.covering_at(point), index.touching_at(point)
        mark = self.programs.guards.mark(point) if self.programs.guards is not None else None
        key = (point.purpose, point.operation, covering, touching if covering else 0, mark)
        if key not in self._compiled:
            names = members(index.activities, covering)
            prohibitions = tuple(members(index.prohibitions, touching))
            self._compiled[key] = tuple(self._alternative(name, point, prohibitions) for name in names)
        return self._compiled[key]

    def permits(self, point: Point) -> Requirement:
        """Return the requirement that a cell is permitted."""
        return simplify(AnyOf(tuple(one.requirement for one in self.alternatives(point))))

    def _alternative(self, name: str, point: Point, prohibitions: tuple[str, ...]) -> Alternative:
        compiler = self.programs.compiler
        judged = compiler.judged(name, point)
        bars = (compiler.prohibition(one, judged) for one in prohibitions)
        return Alternative(name, (*compiler.clauses(name, point), *bars))

    # --- What a cell hangs on -----------------------------------------------------------------------------------

    def profile(self, dimension: Dimension, one: str) -> Hashable:
        """Return what of an id its cells hang on beside the declarations that list it; ``None``: it is not known."""
        vocabulary, guards = self.policy.vocabulary, self.programs.guards
        hierarchy = vocabulary.hierarchies[dimension]
        if one not in hierarchy.parents:
            return None
        seen = guards.sees(point_of(dimension, one)) if guards is not None else None
        place = (hierarchy.ancestors[one], hierarchy.descendants[one], seen)
        match dimension:
            case "purpose":
                marks = (one in vocabulary.direct_marketing, one in vocabulary.legal_claims)
                return (*place, vocabulary.overlapping("purpose", one), *marks)
            case "recipient":
                return (*place, vocabulary.roles[one])
            case "data" | "data-subject" | "operation":
                return place

    def activity(self, name: str) -> Hashable:
        """Return what an activity means by itself, as a value to compare; ``None`` where there is none."""
        declared = self.policy.model.activities.get(name)
        return None if declared is None else self._meaning(declared)

    def prohibition(self, name: str) -> Hashable:
        """Return what a prohibition means by itself, as a value to compare; ``None`` where there is none."""
        declared = self.policy.model.prohibitions.get(name)
        return None if declared is None else self._meaning(declared)

    def _meaning(self, declared: Activity | Prohibition) -> Hashable:
        written: dict[str, Any] = declared.model_dump(exclude_defaults=True)
        if isinstance(declared, Activity):
            written["retention"] = self._schedule(declared)
            written["law"] = declared.law is not None
            written.pop("obligations", None)
        return _frozen(written)

    def _schedule(self, activity: Activity) -> object:
        match activity.retention:
            case Schedule() as schedule:
                return schedule.model_dump(exclude_defaults=True)
            case str() as name if name in self.policy.model.retention:
                return self.policy.model.retention[name].model_dump(exclude_defaults=True)
            case other:
                return other

    @cached_property
    def surroundings(self) -> Hashable:
        """What every cell hangs on: when the policy is in force, the facts that there are, the law."""
        model = self.policy.model
        facts = {name: (one.type, one.values) for name, one in model.facts.items()}
        packs = self.programs.law
        return (_frozen(model.policy.effective.model_dump() if model.policy.effective else None), _frozen(facts), packs)


def _stating(request: Request, facts: Mapping[str, Any]) -> Request:
    return _with(request, request.context.model_copy(update={"facts": dict(facts)}))


def _with(request: Request, context: Context) -> Request:
    """Return a request with other facts known."""
    return Request(
        purpose=request.purpose,
        data=request.data,
        data_subject=request.data_subject,
        operation=request.operation,
        recipient=request.recipient,
        origin=request.origin,
        at=write_moment(request.at),
        complete=request.complete,
        context=context,
    )


def ids_of(point: Point) -> tuple[str, ...]:
    """Return the ids of a cell in the order of the dimensions."""
    return (point.purpose, point.category, point.data_subject, point.operation, point.recipient)


def point_of(dimension: Dimension, one: str) -> Point:
    """Return a cell of which only one id is known."""
    ids = {each: one if each == dimension else "" for each in DIMENSIONS}
    operation = cast("Operation", ids["operation"] or "use")
    return Point(ids["purpose"], ids["data"], ids["data-subject"], operation, ids["recipient"])


def _frozen(value: Any) -> Hashable:
    """Return plain data as a value that can be compared and kept, texts for people left out; lists are sets."""
    match value:
        case dict():
            return frozenset((key, _frozen(below)) for key, below in value.items() if key not in TEXTS)
        case list() | tuple():
            return tuple(map(_frozen, value))
        case _:
            return cast("Hashable", value)


@dataclass(frozen=True)
class Sides:
    """Two policies, and which of their declarations and ids are not the same."""

    old: Side
    new: Side

    @property
    def both(self) -> tuple[Side, Side]:
        """The two, the older first."""
        return (self.old, self.new)

    def outcomes(self, request: Request) -> tuple[Outcome, Outcome]:
        """Return what the old and the new policy answer, each as far as it understands a request."""
        facts = request.context.facts
        renamed = {name: value for name, value in facts.items() if not name.endswith(OLD)}
        renamed |= {name.removesuffix(OLD): value for name, value in facts.items() if name.endswith(OLD)}
        return self.old.outcome(_stating(request, renamed)), self.new.outcome(request)

    @cached_property
    def everything(self) -> bool:
        """Whether something changed that every cell hangs on."""
        return self.old.surroundings != self.new.surroundings

    @cached_property
    def activities(self) -> frozenset[str]:
        """Activities that mean something else, or that one of the two lacks."""
        names = {name for side in self.both for name in side.policy.model.activities}
        return frozenset(
            name for name in names if self.everything or self.old.activity(name) != self.new.activity(name)
        )

    @cached_property
    def prohibitions(self) -> frozenset[str]:
        """Prohibitions that mean something else, or that one of the two lacks."""
        names = {name for side in self.both for name in side.policy.model.prohibitions}
        return frozenset(name for name in names if self.old.prohibition(name) != self.new.prohibition(name))

    @cached_property
    def ids(self) -> Mapping[Dimension, frozenset[str]]:
        """Ids that stand elsewhere or mean something else, or that one of the two lacks, by dimension."""
        return {
            dimension: frozenset(
                one
                for one in self.known(dimension)
                if self.old.profile(dimension, one) != self.new.profile(dimension, one)
            )
            for dimension in DIMENSIONS
        }

    @cached_property
    def clashing(self) -> frozenset[str]:
        """Facts that both know and that are of another type, or have other values, in each."""
        old, new = (side.policy.vocabulary.facts for side in self.both)
        return frozenset(name for name in old.keys() & new.keys() if old[name] != new[name])

    def known(self, dimension: Dimension) -> Iterator[str]:
        """Yield every id that one of the two knows, each once."""
        yield from dict.fromkeys(
            one for side in self.both for one in side.policy.vocabulary.hierarchies[dimension].parents
        )
