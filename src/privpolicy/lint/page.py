"""The page of a check, read off its docstring: what it says, why, what to avoid and what to write."""

import inspect
import re
from dataclasses import dataclass
from textwrap import dedent
from typing import Literal

from privpolicy.lint.check import Check

_HEADING = re.compile(r"(Avoid|Prefer)(?: on (\d{4}-\d{2}-\d{2}))?::")
EXPECT = "# expect"
"""Marks the lines of an example that are reported."""
TODAY = "2026-11-22"
"""The day on which an example is read that names none."""


@dataclass(frozen=True, slots=True)
class Example:
    """A fragment of a policy, and the day on which it is read."""

    kind: Literal["avoid", "prefer"]
    on: str
    text: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What is told of a check."""

    summary: str
    why: tuple[str, ...]
    """Paragraphs, each on one line."""
    examples: tuple[Example, ...]


def page(check: Check) -> CheckPage:
    """Return the page of a check."""
    text = inspect.cleandoc(check.look.__doc__ or "")
    parts = _HEADING.split(text)
    told = [" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", parts[0]) if paragraph.strip()]
    summary, *why = told or [""]  # a check of others may tell nothing
    examples = tuple(
        Example("avoid" if kind == "Avoid" else "prefer", on or TODAY, dedent(body).strip("\n") + "\n")
        for kind, on, body in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    )
    return CheckPage(summary.rstrip("."), tuple(why), examples)
