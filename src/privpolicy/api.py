"""A library user's verbs: load a policy, or say what is wrong with it."""

import os
from pathlib import Path

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.engine.policy import Policy
from privpolicy.engine.resolve import resolve
from privpolicy.law.grounds import GDPR
from privpolicy.loading.load import Loaded
from privpolicy.loading.load import load as read
from privpolicy.loading.places import places


def load(path: str | os.PathLike[str]) -> Policy:
    """Load the policy in a folder or a file and compile it.

    Raises :class:`PolicyError`, which carries every diagnostic, when anything is wrong with it.
    """
    return compiled(inspect(path))


def inspect(path: str | os.PathLike[str]) -> Loaded:
    """Read a policy and everything that is wrong with it; never raises for what stands in a file."""
    return read(Path(path), resolve)


def compiled(loaded: Loaded) -> Policy:
    """Compile what was read; raises :class:`PolicyError` when it has an error."""
    if loaded.model is None or loaded.tree is None:
        raise PolicyError(loaded.diagnostics)
    return Policy(loaded.model, digest=loaded.digest, places=places(loaded.tree), cites=GDPR)


def validate(path: str | os.PathLike[str]) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with a policy, sorted by place; empty when there is nothing."""
    return inspect(path).diagnostics
