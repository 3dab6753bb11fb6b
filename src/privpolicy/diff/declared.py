"""What was declared otherwise: section, id and key, with the places on both sides and what stood there.

Order says nothing in a policy, save among the phases of a schedule, and neither do the files in which things stand, a
default that is written out, or how a value is written.
"""

import json
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from privpolicy.analysis.sides import TEXTS
from privpolicy.loading.load import Loaded
from privpolicy.model.declaration import kebab
from privpolicy.model.duration import Duration, write_duration
from privpolicy.model.moment import Moment, write_moment
from privpolicy.model.policy_model import PolicyModel
from privpolicy.source.path import NodePath, dotted
from privpolicy.source.span import Span
from privpolicy.syntax.locate import locate, node_at
from privpolicy.syntax.nodes import Mapping as Tree
from privpolicy.syntax.plain import plain

What = Literal["added", "removed", "changed"]

SECTIONS = tuple(field.alias or name for name, field in PolicyModel.model_fields.items())
"""The sections of a policy in the order of the language."""
_SINGLE = frozenset({"policy", "controller", "notice"})
"""Sections that declare one thing."""
_FOR_PEOPLE = frozenset({"controller", "notice"})
"""Sections that change no answer."""
_SILENT = {kebab(name) for name in TEXTS} | {"processing-for", "contract", "version", "languages"}
"""Keys that change no answer."""
_ORDERED = frozenset({"phases"})
_LONGEST = 60
_PLAIN = re.compile(r"[A-Za-z0-9./_]([A-Za-z0-9./_ -]*[A-Za-z0-9./_-])?")
_WORDS = frozenset({"true", "false", "null", "~", "True", "False", "Null", "TRUE", "FALSE", "NULL"})


@dataclass(frozen=True, slots=True)
class DeclaredChange:
    """Something that is declared otherwise. On a side where it is not declared it has neither place nor value."""

    what: What
    path: NodePath
    old_place: Span | None
    new_place: Span | None
    old_value: str | None
    """What stood there, in one line of YAML, shortened."""
    new_value: str | None
    is_text: bool
    """It is said to people or to a record alone, and changes no answer."""

    @property
    def section(self) -> str:
        """The section in which it stands."""
        return str(self.path[0])

    def __str__(self) -> str:
        return f"{self.what} {dotted(self.path)}"


def declared_changes(old: Loaded, new: Loaded) -> tuple[DeclaredChange, ...]:
    """Return what was declared otherwise, by section, id and key in the order of the language."""
    return tuple(_changes(_Written.of(old), _Written.of(new)))


@dataclass(frozen=True, slots=True)
class _Written:
    """A policy as it means itself to be read, and where that is written."""

    data: Mapping[str, Any]
    tree: Tree

    @classmethod
    def of(cls, loaded: Loaded) -> "_Written":
        if loaded.model is None or loaded.tree is None:
            raise ValueError("a policy with errors declares nothing")
        return cls(loaded.model.model_dump(by_alias=True, exclude_defaults=True), loaded.tree)

    def at(self, path: NodePath) -> Any:
        found: Any = self.data
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        return found

    def place(self, path: NodePath) -> Span | None:
        return locate(self.tree, path, on_key=True) if node_at(self.tree, path) is not None else None

    def value(self, path: NodePath) -> str | None:
        node = node_at(self.tree, path)
        return None if node is None else shortened(plain(node))


def _changes(old: _Written, new: _Written) -> Iterator[DeclaredChange]:
    for section in SECTIONS:
        single = section in _SINGLE
        for path in _union((old.at((section,)), new.at((section,))), (section,)):
            sides = [one.at(path) if _declares(one, path) else None for one in (old, new)]
            if single or any(one is None for one in sides):
                yield from _change(old, new, path)
            else:
                for below in _union(sides, path):
                    yield from _change(old, new, below)


def _declares(side: _Written, path: NodePath) -> bool:
    return isinstance(above := side.at(path[:-1]), Mapping) and path[-1] in above


def _union(sides: Iterable[Any], above: NodePath) -> list[NodePath]:
    """Return what stands below a path on either side, sorted."""
    return [(*above, name) for name in sorted({name for side in sides if isinstance(side, Mapping) for name in side})]


def _change(old: _Written, new: _Written, path: NodePath) -> Iterator[DeclaredChange]:
    there = (_declares(old, path), _declares(new, path))
    values = [side.at(path) for side in (old, new)]
    if not any(there) or (all(there) and comparable(values[0]) == comparable(values[1])):
        return
    what: What = "changed" if all(there) else "added" if there[1] else "removed"
    yield DeclaredChange(
        what=what,
        path=path,
        old_place=old.place(path) if there[0] else None,
        new_place=new.place(path) if there[1] else None,
        old_value=old.value(path) if there[0] else None,
        new_value=new.value(path) if there[1] else None,
        is_text=_is_text(path, *values),
    )


def _is_text(path: NodePath, old: Any, new: Any) -> bool:
    section, key = path[0], path[-1]
    if section in _FOR_PEOPLE or (len(path) > 2 and key in _SILENT):
        return True
    if section == "policy":
        return key in _SILENT | {"id"}
    if section == "safeguards":
        return True
    if key in {"law", "compelling-grounds"} and len(path) > 2:
        return isinstance(old, str) and isinstance(new, str)
    if len(path) > 2 and old is not None and new is not None:
        return comparable(_without_texts(old)) == comparable(_without_texts(new))
    return False


def _without_texts(value: Any) -> Any:
    match value:
        case dict():
            return {key: _without_texts(below) for key, below in value.items() if key not in _SILENT and key != "text"}
        case list() | tuple():
            return [_without_texts(one) for one in value]
        case _:
            return value


def comparable(value: Any, *, ordered: bool = False) -> Hashable:
    """Return data as a value to compare: lists are sets, but for those whose order says something."""
    match value:
        case dict():
            return frozenset((key, comparable(below, ordered=key in _ORDERED)) for key, below in value.items())
        case list() | tuple():
            items = (comparable(one) for one in value)
            return tuple(items) if ordered else frozenset(items)
        case Duration():
            return write_duration(value)
        case Moment():
            return write_moment(value)
        case bool():
            return ("boolean", value)
        case _:
            return cast("Hashable", value)


def shortened(value: Any) -> str:
    """Write data as one line of YAML, cut where it is long."""
    line = flow(value)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def flow(value: Any) -> str:
    """Write data as one line of YAML."""
    match value:
        case dict():
            return "{" + ", ".join(f"{_text(str(key))}: {flow(below)}" for key, below in value.items()) + "}"
        case list() | tuple():
            return "[" + _joined(flow(one) for one in value) + "]"
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | float():
            return str(getattr(value, "text", value))
        case _:
            return _text(str(value))


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def _text(text: str) -> str:
    line = " ".join(text.split())
    return line if _PLAIN.fullmatch(line) and line not in _WORDS else json.dumps(line, ensure_ascii=False)
