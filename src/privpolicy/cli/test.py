"""``privpolicy test``: whether a policy answers as it should."""

import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from privpolicy import api
from privpolicy.cli import test_options as options
from privpolicy.cli.exit_code import CANNOT, DONE, FAULTS
from privpolicy.cli.fault import Fault
from privpolicy.cli.policy import find_policy
from privpolicy.cli.terminal import complain, complain_of, flush, look, say
from privpolicy.cli.test_beyond import Beyond

if TYPE_CHECKING:
    from privpolicy.testing.case import PolicyCase
    from privpolicy.testing.report import Report
    from privpolicy.testing.run import Asked, Policies, Wanted
    from privpolicy.testing.update import Updated


def test(
    paths: options.Paths = None,
    *,
    matching: options.Filter = None,
    fail_fast: options.FailFast = False,
    watch: options.Watch = False,
    form: options.Format = "text",
    update: options.Update = False,
    coverage: options.Coverage = False,
    coverage_format: options.CoverageForm = "text",
    coverage_output: options.CoverageOutput = None,
    fail_under: options.FailUnder = None,
    mutate: options.Mutate = False,
    mutate_only: options.MutateOnly = None,
    mutate_limit: options.MutateLimit = 10,
    mutate_fail_under: options.MutateFailUnder = None,
) -> int:
    """Put the questions of `*.policytest.yaml` to a policy, and tell which are not answered as expected.

    The exit code is 0 where every case passes, 1 where one fails or less is covered than `--fail-under` and
    `--mutate-fail-under` ask for, and 2 where something could not be run or there is nothing to run.
    """
    covering = (coverage, coverage_format, coverage_output, fail_under)
    beyond = Beyond(*covering, mutate, mutate_only, mutate_limit, mutate_fail_under)
    beyond.check(form, watch=watch)
    run = _Run(paths or (), matching, form, beyond, fail_fast=fail_fast, update=update)
    if not watch:
        return run.once()
    if form != "text":
        raise Fault(f"--watch tells it as text, not as {form}", "leave out one of the two")
    return run.again_and_again()


