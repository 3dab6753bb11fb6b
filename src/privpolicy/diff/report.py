"""What a comparison of two policies says."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from privpolicy.analysis.difference import Effect, Ids, Kind, Standing
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diff.declared import DeclaredChange
from privpolicy.diff.fold import Told
from privpolicy.engine.request import Request
from privpolicy.engine.vocabulary import Dimension
from privpolicy.model.moment import Moment
from privpolicy.source.path import NodePath
from privpolicy.source.text import SourceText

FailOn = Literal["widens", "narrows", "changes", "any", "never"]
Answer = Literal["permit", "deny", "conditional", "undeclared"]
"""What a policy answers; ``undeclared``: it does not know something that the request names."""
EFFECTS: tuple[Effect, ...] = ("widens", "changes", "narrows")
"""The gravest first."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A request that the two policies answer differently, and how it is asked of each that lies on the disk."""

    request: Request
    """As the policy that permits understands it."""
    asked: tuple[Request, Request]
    """As the older and the newer policy understand it: what one of them knows nothing of is left out there."""
    old: Answer
    new: Answer
    command: str
    """The command that asks it, of the policy that permits where that lies on the disk."""


@dataclass(frozen=True, slots=True)
class Change:
    """Processings that became permitted, are no longer, or depend on something else: a product of ids."""

    effect: Effect
    kinds: tuple[Kind, ...]
    message: str
    """In words, on one line."""
    ids: Ids
    """Every id that is meant, by dimension."""
    told: Mapping[Dimension, tuple[Told, ...]]
    """The same by the broadest ids that are true."""
    old_activities: tuple[str, ...]
    new_activities: tuple[str, ...]
    before: Standing
    after: Standing
    old_place: str | None
    """``file:line:column`` of what it comes from; ``None`` where the older policy declares no such thing."""
    new_place: str | None
    paths: tuple[NodePath, ...]
    """What it comes from: declarations, sections or keys of the header."""
    widened: Witness | None
    """A request that only the newer policy permits."""
    narrowed: Witness | None
    """A request that only the older policy permits."""

    @property
    def witness(self) -> Witness:
        """The request that shows it: where there are two, the one that only the newer policy permits."""
        found = self.widened or self.narrowed
        if found is None:
            raise ValueError("a change without a witness")
        return found


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that a law pack asks for because of changes."""

    fact: str
    """The fact of the packs: ``rules.notice-new-purpose``."""
    title: str
    """What the packs call it."""
    cites: tuple[str, ...]
    what: str
    """What is to be done."""
    why: str
    changes: tuple[int, ...]
    """The changes that bring it about, by their place."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a policy. Nothing was compared where a side has errors: ``diagnostics`` are theirs."""

    old: str
    """The older policy as it was named."""
    new: str
    since: Moment | None = None
    """The instant from which on answers were compared; ``None``: all time."""
    law: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """The law packs under which each side was asked."""
    declared: tuple[DeclaredChange, ...] = ()
    changes: tuple[Change, ...] = ()
    duties: tuple[Duty, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    sources: Mapping[str, SourceText] | None = None
    compared: bool = True

    def counts(self) -> Mapping[Effect, int]:
        """Return how many changes there are of each effect."""
        found = Counter(change.effect for change in self.changes)
        return {effect: found[effect] for effect in EFFECTS}

    def fails(self, fail_on: FailOn) -> bool:
        """Tell whether something is found that was not to be. What changes both ways widens and narrows too."""
        match fail_on:
            case "never":
                return False
            case "any":
                return bool(self.changes)
            case "changes":
                return any(change.effect == "changes" for change in self.changes)
            case "widens":
                return any(change.widened is not None for change in self.changes)
            case "narrows":
                return any(change.narrowed is not None for change in self.changes)
