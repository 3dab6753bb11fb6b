"""What would permit what is not permitted, as text."""

from collections.abc import Iterable, Mapping

from privpolicy.diagnostics.wording import listed
from privpolicy.engine.need import ConsentNeed, NoObjectionNeed
from privpolicy.engine.outcome import Outcome
from privpolicy.model.moment import Moment
from privpolicy.output.ask_text import COLUMN, LABELS, told
from privpolicy.output.missing import NOT_COLLECTED
from privpolicy.output.moments import instant
from privpolicy.output.need_words import words
from privpolicy.output.page import FIXED, Look, Page, Piece, prose
from privpolicy.questions.changed_facts import DayChange, FactChange
from privpolicy.questions.changed_policy import PolicyChange
from privpolicy.questions.changed_request import Key, RequestChange
from privpolicy.questions.why_not import WhyNot
from privpolicy.source.path import dotted

MOST = 5
"""How many changes of one kind are written out."""
_ANSWERS: Mapping[Outcome, str] = {
    Outcome.PERMIT: "PERMIT",
    Outcome.DENY: "DENY",
    Outcome.CONDITIONAL: f"YES,{FIXED}IF …",
}


def why_not_text(found: WhyNot, look: Look) -> str:
    """Write the changes of which each alone would permit a request."""
    page = Page(look)
    decision = found.decision
    policy, outcome = decision.policy, decision.outcome
    version = f" {policy.version}" if policy.version else ""
    under = f"{FIXED}{FIXED}under {policy.id}{version}, on {instant(decision.request.at)}"
    page.line(Piece(_ANSWERS[outcome], outcome.value), Piece(under, "faint"))
    page.blank()
    page.line(*prose(decision.reasons[0].message))
    if outcome is Outcome.PERMIT:
        page.blank()
        page.line("It is permitted as it is: nothing has to change.")
        return str(page)
    _draw_requests(page, found.requests)
    _draw_facts(page, found)
    _draw_days(page, found.days)
    _draw_policies(page, found.policies)
    if found.requests or found.facts or found.days or found.policies:
        page.blank()
        page.line("Each of these alone would permit it, and was decided.")
    return str(page)


def _draw_requests(page: Page, changes: tuple[RequestChange, ...]) -> None:
    _head(page, "Another request", nothing=not changes)
    for number, change in enumerate(changes[:MOST]):
        if number:
            page.line("or", indent=2)
        for key, ids in change.ids.items():
            page.entry(f"  {_label(key)}", Piece(told(ids), "id"), column=COLUMN + 2)
    _rest(page, len(changes))


def _draw_facts(page: Page, found: WhyNot) -> None:
    _head(page, "Other facts", nothing=not found.facts)
    mostly = [change for change in found.facts if NOT_COLLECTED not in change.facts]  # who asks about data has it
    changes = mostly or found.facts
    for change in changes[:MOST]:
        page.line("- ", *prose(listed(list(_facts(change, found)), "and")), indent=2, hang=2)
    _rest(page, len(changes))


def _facts(change: FactChange, found: WhyNot) -> Iterable[str]:
    objections = found.decision.request.context.objections
    for need in change.facts:
        match need:
            case ConsentNeed() if found.decision.request.context.consents:
                yield words(need, found.decision.policy).replace("there is", "there is also", 1)
            case NoObjectionNeed() if objections:
                yield "every objection is withdrawn"
            case _:
                yield words(need, found.decision.policy)


def _draw_days(page: Page, changes: tuple[DayChange, ...]) -> None:
    _head(page, "Another day", nothing=not changes)
    for change in changes:
        page.line("- ", _time(change.start, change.end), indent=2, hang=2)


def _time(start: Moment | None, end: Moment | None) -> str:
    if start is None:
        return f"before {instant(end)}" if end is not None else "any day"
    return f"from {instant(start)} on" if end is None else f"from {instant(start)} until {instant(end)}"


def _draw_policies(page: Page, changes: tuple[PolicyChange, ...]) -> None:
    _head(page, "Another policy", nothing=not changes)
    for change in changes[:MOST]:
        for number, edit in enumerate(change.edits):
            page.line(
                "and " if number else "- ",
                Piece(f"{dotted(edit.path)}:", "id"),
                " ",
                *prose(edit.words),
                indent=2,
                hang=4,
            )
        if change.others is not None:
            more = f"{change.others:,} more combination{'' if change.others == 1 else 's'} of ids"
            said = f"widens {more}" if change.others else "widens nothing else"
            page.line(Piece(said, "faint"), indent=6)
    _rest(page, len(changes))


def _head(page: Page, text: str, *, nothing: bool) -> None:
    page.blank()
    page.line(Piece(text, "head"), *([": nothing of this kind was found to help"] if nothing else []))


def _rest(page: Page, count: int) -> None:
    if count > MOST:
        page.line(f"and {count - MOST} more (--format json shows all)", indent=2)


def _label(key: Key) -> str:
    return "Origin" if key == "origin" else LABELS[key]
