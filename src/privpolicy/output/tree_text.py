"""The sections of a policy as trees and lists."""

from collections.abc import Iterable, Iterator, Mapping

from privpolicy.engine.policy import Policy
from privpolicy.model.activity import Activity
from privpolicy.model.concept import Concept, Fact
from privpolicy.model.declaration import Declaration
from privpolicy.model.recipient import Recipient
from privpolicy.output.diagnostic_text import counted
from privpolicy.output.page import FIXED, Look, Page, Piece
from privpolicy.output.titles import built_in, in_words, section_of, title_of

TAXONOMIES = ("purposes", "data-categories", "data-subjects", "recipients")
SECTIONS = (*TAXONOMIES, "events", "facts", "retention", "safeguards", "activities", "prohibitions")
_MARKS = ("direct_marketing", "legal_claims", "child")


def sections_text(policy: Policy, sections: Iterable[str], look: Look) -> str:
    """Draw sections: the taxonomies along the dots of their ids, the others as lists."""
    page = Page(look)
    model = policy.model
    title = f"{FIXED}· {in_words(model, model.policy.title)}" if model.policy.title else ""
    page.line(Piece(model.policy.id, "head"), title, *([f" ({policy.version})"] if policy.version else []))
    for section in sections:
        page.blank()
        _draw_section(page, policy, section)
    return str(page)


def _draw_section(page: Page, policy: Policy, section: str) -> None:
    declared = section_of(policy.model, section)
    page.line(Piece(section, "head"), Piece(f" ({counted(len(declared), 'declaration')})", "faint"))
    names = (*built_in(section), *declared)
    if section not in TAXONOMIES:
        for name in names:
            page.line(*_entry(policy, section, name), indent=2, hang=4)
        return
    below: dict[str, list[str]] = {}
    for name in names:
        below.setdefault(name.rpartition(".")[0], []).append(name)
    for branch, rails, name in _branches(below, "", ""):
        page.line(Piece(branch, "faint"), *_entry(policy, section, name), rails=rails)


def _branches(below: Mapping[str, list[str]], parent: str, rails: str) -> Iterator[tuple[str, str, str]]:
    """Yield each id, from the root downwards, with the branch that leads to it and the rails below it."""
    names = below.get(parent, [])
    for name in names:
        last = name == names[-1]
        deeper = f"{rails}{FIXED if last else '│'}{FIXED * 2}"
        yield f"{rails}{'└' if last else '├'}─{FIXED}", deeper + ("│" if name in below else FIXED) + FIXED * 3, name
        yield from _branches(below, name, deeper)


def _entry(policy: Policy, section: str, name: str) -> list[Piece]:
    title = title_of(policy.model, section, name)
    pieces = [Piece(name, "id"), *([Piece(f"{FIXED}· {title}")] if title else [])]
    remarks = ", ".join(_remarks(section_of(policy.model, section).get(name)))
    return [*pieces, *([Piece(f" [{remarks}]", "faint")] if remarks else [])]


def _remarks(declared: Declaration | None) -> Iterable[str]:
    """Yield what is worth knowing of a declaration at a glance."""
    if declared is None:
        yield "built in"
    if isinstance(declared, Concept):
        yield from (mark.replace("_", "-") for mark in _MARKS if getattr(declared, mark, None))
        if (sensitivity := getattr(declared, "sensitivity", None)) not in {None, "ordinary"}:
            yield str(sensitivity)
        if declared.broader:
            yield f"also under {', '.join(declared.broader)}"
    if isinstance(declared, Recipient):
        yield from (written for written in (declared.role, declared.country) if written)
    if isinstance(declared, Activity):
        yield declared.legal_basis
    if isinstance(declared, Fact):
        yield " | ".join(declared.values) if declared.values else declared.type
