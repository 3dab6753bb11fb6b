"""``privpolicy init``: a policy to start from."""

import shlex
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from privpolicy.cli.exit_code import DONE
from privpolicy.cli.fault import Fault
from privpolicy.cli.terminal import look, say
from privpolicy.diagnostics.wording import listed
from privpolicy.output.page import Page, Piece

STARTER = ("policy.yaml", "activities.yaml")
SCHEMA = "policy.schema.json"
"""What the first line of each file names, so that an editor completes and explains what is typed."""


def init(
    folder: Annotated[str, typer.Argument(help="Where to write it.")] = "policies",
) -> int:
    """Write a small commented policy to start from. Nothing that is there is overwritten."""
    from privpolicy.schemas import policy_schema  # noqa: PLC0415  # no other question waits for schemas
    from privpolicy.schemas.write import rendered  # noqa: PLC0415

    target = Path(folder)
    try:
        there = sorted(one.name for ending in ("*.yaml", "*.yml") for one in target.rglob(ending))
        if there:
            raise Fault(f"`{folder}` holds a policy already: {', '.join(there[:3])}", "name another folder")
        target.mkdir(parents=True, exist_ok=True)
        for name in STARTER:
            text = files("privpolicy.cli").joinpath("starter", name).read_text(encoding="utf-8")
            _write(target / name, text)
        _write(target / SCHEMA, rendered(policy_schema()))
    except OSError as error:
        raise Fault(f"`{folder}` cannot be written: {(error.strerror or 'no reason given').lower()}") from None
    say(_next_commands(folder))
    return DONE


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _next_commands(folder: str) -> str:
    where = shlex.quote(f"./{folder}" if folder.startswith("-") else folder)
    page = Page(look())
    written = [str(Path(folder) / name) for name in (*STARTER, SCHEMA)]
    page.line(f"wrote {listed(written, 'and')}")
    for words, command in (
        ("See what it declares:", f"privpolicy show {where}"),
        ("Look for faults:", f"privpolicy validate {where}"),
        ("Read what a supervisory authority would object to:", f"privpolicy lint {where}"),
        (
            "Ask it something, and then again with what was missing:",
            f"privpolicy check {where} --purpose newsletter --data contact.email",
        ),
        (
            "",
            f"privpolicy check {where} --purpose newsletter --data contact.email --consent newsletter --complete",
        ),
    ):
        if words:
            page.blank()
            page.line(words)
        page.verbatim("  ", Piece(command, "id"))
    return str(page)
