"""The names that a policy declares, and what to say of one that it does not."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import Names, quote
from privpolicy.engine.vocabulary import BUILT_IN_EVENTS, BUILT_IN_FACTS, BUILT_IN_RECIPIENTS
from privpolicy.model.policy_model import PolicyModel
from privpolicy.source.path import NodePath

Kind = Literal[
    "purpose", "data category", "data subject", "recipient", "event", "fact", "schedule", "safeguard", "activity"
]
"""What a name may be the name of."""
_SECTIONS: Mapping[Kind, str] = {
    "purpose": "purposes",
    "data category": "data-categories",
    "data subject": "data-subjects",
    "recipient": "recipients",
    "event": "events",
    "fact": "facts",
    "schedule": "retention",
    "safeguard": "safeguards",
    "activity": "activities",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """A policy and the names of each kind, the built-in ones included."""

    model: PolicyModel
    names: Mapping[Kind, frozenset[str]]
    _similar: dict[Kind, Names] = field(default_factory=dict, repr=False, compare=False)
    """Built for a kind once a name of it is unknown."""

    @classmethod
    def of(cls, model: PolicyModel) -> "Scope":
        """Gather the names of a policy."""
        return cls(
            model,
            {
                "purpose": frozenset(model.purposes),
                "data category": frozenset(model.data_categories),
                "data subject": frozenset(model.data_subjects),
                "recipient": frozenset((*BUILT_IN_RECIPIENTS, *model.recipients)),
                "event": frozenset((*BUILT_IN_EVENTS, *model.events)),
                "fact": frozenset((*BUILT_IN_FACTS, *model.facts)),
                "schedule": frozenset(model.retention),
                "safeguard": frozenset(model.safeguards),
                "activity": frozenset(model.activities),
            },
        )

    def unknown(self, kind: Kind, name: str, path: NodePath, *, on_key: bool = False) -> Finding | None:
        """Return a finding when nothing of this kind has this name."""
        if name in self.names[kind]:
            return None
        code = code_named(f"unknown-{kind.replace(' ', '-')}")
        message = f"{_subject(path)} names the {kind} {quote(name)}, which is not declared"
        return Finding(code, path, message, self._advice(kind, name), on_key=on_key)

    def unknown_among(self, kind: Kind, names: Iterable[str], path: NodePath) -> Iterator[Finding]:
        """Yield a finding for each name of a list, written at a path, that does not exist."""
        for position, name in enumerate(names):
            if finding := self.unknown(kind, name, (*path, position)):
                yield finding

    def _advice(self, kind: Kind, name: str) -> str:
        for other, names in self.names.items():
            if other != kind and name in names:
                return f"{quote(name)} is {_a(other)}, not {_a(kind)}"
        if kind not in self._similar:
            self._similar[kind] = Names(sorted(self.names[kind]))
        near = self._similar[kind].nearest(name)
        return f"did you mean {quote(near)}?" if near else f"declare it under `{_SECTIONS[kind]}`"


def _a(kind: Kind) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


_SINGULAR = {
    "activities": "activity",
    "prohibitions": "prohibition",
    "purposes": "purpose",
    "data-categories": "data category",
    "data-subjects": "data subject",
    "recipients": "recipient",
    "retention": "schedule",
}


def _subject(path: NodePath) -> str:
    """Return who speaks at a path: ``activity `payment` ``."""
    section, name = str(path[0]), str(path[1])
    if section == "notice":
        return "the notice"
    return f"{_SINGULAR.get(section, section)} {quote(name)}"
