"""``privpolicy schema``: JSON Schemas of what stands in files."""

from typing import Annotated, Literal

import typer

from privpolicy.cli.terminal import say

Subject = Literal["policy", "request", "decision"]


def schema(
    of: Annotated[Subject, typer.Argument(help="What the schema describes.")] = "policy",
) -> int:
    """Print the JSON Schema of a policy file, of a request or of a decision."""
    from privpolicy import schemas  # noqa: PLC0415  # takes time to load, and no other command needs it

    written = {"policy": schemas.policy_schema, "request": schemas.request_schema, "decision": schemas.decision_schema}
    say(schemas.rendered(written[of]()))
    return 0
