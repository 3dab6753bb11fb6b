"""The merged tree to a policy model; what does not fit becomes findings in the words of the language."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import quote
from privpolicy.loading.misfit import Misfit, describe
from privpolicy.model.declaration import Written
from privpolicy.model.policy_model import PolicyModel
from privpolicy.source.path import NodePath
from privpolicy.syntax.locate import node_at, written
from privpolicy.syntax.nodes import Mapping, Unread
from privpolicy.syntax.plain import plain

W = TypeVar("W", bound=Written)


def bind(tree: Mapping) -> tuple[PolicyModel | None, list[Finding]]:
    """Return the model, or ``None`` and one finding a fault."""
    data = plain(tree)
    return fit(PolicyModel, data, tree, [unfilled(path) for path in _nulls(data, ())])


def fit(model: type[W], data: Any, tree: Mapping, found: Collection[Finding] = ()) -> tuple[W | None, list[Finding]]:
    """Return data as a model, or ``None`` and one finding a fault; of what was found already no more is said."""
    try:
        fitting = model.model_validate(data)
    except ValidationError as error:
        misfits = _faults(_misfits(error.errors(include_url=False), tree), tree)
        told = {finding.path for finding in found}
        return None, [*found, *(describe(model, misfit) for misfit in misfits if misfit.path not in told)]
    return (None, list(found)) if found else (fitting, [])


_DECLARATION = 2
"""How deep declarations stand; a section or a declaration may be empty, a key of one may not."""
_BARE = frozenset({("notice", "tells"), ("notice", "rights"), ("notice", "references")})
"""Where declarations stand deeper than that."""


def _nulls(value: Any, path: NodePath) -> Iterator[NodePath]:
    """Yield keys without a value: a line that was begun, or whose value was commented out, must not pass."""
    if not isinstance(value, dict):
        return
    for key, below in value.items():
        deep = len(path) + 1 > _DECLARATION or (path and path[0] in ("policy", "controller", "notice"))
        if below is None and deep and path not in _BARE:
            yield (*path, key)
        elif isinstance(below, list):
            for number, item in enumerate(below):
                yield from _nulls(item, (*path, key, number))
        else:
            yield from _nulls(below, (*path, key))


def unfilled(path: NodePath) -> Finding:
    """Say that a key has no value."""
    message = f"{quote(str(path[-1]))} has no value"
    return Finding(code_named("wrong-type"), path, message, "write a value, or remove the key", on_key=True)


def _misfits(errors: Iterable[ErrorDetails], tree: Mapping) -> Iterable[Misfit]:
    for error in errors:
        loc: NodePath = error["loc"]
        kind = error["type"]
        on_key = bool(loc) and loc[-1] == "[key]"
        # A missing key may be called like the member of a union, so it is no step to look for.
        path = (*written(tree, loc[:-1]), loc[-1]) if kind == "missing" else written(tree, loc)
        yield Misfit(kind, path, error.get("input"), error.get("ctx", {}), error["msg"], on_key)


def _faults(misfits: Iterable[Misfit], tree: Mapping) -> list[Misfit]:
    """Keep one misfit a fault.

    The members of a union complain each for itself, a list complains once more when its items failed, and what
    could not be read has been reported already.
    """
    by_place: dict[tuple[NodePath, bool], list[Misfit]] = {}
    for misfit in misfits:
        by_place.setdefault((misfit.path, misfit.on_key), []).append(misfit)
    parents = {path[:length] for path, _ in by_place for length in range(len(path))}
    return [
        _joined(together)
        for (path, on_key), together in by_place.items()
        if (on_key or path not in parents) and not _unread(tree, together[0])
    ]


def _joined(together: list[Misfit]) -> Misfit:
    """Return what all members of a union say together: the most telling kind, or all the types expected."""
    telling = [misfit for misfit in together if not misfit.is_type]
    if telling:
        return telling[0]
    first = together[0]
    context: dict[str, Any] = {"types": tuple(dict.fromkeys(misfit.kind for misfit in together))}
    return Misfit(first.kind, first.path, first.value, context, first.message, first.on_key)


def _unread(tree: Mapping, misfit: Misfit) -> bool:
    if misfit.kind == "missing":
        parent = node_at(tree, misfit.path[:-1])
        return isinstance(parent, Mapping) and not parent.whole
    return isinstance(node_at(tree, misfit.path), Unread)
