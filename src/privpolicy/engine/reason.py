"""Why a decision is what it is."""

from dataclasses import dataclass
from typing import Any, Literal

from privpolicy.source.path import NodePath, dotted

ReasonCode = Literal[
    "permitted",
    "not-covered",
    "too-broad",
    "prohibited",
    "not-in-force",
    "condition-unmet",
    "condition-unknown",
    "consent-missing",
    "consent-withdrawn",
    "consent-expired",
    "consent-not-explicit",
    "consent-unknown",
    "objected",
    "objection-unknown",
    "restricted",
    "restriction-unknown",
    "retention-phase",
    "retention-ended",
    "retention-floor",
    "retention-unknown",
    "legal-hold",
    "legal-hold-unknown",
    "prohibition-unknown",
    "origin-incompatible",
    "transfer",
    "transfer-unknown",
    "special-category",
    "special-category-unknown",
    "criminal-data",
    "criminal-data-unknown",
    "child-consent",
    "child-consent-unknown",
    "terminal-equipment",
    "terminal-equipment-unknown",
]
"""The closed set of codes: first those of the policy, then those of the law."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground of a decision: what it is, in words, where the policy says so, and the law it rests on."""

    code: ReasonCode
    message: str
    path: NodePath
    """The declaration or key that brings it about."""
    at: str | None = None
    """``file:line:column`` of it; ``None`` where it is not written."""
    cites: tuple[str, ...] = ()
    """Citation ids such as ``gdpr:6-1-a``."""
    activity: str | None = None
    """The activity of which it speaks."""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "code": self.code,
            "message": self.message,
            "path": dotted(self.path),
            "at": self.at,
            "cites": list(self.cites),
            "activity": self.activity,
        }
