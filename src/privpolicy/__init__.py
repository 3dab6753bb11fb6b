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

import privpolicy.diff  # this room and the next first: later they would take the place of the verbs
import privpolicy.lint  # noqa: F401  # the room first: later it would take the place of the verb of its name
from privpolicy.api import diff, lint, load, run_tests, validate, why_not, within
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.errors import PolicyError
from privpolicy.diagnostics.request_error import RequestError
from privpolicy.engine.decision import CategoryDecision, Decision
from privpolicy.engine.need import ConsentNeed, EventNeed, FactNeed, NoObjectionNeed, PolicyNeed
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.reason import Reason
from privpolicy.engine.request import Request
from privpolicy.engine.statement import ASK, Statement, Those
from privpolicy.model.request import Consent, Context, Objection, Subject

if TYPE_CHECKING:
    from privpolicy.diff.errors import DiffError
    from privpolicy.diff.report import Report as DiffReport
    from privpolicy.lint.config import LintConfig
    from privpolicy.lint.errors import LintError
    from privpolicy.lint.report import Report as LintReport
    from privpolicy.questions.why_not import WhyNot
    from privpolicy.questions.within import Containment
    from privpolicy.testing.report import Report as TestReport

__version__ = "0.1.0"

__all__ = [
    "ASK",
    "CategoryDecision",
    "Consent",
    "ConsentNeed",
    "Containment",
    "Context",
    "Decision",
    "Diagnostic",
    "DiffError",
    "DiffReport",
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
    "Statement",
    "Subject",
    "TestReport",
    "Those",
    "WhyNot",
    "diff",
    "lint",
    "load",
    "run_tests",
    "validate",
    "why_not",
    "within",
]

_LATE = {
    "Containment": ("privpolicy.questions.within", "Containment"),
    "DiffError": ("privpolicy.diff.errors", "DiffError"),
    "DiffReport": ("privpolicy.diff.report", "Report"),
    "LintConfig": ("privpolicy.lint.config", "LintConfig"),
    "LintError": ("privpolicy.lint.errors", "LintError"),
    "LintReport": ("privpolicy.lint.report", "Report"),
    "TestReport": ("privpolicy.testing.report", "Report"),
    "WhyNot": ("privpolicy.questions.why_not", "WhyNot"),
}
"""What is imported when it is asked for: nobody waits for the linter, or for tests, who does not use them."""


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _LATE[name]
    return getattr(import_module(module), attribute)
