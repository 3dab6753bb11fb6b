"""Checks of other packages: entry points of the group ``privpolicy.checks``, each a check or several."""

import re
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import get_args

from privpolicy.diagnostics.codes import CODES, Severity
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.lint.check import Check
from privpolicy.lint.errors import LintError
from privpolicy.lint.suppress import SUPPRESSION_CODES

GROUP = "privpolicy.checks"
_ID = re.compile(r"[A-Z]{2,5}[0-9]{3}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def plugged_in(wanted: bool | Iterable[str], shipped: Iterable[Check]) -> list[Check]:
    """Return the checks of other packages: all of them, none, or those of the entry points that are named.

    Raises :class:`LintError` for an entry point that cannot be loaded or brings no proper check.
    """
    if wanted is False:
        return []
    found = sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value))
    if wanted is not True:
        found = _named(tuple(wanted), found)
    codes = (*CODES, *SUPPRESSION_CODES, *(one.code for one in shipped))
    taken = {word: "privpolicy" for code in codes for word in (code.id, code.name)}
    checks: list[Check] = []
    for entry in found:
        for one in _load(entry):
            _admit(one, entry, taken)
            checks.append(one)
    return checks


def _named(wanted: tuple[str, ...], found: list[EntryPoint]) -> list[EntryPoint]:
    names = {one.name for one in found}
    for name in wanted:
        if name not in names:
            advice = did_you_mean(name, names) or f"is the package installed that brings it under `{GROUP}`?"
            raise LintError(f"no installed package brings checks called {quote(name)}", advice)
    return [one for one in found if one.name in wanted]


def _load(entry: EntryPoint) -> list[Check]:
    try:
        loaded = entry.load()
        several = [loaded] if isinstance(loaded, Check) else list(loaded)
    except (Exception, SystemExit) as error:  # whatever a foreign module does
        raise LintError(
            f"the checks {quote(entry.name)} ({_origin(entry)}) cannot be loaded: {type(error).__name__}: {error}",
            "mend or uninstall that package, or leave its checks out with the setting `plugins`",
        ) from error
    for one in several:
        if not isinstance(one, Check):
            raise LintError(
                f"the checks {quote(entry.name)} ({_origin(entry)}) hold a {type(one).__name__}, which is no check",
                "make checks with `privpolicy.lint.check(...)`",
            )
    return several


def _admit(one: Check, entry: EntryPoint, taken: dict[str, str]) -> None:
    """Refuse a check whose id or name does not fit or is taken."""
    whose = f"of the checks {quote(entry.name)} ({_origin(entry)})"
    if not _ID.fullmatch(one.id) or one.id.startswith("PP"):
        advice = "two to five capital letters other than PP and three digits, such as `ACME101`"
        raise LintError(f"the id {quote(one.id)} {whose} does not fit", advice)
    if not _NAME.fullmatch(one.code.name):
        advice = "lower-case words joined by hyphens, such as `no-abbreviations`"
        raise LintError(f"the name {quote(one.code.name)} {whose} does not fit", advice)
    if one.code.severity not in get_args(Severity):
        advice = f"a severity is {listed([quote(level) for level in get_args(Severity)])}"
        raise LintError(f"{quote(one.id)} {whose} has no severity", advice)
    for word in (one.id, one.code.name):
        if word in taken:
            raise LintError(f"{quote(word)} {whose} is taken by {taken[word]}", "choose another")
        taken[word] = f"`{entry.name}`"


def _origin(entry: EntryPoint) -> str:
    package = f" of {entry.dist.name}" if entry.dist is not None else ""
    return f"`{entry.value}`{package}"
