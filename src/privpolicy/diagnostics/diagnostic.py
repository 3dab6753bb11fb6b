"""What is wrong, how grave it is and where it was written."""

from dataclasses import dataclass
from typing import Any, Self

from privpolicy.diagnostics.codes import Code, Severity
from privpolicy.diagnostics.fix import Fix
from privpolicy.source.path import NodePath
from privpolicy.source.span import Span

_NOWHERE = Span("", 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Related:
    """A further place that helps to understand a diagnostic."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault, placed. ``span`` is ``None`` when it belongs to no file."""

    code: Code
    severity: Severity
    message: str
    help: str | None
    span: Span | None
    related: tuple[Related, ...] = ()
    path: NodePath = ()
    """What it is about, where it is about something declared."""
    cites: tuple[str, ...] = ()
    """Citation ids of the law that it rests on."""
    fix: Fix | None = None
    """What may be written instead, mechanically."""

    @classmethod
    def of(cls, code: Code, message: str, span: Span | None, advice: str | None = None, *related: Related) -> Self:
        """Make a diagnostic that is as grave as its code."""
        return cls(code, code.severity, message, advice, span, related)

    @property
    def is_error(self) -> bool:
        """Whether it keeps a policy from answering."""
        return self.severity == "error"

    @property
    def place(self) -> tuple[Span, str, str]:
        """The order of diagnostics: file, line, column, then code."""
        return (self.span or _NOWHERE, self.code.id, self.message)

    def __lt__(self, other: "Diagnostic") -> bool:
        return self.place < other.place

    def __str__(self) -> str:
        where = f"{self.span}: " if self.span else ""
        return f"{where}{self.severity}[{self.code.id}] {self.message}"

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON output says; lines and columns count from one."""
        span = self.span
        return {
            "code": self.code.id,
            "severity": self.severity,
            "message": self.message,
            "help": self.help,
            "file": span.file if span else None,
            "line": span.line if span else None,
            "column": span.column if span else None,
        }
