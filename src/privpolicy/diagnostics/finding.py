"""What a check found: a path and words. Who runs the check adds the place."""

from dataclasses import dataclass

from privpolicy.diagnostics.codes import Code
from privpolicy.diagnostics.fix import Fix
from privpolicy.source.path import NodePath


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault at a path of the policy.

    ``message`` is lower case, one line, without a final stop, the user's words in backticks; advice goes into
    ``help``. ``related`` names further paths and what they show. With ``on_key`` the key is meant, not its value.
    """

    code: Code
    path: NodePath
    message: str
    help: str | None = None
    related: tuple[tuple[NodePath, str], ...] = ()
    on_key: bool = False
    cites: tuple[str, ...] = ()
    """Citation ids of the law that it rests on; empty where it rests on the language alone."""
    fix: Fix | None = None
    """What may be written instead without a second thought."""
