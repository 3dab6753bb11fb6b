"""What a run of policy tests says: what passed, what did not and why, and what could not be run."""

from collections.abc import Mapping
from dataclasses import dataclass

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.engine.decision import Decision
from privpolicy.source.text import SourceText
from privpolicy.testing.case import PolicyCase
from privpolicy.testing.compare import Difference
from privpolicy.testing.read import TestFile


@dataclass(frozen=True, slots=True)
class Result:
    """A case with its answer."""

    case: PolicyCase
    decision: Decision
    differences: tuple[Difference, ...]
    policy: str
    """The path of the policy that was asked, as its user named it."""

    @property
    def passed(self) -> bool:
        """Whether the answer is what was expected."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file of tests. There are no results where the file, or the policy that it asks, has errors."""

    file: TestFile
    policy: str | None
    """The path of the policy; ``None`` where none was found."""
    results: tuple[Result, ...]
    diagnostics: tuple[Diagnostic, ...]
    """What is wrong with the file, and what is weak in it."""
    ran: bool = True

    @property
    def name(self) -> str:
        """The file as its user calls it."""
        return self.file.name


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one run."""

    __test__ = False

    files: tuple[FileReport, ...]
    policy_faults: tuple[Diagnostic, ...] = ()
    """What is wrong with the policies that were to be asked."""
    policy_sources: Mapping[str, SourceText] | None = None
    left_out: int = 0
    """How many cases a filter left out."""
    stopped: bool = False
    """Whether the run ended at its first failure."""

    @property
    def results(self) -> tuple[Result, ...]:
        """Every case that was run, in order."""
        return tuple(result for file in self.files for result in file.results)

    @property
    def failures(self) -> tuple[Result, ...]:
        """Every case that failed."""
        return tuple(result for result in self.results if not result.passed)

    @property
    def passed(self) -> int:
        """How many cases passed."""
        return sum(result.passed for result in self.results)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with policies and files, policies first."""
        return (*self.policy_faults, *(one for file in self.files for one in file.diagnostics))

    @property
    def faulty(self) -> tuple[FileReport, ...]:
        """The files that could not be run."""
        return tuple(file for file in self.files if not file.ran)

    @property
    def sources(self) -> dict[str, SourceText]:
        """The texts of all files by name."""
        return {**(self.policy_sources or {}), **{file.name: file.file.text for file in self.files}}

    @property
    def ok(self) -> bool:
        """Whether something was run, everything could be, and all of it passed."""
        return bool(self.results) and not self.failures and not self.faulty
