"""The options of ``lint``: what they are called and what help says of them."""

from functools import partial
from typing import Annotated, Literal

import typer

_which = partial(typer.Option, rich_help_panel="What is asked")
_told = partial(typer.Option, rich_help_panel="What is told, and how")
_lived = partial(typer.Option, rich_help_panel="Living with it")

FormatName = Literal["text", "json", "sarif", "github", "junit", "gitlab", "markdown"]
Codes = list[str] | None

At = Annotated[str | None, _which(metavar="DATE", help="The day on which the law is asked; left out, today.")]
Select = Annotated[
    Codes,
    _which(
        metavar="CODES",
        help="Ask these alone: codes (`PP310`), their first letters (`PP3`), names, or `ALL`; joined by commas.",
    ),
]
Ignore = Annotated[Codes, _which(metavar="CODES", help="Ask all but these. The longer of two selectors wins.")]
Severities = Annotated[
    Codes, _which("--severity", metavar="CODE=LEVEL", help="How grave its findings are: error, warning or note.")
]
Format = Annotated[FormatName, _told("--format", help="How to tell it.")]
FailOn = Annotated[
    Literal["error", "warning", "note", "never"] | None,
    _told(help="From which severity on the exit code is 1; left out, warning."),
]
Statistics = Annotated[bool, _told("--statistics", metavar="", help="Tell how often each was found, and no more.")]
Output = Annotated[str | None, _told(metavar="FILE", help="Write to a file what would be printed.")]
Explain = Annotated[str | None, _told(metavar="CODE", help="Tell what a check looks for, why, and what to write.")]

BaselineFile = Annotated[
    str | None, _lived("--baseline", metavar="FILE", help="Tell only what is not known to this file.")
]
WriteBaseline = Annotated[bool, _lived("--write-baseline", metavar="", help="Write what is found now to the baseline.")]
Fix = Annotated[bool, _lived("--fix", metavar="", help="Mend in the files what can be mended mechanically.")]
Diff = Annotated[bool, _lived("--diff", metavar="", help="With --fix: show it, and write nothing.")]
ConfigFile = Annotated[
    str | None, _lived("--config", metavar="FILE", help="Settings of this file, not of the nearest one.")
]
NoConfig = Annotated[bool, _lived("--no-config", metavar="", help="No settings of any file.")]
