"""The options of ``test``: what they are called and what help says of them."""

from functools import partial
from typing import Annotated, Literal

import typer

_which = partial(typer.Option, rich_help_panel="What is run")
_told = partial(typer.Option, rich_help_panel="What is told, and what is done about it")

FormatName = Literal["text", "json", "junit", "tap", "github"]

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[POLICY] [FILES]",
        help="The policy, left out that of pyproject.toml; and files or folders of tests, left out those beside it.",
        show_default=False,
    ),
]
Filter = Annotated[
    str | None,
    _which("--filter", metavar="TEXT", help="Only cases whose file, name or source matches this regular expression."),
]
FailFast = Annotated[bool, _which("--fail-fast", metavar="", help="Stop at the first case that fails.")]
Watch = Annotated[bool, _which("--watch", metavar="", help="Run again whenever the policy or a test changes.")]
Format = Annotated[FormatName, _told("--format", help="How to tell it.")]
Update = Annotated[
    bool, _told("--update", metavar="", help="Write what is answered into the expectations of cases that fail.")
]
