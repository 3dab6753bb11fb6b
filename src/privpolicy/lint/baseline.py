"""Findings that a project knows and lives with for now: only new ones are told.

A finding is known by its code, its file and what it is about, so that it is still known when lines move, words change
or lists grow. What it is about is the dotted path; positions in a list are left out, save that at the end stands what
is written there: ``activities.newsletter.data[contact.email]``.
"""

import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.wording import listed
from privpolicy.lint.errors import LintError
from privpolicy.source.text import SourceText

VERSION = 1
_VERSION_KEY = "privpolicy-lint-baseline"
_AGAIN = "remove it, and write it anew with --write-baseline"
_ENTRY = {"code": str, "file": str, "about": str, "count": int}


class Known(NamedTuple):
    """What findings of one kind have in common."""

    code: str
    file: str
    """From the folder of the baseline, with `/`."""
    about: str

    def __str__(self) -> str:
        return f"{self.code} in {self.file}" + (f" on {self.about}" if self.about else "")


@dataclass(frozen=True, slots=True)
class Sifted:
    """Findings compared with a baseline."""

    new: tuple[Diagnostic, ...]
    known: int
    gone: tuple[Known, ...]
    """What the baseline holds and nobody found again."""


@dataclass(frozen=True)
class Baseline:
    """How many findings of each kind are known."""

    file: Path
    counts: Mapping[Known, int]

    def sift(
        self, found: Iterable[Diagnostic], sources: Mapping[str, SourceText], expected: Callable[[Known], bool]
    ) -> Sifted:
        """Keep the new findings; of a kind with more than are known, the last are new.

        ``expected`` tells of an entry whether this run would have found it.
        """
        left = Counter(self.counts)
        new: list[Diagnostic] = []
        known = 0
        for one in found:
            kind = self.kind(one, sources)
            if left[kind] > 0:
                left[kind] -= 1
                known += 1
            else:
                new.append(one)
        gone = tuple(sorted(kind for kind, number in left.items() if number > 0 and expected(kind)))
        return Sifted(tuple(new), known, gone)

    def renewed(
        self, found: Iterable[Diagnostic], sources: Mapping[str, SourceText], expected: Callable[[Known], bool]
    ) -> "Baseline":
        """Return the baseline with what was found now; entries that this run could not have found are kept."""
        kept = {kind: number for kind, number in self.counts.items() if not expected(kind)}
        return Baseline(self.file, Counter(kept) + Counter(self.kind(one, sources) for one in found))

    def kind(self, diagnostic: Diagnostic, sources: Mapping[str, SourceText]) -> Known:
        """Return by what a finding is known."""
        file = self.path_of(diagnostic.span.file) if diagnostic.span is not None else ""
        return Known(diagnostic.code.id, file, about(diagnostic, sources))

    def path_of(self, file: str | Path) -> str:
        """Return the path of a file as it stands in the baseline."""
        return Path(os.path.relpath(file, self.file.parent)).as_posix()

    def write(self) -> None:
        """Write the file, or the one that it is a link to, whole or not at all; raises ``OSError``."""
        entries = [{**kind._asdict(), "count": self.counts[kind]} for kind in sorted(self.counts)]
        text = json.dumps({_VERSION_KEY: VERSION, "findings": entries}, ensure_ascii=False, indent=2) + "\n"
        file = Path(os.path.realpath(self.file))
        descriptor, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
            Path(beside).chmod(file.stat().st_mode if file.exists() else 0o644)
            Path(beside).replace(file)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


def about(diagnostic: Diagnostic, sources: Mapping[str, SourceText]) -> str:
    """Return what a finding is about: its path, in which no position in a list counts."""
    steps: list[str] = []
    for position, step in enumerate(diagnostic.path):
        if not isinstance(step, int):
            steps.append(f".{step}" if steps else step)
        else:
            steps.append(f"[{_written(diagnostic, sources) if position == len(diagnostic.path) - 1 else ''}]")
    return "".join(steps)


def _written(diagnostic: Diagnostic, sources: Mapping[str, SourceText]) -> str:
    """Return what is written at the place of a finding, where that is a word or two."""
    span = diagnostic.span
    if span is None or span.line != span.end_line or span.file not in sources:
        return ""
    return sources[span.file].line(span.line)[span.column - 1 : span.end_column - 1]


# --- Files --------------------------------------------------------------------------------------------------------


def new_baseline(file: Path) -> Baseline:
    """Return a baseline that knows nothing yet."""
    return Baseline(file, {})


def read_baseline(file: Path) -> Baseline:
    """Read a baseline; raises :class:`LintError` with its place where it is none, or one of another version."""
    try:
        written: Any = json.loads(file.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise LintError("there is no such baseline", "write it with --write-baseline", str(file)) from None
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise LintError(f"the baseline cannot be read: {reason}", None, str(file)) from None
    except json.JSONDecodeError as error:
        message = f"the baseline is no JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        raise LintError(message, _AGAIN, f"{file}:{error.lineno}:{error.colno}") from None
    except (ValueError, RecursionError):
        raise LintError("the baseline is no JSON in UTF-8", _AGAIN, str(file)) from None
    if not isinstance(written, dict) or _VERSION_KEY not in written:
        raise LintError(f"this is no baseline: it has no `{_VERSION_KEY}`", _AGAIN, f"{file}:1:1")
    if written[_VERSION_KEY] != VERSION or isinstance(written[_VERSION_KEY], bool):
        message = f"the baseline is of version {written[_VERSION_KEY]!r}, and this privpolicy reads version {VERSION}"
        raise LintError(message, _AGAIN, f"{file}:1:1")
    findings = written.get("findings")
    if not isinstance(findings, list) or written.keys() != {_VERSION_KEY, "findings"}:
        raise LintError("the baseline holds other keys than `findings`, or no list of them", _AGAIN, f"{file}:1:1")
    return Baseline(file, Counter(dict(_entries(file, findings))))


def _entries(file: Path, findings: Sequence[Any]) -> Iterable[tuple[Known, int]]:
    taken: set[Known] = set()
    for number, one in enumerate(findings, 1):
        shaped = isinstance(one, dict) and one.keys() == _ENTRY.keys()
        if not shaped or any(type(one[key]) is not kind for key, kind in _ENTRY.items()) or one["count"] < 1:
            keys = listed([f"`{key}`" for key in _ENTRY], "and")
            raise LintError(f"finding {number} of the baseline has not just {keys}", _AGAIN, str(file))
        known = Known(one["code"], one["file"], one["about"])
        if known in taken or PurePosixPath(known.file).is_absolute():
            reason = "stands twice" if known in taken else "names an absolute path"
            raise LintError(f"finding {number} of the baseline {reason}", _AGAIN, str(file))
        taken.add(known)
        yield known, one["count"]
