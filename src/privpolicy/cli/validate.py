"""``privpolicy validate``: what is wrong with a policy."""

from typing import Annotated, Literal

import typer

from privpolicy import api
from privpolicy.cli.exit_code import CANNOT, DONE, FAULTS
from privpolicy.cli.options import PolicyPath
from privpolicy.cli.policy import find_policy
from privpolicy.cli.terminal import complain, look, say
from privpolicy.output.diagnostic_text import count_text, diagnostics_text
from privpolicy.output.json_v1 import diagnostics_json, indented


def validate(
    path: PolicyPath = None,
    *,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="How to tell the faults.")] = "text",
) -> int:
    """Tell everything that is wrong with a policy, each with its place and what to write instead.

    The exit code is 0 where there is no error, 1 where there is one, and 2 when the policy could not be looked at.
    """
    loaded = api.inspect(find_policy(path))
    if form == "json":
        say(indented(diagnostics_json(loaded.diagnostics)))
    else:
        out = say if loaded.looked else complain
        screen = look(wrapped=False)
        out(diagnostics_text(loaded.diagnostics, loaded.sources, screen))
        if loaded.looked:
            out(count_text(loaded.diagnostics, len(loaded.files), screen))
    if not loaded.looked:
        return CANNOT
    return FAULTS if any(diagnostic.is_error for diagnostic in loaded.diagnostics) else DONE
