"""What the linter says of a policy as it stands in an editor."""

from dataclasses import dataclass
from pathlib import Path

from privpolicy import api
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.lint.config import find_config
from privpolicy.lint.errors import LintError
from privpolicy.lint.report import Report
from privpolicy.loading.access import Access
from privpolicy.loading.load import Loaded


@dataclass(frozen=True, slots=True)
class Findings:
    """Diagnostics by file, and the texts that they speak of; ``trouble``: why the linter itself could not look."""

    by_file: dict[Path, tuple[Diagnostic, ...]]
    seen: Report | Loaded
    trouble: str | None = None


def find(root: Path, access: Access) -> Findings:
    """Look at a policy the way ``privpolicy lint`` does, with the settings of its project.

    Where these are wrong only the faults of loading are told.
    """
    try:
        report = api.lint(root, config=find_config(root), access=access)
    except LintError as error:
        loaded = api.inspect(root, access=access)
        return Findings(_by_file(root, loaded.diagnostics, loaded.files), loaded, str(error))
    return Findings(_by_file(root, report.diagnostics, report.files), report)


def _by_file(
    root: Path, diagnostics: tuple[Diagnostic, ...], files: tuple[str, ...]
) -> dict[Path, tuple[Diagnostic, ...]]:
    """Give each diagnostic to its file; what belongs to none stands at the first."""
    known = set(files)
    first = Path(files[0]) if files else root
    found: dict[Path, list[Diagnostic]] = {}
    for one in diagnostics:
        file = Path(one.span.file) if one.span is not None and one.span.file in known else first
        found.setdefault(file, []).append(one)
    return {file: tuple(several) for file, several in found.items()}
