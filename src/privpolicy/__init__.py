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
import privpolicy.lint  # noqa: F401
from privpolicy.source.version import VERSION

if TYPE_CHECKING:
    from privpolicy.api import diff, lint, load, reopen, run_tests, save, validate, why_not, within
    from privpolicy.batch.errors import TableError
    from privpolicy.batch.filter import Filter
    from privpolicy.batch.keyed import SideTable
    from privpolicy.diagnostics.diagnostic import Diagnostic
    from privpolicy.diagnostics.errors import PolicyError
    from privpolicy.diagnostics.request_error import RequestError
    from privpolicy.diff.errors import DiffError
    from privpolicy.diff.report import Report as DiffReport
    from privpolicy.engine.decision import CategoryDecision, Decision
    from privpolicy.engine.need import ConsentNeed, EventNeed, FactNeed, NoObjectionNeed, PolicyNeed
    from privpolicy.engine.outcome import Outcome
    from privpolicy.engine.policy import Policy
    from privpolicy.engine.reason import Reason
    from privpolicy.engine.request import Request
    from privpolicy.engine.statement import ASK, Statement, Those
    from privpolicy.lint.config import LintConfig
    from privpolicy.lint.errors import LintError
    from privpolicy.lint.report import Report as LintReport
    from privpolicy.model.request import Consent, Context, Objection, Subject
    from privpolicy.questions.why_not import WhyNot
    from privpolicy.questions.within import Containment
    from privpolicy.saved.errors import SavedPolicyError
    from privpolicy.testing.report import Report as TestReport

__version__ = VERSION

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
    "Filter",
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
    "SavedPolicyError",
    "SideTable",
    "Statement",
    "Subject",
    "TableError",
    "TestReport",
    "Those",
    "WhyNot",
    "diff",
    "lint",
    "load",
    "reopen",
    "run_tests",
    "save",
    "validate",
    "why_not",
    "within",
]

_MODULES = {
    "api": ("diff", "lint", "load", "reopen", "run_tests", "save", "validate", "why_not", "within"),
    "batch.errors": ("TableError",),
    "batch.filter": ("Filter",),
    "batch.keyed": ("SideTable",),
    "diagnostics.diagnostic": ("Diagnostic",),
    "diagnostics.errors": ("PolicyError",),
    "diagnostics.request_error": ("RequestError",),
    "diff.errors": ("DiffError",),
    "diff.report": ("Report as DiffReport",),
    "engine.decision": ("CategoryDecision", "Decision"),
    "engine.need": ("ConsentNeed", "EventNeed", "FactNeed", "NoObjectionNeed", "PolicyNeed"),
    "engine.outcome": ("Outcome",),
    "engine.policy": ("Policy",),
    "engine.reason": ("Reason",),
    "engine.request": ("Request",),
    "engine.statement": ("ASK", "Statement", "Those"),
    "lint.config": ("LintConfig",),
    "lint.errors": ("LintError",),
    "lint.report": ("Report as LintReport",),
    "model.request": ("Consent", "Context", "Objection", "Subject"),
    "questions.why_not": ("WhyNot",),
    "questions.within": ("Containment",),
    "saved.errors": ("SavedPolicyError",),
    "testing.report": ("Report as TestReport",),
}
"""Where each name comes from when it is asked for: nobody waits for what is not used."""
_HOMES = {name.split(" as ")[-1]: (module, name.split()[0]) for module, names in _MODULES.items() for name in names}
del diff, lint  # the rooms, in favour of the verbs


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    found = getattr(import_module(f"{__name__}.{module}"), attribute)
    globals()[name] = found  # asked for once
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
