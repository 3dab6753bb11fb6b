"""What a run of the linter says: what was found, and what it was found by."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from privpolicy.diagnostics.codes import Code, Severity
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.lint.baseline import Known
from privpolicy.lint.check import Check
from privpolicy.lint.config import FailOn
from privpolicy.model.moment import Moment
from privpolicy.source.text import SourceText
from privpolicy.syntax.nodes import Mapping as Tree

_GRAVITY: dict[Severity, int] = {"note": 0, "warning": 1, "error": 2}


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
    baseline: Path | None = None
    """The baseline that findings were compared with."""
    gone: tuple[Known, ...] = ()
    """What the baseline holds and is no longer found."""
    strange: tuple[Known, ...] = ()
    """What the baseline holds of checks that there are not."""
    ran: frozenset[str] = frozenset()
    """Every code that could have been found: selected, and resting on law of the day."""
    tree: Tree | None = field(default=None, repr=False, compare=False)
    """Where everything was written, for fixes."""

    @property
    def loaded(self) -> bool:
        """Whether the policy has no error of its own, so that checks were asked."""
        return bool(self.packs)

    @property
    def fixable(self) -> int:
        """How many findings can be mended mechanically."""
        return sum(one.fix is not None for one in self.diagnostics)

    def counts(self) -> dict[Severity, int]:
        """Return how many diagnostics there are of each severity."""
        found: dict[Severity, int] = {"error": 0, "warning": 0, "note": 0}
        for diagnostic in self.diagnostics:
            found[diagnostic.severity] += 1
        return found

    def statistics(self) -> list[tuple[Code, Severity, int]]:
        """Return how often each code was found, the most frequent first."""
        found = Counter((one.code, one.severity) for one in self.diagnostics)
        rows = [(code, severity, number) for (code, severity), number in found.items()]
        return sorted(rows, key=lambda row: (-row[2], row[0].id, row[1]))

    def fails(self, fail_on: FailOn) -> bool:
        """Tell whether something is at least so grave; a policy that cannot be loaded always fails."""
        if not self.loaded:
            return True
        return fail_on != "never" and any(_GRAVITY[one.severity] >= _GRAVITY[fail_on] for one in self.diagnostics)
