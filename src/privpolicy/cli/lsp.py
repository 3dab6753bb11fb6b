"""``privpolicy lsp``: a language server for editors."""

from importlib.util import find_spec

from privpolicy.cli.fault import Fault


def lsp() -> int:
    """Speak with an editor while a policy is written: diagnostics, what a word means, completion, renaming.

    An editor starts this and talks to it over standard input and output by the Language Server Protocol.
    """
    if find_spec("pygls") is None:
        raise Fault("the language server needs a package that is not installed", "pip install 'privpolicy[lsp]'")
    from privpolicy.editor.server import serve  # noqa: PLC0415  # no other command waits for it

    return serve()
