"""What a case asks, layer upon layer: the defaults of its file, its request, its instant, a choice of its matrix."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from pydantic import BaseModel

from privpolicy.model.request import Context, RequestModel, Subject
from privpolicy.source.path import NodePath
from privpolicy.syntax.locate import node_at
from privpolicy.syntax.nodes import Node
from privpolicy.testing.model import Case, PolicyTests

LARGEST = 10_000
"""How many cases a matrix may yield."""
_BY_ID = ("events", "facts")
"""Parts of a context whose keys are ids, with dots of their own."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a matrix: the key of the request, the value, and where it is written."""

    steps: tuple[str, ...]
    value: Any
    path: NodePath

    @property
    def words(self) -> str:
        """The choice as the name of a case has it: ``recipient=partner``."""
        return f"{'.'.join(self.steps)}={said(self.value)}"


def choices(case: Case, number: int) -> Iterator[tuple[Choice, ...]]:
    """Yield every combination of a matrix; of a case without one, a single empty one."""
    matrix = case.matrix or {}
    dimensions = [
        [
            Choice(steps, value, ("cases", number, "matrix", key, position))
            for position, value in enumerate(values)
            if (steps := steps_of_key(key)) is not None
        ]
        for key, values in matrix.items()
    ]
    return product(*dimensions)


def asked(tests: PolicyTests, number: int, chosen: Sequence[Choice]) -> dict[str, Any]:
    """Return the whole request of a case, as a file would have it."""
    case = tests.cases[number]
    request = joined(tests.defaults.request, case.request)
    if case.at is not None:
        request["at"] = case.at
    for choice in chosen:
        request = joined(request, _nested(choice.steps, choice.value))
    return request


def joined(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one mapping over another: mappings are joined key by key, anything else takes the place of what was there."""
    whole = dict(below)
    for key, value in above.items():
        old = whole.get(key)
        whole[key] = joined(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return whole


def where(tree: Node, number: int, chosen: Sequence[Choice], fault: str, request: Mapping[str, Any]) -> NodePath:
    """Return where the part of a request is written that a dotted path names; the nearest, where it is not written."""
    steps = _steps_in(request, fault)
    case: NodePath = ("cases", number)
    layers: list[tuple[NodePath, NodePath]] = [
        (choice.path, steps[len(choice.steps) :])
        for choice in reversed(chosen)
        if steps[: len(choice.steps)] == choice.steps
    ]
    if steps[:1] == ("at",):
        layers.append(((*case, "at"), steps[1:]))
    layers += [((*case, "request"), steps), (("defaults", "request"), steps)]
    best: tuple[int, NodePath] = (0, case)
    for base, rest in layers:
        known = next((size for size in range(len(rest), -1, -1) if node_at(tree, (*base, *rest[:size]))), None)
        if known is None:
            continue
        if known == len(rest):
            return (*base, *rest)
        best = max(best, (known, (*base, *rest[:known])), key=lambda one: one[0])
    return best[1]


def steps_of_key(key: str) -> tuple[str, ...] | None:
    """Return the way that a key of a matrix leads through a request; ``None``: requests have no such key."""
    head, _, rest = key.partition(".")
    if head != "context":
        return (head,) if not rest and head in keys_of(RequestModel) else None
    part, dot, below = rest.partition(".")
    if part not in keys_of(Context):
        return ("context",) if not rest else None
    if not dot:
        return ("context", part)
    if (part in _BY_ID and below) or (part == "subject" and below in keys_of(Subject)):
        return ("context", part, below)
    return None


def known_keys() -> tuple[str, ...]:
    """Return the keys that a matrix may have, without the ids of facts and events."""
    inner = (f"context.{key}" for key in keys_of(Context))
    return (*keys_of(RequestModel), *inner, *(f"context.subject.{key}" for key in keys_of(Subject)))


def keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the keys of a model as they are written."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def said(value: Any) -> str:
    """Write a value of a request on one line, as YAML has it."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case list() | tuple():
            return f"[{', '.join(map(said, value))}]"
        case Mapping():
            return f"{{{', '.join(f'{key}: {said(below)}' for key, below in value.items())}}}"
        case _:
            return str(getattr(value, "text", value))


def _nested(steps: Sequence[str], value: Any) -> dict[str, Any]:
    head, *rest = steps
    return {head: _nested(rest, value) if rest else value}


def _steps_in(request: Any, dotted: str) -> NodePath:
    """Split a dotted path as a request has its keys: an id may hold dots itself."""
    if not dotted:
        return ()
    if isinstance(request, Mapping):
        keys = [key for key in request if dotted == key or dotted.startswith(f"{key}.")]
        key = max(keys, key=len, default=dotted)
        return (key, *_steps_in(request.get(key), dotted[len(key) + 1 :]))
    head, _, rest = dotted.partition(".")
    if isinstance(request, Sequence) and not isinstance(request, str) and head.isdecimal() and int(head) < len(request):
        return (int(head), *_steps_in(request[int(head)], rest))
    return (head, *_steps_in(None, rest))
