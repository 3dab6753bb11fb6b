"""The options of ``audit``: what they are called and what help says of them."""

from functools import partial
from typing import Annotated, Literal

import typer

_asked = partial(typer.Option, rich_help_panel="The requests")
_answer = partial(typer.Option, rich_help_panel="How to answer")

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="[POLICY] REQUESTS",
        help=(
            "A file, a folder or a quoted pattern of .parquet, .csv or .tsv, a request a row; before it the policy, "
            "left out that of the settings."
        ),
        show_default=False,
    ),
]
Columns = Annotated[
    str | None, _asked(metavar="FILE", help="YAML: by key of a request the column that is called otherwise, or null.")
]
Consents = Annotated[str | None, _asked(metavar="FILE", help="A table with a row a consent; needs --on.")]
Objections = Annotated[str | None, _asked(metavar="FILE", help="A table with a row an objection; needs --on.")]
On = Annotated[
    str | None,
    _asked(metavar="KEY", help="The column that tells whose a row is, in both tables; `KEY=OTHER` where they differ."),
]
Zone = Annotated[
    Literal["UTC"] | None, _asked(help="What columns are in that hold instants without a zone; else they are refused.")
]
At = Annotated[str | None, _asked(metavar="DATE", help="When rows are decided that do not say; left out, now.")]
NoLaw = Annotated[bool, _asked("--no-law", metavar="", help="Ask the policy alone.")]

Out = Annotated[str | None, _answer(metavar="FILE", help="Write rows and decisions to .parquet, .csv or .tsv (.gz).")]
Summary = Annotated[bool, _answer("--summary", metavar="", help="Sum up; without --out that is all there is.")]
Prefix = Annotated[str, _answer(metavar="TEXT", help="Put before the names of the columns of a decision.")]
Format = Annotated[Literal["text", "json"], _answer("--format", help="How to sum up.")]
