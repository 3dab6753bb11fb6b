"""``privpolicy diff``: what the change of a policy means."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from privpolicy import api
from privpolicy.cli import diff_options as options
from privpolicy.cli.exit_code import CANNOT, DONE, FAULTS
from privpolicy.cli.fault import Fault
from privpolicy.cli.policy import find_policy
from privpolicy.cli.terminal import complain, look, say
from privpolicy.model.moment import Moment, read_moment

if TYPE_CHECKING:
    from privpolicy.diff.report import Report


def diff(
    sides: options.Sides,
    *,
    at: options.At = None,
    no_law: options.NoLaw = False,
    meaning_only: options.MeaningOnly = False,
    form: options.Format = "text",
    fail_on: options.FailOn = "never",
    output: options.Output = None,
) -> int:
    """Tell what became of a policy: which processings are permitted now, no longer, or under other conditions.

    Exact over the whole vocabulary, all facts and all time, each change with a request that shows it; then the duties
    that it brings about. The exit code is 1 where something is found that `--fail-on` names, else 0, and 2 when the
    two could not be compared.
    """
    from privpolicy.diff.errors import DiffError  # noqa: PLC0415  # no other command waits for comparisons
    from privpolicy.diff.which import sources  # noqa: PLC0415

    since = _moment(at)
    try:
        old, new = sources(sides, lambda: find_policy(None))
        report = api.compared(old, new, at=since, law=None if no_law else "named", declared=not meaning_only)
    except DiffError as error:
        raise Fault(error.message, error.advice) from None
    told = _written(report, form, meaning_only=meaning_only, to_file=output is not None)
    if output is not None:
        _write(Path(output), told)
    elif form == "text" and not report.compared:
        complain(told)
    else:
        say(told)
    if not report.compared:
        return CANNOT
    return FAULTS if report.fails(fail_on) else DONE


def _moment(at: str | None) -> Moment | None:
    try:
        return None if at is None else read_moment(at)
    except ValueError as error:
        raise Fault(f"--at: {error}") from None


def _written(report: "Report", form: str, *, meaning_only: bool, to_file: bool) -> str:
    """Return a report in one of the forms. Each is imported only where it is asked for."""
    if form == "json":
        from privpolicy.output.diff_json import diff_json  # noqa: PLC0415
        from privpolicy.output.json_v1 import indented  # noqa: PLC0415

        return indented(diff_json(report, meaning_only=meaning_only))
    if form == "markdown":
        from privpolicy.output.diff_markdown import diff_markdown  # noqa: PLC0415

        return diff_markdown(report, meaning_only=meaning_only)
    from privpolicy.output.diff_text import diff_text  # noqa: PLC0415

    screen = replace(look(), colour=False) if to_file else look()
    return diff_text(report, screen, meaning_only=meaning_only)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Fault(f"`{file}` cannot be written: {(error.strerror or 'no reason given').lower()}") from None
