"""Which checks are asked, and how grave their findings are: selectors, of which the longer wins."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from privpolicy.diagnostics.codes import Code, Severity
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.wording import did_you_mean, quote
from privpolicy.lint.catalogue import Catalogue, catalogue
from privpolicy.lint.config import LintConfig
from privpolicy.lint.errors import LintError

ALL = "ALL"
_PREFIX = re.compile(r"[A-Z]{2,5}[0-9]{0,2}")
_WHOLE = 99
"""How long a code counts that is named in full."""

Reach = Mapping[str, int]
"""By code: how long the longest selector is that means it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What a configuration says of every code."""

    enabled: frozenset[str]
    severities: Mapping[str, Severity]
    elsewhere: tuple[tuple[re.Pattern[str], frozenset[str]], ...]
    """By pattern of paths: codes that are not told of files there."""
    root: Path

    def tells(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a finding is wanted, in the file where it is."""
        code = diagnostic.code.id
        if code not in self.enabled:
            return False
        if not self.elsewhere or diagnostic.span is None:
            return True
        file = _below(self.root, diagnostic.span.file)
        return file is None or not any(code in codes and where.fullmatch(file) for where, codes in self.elsewhere)

    def graded(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return a finding as grave as it is wanted to be."""
        severity = self.severities.get(diagnostic.code.id)
        return diagnostic if severity is None else replace(diagnostic, severity=severity)


def known_checks(config: LintConfig) -> Catalogue:
    """Return the checks that a configuration knows of; raises :class:`LintError` where one of these is broken."""
    try:
        return catalogue(config.plugins)
    except LintError as error:
        if config.file is None or not isinstance(config.plugins, tuple):
            raise
        raise LintError(error.message, error.advice, config.file.place("plugins")) from error


def selection(config: LintConfig, catalogue: Catalogue) -> Selection:
    """Return what a configuration selects; raises :class:`LintError` for a selector that means nothing."""
    chosen = _reach(config, catalogue, config.select, "select")
    dropped = _reach(config, catalogue, config.ignore, "ignore")
    _spare(config, catalogue, config.ignore, "ignore")
    _spare(config, catalogue, config.severity, "severity")
    enabled = {code for code, length in chosen.items() if length > dropped.get(code, -1)}
    severities: dict[str, Severity] = {}
    for selector, level in sorted(config.severity.items(), key=lambda item: _length(item[0])):
        severities |= dict.fromkeys(_reach(config, catalogue, (selector,), "severity"), level)
    elsewhere = []
    for pattern, selectors in config.per_path_ignores.items():
        _spare(config, catalogue, selectors, "per-path-ignores")
        codes = frozenset(_reach(config, catalogue, selectors, "per-path-ignores")) - catalogue.unavoidable
        elsewhere.append((_pattern(config, pattern), codes))
    return Selection(
        frozenset(enabled) | catalogue.unavoidable,
        {code: level for code, level in severities.items() if code not in catalogue.unavoidable},
        tuple(elsewhere),
        config.root or Path.cwd(),
    )


def _reach(config: LintConfig, catalogue: Catalogue, selectors: Iterable[str], key: str) -> Reach:
    found: dict[str, int] = {}
    for selector in selectors:
        codes = _meant(selector, catalogue)
        if not codes:
            raise _unknown(config, catalogue, selector, key)
        for code in codes:
            found[code.id] = max(found.get(code.id, -1), _length(selector))
    return found


def _meant(selector: str, catalogue: Catalogue) -> list[Code]:
    if selector == ALL:
        return list(catalogue.codes.values())
    if _PREFIX.fullmatch(selector):
        return [code for code_id, code in catalogue.codes.items() if code_id.startswith(selector)]
    one = catalogue.codes.get(selector) or catalogue.by_name.get(selector)
    return [one] if one is not None else []


def _length(selector: str) -> int:
    if selector == ALL:
        return 0
    return len(selector) if _PREFIX.fullmatch(selector) else _WHOLE


def _spare(config: LintConfig, catalogue: Catalogue, selectors: Iterable[str], key: str) -> None:
    """Refuse to pass over what keeps a policy from being looked at, where it is named alone."""
    for selector in selectors:
        codes = _meant(selector, catalogue)
        if _length(selector) == _WHOLE and codes and codes[0].id in catalogue.unavoidable:
            message = f"{quote(selector)} is an error in the policy itself, and is always told as one"
            raise config.fault(message, "mend the policy", key, selector)


def _unknown(config: LintConfig, catalogue: Catalogue, selector: str, key: str) -> LintError:
    names = (*catalogue.codes, *catalogue.by_name)
    near = did_you_mean(selector.upper(), catalogue.codes) or did_you_mean(selector.lower(), names)
    advice = "write a code such as `PP512`, its first letters, the name of a check, or `ALL`"
    return config.fault(f"there is no check {quote(selector)}", near or advice, key, selector)


# --- Paths --------------------------------------------------------------------------------------------------------


def _below(root: Path, file: str) -> str | None:
    """Return the path of a file from a folder, or ``None`` where it lies elsewhere."""
    path = PurePosixPath(Path(os.path.relpath(file, root)).as_posix())
    return None if path.parts[:1] == ("..",) else str(path)


def _pattern(config: LintConfig, glob: str) -> re.Pattern[str]:
    """Read a pattern of paths: ``*`` and ``?`` stay within a name, ``**`` is any folders; a folder is all below it."""
    clean = str(PurePosixPath(glob)) if glob and not glob.startswith("/") else ""
    if not clean or ".." in clean.split("/") or "\\" in clean:
        advice = "write a path from the folder of this file, such as `drafts/**`"
        raise config.fault(f"{quote(glob)} is no pattern of paths", advice, "per-path-ignores", glob)
    written = ""
    for part in re.split(r"(\*\*/|/\*\*$|\*\*|\*|\?)", "**" if clean == "." else clean):
        match part:
            case "**/":
                written += "(?:[^/]+/)*"
            case "/**" | "**":
                written += "(?:/.*)?" if part.startswith("/") else ".*"
            case "*":
                written += "[^/]*"
            case "?":
                written += "[^/]"
            case _:
                written += re.escape(part)
    return re.compile(rf"{written}(?:/.*)?")
