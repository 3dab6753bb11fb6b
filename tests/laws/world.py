"""The engine on plain data, so that it and the naive evaluator can be asked the same."""

from typing import Any

from privpolicy import Decision, Policy, Request
from privpolicy.engine.resolve import resolve
from privpolicy.law.guards import guards_of, known_law
from privpolicy.model.policy_model import PolicyModel

Plain = dict[str, Any]


def compiled(policy: Plain) -> Policy:
    """Compile a policy that is written as plain data and known to be valid; whatever law it names is left out."""
    return Policy(modelled(policy))


def asked(policy: Plain, request: Plain) -> Decision:
    """Decide a request by the policy alone, both written as plain data."""
    return compiled(policy).decide(Request.parse(request))


def compiled_under_law(policy: Plain) -> Policy:
    """Compile a policy together with the guards of the law that it names."""
    model = modelled(policy)
    return Policy(model, guards=guards_of(model))


def asked_under_law(policy: Plain, request: Plain) -> Decision:
    """Decide a request by the policy and the law that it names, both written as plain data."""
    return compiled_under_law(policy).decide(Request.parse(request))


def modelled(policy: Plain) -> PolicyModel:
    """Make sure that the policy is valid."""
    model = PolicyModel.model_validate(policy)
    faults = [finding for finding in resolve(model, known_law) if finding.code.severity == "error"]
    assert not faults, faults
    return model
