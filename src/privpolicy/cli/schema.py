"""``privpolicy schema``: JSON Schemas of what stands in files."""

from typing import Annotated, Literal

import typer

from privpolicy.cli.terminal import say

Subject = Literal["policy", "request", "decision", "policytest"]


def schema(
    of: Annotated[Subject, typer.Argument(help="What the schema describes.")] = "policy",
) -> int:
    """Print the JSON Schema of a policy file, of a request, of a decision or of a file of policy tests."""
    from privpolicy import schemas  # noqa: PLC0415  # takes time to load, and no other command needs it

    say(schemas.rendered(schemas.SCHEMAS[f"{of}.schema.json"]()))
    return 0
