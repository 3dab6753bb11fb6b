"""Which other request would be permitted: another purpose, narrower data, another recipient, and so on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, product
from operator import and_
from typing import Any, Literal

from privpolicy.engine.boxes import merged
from privpolicy.engine.hierarchy import Hierarchy
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.request import Request
from privpolicy.engine.statement import Those, folded
from privpolicy.engine.vocabulary import Dimension

Key = Dimension | Literal["origin"]
MOST_DECIDED = 2000
"""How many requests with two changes are decided."""


@dataclass(frozen=True, slots=True)
class RequestChange:
    """What to ask instead: ids by key of a request, any one of which (for data: all of which) would be permitted."""

    ids: Mapping[Key, tuple[Those, ...]]
    request: Request
    """One such request."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        ids = {key: [{"id": one.id, "narrower-too": not one.alone} for one in ids] for key, ids in self.ids.items()}
        return {"instead": ids, "request": self.request.to_dict()}


def rewritten(request: Request, **changes: Any) -> Request:
    """Return a request with something else in it, by the keys of a request file."""
    return Request.parse({**request.to_dict(), **changes})


@dataclass(frozen=True)
class RequestChanges:
    """What is looked at: a policy and a request that it does not permit."""

    policy: Policy
    request: Request
    law: Literal["named"] | None

    def permits(self, request: Request) -> bool:
        """Tell whether a request is permitted."""
        return self.policy.decide(request, law=self.law).outcome is Outcome.PERMIT

    def found(self) -> Iterator[RequestChange]:
        """Yield changes in one thing; only where none of them helps, changes in two."""
        choices = {key: list(choice) for key, choice in self._choices().items()}
        one = list(self._single(choices))
        yield from one or self._double(choices)

    def _choices(self) -> dict[Key, Iterable[tuple[str, ...]]]:
        """Return what could stand in each key instead; data are changed as a whole."""
        hierarchies, request = self.policy.vocabulary.hierarchies, self.request
        subject = self.policy.decide(request).to_dict()["request"]["data-subject"]
        asked: dict[Key, str] = {
            "purpose": request.purpose,
            "data-subject": subject,
            "operation": request.operation,
            "recipient": request.recipient,
        }
        found: dict[Key, Iterable[tuple[str, ...]]] = {
            key: ((one,) for one in _nearest(one_asked, hierarchies[key]))  # type: ignore[index]
            for key, one_asked in asked.items()
        }
        found["data"] = self._data()
        if request.origin is not None:
            found["origin"] = ((one,) for one in self.policy.model.activities if one != request.origin)
        return found

    def _data(self) -> Iterator[tuple[str, ...]]:
        """Yield fewer categories, and narrower ones in the place of one that is not permitted."""
        asked, below = self.request.data, self.policy.vocabulary.hierarchies["data"].descendants
        for size in range(len(asked) - 1, 0, -1):
            yield from combinations(asked, size) if len(asked) <= 8 else ()
        kept = [one for one in asked if self.permits(rewritten(self.request, data=[one]))]
        if kept and 8 < len(asked) != len(kept):
            yield tuple(kept)
        for one in asked:
            if one not in kept:
                for narrower in sorted(below[one] - {one}):
                    yield tuple(narrower if each == one else each for each in asked)

    def _single(self, choices: Mapping[Key, Sequence[tuple[str, ...]]]) -> Iterator[RequestChange]:
        for key, ids in choices.items():
            fit = [one for one in ids if self._covered({key: one}) and self.permits(self._with({key: one}))]
            if key == "data":
                yield from self._of_data(fit)
            elif fit:
                names = tuple(one[0] for one in fit)
                told = tuple(map(Those, names)) if key == "origin" else folded(names, self._hierarchy(key))
                yield RequestChange({key: told}, self._with({key: fit[0]}))

    def _of_data(self, fit: Sequence[tuple[str, ...]]) -> Iterator[RequestChange]:
        """Tell the most that may be kept of several categories, and the broadest that may stand for a single one."""
        asked = self.request.data
        fewer = [one for one in fit if len(one) < len(asked)]
        most = max(map(len, fewer), default=0)
        for one in fewer:
            if len(one) == most:
                yield RequestChange({"data": tuple(map(Those, one))}, self._with({"data": one}))
        narrower = [one for one in fit if len(one) == len(asked)]
        if len(asked) == 1 and narrower:
            told = folded(tuple(one[0] for one in narrower), self._hierarchy("data"))
            yield RequestChange({"data": told}, self._with({"data": narrower[0]}))
        elif narrower:
            yield RequestChange({"data": tuple(map(Those, narrower[0]))}, self._with({"data": narrower[0]}))

    def _double(self, choices: Mapping[Key, Sequence[tuple[str, ...]]]) -> Iterator[RequestChange]:
        left = MOST_DECIDED
        for first, second in combinations(choices, 2):
            fit: list[tuple[int, int]] = []
            for (one, ids), (two, others) in product(enumerate(choices[first]), enumerate(choices[second])):
                if left and self._covered({first: ids, second: others}):
                    left -= 1
                    if self.permits(self._with({first: ids, second: others})):
                        fit.append((one, two))
            for box in merged([(1 << one, 1 << two) for one, two in fit]):
                yield self._of_two(box, (first, second), choices)

    def _of_two(
        self, box: tuple[int, ...], keys: tuple[Key, Key], choices: Mapping[Key, Sequence[tuple[str, ...]]]
    ) -> RequestChange:
        ids: dict[Key, tuple[Those, ...]] = {}
        example: dict[Key, tuple[str, ...]] = {}
        for key, mask in zip(keys, box, strict=True):
            fit = [one for number, one in enumerate(choices[key]) if mask >> number & 1]
            example[key] = fit[0]
            if key == "origin" or len(fit[0]) > 1 or (key == "data" and len(self.request.data) > 1):
                ids[key] = tuple(map(Those, fit[0] if key == "data" else [one[0] for one in fit]))
            else:
                ids[key] = folded(tuple(one[0] for one in fit), self._hierarchy(key))
        return RequestChange(ids, self._with(example))

    def _hierarchy(self, key: Key) -> Hierarchy:
        return self.policy.vocabulary.hierarchies[key]  # type: ignore[index]

    def _with(self, ids: Mapping[Key, tuple[str, ...]]) -> Request:
        return rewritten(self.request, **{key: list(one) if key == "data" else one[0] for key, one in ids.items()})

    def _covered(self, ids: Mapping[Key, tuple[str, ...]]) -> bool:
        """Tell whether some activity covers every category at all: what none covers need not be decided."""
        covering, request = self.policy.programs(law=self.law).index.covering, self.request
        data = ids.get("data", request.data)
        mask = -1
        for key, asked in (
            ("purpose", request.purpose),
            ("operation", request.operation),
            ("recipient", request.recipient),
        ):
            mask &= covering[key][ids[key][0] if key in ids else asked]  # type: ignore[index]
        subject = ids["data-subject"][0] if "data-subject" in ids else request.data_subject
        mask &= covering["data-subject"][subject] if subject is not None else -1
        return all(reduce(and_, (mask, covering["data"][one])) for one in data)


def _nearest(asked: str, hierarchy: Hierarchy) -> list[str]:
    """Return all other ids, those first that share the most of an id."""

    def apart(one: str) -> int:
        shared = 0
        for mine, other in zip(asked.split("."), one.split("."), strict=False):
            if mine != other:
                break
            shared += 1
        return -shared

    return sorted((one for one in hierarchy.parents if one != asked), key=apart)
