"""privpolicy: policy as code for privacy.

Load a policy and ask it whether a processing of personal data may happen::

    import privpolicy as pp

    policy = pp.load("policies/multi-planning")
    request = pp.Request(purpose="service.billing", data=["contact.email"], data_subject="registered-user")
    decision = policy.decide(request)
    if decision:
        ...

Only what stands in ``__all__`` is promised, and `privpolicy.checks` for those who write checks.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

import privpolicy.lint  # noqa: F401  # the room first: later it would take the place of the verb of its name
from privpolicy.api import lint, load, run_tests, validate
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

if TYPE_CHECKING:
    from privpolicy.lint.config import LintConfig
    from privpolicy.lint.errors import LintError
    from privpolicy.lint.report import Report as LintReport
    from privpolicy.testing.report import Report as TestReport

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
    "LintConfig",
    "LintError",
    "LintReport",
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
    "TestReport",
    "lint",
    "load",
    "run_tests",
    "validate",
]

_LATE = {
    "LintConfig": ("privpolicy.lint.config", "LintConfig"),
    "LintError": ("privpolicy.lint.errors", "LintError"),
    "LintReport": ("privpolicy.lint.report", "Report"),
    "TestReport": ("privpolicy.testing.report", "Report"),
}
"""What is imported when it is asked for: nobody waits for the linter, or for tests, who does not use them."""


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _LATE[name]
    return getattr(import_module(module), attribute)
