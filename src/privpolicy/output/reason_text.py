"""Why: the reasons of a decision, each once, with the place that says so and the article it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from privpolicy.diagnostics.wording import listed
from privpolicy.engine.reason import Reason
from privpolicy.model.policy_model import PolicyModel
from privpolicy.output.citations import citations
from privpolicy.output.page import Page, Piece, prose
from privpolicy.output.titles import title_of

MOST = 5
"""How many groups of reasons, and activities of a group, are written out."""


def draw_reasons(page: Page, label: str, reasons: Iterable[Reason], model: PolicyModel, column: int) -> None:
    """Draw reasons; where several activities failed, those that are said of the same activities stand together."""
    groups = sorted(_grouped(reasons).items(), key=lambda group: bool(group[0]))  # first what no activity changes
    for activities, together in groups[:MOST]:
        if len(groups) > 1:
            page.entry(label, *prose(f"{_who(activities)}:"), column=column)
            label = ""
        for reason in together:
            _draw(page, label, reason, model, column + (2 if len(groups) > 1 else 0))
            label = ""
    if len(groups) > MOST:
        page.entry("", f"and {len(groups) - MOST} more (--format json shows all)", column=column)


def draw_place(page: Page, place: str | None, indent: int) -> None:
    """Draw where the policy says so."""
    if place is not None:
        page.line(Piece(place, "faint"), indent=indent)


def _draw(page: Page, label: str, reason: Reason, model: PolicyModel, column: int) -> None:
    message = reason.message
    if reason.path[0] == "prohibitions":
        title = title_of(model, "prohibitions", str(reason.path[1]))
        message += f" · {title}" if title is not None else ""
    if reason.cites:
        message += f" ({citations(reason.cites)})"
    if label:
        page.entry(label, *prose(message), column=column)
    else:
        page.line(*prose(message), indent=column)
    draw_place(page, reason.at, column + 2)


def _who(activities: Sequence[str]) -> str:
    if not activities:
        return "whatever the activity"
    names = [f"`{activity}`" for activity in activities[:MOST]]
    if len(activities) > MOST:
        names.append(f"{len(activities) - MOST} more")
    return f"activit{'y' if len(activities) == 1 else 'ies'} {listed(names, 'and')}"


def _grouped(reasons: Iterable[Reason]) -> dict[tuple[str, ...], list[Reason]]:
    """Group reasons by the activities of which they speak; one that is said of several is said once."""
    spoken: dict[Reason, list[str]] = {}
    for reason in reasons:
        of = spoken.setdefault(replace(reason, activity=None), [])
        if reason.activity is not None:
            of.append(reason.activity)
    groups: dict[tuple[str, ...], list[Reason]] = {}
    for reason, activities in spoken.items():
        groups.setdefault(tuple(activities), []).append(reason)
    return groups
