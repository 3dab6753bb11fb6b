"""A decision as a data-protection officer reads it: the answer first, then why and what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from privpolicy.diagnostics.wording import listed
from privpolicy.engine.decision import CategoryDecision, Decision
from privpolicy.engine.outcome import Outcome
from privpolicy.engine.request import Request
from privpolicy.model.operation import Operation
from privpolicy.output.citations import citations
from privpolicy.output.missing import missing
from privpolicy.output.missing_text import draw_missing
from privpolicy.output.moments import instant
from privpolicy.output.page import FIXED, Look, Page, Piece, prose
from privpolicy.output.reason_text import draw_place, draw_reasons
from privpolicy.output.titles import in_words, title_of

COLUMN = 14
"""Where values begin beside their labels."""
_ANSWERS: dict[Outcome, str] = {Outcome.PERMIT: "PERMIT", Outcome.DENY: "DENY", Outcome.CONDITIONAL: f"YES,{FIXED}IF …"}
_WHY: dict[Outcome, str] = {Outcome.PERMIT: "Why", Outcome.DENY: "Why not", Outcome.CONDITIONAL: "Not known"}
_DONE: dict[Operation, str] = {
    "collect": "collected",
    "record": "recorded",
    "store": "stored",
    "use": "used",
    "consult": "consulted",
    "combine": "combined",
    "profile": "used for profiling",
    "disclose": "disclosed",
    "publish": "published",
    "sell": "sold",
    "alter": "altered",
    "pseudonymise": "pseudonymised",
    "anonymise": "anonymised",
    "restrict": "restricted",
    "erase": "erased",
}
_QUESTION = (
    ("Purpose", "purposes", "purpose"),
    ("Data subject", "data-subjects", "data-subject"),
    ("Recipient", "recipients", "recipient"),
    ("Origin", "activities", "origin"),
)
"""Label, section of the policy and key of the request."""


def decision_text(decision: Decision, look: Look) -> str:
    """Write a decision as text; where the law changes the answer of the policy, both are said."""
    page = Page(look)
    asked = decision.to_dict()["request"]
    _draw_answer(page, decision, asked["data-subject"])
    for label, section, key in _QUESTION:
        if asked[key] is not None:
            page.entry(label, *_named(decision, section, asked[key]), column=COLUMN)
    blocks = _folded(decision.categories)
    for categories in blocks:
        page.blank()
        _draw_block(page, decision, categories, alone=len(blocks) == 1)
    if decision.policy.law:
        page.blank()
        page.line(Piece("law: ", "note"), _law_note(decision))
    return str(page)


def _draw_answer(page: Page, decision: Decision, subject: str) -> None:
    policy, request, outcome = decision.policy, decision.request, decision.outcome
    version = f" {policy.version}" if policy.version else ""
    under = f"{FIXED}{FIXED}under {policy.id}{version}, on {instant(request.at)}"
    page.line(Piece(_ANSWERS[outcome], outcome.value), Piece(under, "faint"))
    page.blank()
    what = (
        listed([f"`{category}`" for category in request.data], "and")
        if len(request.data) <= 3
        else f"{len(request.data)} categories of data"
    )
    may = "may not be" if outcome is Outcome.DENY else "may be"
    to = "to" if request.operation == "disclose" else "by"
    done = f"{may} {_DONE[request.operation]} {to} `{request.recipient}` for `{request.purpose}`"
    page.line(*prose(f"{what} of `{subject}` {done}{_hangs_on(decision)}"))
    alone = decision.policy_alone
    if alone is not outcome:
        page.line("The policy alone would answer ", Piece(_ANSWERS[alone], alone.value), "; the law changes that.")
    page.blank()


def _hangs_on(decision: Decision) -> str:
    """End the sentence of the answer with what it hangs on."""
    count = len(decision.categories)
    denied = sum(category.outcome is Outcome.DENY for category in decision.categories)
    if decision.outcome is Outcome.CONDITIONAL:
        return ", if what is missing turns out to be so."
    if 0 < denied < count:
        return f" as a whole: {denied} of {count} categories {'is' if denied == 1 else 'are'} denied."
    return "."


def _named(decision: Decision, section: str, name: str) -> list[Piece]:
    """Write an id with its title."""
    title = title_of(decision.policy.model, section, name)
    return [Piece(name, "id"), *([] if title is None else [Piece(f"{FIXED}· {title}")])]


def _folded(categories: Iterable[CategoryDecision]) -> list[list[CategoryDecision]]:
    """Put together the categories of which everything but their name is the same."""
    blocks: dict[CategoryDecision, list[CategoryDecision]] = {}
    for category in categories:
        blocks.setdefault(replace(category, category=""), []).append(category)
    return list(blocks.values())


def _draw_block(page: Page, decision: Decision, categories: Sequence[CategoryDecision], *, alone: bool) -> None:
    answer = categories[0]
    for number, category in enumerate(categories):
        label = "" if number else "Data"
        page.entry(label, *_named(decision, "data-categories", category.category), column=COLUMN)
    if not alone:
        page.entry("Answer", Piece(_ANSWERS[answer.outcome], answer.outcome.value), column=COLUMN)
    reasons = answer.reasons
    if answer.activity is not None:
        _draw_activity(page, decision, answer.activity)
    if answer.outcome is Outcome.PERMIT:
        reasons = reasons[1:]  # the first says what activity and basis have said
    if answer.outcome is Outcome.CONDITIONAL:
        page.blank()
        draw_missing(page, missing(answer.needs, decision.policy), COLUMN)
        page.blank()
    draw_reasons(page, _WHY[answer.outcome], reasons, decision.policy.model, COLUMN)
    for number, duty in enumerate(answer.obligations):
        page.entry("" if number else "Obliged to", *_named(decision, "safeguards", duty), column=COLUMN)
    _draw_until(page, answer, decision.request)


def _draw_activity(page: Page, decision: Decision, name: str) -> None:
    policy = decision.policy
    activity = policy.model.activities[name]
    cites = citations(policy.cites.bases.get(activity.legal_basis, ()))
    law = in_words(policy.model, activity.law) if activity.law else ""
    basis = ", ".join(part for part in (activity.legal_basis.replace("-", " "), cites, law) if part)
    page.entry("Activity", *_named(decision, "activities", name), column=COLUMN)
    page.entry("Legal basis", basis, column=COLUMN)
    draw_place(page, policy.place(("activities", name, "legal-basis")), COLUMN + 2)


def _draw_until(page: Page, answer: CategoryDecision, request: Request) -> None:
    if answer.until is not None:
        after = "then ask again" if answer.outcome is Outcome.PERMIT else "from then on the answer is another"
        if request.complete and "collected" not in request.context.events:
            after += " (the data is taken to be collected on the day asked about)"
        page.entry("Until", Piece(instant(answer.until), "head"), f"; {after}", column=COLUMN)
    elif answer.outcome is Outcome.PERMIT:
        page.entry("Until", "no date ends it while the facts stay as they are", column=COLUMN)


def _law_note(decision: Decision) -> str:
    if decision.law:
        return f"{listed(decision.law, 'and')} applied, as the law stood on {instant(decision.request.at)}"
    return f"{listed(decision.policy.law, 'and')} left out; this is the policy's answer alone"
