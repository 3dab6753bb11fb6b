"""Which columns of a table may be read, and in which rows, as text: the columns, and the SQL that reads them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from privpolicy.engine.vocabulary import DIMENSIONS, Dimension
from privpolicy.output.ask_text import COLUMN, LABELS
from privpolicy.output.moments import instant
from privpolicy.output.page import FIXED, Look, Page, Piece, prose
from privpolicy.output.table import draw_table, whole
from privpolicy.output.titles import title_of

if TYPE_CHECKING:
    from privpolicy.batch.filter import Filter

_SECTIONS: Mapping[Dimension, str] = {
    "purpose": "purposes",
    "data-subject": "data-subjects",
    "recipient": "recipients",
}


def filter_text(found: "Filter", sql: str | None, dialect: str, look: Look) -> str:
    """Write the question, what becomes of each column, and the SQL."""
    page = Page(look)
    policy = found.policy
    version = f" {policy.version}" if policy.version else ""
    under = f"{FIXED}{FIXED}under {policy.id}{version}, on {instant(found.request.at)}"
    page.line(Piece("FILTER", "head"), Piece(under, "faint"))
    page.blank()
    asked = found.asked
    for dimension in DIMENSIONS:
        if dimension != "data":
            title = title_of(policy.model, _SECTIONS[dimension], asked[dimension]) if dimension in _SECTIONS else None
            more = [] if title is None else [Piece(f"{FIXED}· {title}")]
            page.entry(LABELS[dimension], Piece(asked[dimension], "id"), *more, column=COLUMN)
    if found.request.origin is not None:
        page.entry("Origin", Piece(found.request.origin, "id"), column=COLUMN)
    if found.table_map.table is not None:
        page.entry("Table", Piece(found.table_map.table, "id"), column=COLUMN)
    for word, columns in (("READ", found.always), ("READ BY ROW", found.by_row)):
        if columns:
            page.blank()
            page.line(Piece(whole(word), "permit"))
            _draw_columns(page, found, columns, look)
    if found.columns and found.table_map.carry:
        page.entry("With them", Piece(", ".join(found.table_map.carry), "id"), column=COLUMN)
    reasons: dict[str, list[str]] = {}
    for column, refusal in found.denied.items():
        reasons.setdefault(refusal.message, []).append(column)
    for message, several in reasons.items():
        page.blank()
        page.line(Piece(whole("NOT READ"), "deny"), Piece(f"{FIXED}{FIXED}"), *prose(message))
        _draw_columns(page, found, several, look)
    if sql is not None:
        page.blank()
        page.line(Piece("SQL", "head"), Piece(f"{FIXED}{FIXED}{dialect}", "faint"))
        for line in sql.splitlines():
            page.verbatim(line)
    return str(page)


def _draw_columns(page: Page, found: "Filter", columns: "tuple[str, ...] | list[str]", look: Look) -> None:
    rows = [(whole(column), ", ".join(found.table_map.categories(column))) for column in columns]
    draw_table(page, ("Column", "Data"), rows, look.width)


def filter_sql(found: "Filter", sql: str, dialect: str) -> str:
    """Write the SQL under a comment that says what it answers, for a file that is kept."""
    asked = found.asked
    words = [f"{LABELS[dimension].lower()} {asked[dimension]}" for dimension in DIMENSIONS if dimension != "data"]
    policy = found.policy
    version = f" {policy.version}" if policy.version else ""
    lines = [
        f"Under {policy.id}{version}, on {instant(found.request.at)}: {', '.join(words)}.",
        f"Policy {policy.digest}.",
        "Good for that instant alone; to be run in a session whose time zone is UTC.",
    ]
    if not found.tried(dialect):
        lines.append(f"Never run in {dialect} by those who wrote it: compare what it reads with `privpolicy check`.")
    return "".join(f"-- {' '.join(line.split())}\n" for line in lines) + f"{sql}\n"
