"""The pages of docs/checks, made from the checks: ``python -m privpolicy.lint.docs docs/checks``."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from privpolicy.diagnostics.codes import CODES, Code
from privpolicy.law.citation import cite
from privpolicy.law.fact import Fact
from privpolicy.law.load import available, load_packs
from privpolicy.lint.check import Check
from privpolicy.lint.checks import FAMILIES
from privpolicy.lint.page import EXPECT, TODAY, page
from privpolicy.lint.suppress import SUPPRESSION_CODES
from privpolicy.model.moment import to_datetime

INDEX = "README.md"
_INTRODUCTION = """\
What `privpolicy lint` looks for; [how it is used](../linter.md). `privpolicy lint --explain CODE` shows a page in a
terminal. An **error** will not stand before an authority, a **warning** will likely be objected to, a **note** asks a
person to look. A check that rests on law speaks only of days on which that law holds. None of this is legal advice."""


def pages() -> dict[str, str]:
    """Return every page by its file name: one a check, and the index."""
    found = {f"{check.id}.md": check_page(check) for checks in FAMILIES.values() for check in checks}
    return {INDEX: _index(), **found}


def since(check: Check) -> Iterator[str]:
    """Yield the facts that a check rests on, each with the days on which it holds."""
    law = load_packs(available())
    for name in check.rests_on:
        section, _, key = name.partition(".")
        fact = getattr(law, section.replace("-", "_"), {}).get(key)
        if isinstance(fact, Fact):
            start, end = fact.valid.from_, fact.valid.until
            until = f" to {to_datetime(end):%Y-%m-%d}" if end is not None else ""
            yield f"{to_datetime(start):%Y-%m-%d}{until} · {fact.title}" if start is not None else fact.title


def examples(check: Check) -> Iterator[tuple[str, str]]:
    """Yield heading and text of what to avoid and what to write; what is reported is marked with the code."""
    for example in page(check).examples:
        heading = "Avoid" if example.kind == "avoid" else "Prefer"
        on = f", on {example.on}" if example.on != TODAY else ""
        yield f"{heading}{on}", example.text.replace(EXPECT, f"# ← {check.id}")


def check_page(check: Check) -> str:
    """Return the page of a check."""
    told, code = page(check), check.code
    rows: list[tuple[str, str]] = [("Severity", code.severity)]
    rows += [("Law" if not number else "", _law(citation)) for number, citation in enumerate(check.cites)]
    rows += [("Since" if not number else "", fact) for number, fact in enumerate(since(check))]
    if check.fixable:
        rows.append(("Mended by", "`privpolicy lint --fix`"))
    parts = [f"# {code.id} {code.name}", f"{told.summary}.", _table(("", ""), rows), "## Why", *told.why]
    for heading, text in examples(check):
        parts += [f"## {heading}", f"```yaml\n{text}```"]
    parts.append(f"[All checks]({INDEX}) · set aside with `# privpolicy: ignore[{code.id}] reason`")
    return "\n\n".join(parts) + "\n"


def write(folder: Path) -> None:
    """Write every page, and take away those of checks that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    written = pages()
    for old in folder.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _index() -> str:
    parts = ["# Checks", _INTRODUCTION]
    for family, checks in FAMILIES.items():
        rows = [
            (
                f"[{one.id}]({one.id}.md)",
                one.code.name,
                one.code.severity,
                one.code.summary,
                "yes" if one.fixable else "",
            )
            for one in checks
        ]
        parts += [f"## {family[:1].upper()}{family[1:]}", _table(("Code", "Name", "Severity", "What", "`--fix`"), rows)]
    parts += ["## Comments that take findings back", _codes(SUPPRESSION_CODES)]
    parts += [
        "## Before any check",
        "Faults that `privpolicy validate` tells as well. A policy with an error is not looked at any further.",
        _codes(CODES),
    ]
    return "\n\n".join(parts) + "\n"


def _codes(codes: Iterable[Code]) -> str:
    rows = [(code.id, code.name, code.severity, code.summary[:1].upper() + code.summary[1:]) for code in codes]
    return _table(("Code", "Name", "Severity", "What"), rows)


def _law(citation: str) -> str:
    found = cite(citation)
    place = f"[{found.short}]({found.iri})" if found.iri is not None else found.short
    return f"{place} · {found.title}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/checks"))
