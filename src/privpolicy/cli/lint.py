"""``privpolicy lint``: what of a policy will not stand."""

import gc
import os
import sys
from contextlib import AbstractContextManager, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from privpolicy import api
from privpolicy.cli import lint_options as options
from privpolicy.cli.exit_code import CANNOT, DONE, FAULTS
from privpolicy.cli.fault import Fault
from privpolicy.cli.options import PolicyPath
from privpolicy.cli.policy import find_policy
from privpolicy.cli.terminal import complain, look, say

if TYPE_CHECKING:
    from privpolicy.lint.config import LintConfig
    from privpolicy.lint.report import Report


def lint(
    path: PolicyPath = None,
    *,
    at: options.At = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    severities: options.Severities = None,
    form: options.Format = "text",
    fail_on: options.FailOn = None,
    statistics: options.Statistics = False,
    output: options.Output = None,
    explain: options.Explain = None,
    baseline: options.BaselineFile = None,
    write_baseline: options.WriteBaseline = False,
    fix: options.Fix = False,
    diff: options.Diff = False,
    config: options.ConfigFile = None,
    no_config: options.NoConfig = False,
) -> int:
    """Read a policy as a supervisory authority would: what will not stand on a day, under which article.

    The exit code is 0 where nothing is as grave as `--fail-on`, 1 where something is or the policy has errors, and 2
    when it could not be looked at. Settings stand in pyproject.toml or privpolicy.toml. This is no legal advice.
    """
    from privpolicy.cli import lint_settings  # noqa: PLC0415  # no other command waits for the linter
    from privpolicy.lint.errors import LintError  # noqa: PLC0415

    try:
        if explain is not None:
            with _no_prints():
                told = lint_settings.explained(explain, path, config, no_config=no_config)
            say(told)
            return DONE
        policy = find_policy(path)
        typed = lint_settings.Typed(at, select, ignore, severities, fail_on, baseline)
        settings = lint_settings.settings(policy, typed, config, no_config=no_config)
        _refuse(form, output, statistics=statistics, fix=fix, diff=diff, write_baseline=write_baseline)
        if write_baseline:
            return _write_baseline(policy, settings)
        if fix and (code := _fix(policy, settings, output, only_show=diff)) is not None:
            return code
        with _no_prints():
            report = api.lint(policy, config=settings)
    except LintError as error:
        raise Fault(str(error), error.advice) from None
    return _tell(report, settings, form, output, statistics=statistics)


def _no_prints() -> AbstractContextManager[object]:
    """Keep what checks of others print, when they are imported or run, out of the answer."""
    return redirect_stdout(sys.stderr)


def _refuse(form: str, output: str | None, *, statistics: bool, fix: bool, diff: bool, write_baseline: bool) -> None:
    """Refuse options that do not go together: none is passed over."""
    if statistics and form not in {"text", "json"}:
        raise Fault(f"--statistics is told as text or as JSON, not as {form}", "leave out one of the two")
    if diff and not fix:
        raise Fault("--diff shows what --fix would write", "give both")
    if diff and (statistics or form != "text"):
        raise Fault("--diff shows a patch and no findings", "leave out --format and --statistics")
    if write_baseline and (statistics or form != "text" or output is not None):
        raise Fault("--write-baseline tells no findings", "leave out --format, --output and --statistics")
    if fix and write_baseline:
        raise Fault("--fix mends what is found, and --write-baseline lives with it", "give one of the two")


def _fix(policy: Path, settings: "LintConfig", output: str | None, *, only_show: bool) -> int | None:
    """Mend a policy, and return ``None``: what is left is told then. Or show how it would be mended, if it is read."""
    from privpolicy.lint.fix import write  # noqa: PLC0415
    from privpolicy.lint.mend import laid_over, mend  # noqa: PLC0415
    from privpolicy.output.diagnostic_text import counted  # noqa: PLC0415

    with _no_prints():
        mended = mend(lambda texts: api.lint(policy, config=settings, access=laid_over(texts)))
    if only_show and mended.loaded:
        if output is not None:
            _write(Path(output), mended.diff())
        else:
            say(mended.diff())
        return FAULTS if mended.texts else DONE
    try:
        write(mended.texts)
    except OSError as error:
        raise Fault(f"`{error.filename or policy}` cannot be written: {_reason(error)}") from None
    if mended.texts:
        complain(f"mended {counted(mended.fixes, 'finding')} in {counted(len(mended.texts), 'file')}\n")
    return None


def _write_baseline(policy: Path, settings: "LintConfig") -> int:
    from privpolicy.lint.baseline import new_baseline, read_baseline  # noqa: PLC0415
    from privpolicy.lint.run import expected  # noqa: PLC0415
    from privpolicy.output.diagnostic_text import counted  # noqa: PLC0415

    if settings.baseline is None:
        raise Fault("--write-baseline: which file?", "name it with `--baseline FILE`, or in the settings")
    there = os.path.exists(settings.baseline)  # noqa: PTH110  # false where it is out of reach
    old = read_baseline(settings.baseline) if there else new_baseline(settings.baseline)
    with _no_prints():
        report = api.lint(policy, config=replace(settings, baseline=None))
    if not report.loaded:
        return _tell(report, settings, "text", None, statistics=False)
    try:
        old.renewed(report.diagnostics, report.sources, expected(old, report)).write()
    except OSError as error:
        raise Fault(f"`{settings.baseline}` cannot be written: {_reason(error)}") from None
    say(f"wrote {settings.baseline}: {counted(len(report.diagnostics), 'finding')} to live with\n")
    return DONE


def _tell(report: "Report", settings: "LintConfig", form: str, output: str | None, *, statistics: bool) -> int:
    told = _written(report, form, statistics=statistics, to_file=output is not None)
    if output is not None:
        _write(Path(output), told)
        from privpolicy.output.lint_text import summary_text  # noqa: PLC0415

        complain(summary_text(report, look(wrapped=False)))
    elif form == "text" and not report.looked:
        complain(told)
    else:
        say(told)
    gc.freeze()  # the program ends: what is left is not to be looked through for cycles once more
    if not report.looked:
        return CANNOT
    return FAULTS if report.fails(settings.fail_on) else DONE


def _written(report: "Report", form: str, *, statistics: bool, to_file: bool) -> str:
    """Return a report in one of the forms. Each is imported only where it is asked for."""
    if form == "text":
        from privpolicy.output.lint_text import lint_text, statistics_text  # noqa: PLC0415

        screen = replace(look(wrapped=False), colour=False, width=None) if to_file else look(wrapped=False)
        return statistics_text(report, screen) if statistics else lint_text(report, screen)
    if form == "json":
        from privpolicy.output.json_v1 import indented, lint_json, statistics_json  # noqa: PLC0415

        return indented(statistics_json(report) if statistics else lint_json(report))
    from importlib import import_module  # noqa: PLC0415

    written: str = getattr(import_module(f"privpolicy.output.{form}"), f"{form}_text")(report)
    return written


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise Fault(f"`{file}` cannot be written: {_reason(error)}") from None


def _reason(error: OSError) -> str:
    return (error.strerror or "no reason given").lower()
