"""The application that Typer runs: the group of all commands, and what it says of itself."""

from typing import Annotated

import typer

from privpolicy.cli.commands import Commands
from privpolicy.cli.exit_code import CANNOT, DONE
from privpolicy.cli.fault import Fault
from privpolicy.cli.terminal import complain_of, say

app = typer.Typer(
    name="privpolicy",
    cls=Commands,
    rich_markup_mode="markdown",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code; what keeps it from answering is said."""
    try:
        return app(args=arguments, prog_name="privpolicy", standalone_mode=False) or DONE
    except Fault as fault:
        complain_of(fault.message, fault.advice)
    except typer.TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "privpolicy"
        complain_of(str(getattr(error, "format_message", error.__str__)()), f"`{command} --help` shows what there is")
    return CANNOT


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
