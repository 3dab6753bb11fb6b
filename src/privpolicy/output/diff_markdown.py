"""What became of a policy as Markdown, for a comment on a pull request."""

from collections.abc import Sequence

from privpolicy.diff.declared import DeclaredChange
from privpolicy.diff.report import Change, Duty, Report
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension
from privpolicy.output.citations import citations
from privpolicy.output.diagnostic_text import counted
from privpolicy.output.diff_text import blocks, names, summary
from privpolicy.output.markdown_words import code, plain
from privpolicy.output.moments import instant
from privpolicy.output.page import FIXED
from privpolicy.source.path import dotted

MARK = "<!-- privpolicy diff -->"
"""Stands on the first line, so that a later run can find the comment of an earlier one."""
LONGEST = 65_536
"""How much a comment on GitHub may hold, in bytes."""

_PRODUCTS = 5
_SIGNS = {"widens": "Widens", "changes": "Changes", "narrows": "Narrows"}
_LABELS: dict[Dimension, str] = {
    "purpose": "for",
    "data": "data",
    "data-subject": "of",
    "operation": "to",
    "recipient": "by or to",
}


def diff_markdown(report: Report, *, meaning_only: bool = False, longest: int = LONGEST) -> str:
    """Write the meaning first, then duties, then what was declared, folded away; what does not fit is counted."""
    if not report.compared:
        items = [f"- {code(str(one.span or ''))} {plain(one.message)}" for one in report.diagnostics]
        return _fitting([MARK, "### Privacy policy: could not be compared"], items, [], longest)
    since = f", from {instant(report.since)} on" if report.since is not None else ""
    top = [
        MARK,
        f"### Privacy policy: {summary(report)}",
        f"From {code(report.old)} to {code(report.new)}{since}.",
    ]
    items = [_block(together) for together in blocks(report.changes)]
    tail = []
    if report.duties:
        tail.append("#### What the law asks for now\n\n" + "\n".join(map(_duty, report.duties)))
    if report.declared and not meaning_only:
        tail.append(_declared(report.declared))
    return _fitting(top, items, tail, longest)


def _fitting(top: Sequence[str], items: Sequence[str], tail: Sequence[str], longest: int) -> str:
    """Join parts, and leave out what there is no room for: first what was declared, then the last changes."""
    note = f"**{counted(len(items) + len(tail), 'part')} left out**: there is no room for more here."
    room = longest - len("\n\n".join((*top, note)).encode()) - 2
    kept: list[str] = []
    left = 0
    for part in (*items, *tail):
        room -= len(part.encode()) + 2
        if room < 0 or left:
            left += 1
        else:
            kept.append(part)
    parts = [*top, *kept]
    if left:
        parts.append(f"**{counted(left, 'part')} left out**: there is no room for more here.")
    return "\n\n".join(parts) + "\n"


def _block(together: Sequence[Change]) -> str:
    first = together[0]
    lines = [f"- **{_SIGNS[first.effect]}** {plain(first.message)}"]
    lines += [f"  - {_product(change)}" for change in together[:_PRODUCTS]]
    if len(together) > _PRODUCTS:
        lines.append(f"  - and {len(together) - _PRODUCTS} more combinations")
    places = [place for place in dict.fromkeys((first.old_place, first.new_place)) if place is not None]
    if places:
        lines.append(f"  - *See:* {', '.join(map(code, places))}")
    lines += [
        f"  - *For example:* {witness.old} before, **{witness.new}** now: {code(witness.command)}"
        for witness in (first.widened, first.narrowed)
        if witness is not None
    ]
    return "\n".join(lines)


def _product(change: Change) -> str:
    told = ", ".join(f"{_LABELS[dimension]} {plain(names(change.told[dimension]))}" for dimension in DIMENSIONS)
    return f"{told}: {change.before} before, {change.after} now"


def _duty(duty: Duty) -> str:
    cites = citations(duty.cites).replace(FIXED, " ")
    return f"- {plain(duty.what)} ({plain(cites)}): {plain(duty.why)}"


def _declared(declared: Sequence[DeclaredChange]) -> str:
    texts = sum(one.is_text for one in declared)
    head = f"<details><summary>{counted(len(declared), 'declared change')}, {texts} of them texts</summary>"
    return "\n\n".join((head, "\n".join(map(_one_declared, declared)), "</details>"))


def _one_declared(change: DeclaredChange) -> str:
    values = [code(value) for value in (change.old_value, change.new_value) if value]
    told = f": {' → '.join(values)}" if values else ""
    text = " (text)" if change.is_text else ""
    place = change.new_place or change.old_place
    return f"- {change.what} {code(dotted(change.path))}{text}{told}, {code(str(place))}"
