"""The command line that asks a case again."""

import json
import shlex

from privpolicy.analysis.witness import command
from privpolicy.engine.request import Request
from privpolicy.testing.report import Result

_CHECK = "privpolicy check "


def reproduce(result: Result) -> str:
    """Return a command line that puts the request of a case to its policy: something to paste into a shell."""
    request = _without_nulls(result.case.request)
    policy = shlex.quote(result.policy)
    alone = "" if result.case.law else " --no-law"
    context = request.context
    withdrawn = [one.withdrawn for one in context.consents or ()]
    withdrawn += [one.withdrawn for one in context.objections or ()]
    if any(moment is not None for moment in withdrawn):
        # No option says that something was withdrawn.
        written = {key: value for key, value in request.to_dict().items() if value is not None}
        return f"echo {shlex.quote(json.dumps(written, ensure_ascii=False))} | {_CHECK}{policy}{alone} --request -"
    return f"{_CHECK}{policy} {command(request).removeprefix(_CHECK)}{alone}"


def _without_nulls(request: Request) -> Request:
    """Return a request without facts stated as null: that is as good as left out, and no option says it."""
    facts = {name: value for name, value in request.context.facts.items() if value is not None}
    written = request.to_dict()
    return Request.parse({**written, "context": {**written["context"], "facts": facts}})
