"""Fix a policy until nothing is left to fix, in memory: one fix may make room for the next."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import unified_diff

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.lint.errors import LintError
from privpolicy.lint.fix import fixed
from privpolicy.lint.report import Report
from privpolicy.loading.access import Access
from privpolicy.loading.discover import PolicyFile, read

_ROUNDS = 100
"""Of several fixes of one list each waits for the one before it."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NO_BREAK = "\\ No newline at end of file"


@dataclass(frozen=True, slots=True)
class Mended:
    """New texts of files by name, those that they take the place of, and how many fixes are in them.

    ``loaded`` is false where the policy has errors of its own, so that nothing was looked for.
    """

    texts: Mapping[str, str]
    old: Mapping[str, str]
    fixes: int
    loaded: bool = True

    def diff(self) -> str:
        """Return what is changed, as a patch."""
        lines: list[str] = []
        for name in sorted(self.texts):
            old, new = (_LINE.findall(text) for text in (self.old[name], self.texts[name]))
            lines += unified_diff(old, new, name, name)
        return "".join(line if line.endswith("\n") else f"{line}\n{_NO_BREAK}\n" for line in lines)


def laid_over(texts: Mapping[str, str]) -> Access:
    """Return an access to the files of a policy in which some hold other texts, by the name of the file."""

    def read_text(file: PolicyFile) -> bytes | Diagnostic:
        text = texts.get(file.name)
        return read(file) if text is None else text.encode()

    return Access(read=read_text)


def mend(look: Callable[[Mapping[str, str]], Report]) -> Mended:
    """Apply every fix of a policy; ``look`` looks at it with other texts in the place of its files.

    Raises :class:`LintError` where a fix would leave a policy with errors; nothing is written then.
    """
    texts: dict[str, str] = {}
    old: dict[str, str] = {}
    fixes = 0
    for number in range(_ROUNDS):
        report = look(texts)
        if not report.loaded and number:
            raise LintError("a fix would leave the policy with errors, so that nothing was written")
        if not report.loaded:
            return Mended({}, {}, 0, loaded=False)
        wanted = [one.fix for one in report.diagnostics if one.fix is not None]
        if not wanted or report.tree is None:
            break
        done = fixed(wanted, report.tree, report.sources)
        if not done.texts:
            break
        for name in done.texts:
            old.setdefault(name, report.sources[name].text)
        texts |= done.texts
        fixes += len(done.applied)
    return Mended(texts, old, fixes)
