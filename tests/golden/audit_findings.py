"""The audit of the notice of Multi-Planning as data, and which of its defects the linter finds on which day."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from privpolicy.api import lint
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.source.path import dotted
from privpolicy.syntax.parse import parse
from privpolicy.syntax.plain import plain

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "policies" / "multi-planning"
FILE = FOLDER / "tests" / "audit.yaml"
GRAVITY = ("none", "note", "warning", "error")
_ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, with its path as the audit writes it: items of a list by their ids."""

    path: str
    diagnostic: Diagnostic

    @property
    def check(self) -> str:
        return self.diagnostic.code.id

    @property
    def severity(self) -> str:
        return self.diagnostic.severity

    @property
    def cites(self) -> tuple[str, ...]:
        return self.diagnostic.cites

    @property
    def place(self) -> tuple[str, int]:
        """The file, from the folder of the policy on, and the line."""
        span = self.diagnostic.span
        assert span is not None
        return Path(span.file).absolute().relative_to(FOLDER).as_posix(), span.line

    def below(self, path: str) -> bool:
        return f"{self.path}.".startswith(f"{path}.")

    def __str__(self) -> str:
        return f"{self.check} at {self.path}: {self.diagnostic.message}"


@dataclass(frozen=True, slots=True)
class Expected:
    """One finding or several that have to be there: one check, at or below one path."""

    check: str
    at: str
    on: tuple[str, ...]
    """The years; on the others it must not be there."""
    says: str = ""

    def is_met_by(self, found: Found) -> bool:
        return found.check == self.check and found.below(self.at) and self.says in found.diagnostic.message

    def __str__(self) -> str:
        return f"{self.check} at {self.at}"


@dataclass(frozen=True, slots=True)
class Defect:
    """What the audit says of one defect, and what has to find it."""

    id: str
    family: str
    title: str
    kind: str
    audit: Mapping[str, tuple[str, int]]
    """By year: how grave, in the words of the linter, and how probable in per cent."""
    found_by: tuple[Expected, ...]
    decidable_from: str
    remark: str
    unseen: str

    def found(self, year: str) -> tuple[Found, ...]:
        """What the linter finds of it."""
        return tuple(one for one in findings(year) if any(each.is_met_by(one) for each in self.found_by))

    def gravest(self, year: str) -> str:
        """How grave the linter takes it."""
        return max((one.severity for one in self.found(year)), key=GRAVITY.index, default="none")

    def is_due(self, year: str) -> bool:
        """Whether the audit expects a linter to find it on this day."""
        return self.kind == "auto" and self.audit[year][0] != "none" and self.decidable_from <= DAYS[year]


@dataclass(frozen=True, slots=True)
class Silence:
    """What must not be found."""

    checks: tuple[str, ...]
    at: str
    cites: tuple[str, ...]
    words: tuple[str, ...]
    over: str
    but: tuple[str, ...]
    on: tuple[str, ...]

    def is_broken_by(self, found: Found) -> bool:
        said = f"{found.diagnostic.message} {found.diagnostic.help or ''}".casefold()
        return (
            (not self.checks or found.check.startswith(self.checks))
            and (not self.at or found.below(self.at))
            and (not self.cites or any(f"{law}-".startswith(f"{one}-") for one in self.cites for law in found.cites))
            and (not self.words or any(word.casefold() in said for word in self.words))
            and GRAVITY.index(found.severity) > GRAVITY.index(self.over)
            and found.check not in self.but
        )


@dataclass(frozen=True, slots=True)
class NoDefect:
    """What the audit wants nothing said of."""

    id: str
    title: str
    remark: str
    silent: tuple[Silence, ...]

    def broken(self, year: str) -> tuple[Found, ...]:
        """What is said of it nevertheless."""
        asked = [one for one in self.silent if year in one.on]
        return tuple(one for one in findings(year) if any(each.is_broken_by(one) for each in asked))


@dataclass(frozen=True, slots=True)
class Beyond:
    """Findings for which the audit has no number, and why they are right."""

    expected: tuple[Expected, ...]
    reason: str

    def found(self, year: str) -> tuple[Found, ...]:
        return tuple(one for one in findings(year) if any(each.is_met_by(one) for each in self.expected))


def _read() -> Any:
    document = parse(FILE.read_bytes(), FILE.name)
    assert document.root is not None
    assert document.diagnostics == ()
    return plain(document.root)


def _years(written: Mapping[str, Any]) -> tuple[str, ...]:
    return (str(written["on"]),) if "on" in written else tuple(DAYS)


def _expected(written: Mapping[str, Any]) -> Iterator[Expected]:
    for path in written["at"]:
        yield Expected(written["check"], path, _years(written), written.get("says", ""))


def _defect(name: str, written: Mapping[str, Any]) -> Defect:
    audit: dict[str, tuple[str, int]] = {}
    for year, told in written["audit"].items():
        severity, _, confidence = str(told).partition(" ")
        audit[year] = ("note" if severity == "info" else severity, int(confidence or 0))
    return Defect(
        name,
        written["family"],
        written["title"],
        written["kind"],
        audit,
        tuple(one for each in written.get("found-by", ()) for one in _expected(each)),
        written.get("decidable-from", ""),
        written.get("remark", ""),
        written.get("unseen", ""),
    )


def _silence(written: Mapping[str, Any]) -> Silence:
    return Silence(
        tuple(written.get("check", ())),
        written.get("at", ""),
        tuple(written.get("cites", ())),
        tuple(written.get("words", ())),
        written.get("over", "none"),
        tuple(written.get("but", ())),
        _years(written),
    )


_WRITTEN = _read()
DAYS: Mapping[str, str] = _WRITTEN["days"]
"""The days of the audit, by year."""
FAMILIES: Mapping[str, str] = _WRITTEN["families"]
DEFECTS = tuple(_defect(name, one) for name, one in _WRITTEN["defects"].items())
NO_DEFECTS = tuple(
    NoDefect(name, one["title"], one.get("remark", ""), tuple(map(_silence, one["silent"])))
    for name, one in _WRITTEN["not-defects"].items()
)
BEYOND = tuple(Beyond(tuple(_expected(one)), one["reason"]) for one in _WRITTEN["beyond"])


@cache
def findings(year: str) -> tuple[Found, ...]:
    """Return everything that the linter finds on the day of this year, without settings."""
    report = lint(FOLDER, at=DAYS[year])
    assert report.loaded
    assert report.tree is not None
    tree = plain(report.tree)
    return tuple(Found(_named(tree, one), one) for one in report.diagnostics)


def _named(tree: Any, diagnostic: Diagnostic) -> str:
    """Return the path of a finding, with the ids of list items for their positions."""
    steps: list[str | int] = []
    for step in diagnostic.path:
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            tree = None
        is_id = isinstance(step, int) and isinstance(tree, str) and _ID.fullmatch(tree)
        steps.append(tree if is_id else step)
    return dotted(steps)
