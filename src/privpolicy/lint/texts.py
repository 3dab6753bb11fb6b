"""Whether what a check says can be told: its words are texts, and each of them whole characters."""

from collections.abc import Iterator

from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.fix import Fix, Rewriting
from privpolicy.source.path import dotted


def fault_of(finding: Finding) -> str | None:
    """Return why a finding cannot be told, if it cannot."""
    for what, text in _texts(finding):
        if not isinstance(text, str):
            return f"{what} is a {type(text).__name__} and no text"
        if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
            return f"{what} holds half a character (a lone surrogate)"
    fix: object = finding.fix
    return None if fix is None or isinstance(fix, Fix) else f"its fix is a {type(fix).__name__} and no `Fix`"


def _texts(finding: Finding) -> Iterator[tuple[str, object]]:
    yield "its message", finding.message
    if finding.help is not None:
        yield "its help", finding.help
    for path, text in finding.related:
        yield f"what it says of `{dotted(path)}`", text
    for one in finding.cites:
        yield "one of its citations", one
    if isinstance(finding.fix, Fix):
        yield "the title of its fix", finding.fix.title
        for change in finding.fix.changes:
            if isinstance(change, Rewriting):
                yield "the text of its fix", change.text
