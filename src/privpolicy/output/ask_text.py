"""The answer to a question with blanks, as tables: what is permitted, what hangs on something, how much is denied."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from privpolicy.diagnostics.wording import listed
from privpolicy.engine.need import Needs
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.statement import Statement, Those
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension
from privpolicy.model.moment import Moment
from privpolicy.output.missing import Missing, missing
from privpolicy.output.missing_text import draw_missing
from privpolicy.output.moments import instant
from privpolicy.output.page import FIXED, Look, Page, Piece, prose
from privpolicy.output.table import draw_table, whole
from privpolicy.output.titles import title_of

COLUMN = 14
MOST = 8
"""How many ids of a set are written out."""
LABELS: Mapping[Dimension, str] = {
    "purpose": "Purpose",
    "data": "Data",
    "data-subject": "Data subject",
    "operation": "Operation",
    "recipient": "Recipient",
}
_SECTIONS: Mapping[Dimension, str] = {
    "purpose": "purposes",
    "data": "data-categories",
    "data-subject": "data-subjects",
    "recipient": "recipients",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The question: what stands in each dimension, none for a blank, and how the answer is told."""

    ids: Mapping[Dimension, tuple[str, ...]]
    at: Moment
    outcomes: frozenset[Outcome]
    group_by: Dimension | None
    law: tuple[str, ...]
    """The law packs that were applied."""

    def blanks(self) -> tuple[Dimension, ...]:
        """Return the dimensions that were asked about."""
        return tuple(one for one in DIMENSIONS if len(self.ids[one]) != 1)

    def cells(self, policy: Policy) -> int:
        """Return how many cells were asked about."""
        found = 1
        for dimension in DIMENSIONS:
            found *= len(self.ids[dimension] or policy.vocabulary.hierarchies[dimension].parents)
        return found


def ask_text(policy: Policy, asked: Asked, statements: Sequence[Statement], look: Look) -> str:
    """Write what was answered as text."""
    page = Page(look)
    _draw_question(page, policy, asked)
    if asked.group_by is None:
        _draw_answers(page, policy, asked, statements, look)
    else:
        by = asked.group_by
        for ids, group in groupby(statements, key=lambda one: one.ids(by)):
            page.blank()
            page.line(Piece(f"{LABELS[by].lower()} ", "head"), *_named(policy, by, ids[0].id))
            _draw_answers(page, policy, asked, list(group), look)
    page.blank()
    _draw_rest(page, policy, asked, statements)
    return str(page)


def _draw_question(page: Page, policy: Policy, asked: Asked) -> None:
    version = f" {policy.version}" if policy.version else ""
    page.line(Piece("ASK", "head"), Piece(f"{FIXED}{FIXED}under {policy.id}{version}, on {instant(asked.at)}", "faint"))
    page.blank()
    for dimension in DIMENSIONS:
        ids = asked.ids[dimension]
        if len(ids) == 1:
            page.entry(LABELS[dimension], *_named(policy, dimension, ids[0]), column=COLUMN)
        else:
            page.entry(LABELS[dimension], ", ".join(ids) if ids else "?", column=COLUMN)


def _named(policy: Policy, dimension: Dimension, one: str) -> list[Piece]:
    title = title_of(policy.model, _SECTIONS[dimension], one) if dimension in _SECTIONS else None
    return [Piece(one, "id"), *([] if title is None else [Piece(f"{FIXED}· {title}")])]


def _draw_answers(page: Page, policy: Policy, asked: Asked, statements: Sequence[Statement], look: Look) -> None:
    by_outcome = {outcome: [one for one in statements if one.outcome is outcome] for outcome in Outcome}
    if permits := by_outcome[Outcome.PERMIT]:
        page.blank()
        page.line(Piece("PERMIT", "permit"))
        _draw_statements(page, asked, permits, look)
    ways: dict[Needs, list[Statement]] = {}
    for one in by_outcome[Outcome.CONDITIONAL]:
        ways.setdefault(one.needs, []).append(one)
    for needs, several in ways.items():
        page.blank()
        page.line(Piece(f"YES,{FIXED}IF …", "conditional"))
        _draw_statements(page, asked, several, look)
        draw_missing(page, _of_that_purpose(missing(needs, policy)), COLUMN)
    refusals: dict[str, list[Statement]] = {}
    for one in by_outcome[Outcome.DENY]:
        refusals.setdefault(one.reason.message, []).append(one)
    for message, several in refusals.items():
        page.blank()
        page.line(Piece("DENY", "deny"), Piece(f"{FIXED}{FIXED}"), *prose(message))
        _draw_statements(page, asked, several, look)


def _of_that_purpose(found: Missing) -> Missing:
    """Say *the purpose* where any of several is meant."""

    def said(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(one.replace("`?`", "the purpose") for one in words)

    return replace(
        found, asked=said(found.asked), alternatives=tuple(map(said, found.alternatives)), standing=said(found.standing)
    )


def _draw_statements(page: Page, asked: Asked, statements: Sequence[Statement], look: Look) -> None:
    """Draw one table; what all of its rows share is said above it."""
    blanks = [one for one in asked.blanks() if one != asked.group_by]
    told = {blank: [_told(one, blank) for one in statements] for blank in blanks}
    activities = [one.activity for one in statements]
    shared = [blank for blank in blanks if len(set(told[blank])) == 1]
    for blank in shared:
        page.entry(LABELS[blank], *_words(told[blank][0]), column=COLUMN)
    columns = [blank for blank in blanks if blank not in shared]
    heads = [LABELS[blank] for blank in columns]
    cells = [told[blank] for blank in columns]
    if len(set(activities)) > 1:
        heads.append("Activity")
        cells.append([one or "" for one in activities])
    elif activities[0] is not None:
        page.entry("Activity", Piece(activities[0], "id"), column=COLUMN)
    if heads:
        draw_table(page, heads, [list(row) for row in zip(*cells, strict=True)], look.width)


def _told(statement: Statement, dimension: Dimension) -> str:
    if dimension in statement.any_of:
        return "any"
    return told(statement.ids(dimension))


def told(ids: Sequence[Those], most: int = MOST) -> str:
    """Write ids, the first of many."""
    words = [whole(str(one)) for one in ids[:most]]
    more = [whole(f"{len(ids) - most} more")] if len(ids) > most else []
    return ", ".join([*words, *more])


def _words(text: str) -> list[Piece]:
    return [Piece(text, "id")]


def _draw_rest(page: Page, policy: Policy, asked: Asked, statements: Sequence[Statement]) -> None:
    total, told_of = asked.cells(policy), sum(one.cells for one in statements)
    if total == 0:
        page.line("The policy declares nothing that could stand in the blanks.")
    elif left := total - told_of:
        others = [one.value for one in Outcome if one not in asked.outcomes]
        answers = {"permit": "permitted", "conditional": "conditional", "deny": "denied"}
        rest = "All else" if statements else "All of it"
        words = listed([answers[one] for one in others], "or") or "denied"
        options = " ".join(f"--outcome{FIXED}{one}" for one in others)
        page.line(f"{rest} is {words}: {left:,} of {total:,} combinations of ids ({options} tells them).")
    if policy.law:
        page.blank()
        note = f"{listed(asked.law, 'and')} applied, as the law stood on {instant(asked.at)}"
        page.line(Piece("law: ", "note"), note if asked.law else "left out; this is the policy's answer alone")
