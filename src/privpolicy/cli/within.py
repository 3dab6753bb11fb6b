"""``privpolicy within``: whether everything that one policy permits is permitted by another."""

from functools import partial
from typing import Annotated, Literal

import typer

from privpolicy import api
from privpolicy.cli.exit_code import CANNOT, DONE, FAULTS
from privpolicy.cli.fault import Fault
from privpolicy.cli.policy import read_policy
from privpolicy.cli.terminal import look, say
from privpolicy.model.moment import read_moment
from privpolicy.output.json_v1 import indented
from privpolicy.output.within_text import within_text

_answer = partial(typer.Option, rich_help_panel="How to answer")

Inner = Annotated[str, typer.Argument(metavar="INNER", help="Folder or file of the policy that must permit no more.")]
Outer = Annotated[str, typer.Argument(metavar="OUTER", help="Folder or file of the policy that it must lie within.")]
At = Annotated[str | None, _answer(metavar="DATE", help="From this day on; left out, over all time.")]
All = Annotated[bool, _answer("--all", metavar="", help="A counter-example of every kind; left out, the first.")]
Format = Annotated[Literal["text", "json"], _answer("--format", help="How to answer.")]
NoLaw = Annotated[bool, _answer("--no-law", metavar="", help="Compare the policies alone.")]


def within(
    inner: Inner,
    outer: Outer,
    *,
    at: At = None,
    every_kind: All = False,
    no_law: NoLaw = False,
    form: Format = "text",
) -> int:
    """Tell whether everything that INNER permits is permitted by OUTER: what we do within what we told people.

    The answer holds for every id, for all facts and for all time. What OUTER does not know it does not permit.

    The exit code is 0 where it is so, 1 where it is not, with a request as counter-example, and 2 where the two could
    not be compared.
    """
    law: api.Law = None if no_law else "named"
    if at is not None:
        _check_day(at)
    found = [read_policy(named, as_json=form == "json", law=law) for named in (inner, outer)]
    if found[0] is None or found[1] is None:
        return CANNOT
    contained = api.within(found[0][0], found[1][0], at=at, every_kind=every_kind, law=law)
    say(indented(contained.to_dict()) if form == "json" else within_text(contained, (inner, outer), look()))
    return DONE if contained else FAULTS


def _check_day(at: str) -> None:
    try:
        read_moment(at)
    except ValueError as error:
        raise Fault(f"--at: {error}") from None
