"""What a run of the linter says: what was found, and what it was found by."""

from collections.abc import Mapping
from dataclasses import dataclass

from privpolicy.diagnostics.codes import Severity
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.lint.check import Check
from privpolicy.model.moment import Moment
from privpolicy.source.text import SourceText


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one run. Diagnostics are sorted by place; faults of loading are among them."""

    policy: str
    """The path that was looked at, as it was named."""
    at: Moment
    """The day on which the law was asked."""
    packs: tuple[str, ...]
    """The law packs under which the policy was read; none where it could not be loaded."""
    diagnostics: tuple[Diagnostic, ...]
    """What remains after selection, suppressions and baseline."""
    checks: tuple[Check, ...]
    """The checks that were asked, by id."""
    files: tuple[str, ...]
    sources: Mapping[str, SourceText]
    looked: bool
    """False where the path could not be looked at."""
    suppressed: int = 0
    """How many findings comments in the files took back."""
    known: int = 0
    """How many findings the baseline held already."""

    def counts(self) -> dict[Severity, int]:
        """Return how many diagnostics there are of each severity."""
        found: dict[Severity, int] = {"error": 0, "warning": 0, "note": 0}
        for diagnostic in self.diagnostics:
            found[diagnostic.severity] += 1
        return found
