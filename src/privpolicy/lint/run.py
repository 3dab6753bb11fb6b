"""Run checks over a policy: findings to diagnostics, each in its place, sorted."""

from collections.abc import Iterable

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.lint.check import Check
from privpolicy.lint.examined import Examined
from privpolicy.loading.place import place
from privpolicy.syntax.nodes import Mapping


def run(examined: Examined, tree: Mapping, checks: Iterable[Check]) -> list[Diagnostic]:
    """Return what checks find in a policy whose places stand in ``tree``, sorted by place."""
    return sorted(place((finding for one in checks for finding in one.findings(examined)), tree))
