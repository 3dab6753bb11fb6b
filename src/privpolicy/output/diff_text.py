"""What became of a policy, for people: what widens first, each with a request that shows it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from privpolicy.analysis.difference import Effect
from privpolicy.diff.declared import DeclaredChange
from privpolicy.diff.fold import Told
from privpolicy.diff.report import Change, Duty, Report, Witness
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension
from privpolicy.output.citations import citations
from privpolicy.output.diagnostic_text import counted, diagnostics_text
from privpolicy.output.moments import instant
from privpolicy.output.page import FIXED, Look, Page, Piece, Style, prose
from privpolicy.source.path import dotted

_COLUMN = 14
_DECLARED = 30
"""How many declared changes are written out."""
_PRODUCTS = 3
"""How many products of one cause are written out."""
_IDS = 8
_STYLES: Mapping[Effect, Style] = {"widens": "deny", "changes": "conditional", "narrows": "permit"}
_LABELS: Mapping[Dimension, str] = {
    "purpose": "Purpose",
    "data": "Data",
    "data-subject": "Data subject",
    "operation": "Operation",
    "recipient": "Recipient",
}


def diff_text(report: Report, look: Look, *, meaning_only: bool = False) -> str:
    """Tell a whole comparison."""
    if not report.compared:
        return diagnostics_text(report.diagnostics, report.sources or {}, look)
    page = Page(look)
    _head(page, report)
    if not meaning_only:
        _draw_declared(page, report.declared)
    for together in blocks(report.changes):
        _draw_block(page, together)
    _draw_duties(page, report.duties)
    return str(page)


def blocks(changes: Iterable[Change]) -> list[Sequence[Change]]:
    """Return statements of one cause together: they share their words and differ in the cells."""
    return [tuple(several) for _, several in groupby(changes, key=lambda one: (one.effect, one.paths, one.message))]


def summary(report: Report) -> str:
    """Count what changed: ``2 changes widen, 1 narrows``."""
    if not report.changes:
        return "no change of meaning"
    heads = [together[0].effect for together in blocks(report.changes)]
    numbers = {effect: heads.count(effect) for effect in report.counts()}
    return ", ".join(_verb(number, effect) for effect, number in numbers.items() if number)


def _verb(number: int, effect: Effect) -> str:
    if effect == "changes":
        return f"{number} {'widens here and narrows there' if number == 1 else 'widen here and narrow there'}"
    return f"{number} {effect if number == 1 else effect.removesuffix('s')}"


def _head(page: Page, report: Report) -> None:
    page.line("From ", Piece(report.old, "head"), " to ", Piece(report.new, "head"), hang=2)
    since = f", from {instant(report.since)} on" if report.since is not None else ""
    told = f"{summary(report)}{since}"
    texts = sum(one.is_text for one in report.declared)
    parts = [told[:1].upper() + told[1:]]
    if report.declared:
        parts.append(f"{counted(len(report.declared), 'declared change')}, {texts} of them texts")
    page.line(f"{'; '.join(parts)}", hang=2)
    page.blank()


def _draw_declared(page: Page, declared: Sequence[DeclaredChange]) -> None:
    if not declared:
        return
    page.line(Piece("Declared", "head"))
    for one in declared[:_DECLARED]:
        mark = f"{FIXED}(text)" if one.is_text else ""
        page.line(
            Piece(f"{one.what.ljust(8, FIXED)}{FIXED}", "faint"), Piece(dotted(one.path), "id"), mark, indent=2, hang=4
        )
        for sign, value, place in (("-", one.old_value, one.old_place), ("+", one.new_value, one.new_place)):
            if place is not None:
                page.line(f"{sign}{FIXED}{value if value is not None else ''}", indent=4, hang=2)
                page.line(Piece(str(place), "faint"), indent=6)
    if len(declared) > _DECLARED:
        page.line(f"and {len(declared) - _DECLARED} more (--format json shows all)", indent=2)
    page.blank()


def _draw_block(page: Page, together: Sequence[Change]) -> None:
    first = together[0]
    head = Piece(first.effect.upper(), _STYLES[first.effect])
    page.line(head, f"{FIXED * 2}", *prose(first.message), hang=4)
    for change in together[:_PRODUCTS]:
        for dimension in DIMENSIONS:
            page.entry(f"  {_LABELS[dimension]}", *prose(names(change.told[dimension])), column=_COLUMN + 2)
        page.entry("  Was, is", f"{change.before}, {change.after}", column=_COLUMN + 2)
        if len(together) > 1:
            page.blank()
    if len(together) > _PRODUCTS:
        page.line(f"and for {len(together) - _PRODUCTS} more combinations (--format json shows all)", indent=2)
        page.blank()
    for number, place in enumerate(_places(first)):
        page.entry("" if number else "  Because of", place, column=_COLUMN + 2)
    for witness in (first.widened, first.narrowed):
        if witness is not None:
            _draw_witness(page, witness)
    page.blank()


def _places(change: Change) -> list[str]:
    return [place for place in dict.fromkeys((change.old_place, change.new_place)) if place is not None]


def _draw_witness(page: Page, witness: Witness) -> None:
    page.entry("  For example", f"{witness.old} before, ", Piece(witness.new, "head"), " now:", column=_COLUMN + 2)
    page.verbatim("    ", Piece(witness.command, "id"))


def names(told: Sequence[Told]) -> str:
    """Write ids, the broadest that are true, and how many more there are."""
    written = [f"`{one.id}`{' itself' if one.alone else ''}" for one in told[:_IDS]]
    more = f" and {len(told) - _IDS} more" if len(told) > _IDS else ""
    return f"{', '.join(written)}{more}"


def _draw_duties(page: Page, duties: Sequence[Duty]) -> None:
    if not duties:
        return
    page.line(Piece("What the law asks for now", "head"))
    for duty in duties:
        page.line(*prose(f"{duty.what} ({citations(duty.cites)}): {duty.why}"), indent=2, hang=2)
