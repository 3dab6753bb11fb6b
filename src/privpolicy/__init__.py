"""privpolicy: policy as code for privacy.

Load a policy and ask it whether a processing of personal data may happen::

    import privpolicy as pp

    policy = pp.load("policies/multi-planning")
    request = pp.Request(purpose="service.billing", data=["contact.email"], data_subject="registered-user")
    decision = policy.decide(request)
    if decision:
        ...

Only what stands in ``__all__`` is promised.
"""

from privpolicy.api import load, validate
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.decision import CategoryDecision, Decision
from privpolicy.engine.need import ConsentNeed, EventNeed, FactNeed, NoObjectionNeed, PolicyNeed
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.reason import Reason
from privpolicy.engine.request import Request
from privpolicy.model.request import Consent, Context, Objection, Subject

__version__ = "0.1.0"

__all__ = [
    "CategoryDecision",
    "Consent",
    "ConsentNeed",
    "Context",
    "Decision",
    "Diagnostic",
    "EventNeed",
    "FactNeed",
    "NoObjectionNeed",
    "Objection",
    "Outcome",
    "Policy",
    "PolicyError",
    "PolicyNeed",
    "Reason",
    "Request",
    "RequestError",
    "Subject",
    "load",
    "validate",
]
