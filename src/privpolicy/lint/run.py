"""Run checks over a policy: findings to diagnostics, each in its place, sorted."""

from collections.abc import Iterable

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.engine.policy import Policy
from privpolicy.law.grounds import GDPR
from privpolicy.law.guard_facts import guard_facts
from privpolicy.law.guards import guards_over
from privpolicy.lint.check import Check
from privpolicy.lint.examined import DEFAULT_LAW, Examined
from privpolicy.loading.load import Loaded
from privpolicy.loading.place import place
from privpolicy.model.moment import Moment
from privpolicy.syntax.nodes import Mapping


def examine(loaded: Loaded, at: Moment) -> Examined:
    """Compile a policy under its law, or under the Regulation where it names none, to look at it on a day.

    Raises :class:`PolicyError` when it has an error.
    """
    if loaded.model is None:
        raise PolicyError(loaded.diagnostics)
    law = guard_facts(loaded.model.policy.law or DEFAULT_LAW)
    guards = guards_over(loaded.model, law)
    return Examined(Policy(loaded.model, digest=loaded.digest, cites=GDPR, guards=guards), at)


def run(examined: Examined, tree: Mapping, checks: Iterable[Check]) -> list[Diagnostic]:
    """Return what checks find in a policy whose places stand in ``tree``, sorted by place."""
    return sorted(place((finding for one in checks for finding in one.findings(examined)), tree))
