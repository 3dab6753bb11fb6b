"""Which other facts, and which other day, would permit a request: each set is decided, and none holds a smaller one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import Any, Literal

from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.bind import bind
from privpolicy.engine.cell import Plan
from privpolicy.engine.need import ConsentNeed, EventNeed, FactNeed, Need, NoObjectionNeed, PolicyNeed, write_value
from privpolicy.engine.needs import needs
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.engine.situation import Situation
from privpolicy.engine.turn import turns
from privpolicy.model.moment import Moment, write_moment
from privpolicy.questions.changed_request import rewritten

LARGEST = 8
"""How many facts a set may have of which every part is tried."""
MOST = 64
"""How many sets are followed for each category."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """What would have to be so instead, all of it."""

    facts: tuple[Need, ...]
    request: Request
    """The request with it."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"facts": [one.to_dict() for one in self.facts], "request": self.request.to_dict()}


@dataclass(frozen=True, slots=True)
class DayChange:
    """A time in which it is permitted with the same facts; an open end is ``None``."""

    start: Moment | None
    end: Moment | None
    request: Request
    """The request on a day of that time."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        start, end = (None if one is None else write_moment(one) for one in (self.start, self.end))
        return {"from": start, "until": end, "request": self.request.to_dict()}


@dataclass(frozen=True)
class FactChanges:
    """What is looked at: a policy and a request that it does not permit."""

    policy: Policy
    request: Request
    law: Literal["named"] | None

    @property
    def plan(self) -> Plan:
        """The programs of the request."""
        request = self.request
        subject = bind(request, self.policy.vocabulary).data_subject
        key = (request.purpose, request.data, subject, request.operation, request.recipient)
        return self.policy.programs(law=self.law).plan(key)

    def permits(self, request: Request) -> bool:
        """Tell whether a request is permitted."""
        return self.policy.decide(request, law=self.law).outcome is Outcome.PERMIT

    def found(self) -> Iterator[FactChange]:
        """Yield the smallest sets of facts, the fewest first."""
        situation = bind(self.request, self.policy.vocabulary).situation
        opened = Situation(situation.at, complete=False, origin=situation.origin)
        ways = [
            needs(program.alternatives, opened, lambda s, p=program: p.outcome(s) is Outcome.PERMIT)[:MOST]  # type: ignore[misc]
            for program in self.plan.programs
        ]
        smallest: dict[frozenset[Need], Request] = {}
        for chosen in product(*ways) if len(ways) <= 2 else ([way[0] for way in ways] if all(ways) else (),):
            together = tuple(dict.fromkeys(need for way in chosen for need in way))
            if together and not any(isinstance(one, PolicyNeed) for one in together):
                smallest |= self._parts(together)
        kept = [one for one in smallest if not any(other < one for other in smallest)]
        for one in sorted(kept, key=lambda facts: (any(map(_of_the_person, facts)), len(facts))):
            yield FactChange(tuple(sorted(one, key=repr)), smallest[one])

    def _parts(self, facts: tuple[Need, ...]) -> dict[frozenset[Need], Request]:
        """Return the smallest parts of some facts that do."""
        found: dict[frozenset[Need], Request] = {}
        for size in range(1, len(facts) + 1) if len(facts) <= LARGEST else (len(facts),):
            for part in combinations(facts, size):
                if not any(known <= set(part) for known in found):
                    request = stating(self.request, part)
                    if request is not None and self.permits(request):
                        found[frozenset(part)] = request
        return found

    # --- Days ---------------------------------------------------------------------------------------------------

    def days(self) -> Iterator[DayChange]:
        """Yield the nearest time before and the nearest time after in which the same facts permit."""
        at = self.request.at
        times = self._times()
        permitted = [(start, end) for start, end in times if self.permits(self._on(_within(start, end)))]
        before = [one for one in permitted if one[1] is not None and one[1] <= at]
        after = [one for one in permitted if one[0] is not None and one[0] > at]
        for start, end in (*before[-1:], *after[:1]):
            yield DayChange(start, end, self._on(_within(start, end)))

    def _times(self) -> list[tuple[Moment | None, Moment | None]]:
        """Return the stretches of time between which the answer may turn."""
        situation = bind(self.request, self.policy.vocabulary).situation
        found = {
            moment
            for program in self.plan.programs
            for alternative in program.alternatives
            for clause in alternative.clauses
            for moment in turns(clause.requirement, situation)
        }
        edges = sorted(found)
        return [(None, edges[0]), *pairwise(edges), (edges[-1], None)] if edges else []

    def _on(self, moment: Moment) -> Request:
        return rewritten(self.request, at=write_moment(moment))


def _within(start: Moment | None, end: Moment | None) -> Moment:
    """Return the instant with which a time starts, or one day before it ends."""
    if start is not None:
        return start
    if end is None:
        raise AssertionError("a time has an edge")
    return end.subtract(days=1, naive_arithmetic_ok=True)


def _of_the_person(need: Need) -> bool:
    """Tell whether a fact is one that nobody can change."""
    return isinstance(need, FactNeed) and need.fact.startswith("subject.")


def stating(request: Request, facts: tuple[Need, ...]) -> Request | None:
    """Return a request that states some facts instead of what it said of them; ``None`` where it cannot."""
    written = request.to_dict()
    context: dict[str, Any] = {"facts": {}, "events": {}, "subject": {}, **written["context"]}
    context = {key: dict(value) if isinstance(value, dict) else value for key, value in context.items()}
    for need in facts:
        _state(context, need, written["at"])
    try:
        return Request.parse({**written, "context": context})
    except RequestError:
        return None


def _state(context: dict[str, Any], need: Need, at: str) -> None:
    match need:
        case FactNeed("restricted" | "legal-hold" as fact, value):
            context[fact] = value
        case FactNeed(fact, value) if fact.startswith("subject."):
            context["subject"][fact.removeprefix("subject.")] = write_value(value)
        case FactNeed(fact, value):
            context["facts"][fact] = write_value(value)
        case EventNeed(event, date):
            context["events"][event] = None if date is None else write_moment(date)
        case ConsentNeed(purpose, explicit, by):
            given = {"purpose": purpose, "given": at, "explicit": explicit, "by": by}
            context["consents"] = [*context.get("consents", ()), given]
        case NoObjectionNeed():
            context["objections"] = [
                {**one, "withdrawn": at} for one in context.get("objections", ()) if one["raised"] < at
            ]
        case PolicyNeed():
            raise AssertionError("no request states what a policy leaves open")
