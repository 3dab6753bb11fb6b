"""The options of ``test``: what they are called and what help says of them."""

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import typer

_which = partial(typer.Option, rich_help_panel="What is run")
_told = partial(typer.Option, rich_help_panel="What is told, and what is done about it")
_beyond = partial(typer.Option, rich_help_panel="What the cases leave open")

FormatName = Literal["text", "json", "junit", "tap", "github"]
CoverageFormat = Literal["text", "lcov", "cobertura"]

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[POLICY] [FILES]",
        help="The policy, left out that of the settings; and files or folders of tests, left out those beside it.",
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
Coverage = Annotated[
    bool, _beyond("--coverage", metavar="", help="Tell what of the policy no case decides: activities, phases, …")
]
CoverageForm = Annotated[CoverageFormat, _beyond("--coverage-format", help="How to tell it.")]
CoverageOutput = Annotated[
    Path | None, _beyond("--coverage-output", metavar="FILE", help="Write it to a file.", show_default=False)
]
FailUnder = Annotated[
    float | None,
    _beyond("--fail-under", metavar="PERCENT", min=0, max=100, help="Exit with 1 where less is decided."),
]
Mutate = Annotated[
    bool,
    _beyond("--mutate", metavar="", help="Change the policy a little, in every way, and tell what no case notices."),
]
MutateOnly = Annotated[
    str | None, _beyond("--mutate-only", metavar="PATH", help="Only changes there, such as `activities.payment`.")
]
MutateLimit = Annotated[
    int, _beyond("--mutate-limit", metavar="NUMBER", min=0, help="For how many to write a case that would notice.")
]
MutateFailUnder = Annotated[
    float | None,
    _beyond("--mutate-fail-under", metavar="PERCENT", min=0, max=100, help="Exit with 1 where fewer are noticed."),
]
