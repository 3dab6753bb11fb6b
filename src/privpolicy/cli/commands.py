"""Which commands there are, and making the one that is run: the modules of the others are not read."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

COMMANDS = {
    "check": "check",
    "audit": "audit",
    "ask": "ask",
    "why-not": "why_not",
    "filter": "filter",
    "validate": "validate",
    "lint": "lint",
    "test": "test",
    "diff": "diff",
    "within": "within",
    "show": "show",
    "law": "law",
    "cite": "cite",
    "schema": "schema",
    "init": "init",
    "save": "save",
    "lsp": "lsp",
}
"""In the order of help: by the name of a command its module in this room, and its function there."""


class Commands(TyperGroup):
    """The group of all commands. Each is a bare name until it is asked for; help alone asks for all of them."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {name: TyperCommand(name) for name in COMMANDS}
        self._made: set[str] = set()

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, made of its function."""
        if cmd_name in COMMANDS and cmd_name not in self._made:
            name = COMMANDS[cmd_name]
            one = typer.Typer(rich_markup_mode="markdown", add_completion=False)
            one.command(cmd_name)(getattr(import_module(f"privpolicy.cli.{name}"), name))
            self.commands[cmd_name] = get_command(one)
            self._made.add(cmd_name)
        return super().get_command(ctx, cmd_name)
