"""What may be written instead, mechanically and without changing what a policy means."""

from dataclasses import dataclass

from privpolicy.source.path import NodePath
from privpolicy.source.span import Span


@dataclass(frozen=True, slots=True)
class Removal:
    """Take away what stands at a path: an item of a list, or a key with its value."""

    path: NodePath


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Write another scalar in the place of the one at a path; ``on_key`` renames the key."""

    path: NodePath
    text: str
    on_key: bool = False


@dataclass(frozen=True, slots=True)
class Deletion:
    """Take away a stretch of text that says nothing to a reader of YAML: a comment, or a part of one."""

    span: Span


@dataclass(frozen=True, slots=True)
class Fix:
    """Changes that belong together, and what they do in a few words: ``remove `contact.email` ``."""

    title: str
    changes: tuple[Removal | Rewriting | Deletion, ...]
