"""The parts of a condition, each with the path at which it is written."""

from collections.abc import Iterator
from typing import Any

from privpolicy.model.condition import Alternative, Condition
from privpolicy.model.declaration import kebab
from privpolicy.source.path import NodePath

Part = tuple[NodePath, Condition]
"""A part of a condition by itself, as a condition."""


def parts(condition: Condition, path: NodePath) -> Iterator[Part]:
    """Yield what is true or false in a condition: the whole where it joins several parts, and each part.

    A condition of one part is that part; a list of one item is that item.
    """
    own = list(_own(condition, path))
    if len(own) > 1:
        yield path, condition
    for where, part in own:
        yield from _below(where, part)


def _own(condition: Condition, path: NodePath) -> Iterator[Part]:
    """Yield the keys of a condition, each as a condition of its own."""
    written: dict[str, Any] = dict(condition.facts)
    for fact, test in written.items():
        yield (*path, fact), _made(condition, fact, test)
    fields = ("any_", "all_", "not_", *(("consent", "legal_basis") if isinstance(condition, Alternative) else ()))
    for field in fields:
        value = getattr(condition, field)
        if value is not None:
            yield (*path, kebab(field)), _made(condition, field, value)


def _made(like: Condition, key: str, value: Any) -> Condition:
    return type(like).model_construct(_fields_set={key}, **{key: value})


def _below(path: NodePath, part: Condition) -> Iterator[Part]:
    items = part.any_ if part.any_ is not None else part.all_
    if items is not None:
        if len(items) > 1:
            yield path, part
        for number, item in enumerate(items):
            yield from parts(item, (*path, number))
    elif part.not_ is not None:
        yield from parts(part.not_, path)
    else:
        yield path, part
