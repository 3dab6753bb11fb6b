"""The command line of privpolicy."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from privpolicy.cli import (
    ask,
    check,
    cite,
    diff,
    exit_code,
    init,
    law,
    lint,
    lsp,
    schema,
    show,
    test,
    validate,
    why_not,
    within,
)
from privpolicy.cli.fault import Fault
from privpolicy.cli.terminal import PipeClosedError, complain_of, flush, leave_quietly, prepare, say

app = typer.Typer(
    name="privpolicy",
    rich_markup_mode="markdown",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    check.check,
    ask.ask,
    why_not.why_not,
    validate.validate,
    lint.lint,
    test.test,
    diff.diff,
    within.within,
    show.show,
    law.law,
    cite.cite,
    schema.schema,
    init.init,
    lsp.lsp,
):
    app.command()(command)


def _say_version(wanted: bool) -> None:
    if wanted:
        from privpolicy import __version__  # noqa: PLC0415

        say(f"privpolicy {__version__}\n")
        raise typer.Exit


@app.callback()
def privpolicy(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Ask policies about privacy whether a processing of personal data may happen, and why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    prepare()
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments))
        flush()
    except PipeClosedError:
        leave_quietly()
        return exit_code.PIPE_CLOSED
    except KeyboardInterrupt:
        return exit_code.INTERRUPTED
    except OSError as error:
        complain_of(f"the answer cannot be written: {(error.strerror or 'no reason given').lower()}")
        return exit_code.CANNOT
    except Exception as error:  # noqa: BLE001  # Python's own exit code for a crash means a denial here
        complain_of(f"no answer, for a fault of privpolicy itself: {type(error).__name__}: {error}")
        return exit_code.CANNOT
    return code


def _run(arguments: list[str]) -> int:
    try:
        return app(args=arguments, prog_name="privpolicy", standalone_mode=False) or exit_code.DONE
    except Fault as fault:
        complain_of(fault.message, fault.advice)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "privpolicy"
        complain_of(str(getattr(error, "format_message", error.__str__)()), f"`{command} --help` shows what there is")
    return exit_code.CANNOT
