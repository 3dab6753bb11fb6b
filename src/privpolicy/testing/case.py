"""One question to a policy, ready to be asked, and what is expected of its answer."""

from dataclasses import dataclass, field
from typing import Any, Literal

from privpolicy.engine.request import Request
from privpolicy.source.path import NodePath
from privpolicy.source.span import Span

Aspect = Literal[
    "outcome", "activity", "legal-basis", "reasons", "needs", "obligations", "until", "policy-alone", "categories"
]
"""What of a decision can be expected."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One key of an expectation: of which category, or of the whole; what is expected, and where that is written."""

    aspect: Aspect
    category: str | None
    value: Any = field(hash=False)
    path: NodePath

    @property
    def key(self) -> str:
        """The key as it is written: ``outcome``, ``categories.contact.email.outcome``."""
        return self.aspect if self.category is None else f"categories.{self.category}.{self.aspect}"


@dataclass(frozen=True, slots=True)
class PolicyCase:
    """A case with its defaults filled in, one for each combination of a matrix."""

    name: str
    """Unique in its file; of a matrix it ends with the values."""
    number: int
    """The place of the written case in its file, from zero: what a matrix yields shares it."""
    sources: tuple[str, ...]
    request: Request
    law: bool
    expected: tuple[Stated, ...]
    span: Span
    """Where its name is written."""

    def stated(self, aspect: Aspect, category: str | None = None) -> Stated | None:
        """Return what is expected of an aspect, if anything."""
        return next((one for one in self.expected if one.aspect == aspect and one.category == category), None)
