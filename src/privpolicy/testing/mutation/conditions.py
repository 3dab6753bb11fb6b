"""Small changes to conditions."""

from collections.abc import Iterator
from typing import Any

from privpolicy.model.condition import Alternative, Comparison, Condition, FactTest
from privpolicy.model.declaration import kebab
from privpolicy.source.path import NodePath
from privpolicy.testing.mutation.mutant import Change, shorter

_FIELDS = ("any_", "all_", "not_", "consent", "legal_basis")


def condition_changes(condition: Condition | None, path: NodePath) -> Iterator[Change]:
    """Yield a condition left out, turned round, without each of its parts, and with each part changed."""
    if condition is None:
        return
    yield Change(path, "left out", None)
    yield Change(path, "turned into its opposite", _made(condition, {"not_": condition}))
    written = _written(condition)
    for key in written if len(written) > 1 else ():
        rest = {other: value for other, value in written.items() if other != key}
        yield Change((*path, kebab(key) if key in _FIELDS else key), "left out", _made(condition, rest))
    for key, value in written.items():
        for one in _within(key, value, path):
            yield Change(one.path, one.words, _made(condition, {**written, key: one.value}))


def _written(condition: Condition) -> dict[str, Any]:
    fields = _FIELDS if isinstance(condition, Alternative) else _FIELDS[:3]
    stated = {name: value for name in fields if (value := getattr(condition, name)) is not None}
    return {**condition.facts, **stated}


def _made(like: Condition, written: dict[str, Any]) -> Condition:
    return type(like).model_construct(_fields_set=set(written), **written)


def _within(key: str, value: Any, path: NodePath) -> Iterator[Change]:
    """Yield changes of one key of a condition."""
    match key, value:
        case (("any_" | "all_"), tuple()):
            for number, item in enumerate(value):
                for one in condition_changes(item, (*path, kebab(key), number)):
                    changed = (*value[:number], *(() if one.value is None else (one.value,)), *value[number + 1 :])
                    if changed:
                        yield Change(one.path, one.words, changed)
        case "not_", Condition():
            yield from (one for one in condition_changes(value, (*path, "not")) if one.value is not None)
        case "legal_basis", tuple():
            yield from shorter(value, (*path, "legal-basis"))
        case (("consent" | "legal_basis"), _):
            return
        case _:
            yield from _test(value, (*path, key))


def _test(test: FactTest, path: NodePath) -> Iterator[Change]:
    """Yield a test that more values pass, or one that fewer pass."""
    if isinstance(test, tuple):
        for one in shorter(test, path):
            yield Change(one.path, f"without `{test[int(one.path[-1])]}`", one.value)
    elif isinstance(test, Comparison):
        limits = (("at_least", "at-least", -1), ("at_most", "at-most", 1))
        for name, key, step in limits:
            limit = getattr(test, name)
            if limit is not None:
                changed = test.model_copy(update={name: limit + step})
                yield Change((*path, key), f"{limit + step} in place of {limit}", changed)
