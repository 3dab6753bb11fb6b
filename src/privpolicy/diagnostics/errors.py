"""The exception for those who prefer raising."""

from privpolicy.diagnostics.diagnostic import Diagnostic

_SHOWN = 10


class PolicyError(Exception):
    """A policy with errors answers no question; ``diagnostics`` say why."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        errors = [diagnostic for diagnostic in diagnostics if diagnostic.is_error]
        count = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        lines = [f"the policy has {count}", *(f"  {error}" for error in errors[:_SHOWN])]
        if len(errors) > _SHOWN:
            lines.append(f"  and {len(errors) - _SHOWN} more")
        super().__init__("\n".join(lines))
