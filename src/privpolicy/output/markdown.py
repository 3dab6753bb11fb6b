"""Findings as Markdown, for a comment on a pull request or the summary of a job on GitHub or GitLab."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from privpolicy.diagnostics.codes import Severity
from privpolicy.diagnostics.diagnostic import Diagnostic
from privpolicy.diagnostics.wording import listed
from privpolicy.lint.report import Report
from privpolicy.output.diagnostic_text import counted
from privpolicy.output.links import article, check_link
from privpolicy.output.markdown_words import code, plain
from privpolicy.output.moments import instant
from privpolicy.output.tally import tally

MARK = "<!-- privpolicy lint -->"
"""Stands on the first line, so that a later run can find the comment of an earlier one."""
LONGEST = 65_536
"""How much a comment on GitHub may hold; bytes are counted, of which there are never fewer than characters."""

_RANKS: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}


def markdown_text(report: Report, longest: int = LONGEST) -> str:
    """Write verdict and counts, then what was found by file, with notes folded away.

    Where that is too long, what is least grave is left out, and the last line says how much that is.
    """
    top = [MARK, f"### Privacy policy: {_verdict(report)}", _looked_at(report)]
    items = [_item(diagnostic) for diagnostic in report.diagnostics]
    every = range(len(items))
    room = longest - len(_joined((*top, _left_out(len(items)), *_sources(report, every))).encode())
    kept = _that_fit(report, items, room)
    grave = {place for place in kept if report.diagnostics[place].severity != "note"}
    notes = kept - grave
    parts = [*top, *_by_file(report, items, grave)]
    if notes:
        parts += [_fold(len(notes)), *_by_file(report, items, notes), "</details>"]
    if len(kept) < len(items):
        parts.append(_left_out(len(items) - len(kept)))
    return _joined((*parts, *_sources(report, kept)))


def _verdict(report: Report) -> str:
    counts = report.counts()
    if not report.looked:
        return "could not be looked at"
    if not report.loaded:
        return "cannot be read"
    if counts["error"]:
        return "will not stand"
    if counts["warning"]:
        return "is likely to be objected to"
    return "a person should look" if counts["note"] else "nothing to object to"


def _looked_at(report: Report) -> str:
    law = f", under {listed([code(pack) for pack in report.packs], 'and')}" if report.packs else ""
    told = f"{tally(report)} of {code(report.policy)}{law} as of {instant(report.at)}."
    less = [f"{number} {words}" for number, words in (
        (report.suppressed, "ignored by comments"), (report.known, "known from the baseline")
    ) if number]  # fmt: skip
    return " ".join(filter(None, (told[:1].upper() + told[1:], f"Not counted: {listed(less, 'and')}." if less else "")))


def _that_fit(report: Report, items: Sequence[str], room: int) -> set[int]:
    """Return the places of the gravest findings that there is room for, with the headings of their files."""
    kept: set[int] = set()
    headings: set[tuple[str, bool]] = set()
    for place in sorted(range(len(items)), key=lambda place: (_RANKS[report.diagnostics[place].severity], place)):
        diagnostic = report.diagnostics[place]
        is_note = diagnostic.severity == "note"
        heading = (_file(diagnostic, report), is_note)
        new = [items[place]]
        if heading not in headings:
            new += [_heading(heading[0])]
        if is_note and not any(folded for _, folded in headings):
            new += [_fold(len(items)), "</details>"]
        room -= len(_joined(new).encode()) + 1
        if room < 0:
            break
        headings.add(heading)
        kept.add(place)
    return kept


def _by_file(report: Report, items: Sequence[str], places: Iterable[int]) -> list[str]:
    files: dict[str, list[str]] = defaultdict(list)
    for place in sorted(places):
        files[_file(report.diagnostics[place], report)].append(items[place])
    return [part for file, several in files.items() for part in (_heading(file), "\n".join(several))]


def _file(diagnostic: Diagnostic, report: Report) -> str:
    return diagnostic.span.file if diagnostic.span is not None else report.policy


def _heading(file: str) -> str:
    return f"#### {code(file)}"


def _item(diagnostic: Diagnostic) -> str:
    link = check_link(diagnostic.code.id)
    name = diagnostic.code.id if link is None else f"[{diagnostic.code.id}]({link})"
    line = "" if diagnostic.span is None else f", line {diagnostic.span.line}"
    lines = [f"- **{diagnostic.severity}** {name} {plain(diagnostic.code.name)}{line}: {plain(diagnostic.message)}"]
    if diagnostic.help is not None:
        lines.append(f"*Help:* {plain(diagnostic.help)}")
    lines += [
        f"*See:* {code(f'{related.span.file}:{related.span.line}')}, {plain(related.message)}"
        for related in diagnostic.related
    ]
    if diagnostic.cites:
        lines.append(f"*Law:* {', '.join(map(_law, diagnostic.cites))}")
    return "\\\n  ".join(lines)


def _law(citation: str) -> str:
    one = article(citation)
    return plain(one.short) if one.link is None else f"[{plain(one.short)}][{one.source}]"


def _sources(report: Report, places: Iterable[int]) -> list[str]:
    """Return where the law that is cited can be read, once for each act."""
    cited = {citation for place in places for citation in report.diagnostics[place].cites}
    links = {f"[{one.source}]: {one.link}" for one in map(article, cited) if one.link is not None}
    return ["\n".join(sorted(links))] if links else []


def _fold(number: int) -> str:
    return f"<details><summary>{counted(number, 'note')} for a person to look at</summary>"


def _left_out(number: int) -> str:
    return f"**{counted(number, 'finding')} left out**, the least grave: there is no room for more here."


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(parts) + "\n"
