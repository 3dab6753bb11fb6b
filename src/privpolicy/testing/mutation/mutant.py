"""A small change to a policy: what it is in words, and the policy with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from privpolicy.model.duration import Duration, add, read_duration, write_duration
from privpolicy.model.interval import Interval
from privpolicy.model.moment import Moment
from privpolicy.model.policy_model import PolicyModel
from privpolicy.source.path import NodePath


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: where it is made, what it is in words, and the policy with it."""

    path: NodePath
    words: str
    model: PolicyModel = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    """A change within a declaration: where, in words, and what then stands there; ``None``: nothing."""

    path: NodePath
    words: str
    value: Any


_YEAR = read_duration("P1Y")


def with_declaration(model: PolicyModel, section: str, name: str, declaration: Any) -> PolicyModel:
    """Return a policy with another declaration in the place of one; ``None`` takes it away."""
    kept = dict(getattr(model, section))
    if declaration is None:
        del kept[name]
    else:
        kept[name] = declaration
    return model.model_copy(update={section: kept})


def copied(declaration: Any, field_name: str, changes: Iterator[Change]) -> Iterator[Change]:
    """Turn changes of a field into changes of its declaration."""
    for one in changes:
        yield Change(one.path, one.words, declaration.model_copy(update={field_name: one.value}))


def shorter(items: tuple[Any, ...], path: NodePath, *, to: int = 1) -> Iterator[Change]:
    """Yield a list without each of its items, as long as so many are left."""
    for number, item in enumerate(items):
        if len(items) > to:
            rest = (*items[:number], *items[number + 1 :])
            yield Change((*path, number), f"without `{item}`" if isinstance(item, str) else "left out", rest)


def dropped(value: Any, path: NodePath) -> Iterator[Change]:
    """Yield that a key is left out, where it stands."""
    if value is not None:
        yield Change(path, "left out", None)


def moved(interval: Interval | None, path: NodePath) -> Iterator[Change]:
    """Yield an interval left out, and each of its ends a year later."""
    if interval is None:
        return
    yield Change(path, "left out", None)
    ends: tuple[tuple[str, str, Moment | None], ...] = (
        ("from_", "from", interval.from_),
        ("until", "until", interval.until),
    )
    for name, key, end in ends:
        later = add(end, _YEAR) if end is not None else None
        if later is not None:
            yield Change((*path, key), "a year later", interval.model_copy(update={name: later}))


def longer(duration: Duration, path: NodePath) -> Iterator[Change]:
    """Yield a duration with a year added."""
    units = {**dict(duration.items()), "years": duration.get("years", 0) + 1}
    more = Duration(**units)
    yield Change(path, f"{write_duration(more)} in place of {write_duration(duration)}", more)
