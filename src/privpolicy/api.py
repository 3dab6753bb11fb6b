"""A library user's verbs: load a policy, or say what is wrong with it."""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.engine.policy import Policy
from privpolicy.engine.resolve import resolve
from privpolicy.law.errors import PackError
from privpolicy.law.grounds import GDPR
from privpolicy.law.guard_facts import guard_facts
from privpolicy.law.guards import guards_of, known_law
from privpolicy.loading.load import Loaded
from privpolicy.loading.load import load as read
from privpolicy.loading.places import places

Law = Literal["named"] | None
"""The law packs that a policy names, or no law."""


def load(path: str | os.PathLike[str], *, law: Law = "named") -> Policy:
    """Load the policy in a folder or a file and compile it, with the law packs that it names or, with ``None``, alone.

    Raises :class:`PolicyError`, which carries every diagnostic, when anything is wrong with it.
    """
    return compiled(inspect(path), law=law)


def inspect(path: str | os.PathLike[str]) -> Loaded:
    """Read a policy and everything that is wrong with it; never raises for what stands in a file."""
    loaded = read(Path(path), partial(resolve, known=known_law))
    if loaded.model is None or not loaded.model.policy.law:
        return loaded
    try:
        guard_facts(loaded.model.policy.law)
    except PackError as error:
        return replace(loaded, model=None, diagnostics=(*loaded.diagnostics, *error.diagnostics))
    return loaded


def compiled(loaded: Loaded, *, law: Law = "named") -> Policy:
    """Compile what was read; raises :class:`PolicyError` when it has an error."""
    if loaded.model is None or loaded.tree is None:
        raise PolicyError(loaded.diagnostics)
    guards = guards_of(loaded.model) if law == "named" else None
    return Policy(loaded.model, digest=loaded.digest, places=places(loaded.tree), cites=GDPR, guards=guards)


def validate(path: str | os.PathLike[str]) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with a policy, sorted by place; empty when there is nothing."""
    return inspect(path).diagnostics
