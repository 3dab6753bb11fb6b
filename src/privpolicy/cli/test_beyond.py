"""What ``test`` tells beside the cases: what they decide, and what could change without a case that notices."""

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from privpolicy.cli.fault import Fault
from privpolicy.cli.terminal import complain, is_terminal, look, say
from privpolicy.cli.test_options import CoverageFormat

if TYPE_CHECKING:
    from privpolicy.engine.policy import Policy
    from privpolicy.testing.coverage.measure import Coverage
    from privpolicy.testing.mutation.run import Mutation, Tried
    from privpolicy.testing.report import Report
    from privpolicy.testing.run import Policies

_CLEAR = "\r\x1b[K"
_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Beyond:
    """What was asked for beside the cases."""

    coverage: bool = False
    coverage_format: CoverageFormat = "text"
    coverage_output: Path | None = None
    coverage_least: float | None = None
    mutation: bool = False
    mutation_only: str | None = None
    mutation_limit: int = 10
    mutation_least: float | None = None

    @property
    def covers(self) -> bool:
        """Whether coverage is measured: whoever says how wants it."""
        asked = self.coverage_format != "text" or self.coverage_output is not None
        return self.coverage or asked or self.coverage_least is not None

    @property
    def mutates(self) -> bool:
        """Whether changes are tried."""
        return self.mutation or self.mutation_only is not None or self.mutation_least is not None

    def check(self, form: str, *, watch: bool) -> None:
        """Raise :class:`Fault` for options that do not go together."""
        if self.covers and self.coverage_format != "text" and self.coverage_output is None:
            raise Fault(f"--coverage-format {self.coverage_format} needs a file", "name it with --coverage-output FILE")
        if self.covers and form != "text" and self.coverage_output is None:
            raise Fault(f"--format {form} leaves no room for coverage", "name a file with --coverage-output FILE")
        if self.mutates and form != "text":
            raise Fault(f"--mutate tells it as text, not as {form}", "leave out one of the two")
        if self.mutates and watch:
            raise Fault("--mutate takes too long to watch", "leave out one of the two")

    def tell(self, report: "Report", policies: "Policies", form: str) -> bool:
        """Tell what was asked for; return whether all of it is as much as was wanted."""
        enough = self._coverage(report, policies, form) if self.covers else True
        if self.mutates and report.failures:
            complain("no changes tried: the cases must pass first\n")
        elif self.mutates:
            enough = self._mutation(report, policies) and enough
        return enough

    # --- coverage ---------------------------------------------------------------------------------------------------

    def _coverage(self, report: "Report", policies: "Policies", form: str) -> bool:
        from privpolicy.output.coverage_text import summary_text  # noqa: PLC0415
        from privpolicy.testing.coverage.measure import measure  # noqa: PLC0415

        coverage = measure(report.results, policies.loaded.values())
        written = self._written(coverage)
        if self.coverage_output is None:
            say(f"\n{written}")
        else:
            _write(self.coverage_output, written)
            if form == "text":
                say(f"\n{summary_text(coverage, look())}")
        return _is_enough("coverage", coverage.percent, self.coverage_least)

    def _written(self, coverage: "Coverage") -> str:
        if self.coverage_format == "lcov":
            from privpolicy.output.coverage_lcov import coverage_lcov  # noqa: PLC0415

            return coverage_lcov(coverage)
        if self.coverage_format == "cobertura":
            from privpolicy.output.coverage_cobertura import coverage_cobertura  # noqa: PLC0415

            return coverage_cobertura(coverage, time.time_ns() // 1_000_000)
        from privpolicy.output.coverage_text import coverage_text  # noqa: PLC0415
        from privpolicy.output.page import Look  # noqa: PLC0415

        return coverage_text(coverage, look() if self.coverage_output is None else Look())

    # --- mutation ---------------------------------------------------------------------------------------------------

    def _mutation(self, report: "Report", policies: "Policies") -> bool:
        from privpolicy.output.mutation_text import Mutated, mutation_text  # noqa: PLC0415
        from privpolicy.testing.mutation.run import Mutation  # noqa: PLC0415

        tested = []
        for loaded, policy in policies.loaded.values():
            if policy is not None and loaded.tree is not None:
                tested.append(Mutated(loaded.tree, self._tried(report, policy)))
        say(f"\n{mutation_text(tested, self.mutation_limit, look())}")
        whole = Mutation(tuple(tried for one in tested for tried in one.mutation.tried))
        if self.mutation_only is not None and not whole.tried:
            raise Fault(f"no change at `{self.mutation_only}`", "paths are written as `activities.payment.retention`")
        return _is_enough("mutation", whole.percent, self.mutation_least)

    def _tried(self, report: "Report", policy: "Policy") -> "Mutation":
        from privpolicy.testing.mutation.run import Mutation, attempt, chosen  # noqa: PLC0415

        cases = [result.case for result in report.results if result.decision.policy is policy]
        mutants = chosen(policy, self.mutation_only)
        return Mutation(tuple(_watched(attempt(policy, cases, mutants), len(mutants))))


def _watched(items: Iterator["Tried"], size: int) -> Iterator["Tried"]:
    """Yield items, and count them on standard error where somebody watches."""
    watched = is_terminal(sys.stderr)
    following = time.monotonic() + 1
    for number, item in enumerate(items, 1):
        yield item
        if watched and time.monotonic() >= following:
            following = time.monotonic() + _EVERY
            complain(f"{_CLEAR}{number:,} of {size:,} changes tried")
            sys.stderr.flush()
    if watched:
        complain(_CLEAR)


def _is_enough(what: str, percent: float, least: float | None) -> bool:
    if least is None or percent >= least:
        return True
    from privpolicy.output.coverage_words import share  # noqa: PLC0415

    complain(f"{what} of {share(percent)} is less than {least:g} %\n")
    return False


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Fault(f"`{path}` cannot be written: {(error.strerror or 'no reason given').lower()}") from None
