"""The options of ``diff``: what they are called and what help says of them."""

from functools import partial
from typing import Annotated, Literal

import typer

_which = partial(typer.Option, rich_help_panel="What is compared")
_told = partial(typer.Option, rich_help_panel="What is told, and how")

FormatName = Literal["text", "json", "markdown"]

Sides = Annotated[
    list[str],
    typer.Argument(
        metavar="OLD [NEW] [POLICY]",
        help=(
            "Folders, files, `REVISION:PATH`, or revisions (`main HEAD`, `main..HEAD`) and the policy to read in them; "
            "left out, that of the settings. One revision is compared with the policy on the disk."
        ),
        show_default=False,
    ),
]
At = Annotated[str | None, _which(metavar="DATE", help="Compare from this day on; left out, over all time.")]
NoLaw = Annotated[bool, _which("--no-law", metavar="", help="Compare the policies alone.")]
MeaningOnly = Annotated[bool, _told("--meaning-only", metavar="", help="Leave out what was declared otherwise.")]
Format = Annotated[FormatName, _told("--format", help="How to tell it.")]
FailOn = Annotated[
    Literal["widens", "narrows", "changes", "any", "never"],
    _told("--fail-on", help="For which changes of meaning the exit code is 1."),
]
Output = Annotated[str | None, _told(metavar="FILE", help="Write to a file what would be printed.")]
