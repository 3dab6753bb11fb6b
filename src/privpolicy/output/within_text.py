"""Whether one policy lies within another, as text: yes, or what does not and a request that shows it."""

from collections.abc import Mapping

from privpolicy.engine.outcome import Outcome
from privpolicy.engine.policy import Policy
from privpolicy.engine.vocabulary import DIMENSIONS
from privpolicy.output.ask_text import COLUMN, LABELS, told
from privpolicy.output.moments import instant
from privpolicy.output.page import FIXED, Look, Page, Piece, prose
from privpolicy.questions.within import Answered, Containment, CounterExample

MOST = 3
"""How many products of ids are written out."""
_ANSWERS: Mapping[Outcome, str] = {
    Outcome.PERMIT: "PERMIT",
    Outcome.DENY: "DENY",
    Outcome.CONDITIONAL: f"YES,{FIXED}IF …",
}


def within_text(found: Containment, paths: tuple[str, str], look: Look) -> str:
    """Write whether one policy lies within another; ``paths`` are where the two were read, for command lines."""
    page = Page(look)
    inner, outer = _called(found.inner), _called(found.outer)
    if found:
        page.line(Piece("WITHIN", "permit"), Piece(f"{FIXED}{FIXED}{inner} in {outer}", "faint"))
        page.blank()
        page.line("Everything that the first permits is permitted by the second.")
        return str(page)
    page.line(Piece("NOT WITHIN".replace(" ", FIXED), "deny"), Piece(f"{FIXED}{FIXED}{inner} in {outer}", "faint"))
    for one in found.counter_examples:
        page.blank()
        _draw(page, one, paths)
    return str(page)


def _called(policy: Policy) -> str:
    return f"{policy.id}{f' {policy.version}' if policy.version else ''}"


def _draw(page: Page, one: CounterExample, paths: tuple[str, str]) -> None:
    page.line(Piece("The second lacks: ", "head"), ", ".join(one.kinds))
    for number, ids in enumerate(one.where[:MOST]):
        if number:
            page.line("and", indent=2)
        for dimension, several in zip(DIMENSIONS, ids, strict=True):
            page.entry(LABELS[dimension], Piece(told(several), "id"), column=COLUMN)
    if len(one.where) > MOST:
        page.line(f"and {len(one.where) - MOST} more (--format json shows all)", indent=2)
    page.blank()
    page.line(Piece("For example, ", "head"), f"on {instant(one.request.at)}:")
    for answered, path in zip((one.inner, one.outer), paths, strict=True):
        _draw_answer(page, answered, path)


def _draw_answer(page: Page, answered: Answered, path: str) -> None:
    page.entry(_ANSWERS[answered.outcome], *prose(answered.message), column=COLUMN, style=answered.outcome.value)
    if answered.reason is not None and answered.reason.at is not None:
        page.line(Piece(answered.reason.at, "faint"), indent=COLUMN + 2)
    if answered.reason is not None:
        page.line(Piece(answered.command(path), "plain"), indent=COLUMN, hang=2)
