"""``privpolicy lsp``: a language server for editors."""

import sys
from importlib.util import find_spec
from typing import Annotated

import typer

from privpolicy.cli.fault import Fault
from privpolicy.cli.terminal import complain, is_terminal


def lsp(
    *,
    stdio: Annotated[bool, typer.Option("--stdio", hidden=True)] = True,  # noqa: ARG001  # editors say how they speak
    process: Annotated[int | None, typer.Option("--clientProcessId", hidden=True)] = None,  # noqa: ARG001
) -> int:
    """Speak with an editor while a policy is written: diagnostics, what a word means, completion, renaming.

    An editor starts this and talks to it over standard input and output by the Language Server Protocol.
    """
    if find_spec("pygls") is None:
        raise Fault("the language server needs a package that is not installed", "pip install 'privpolicy[lsp]'")
    if is_terminal(sys.stdin):
        complain("waiting for an editor to speak the Language Server Protocol; Ctrl-D ends this\n")
    from privpolicy.editor.server import serve  # noqa: PLC0415  # no other command waits for it

    return serve()
