"""What can still be asked of a policy whose shape is not right, so that all faults come at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from privpolicy.diagnostics.finding import Finding
from privpolicy.model.policy_model import PolicyModel
from privpolicy.source.path import NodePath
from privpolicy.syntax import nodes
from privpolicy.syntax.locate import written
from privpolicy.syntax.plain import plain

_ROUNDS = 4
"""How often what does not fit is taken out by the key, before whole declarations are."""
_STAND_INS: Mapping[str, Mapping[str, Any]] = {
    "activities": {"purposes": ["x"], "legal-basis": "contract", "data-subjects": ["x"], "data": ["x"]},
    "retention": {"phases": [{"phase": "active", "for": "P1Y"}], "then": "erase"},
    "facts": {"type": "text"},
}
"""What stands for a required key, or for a whole declaration whose name remains. Elsewhere an empty one does."""
_ABSENCES = ("missing-role", "endless-phase")
"""Findings that something is absent, which may have been taken out."""


@dataclass(slots=True)
class _Salvage:
    """What is left of a policy, which declarations lost something, and which were replaced."""

    data: dict[str | int, Any]
    touched: set[NodePath] = field(default_factory=set)
    replaced: set[NodePath] = field(default_factory=set)
    """The declarations and keys for which something else stands in."""

    def fill_in(self, path: NodePath) -> bool:
        """Let a stand-in take the place of a required key that is missing, if there is one."""
        if len(path) != 3 or path[2] not in (stand_in := _STAND_INS.get(str(path[0]), {})):
            return False
        inner, key = self._innermost(path[:2])
        if inner is None or not isinstance(declaration := inner[key], dict):
            return False
        self.touched.add(path[:2])
        self.replaced.add(path)
        declaration[path[2]] = stand_in[str(path[2])]
        return True

    def take_out(self, path: NodePath, *, whole: bool) -> None:
        """Take out the innermost key on a path, or stand in for the whole declaration."""
        section = str(path[0]) if path else "policy"
        if section == "policy":
            self.data["policy"] = {"language": 1, "id": "x"}
            return
        declaration = path[:2]
        self.touched.add(declaration)
        inner, key = self._innermost(path)
        if len(path) < 2 or not isinstance(self.data.get(section), dict) or section == "controller":
            self.data.pop(section, None)
        elif whole or inner is None or inner is self.data[section]:
            self.replaced.add(declaration)
            self.data[section][declaration[1]] = dict(_STAND_INS.get(section, {}))
        else:
            inner.pop(key, None)

    def drop(self, path: NodePath) -> None:
        """Take out a key that is no id, with what it holds."""
        inner, key = self._innermost(path)
        if inner is not None and key == path[-1]:
            inner.pop(key, None)

    def _innermost(self, path: NodePath) -> tuple[dict[str | int, Any] | None, str | int]:
        """Return the innermost mapping on a path and its key there."""
        found: tuple[dict[str | int, Any] | None, str | int] = (None, "")
        here: Any = self.data
        for step in path:
            if isinstance(here, dict) and step in here:
                found = (here, step)
                here = here[step]
            elif isinstance(here, list) and isinstance(step, int) and step < len(here):
                here = here[step]
            else:
                break
        return found

    def speaks_truly(self, finding: Finding) -> bool:
        """Tell whether a finding is not just an echo of what was taken out."""
        declaration = finding.path[:2]
        if declaration in self.replaced or finding.path[:3] in self.replaced:
            return False
        if finding.code.name in _ABSENCES:
            return declaration[0] not in {section for section, *_ in self.touched}
        facts = {name for section, name in (one for one in self.touched if len(one) == 2) if section == "facts"}
        return finding.path[0] == "facts" or facts.isdisjoint(finding.path[2:])


def ask_what_is_left(tree: nodes.Mapping, gate: Callable[[PolicyModel], list[Finding]]) -> list[Finding]:
    """Return what the gate finds in the part of a policy that has the right shape."""
    salvage = _Salvage(plain(tree))
    for turn in range(2 * _ROUNDS):
        try:
            model = PolicyModel.model_validate(salvage.data)
        except ValidationError as error:
            for path, kind in _faults(error, tree):
                if kind == "key":
                    salvage.drop(path)
                elif kind == "other":
                    salvage.take_out(path, whole=turn >= _ROUNDS)
                elif not salvage.fill_in(path):
                    salvage.take_out(path[:-1] or path, whole=turn >= _ROUNDS)
        else:
            return [finding for finding in gate(model) if salvage.speaks_truly(finding)]
    return []


def _faults(error: ValidationError, tree: nodes.Mapping) -> dict[tuple[NodePath, str], None]:
    """Return the paths at fault, each once though every member of a union complains, and what is wrong there."""
    faults: dict[tuple[NodePath, str], None] = {}
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        loc: NodePath = one["loc"]
        if loc and loc[-1] == "[key]":
            faults[written(tree, loc), "key"] = None
        elif one["type"] == "missing":
            faults[(*written(tree, loc[:-1]), loc[-1]), "missing"] = None
        else:
            faults[written(tree, loc), "other"] = None
    return faults
