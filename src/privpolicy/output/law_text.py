"""Law packs as a data-protection officer reads them: what holds on a day, and what changed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from privpolicy.diagnostics.wording import listed, quote
from privpolicy.law.citation import cite
from privpolicy.law.fact import Fact
from privpolicy.law.listing import Change, Entry, Happening, entries
from privpolicy.law.milestone import Pending
from privpolicy.law.pack import Pack
from privpolicy.model.moment import Moment
from privpolicy.output.citations import citations
from privpolicy.output.diagnostic_text import counted
from privpolicy.output.law_words import gist
from privpolicy.output.moments import instant
from privpolicy.output.page import FIXED, Look, Page, Piece, Style, prose

COLUMN = 12
"""Where a change begins beside what happened to it."""
_STYLES: dict[Happening, Style] = {"happened": "note", "ended": "deny", "closed": "conditional", "began": "permit"}
_MARKS = {
    "until": "the first day on which a fact no longer holds.",
    "ended": "from this day on it no longer holds.",
    "closed": "from this day on no new contract can be made with it.",
    "guidance": "the reading of an authority; it does not bind.",
    "recalled": "known to those who made the pack, not found in a source that was read.",
    "recheck": "in motion; look again before relying on it.",
}


def packs_text(packs: Iterable[Pack], look: Look) -> str:
    """Write which packs there are."""
    page = Page(look)
    for pack in packs:
        dated, undecided = _counts(pack)
        page.line(*_name(pack.id, pack.title), hang=2)
        held = counted(dated, "fact") + (f" and {undecided} pending" if undecided else "")
        base = f", builds on {listed(pack.builds_on, 'and')}" if pack.builds_on else ""
        page.line(Piece(f"{held}, checked to {instant(pack.checked_to)}{base}", "faint"), indent=2, hang=2)
    page.blank()
    page.line(*prose("`privpolicy law PACK` lists the facts in force; `--from DATE --to DATE` tells what changed."))
    return str(page)


def facts_text(pack: Pack, day: Moment, facts: Sequence[Entry], pending: Sequence[Entry], look: Look) -> str:
    """Write the facts in force on a day by section, then what is pending."""
    page = Page(look)
    page.line(*_name(pack.id, pack.title), hang=2)
    number = counted(len(facts), "fact") if facts else "no fact"
    page.line(f"{number} in force on {instant(day)}; the pack was checked to {instant(pack.checked_to)}")
    for base in pack.builds_on:
        page.line(*prose(f"it builds on `{base}`: see `privpolicy law {base} --at {instant(day)}`"))
    for section, several in groupby((*facts, *pending), key=lambda entry: entry.section):
        found = list(several)
        page.blank()
        remark = f" ({len(found)})" if isinstance(found[0].fact, Fact) else f" ({len(found)}), no law in force"
        page.line(Piece(section, "head"), Piece(remark, "faint"))
        for entry in found:
            page.line(*_said(entry), indent=2, hang=4)
            page.line(Piece(_dates(entry) + citations(entry.fact.cites), "faint"), indent=6)
            _draw_note(page, entry, 6)
    ends = any(isinstance(entry.fact, Fact) and entry.fact.valid.until is not None for entry in facts)
    _draw_legend(page, [*facts, *pending], {"until"} if ends else set())
    _draw_horizon(page, (pack,), day)
    return str(page)


def changes_text(packs: Sequence[Pack], first: Moment, last: Moment, found: Sequence[Change], look: Look) -> str:
    """Write what changed from the first day to the last, by day."""
    page = Page(look)
    names = listed([pack.id for pack in packs], "and")
    number = counted(len(found), "change") if found else "no change"
    time = f"on {instant(first)}" if first == last else f"from {instant(first)} to {instant(last)}, both days included"
    page.line(Piece(names, "head"), f": {number} {time}")
    for day, several in groupby(found, key=lambda change: instant(change.moment)):
        page.blank()
        page.line(Piece(day, "head"))
        for change in several:
            _draw_change(page, change)
    _draw_legend(page, [change.entry for change in found], {change.happening for change in found})
    _draw_horizon(page, packs, last)
    return str(page)


def _draw_change(page: Page, change: Change) -> None:
    entry, happening = change.entry, change.happening
    where = Piece(f" ({entry.section}, {entry.pack})", "faint")
    label = FIXED * 2 + happening
    page.entry(label, *_said(entry), where, column=COLUMN, style=_STYLES[happening])
    page.line(Piece(citations(entry.fact.cites), "faint"), indent=COLUMN)
    if change.ended_by is not None:
        cause = cite(change.ended_by)
        page.line(f"Ended by {cause.short.replace(' ', FIXED)}, {cause.title}", indent=COLUMN, hang=2)
    if change.followed_by:
        page.line(*prose(f"Followed by {listed([quote(one.id) for one in change.followed_by], 'and')}"), indent=COLUMN)
    _draw_note(page, entry, COLUMN)


def _name(name: str, title: str) -> list[Piece]:
    return [Piece(name, "id"), Piece(f"{FIXED}· {title}")]


def _said(entry: Entry) -> Iterator[Piece]:
    """Yield id, title, what it says and marks."""
    yield from _name(entry.id, entry.fact.title)
    says = gist(entry.fact)
    if says is not None:
        yield Piece(": ")
        yield from prose(says)
    marks = list(_marks(entry))
    if marks:
        yield Piece(f" [{', '.join(marks)}]", "warning")


def _marks(entry: Entry) -> Iterator[str]:
    if getattr(entry.fact, "norm", None) == "guidance":
        yield "guidance"
    if entry.fact.confidence == "recalled":
        yield "recalled"
    if entry.fact.recheck:
        yield "recheck"


def _dates(entry: Entry) -> str:
    """Write since when and until when a fact holds, ready for its citations."""
    if isinstance(entry.fact, Pending):
        dates = f"as of {instant(entry.fact.as_of)}"
    else:
        ends = (("from", entry.fact.valid.from_), ("until", entry.fact.valid.until))
        dates = " ".join(f"{word} {instant(day)}" for word, day in ends if day is not None)
    return f"{dates.replace(' ', FIXED)}; "


def _draw_note(page: Page, entry: Entry, indent: int) -> None:
    if entry.fact.note is not None:
        page.line(Piece("Note: ", "faint"), entry.fact.note, indent=indent, hang=2)


def _draw_legend(page: Page, found: Iterable[Entry], others: Iterable[str]) -> None:
    """Say what the marks mean that were used."""
    used = {*others, *(mark for entry in found for mark in _marks(entry))}
    told = [mark for mark in _MARKS if mark in used]
    if told:
        page.blank()
    for mark in told:
        page.line(Piece(f"{mark}: ", "faint"), _MARKS[mark], hang=2)


def _draw_horizon(page: Page, packs: Iterable[Pack], day: Moment) -> None:
    """Say which packs cannot know of a day."""
    behind = [pack for pack in packs if day > pack.checked_to]
    if behind:
        page.blank()
    for pack in behind:
        known = f"{quote(pack.id)} was checked to {instant(pack.checked_to)}: what happened since is not in it."
        page.line(Piece("note: ", "note"), *prose(known), hang=2)


def _counts(pack: Pack) -> tuple[int, int]:
    facts = [isinstance(entry.fact, Fact) for entry in entries(pack)]
    return sum(facts), len(facts) - sum(facts)
