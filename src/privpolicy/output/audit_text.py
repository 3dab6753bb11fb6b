"""What a table of requests was answered, for a terminal."""

from collections.abc import Callable, Sequence

from privpolicy.batch.tally import Answer, Tally
from privpolicy.diagnostics.wording import listed, quote
from privpolicy.engine.policy import Policy
from privpolicy.output.page import FIXED, Look, Page, Piece, Style, prose

MOST = 8
"""How many activities, reasons or errors of an outcome are told."""
_OUTCOMES: tuple[tuple[str | None, str, Style, Callable[[Answer], str]], ...] = (
    ("permit", "PERMIT", "permit", lambda one: quote(one.activity or "")),
    (
        "conditional",
        "CONDITIONAL",
        "conditional",
        lambda one: f"{quote(one.reason or '')} for {quote(one.activity or '')}",
    ),
    ("deny", "DENY", "deny", lambda one: quote(one.reason or "")),
    (None, "NO ANSWER", "error", lambda one: one.error or ""),
)
"""Outcomes, how they are headed, and what is told of their rows."""
_COLUMN = 13


def audit_text(tally: Tally, policy: Policy, files: tuple[str, str | None], carried: Sequence[str], look: Look) -> str:
    """Sum up what the rows of a table were answered; ``files``: the one read, and the one written."""
    requests, out = files
    page = Page(look)
    called = f"{policy.id}{f' {policy.version}' if policy.version else ''}"
    page.line(Piece(rows_of(tally.rows), "head"), *prose(f" of {quote(requests)} under {called}"))
    wide = len(f"{tally.rows:,}")
    for outcome, head, style, told in _OUTCOMES:
        found = tally.by(outcome, told)
        if not found:
            continue
        page.blank()
        count = tally.of(outcome)
        page.verbatim(Piece(f"{head:<{_COLUMN}}", style), Piece(_count(count, tally.rows, wide), "head"))
        for name, number in found[:MOST]:
            page.line(
                Piece(_count(number, tally.rows, wide).replace(" ", FIXED)),
                Piece(FIXED * 2),
                *prose(name),
                indent=_COLUMN,
                hang=wide + 11,
            )
        if len(found) > MOST:
            rest = sum(number for _, number in found[MOST:])
            page.line(
                _count(rest, tally.rows, wide).replace(" ", FIXED),
                f"{FIXED * 2}{len(found) - MOST} others",
                indent=_COLUMN,
            )
    page.blank()
    if out is not None:
        page.entry("Written", Piece(out, "id"), column=_COLUMN)
    if carried:
        page.entry("Not read", *prose(listed([quote(name) for name in carried], "and")), column=_COLUMN)
    return str(page)


def line_text(tally: Tally, out: str, look: Look) -> str:
    """Say in a line what became of a table that was written to a file."""
    page = Page(look)
    page.line(*prose(f"{rows_of(tally.rows)} decided in {quote(out)}" + _faults(tally)))
    return str(page)


def rows_of(number: int) -> str:
    """Return a count of rows in words."""
    return f"{number:,} row{'' if number == 1 else 's'}"


def _faults(tally: Tally) -> str:
    if not tally.of(None):
        return ""
    return f"; {rows_of(tally.of(None))} without an answer, see `error` there, or --summary"


def _count(number: int, rows: int, wide: int) -> str:
    share = f"{100 * number / rows:.1f} %"
    return f"{number:>{wide},}  {share:>7}"
