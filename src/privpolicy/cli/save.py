"""``privpolicy save``: a compiled policy in a file that opens quickly."""

from pathlib import Path
from typing import Annotated

import typer

from privpolicy import api
from privpolicy.cli.exit_code import CANNOT, DONE
from privpolicy.cli.fault import Fault
from privpolicy.cli.options import PolicyPath
from privpolicy.cli.policy import read_policy
from privpolicy.cli.terminal import say


def save(
    policy: PolicyPath = None,
    *,
    out: Annotated[str, typer.Option("--out", "-o", metavar="FILE", help="Where to write it.")],
) -> int:
    """Save a compiled policy in a file that opens quickly, and print the digest that opens it.

    `privpolicy check FILE --digest sha256:…` asks it. It holds for this version of privpolicy and its law packs.
    """
    from privpolicy.saved.errors import SavedPolicyError  # noqa: PLC0415  # after a policy that has no errors

    read = read_policy(policy)
    if read is None:
        return CANNOT
    try:
        digest = api.save(read[0], Path(out))
    except SavedPolicyError as error:
        raise Fault(error.message, error.advice) from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "no reason given"
        raise Fault(f"`{out}` cannot be written: {reason.lower()}") from None
    say(f"{digest}\n")
    return DONE
