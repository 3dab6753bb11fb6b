"""What may be written instead, for those who know nothing of YAML: stretches of text and what takes their place."""

from collections.abc import Iterator
from dataclasses import dataclass

from privpolicy.lint.fix import fixed
from privpolicy.lint.report import Report
from privpolicy.source.span import Span
from privpolicy.source.text import SourceText

_MOST = 300_000
"""How many characters are read again for fixes in all: each of them is tried on its files before it is told."""


@dataclass(frozen=True, slots=True)
class TextFix:
    """A fix: what it does, and which stretches of text it replaces by what, one a file."""

    title: str
    changes: tuple[tuple[Span, str], ...]


def fixes_of(report: Report) -> Iterator[TextFix | None]:
    """Yield the fix of each diagnostic; ``None`` where there is none.

    A fix that cannot be made without changing something else is none.
    """
    left = _MOST
    for diagnostic in report.diagnostics:
        found = None
        if diagnostic.fix is not None and report.tree is not None and left > 0:
            made = fixed([diagnostic.fix], report.tree, report.sources)
            left -= sum(len(text) for text in made.texts.values())
            changes = tuple(_change(report.sources[file], text) for file, text in sorted(made.texts.items()))
            found = TextFix(diagnostic.fix.title, changes) if changes else None
        yield found


def _change(source: SourceText, new: str) -> tuple[Span, str]:
    """Return the stretch of a text that is another in the new one, and what stands there."""
    old = source.text
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    # Nothing begins or ends within a line break of two characters.
    if old[start - 1 : start + 1] == "\r\n" and start:
        start -= 1
    if end and old[len(old) - end - 1 : len(old) - end + 1] == "\r\n":
        end -= 1
    span = Span(source.file, *source.place_of(start), *source.place_of(len(old) - end))
    return span, new[start : len(new) - end]


def _same(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    shorter = min(len(one), len(other))
    return next((place for place in range(shorter) if one[place] != other[place]), shorter)
