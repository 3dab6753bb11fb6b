"""The engine on plain data, so that it and the naive evaluator can be asked the same."""

from typing import Any

from privpolicy import Decision, Policy, Request
from privpolicy.engine.resolve import resolve
from privpolicy.model.policy_model import PolicyModel

Plain = dict[str, Any]


def compiled(policy: Plain) -> Policy:
    """Compile a policy that is written as plain data and known to be valid."""
    model = PolicyModel.model_validate(policy)
    faults = [finding for finding in resolve(model) if finding.code.severity == "error"]
    assert not faults, faults
    return Policy(model)


def asked(policy: Plain, request: Plain) -> Decision:
    """Decide a request, both written as plain data."""
    return compiled(policy).decide(Request.parse(request))
