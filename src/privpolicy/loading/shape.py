"""Which keys a mapping of a policy may have, read from the models themselves."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from privpolicy.model.condition import Condition, FactTest
from privpolicy.model.declaration import Written
from privpolicy.source.path import NodePath


def keys_at(model: type[Written], path: NodePath) -> tuple[str, ...]:
    """Return the keys that a mapping at this path may have, in the order of the model."""
    return tuple(
        dict.fromkeys(
            field.alias or name for written in _models_at(model, path) for name, field in written.model_fields.items()
        )
    )


def _models_at(model: type[Written], path: NodePath) -> list[type[Written]]:
    here: list[Any] = [model]
    for step in path:
        here = [member for one in here for member in _members(_below(one, step))]
    return [one for one in here if isinstance(one, type) and issubclass(one, Written)]


def _below(annotation: Any, step: str | int) -> Any:
    """Return the type of what stands below a key or a position."""
    arguments = get_args(annotation)
    if get_origin(annotation) is tuple and isinstance(step, int):
        return arguments[0]
    if get_origin(annotation) is dict:
        return arguments[1]
    if isinstance(annotation, type) and issubclass(annotation, Written):
        for field in annotation.model_fields.values():
            if field.alias == step:
                return field.annotation
        if issubclass(annotation, Condition):
            return FactTest
    return None


def _members(annotation: Any) -> Iterator[Any]:
    """Yield the members of a union, without what is only annotated."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _members(get_args(annotation)[0])
    elif origin is Union or origin is UnionType:
        for member in get_args(annotation):
            yield from _members(member)
    else:
        yield annotation
