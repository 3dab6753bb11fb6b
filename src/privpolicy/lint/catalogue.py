"""Everything that can be said of a policy: by checks that ship, by checks of others, and before any check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from privpolicy.diagnostics.codes import CODES, Code
from privpolicy.lint.check import Check
from privpolicy.lint.checks import CHECKS
from privpolicy.lint.plugins import plugged_in
from privpolicy.lint.suppress import SUPPRESSION_CODES


@dataclass(frozen=True)
class Catalogue:
    """The checks of a run, and every code that may be named."""

    checks: tuple[Check, ...]
    """Sorted by id."""

    @cached_property
    def codes(self) -> Mapping[str, Code]:
        """Every code by id: those of checks, of comments, and of loading."""
        several = (*CODES, *SUPPRESSION_CODES, *(one.code for one in self.checks))
        return {code.id: code for code in sorted(several, key=lambda code: code.id)}

    @cached_property
    def by_name(self) -> Mapping[str, Code]:
        """Every code by its name; where two share one, that of a check."""
        return {code.name: code for code in (*self.codes.values(), *(one.code for one in self.checks))}

    @cached_property
    def unavoidable(self) -> frozenset[str]:
        """Codes of errors of loading: a policy that cannot be read is not looked at, whatever is selected."""
        return frozenset(code.id for code in CODES if code.severity == "error")

    def check(self, code_id: str) -> Check | None:
        """Return the check with an id."""
        return next((one for one in self.checks if one.id == code_id), None)

    def find(self, text: str) -> Code | None:
        """Return the code with an id, in any case, or a name."""
        return self.codes.get(text.upper()) or self.by_name.get(text.lower())


def catalogue(plugins: bool | Iterable[str] = True) -> Catalogue:
    """Return the checks that ship and those of other packages.

    Raises :class:`LintError` where one of these is broken.
    """
    return Catalogue(tuple(sorted((*CHECKS, *plugged_in(plugins, CHECKS)), key=lambda one: one.id)))
