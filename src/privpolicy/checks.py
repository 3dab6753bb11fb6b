"""For those who write checks of their own: what a check is made of, and how a test runs one.

A package hands its checks over by an entry point of the group ``privpolicy.checks``, which leads to a check or to
several::

    [project.entry-points."privpolicy.checks"]
    acme = "acme_privacy_checks:CHECKS"
"""

from privpolicy.diagnostics.fix import Fix, Removal, Rewriting
from privpolicy.lint.check import Check, Remark, check
from privpolicy.lint.examined import Examined

__all__ = ["Check", "Examined", "Fix", "Remark", "Removal", "Rewriting", "check"]
