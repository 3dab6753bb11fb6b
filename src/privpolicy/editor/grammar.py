"""What may stand at a path of a policy, read off the models themselves."""

from collections.abc import Iterator
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from privpolicy.editor.kinds import NAMES, SECTIONS, Kind, Slot
from privpolicy.model.condition import Condition, FactTest
from privpolicy.model.country import CODES as COUNTRIES
from privpolicy.model.declaration import Written
from privpolicy.model.policy_model import PolicyModel
from privpolicy.source.path import NodePath

RESERVED = frozenset({"consent", "legal-basis", "any", "all", "not"})
"""Words of conditions, which are no facts."""


class Place:
    """What may stand at a path: ``types`` are the members of a union, ``slots`` the keys that lead here.

    Items of a list stand in the slot of the list. Places know what is below them once they were asked.
    """

    __slots__ = ("_below", "slots", "types")

    def __init__(self, annotation: Any, slots: tuple[Slot, ...] = ()) -> None:
        self.types: tuple[Any, ...] = tuple(_members(annotation))
        self.slots = slots
        self._below: dict[str | int, Place] = {}

    def below(self, step: str | int) -> "Place":
        """Return what may stand below a key or a position."""
        known: str | int = 0 if isinstance(step, int) else step
        if isinstance(step, str) and not any(_has(model, step) for model in self.models):
            known = ""  # an id: whatever it is, the same may stand there
        found = self._below.get(known)
        if found is None:
            found = self._below[known] = self._place_below(known)
        return found

    def _place_below(self, step: str | int) -> "Place":
        annotations: list[Any] = []
        slots: list[Slot] = []
        for one in self.types:
            if isinstance(step, int):
                if get_origin(one) is tuple:
                    annotations.append(get_args(one)[0])
                    slots += self.slots
            elif get_origin(one) is dict:
                annotations.append(get_args(one)[1])
            elif _is_model(one):
                field = next((field for field in one.model_fields.values() if field.alias == step), None)
                if field is not None:
                    annotations.append(field.annotation)
                    slots.append((one, step))
                elif issubclass(one, Condition):
                    annotations.append(FactTest)
        return Place(Union[tuple(annotations)] if annotations else None, tuple(dict.fromkeys(slots)))  # noqa: UP007

    @property
    def models(self) -> tuple[type[Written], ...]:
        """The mappings with known keys that may stand here."""
        return tuple(one for one in self.types if _is_model(one))

    @property
    def is_condition(self) -> bool:
        """Whether keys here are facts, or words of conditions."""
        return any(issubclass(model, Condition) for model in self.models)

    @property
    def is_list(self) -> bool:
        """Whether a list may stand here."""
        return any(get_origin(one) is tuple for one in self.types)

    @property
    def is_list_alone(self) -> bool:
        """Whether nothing but a list may stand here."""
        return self.is_list and all(get_origin(one) is tuple for one in self.types if one is not type(None))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What a text here is the id of, if it names anything."""
        return tuple(dict.fromkeys(NAMES[slot] for slot in self.slots if slot in NAMES))

    @property
    def values(self) -> tuple[str, ...]:
        """The values of a closed list that may stand here, in the order of the model."""
        found: list[str] = []
        for one in self.types:
            if get_origin(one) is Literal:
                found += [_written(value) for value in get_args(one)]
            elif one is bool:
                found += ["true", "false"]
        if not self.is_list and any(key == "country" for _, key in self.slots):
            found += sorted(COUNTRIES)
        return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def whole() -> Place:
    """Return the place of a whole policy."""
    return Place(PolicyModel)


def place_at(path: NodePath) -> Place:
    """Return what may stand at a path."""
    place = whole()
    for step in path:
        place = place.below(step)
    return place


def declares(path: NodePath) -> Kind | None:
    """Return the kind of id that the key at a path declares."""
    return SECTIONS.get(str(path[0])) if len(path) == 2 else None


def _has(model: type[Written], key: str) -> bool:
    return any(field.alias == key for field in model.model_fields.values())


def _is_model(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, Written)


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


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