class _Run:
    """What was typed, run once or again and again."""

    def __init__(
        self,
        paths: Sequence[str],
        matching: str | None,
        form: options.FormatName,
        beyond: Beyond,
        *,
        fail_fast: bool,
        update: bool,
    ) -> None:
        self.paths = [Path(path) for path in paths]
        self.wanted = None if matching is None else _matching(matching)
        self.form = form
        self.beyond = beyond
        self.fail_fast = fail_fast
        self.update = update
        self.policies: set[Path] = set()
        """The policies that were asked, to be watched."""

    def once(self) -> int:
        """Run, tell it, and return the exit code."""
        from privpolicy.loading.load import collection_paused  # noqa: PLC0415

        asked = self.asked()
        if not asked:
            raise Fault(self._nothing(), "tests end in `.policytest.yaml`, and lie beside a policy or in its `tests`")
        read = api.policies_to_test()
        with collection_paused():
            report = self._ask(asked, read)
        if self.update and report.failures:
            return self._update(report)
        self._tell(report, lines_told=not self.update)
        code = _exit_code(report)
        if code != CANNOT and not self.beyond.tell(report, read, self.form):
            return FAULTS
        return code

    def asked(self) -> list["Asked"]:
        """Return the files to run, each with the policy that it asks."""
        from privpolicy.testing.find import TESTS, files_below, files_of, is_test_file  # noqa: PLC0415
        from privpolicy.testing.run import Asked  # noqa: PLC0415

        policy, *others = self.paths or [find_policy(None)]
        if is_test_file(policy.name) or policy.name == TESTS:
            return [Asked(file) for one in self.paths for file in (files_below(one) if one.is_dir() else (one,))]
        if not others:
            return [Asked(file, policy) for file in files_of(policy)] if self._is_there(policy) else []
        files = [file for one in others for file in (files_below(one) if one.is_dir() else (one,))]
        return [Asked(file, policy, insisted=True) for file in files]

    def _is_there(self, policy: Path) -> bool:
        if not policy.exists():
            raise Fault(f"`{policy}` does not exist", "give the path of a policy, and then those of files of tests")
        return True

    def _nothing(self) -> str:
        where = self.paths[0] if self.paths else find_policy(None)
        return f"no tests: nothing below `{where}` ends in `.policytest.yaml`"

    def _ask(self, asked: Sequence["Asked"], policies: "Policies") -> "Report":
        """Run files; as text, what came of each is told at once."""
        from privpolicy.testing.run import assembled, run  # noqa: PLC0415

        told = []
        for one in run(asked, policies, self.wanted, fail_fast=self.fail_fast):
            told.append(one)
            if self.form == "text" and not self.update:
                from privpolicy.output.test_text import file_line  # noqa: PLC0415

                say(file_line(one[0], look(wrapped=False)))
                flush()
        self.policies |= {Path(file.policy) for file, _ in told if file.policy is not None}
        return assembled(told, policies, fail_fast=self.fail_fast)

    def _tell(self, report: "Report", *, lines_told: bool) -> None:
        say(_written(report, self.form, lines_told=lines_told))
        if not report.results and not report.faulty:
            complain_of("no case matches the filter", "`--filter` is matched with file, name and source of each case")

    def _update(self, report: "Report") -> int:
        """Rewrite expectations, tell what came of it, and return the exit code of what is left."""
        from privpolicy.lint.fix import write  # noqa: PLC0415
        from privpolicy.output.diagnostic_text import counted  # noqa: PLC0415
        from privpolicy.testing.update import updated  # noqa: PLC0415

        changed = {file.name: updated(file) for file in report.files if any(not one.passed for one in file.results)}
        try:
            write(
                {str(file.file.path): changed[file.name].text for file in report.files if _is_new(changed, file.name)}
            )
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            raise Fault(f"`{error.filename}` cannot be written: {reason}") from None
        for name, one in changed.items():
            if one.rewritten:
                complain(f"{name}: {counted(one.rewritten, 'expectation')} rewritten\n")
            for line in one.left:
                complain(f"not rewritten: {line}\n")
        self.update = False
        return self.once()

    def again_and_again(self) -> int:
        """Run, and run again whenever a file changes, until it is interrupted."""
        from privpolicy.testing.watch import EVERY, changes, stamps  # noqa: PLC0415

        def watched() -> list[Path]:
            return [*(self.paths or [find_policy(None)]), *self.policies]

        def wait() -> None:
            flush()
            time.sleep(EVERY)

        self._once_watched()
        for files in changes(lambda: stamps(watched()), wait):
            more = f" and {len(files) - 1} more" if len(files) > 1 else ""
            complain(f"\n{files[0]}{more} changed\n\n")
            self._once_watched()
        return DONE

    def _once_watched(self) -> None:
        try:
            self.once()
        except Fault as fault:
            complain_of(fault.message, fault.advice)
        complain("waiting for changes; Ctrl-C ends it\n")


def _is_new(changed: "dict[str, Updated]", name: str) -> bool:
    return name in changed and changed[name].rewritten > 0


def _matching(text: str) -> "Wanted":
    """Return a filter by a regular expression; what is none is looked for as it stands."""
    try:
        pattern = re.compile(text, re.IGNORECASE)
    except re.error:
        pattern = re.compile(re.escape(text), re.IGNORECASE)

    def wanted(file: str, case: "PolicyCase") -> bool:
        return pattern.search(" ".join((file, case.name, *case.sources))) is not None

    return wanted


def _written(report: "Report", form: str, *, lines_told: bool) -> str:
    """Return a report in one of the forms. Each is imported only where it is asked for."""
    if form == "json":
        from privpolicy.output.json_v1 import indented  # noqa: PLC0415
        from privpolicy.output.test_json import run_json  # noqa: PLC0415

        return indented(run_json(report))
    if form == "junit":
        from privpolicy.output.test_junit import run_junit  # noqa: PLC0415

        return run_junit(report)
    if form == "tap":
        from privpolicy.output.test_tap import run_tap  # noqa: PLC0415

        return run_tap(report)
    if form == "github":
        from privpolicy.output.test_github import run_github  # noqa: PLC0415

        return run_github(report)
    from privpolicy.output.test_text import report_text, rest_text  # noqa: PLC0415

    return (rest_text if lines_told else report_text)(report, look(wrapped=False))


def _exit_code(report: "Report") -> int:
    if report.faulty or not report.results:
        return CANNOT
    return FAULTS if report.failures else DONE
