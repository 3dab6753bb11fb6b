"""What could change in a policy and no test would notice, for people."""

from collections.abc import Iterable
from dataclasses import dataclass

from privpolicy.output.coverage_words import share
from privpolicy.output.page import Look, Page, Piece, prose
from privpolicy.source.path import dotted
from privpolicy.source.span import Span
from privpolicy.syntax.locate import locate
from privpolicy.syntax.nodes import Mapping
from privpolicy.testing.mutation.run import Gap, Mutation, Tried
from privpolicy.testing.mutation.suggest import suggested


@dataclass(frozen=True, slots=True)
class Mutated:
    """A policy with what became of its mutants."""

    tree: Mapping
    """Where it is written."""
    mutation: Mutation


def mutation_text(tested: Iterable[Mutated], limit: int, look: Look) -> str:
    """Tell what no test notices, as many with a case that would as the limit says, what widens the policy first."""
    several = tuple(tested)
    page = Page(look)
    told = 0
    for one in several:
        for tried in sorted(one.mutation.unnoticed, key=_gravity):
            if tried.gap is not None:
                told += 1
                span = locate(one.tree, tried.mutant.path, on_key=True)
                _draw(page, tried, tried.gap, span, in_full=told <= limit)
    if told:
        page.blank()
    _draw_sum(page, Mutation(tuple(tried for one in several for tried in one.mutation.tried)))
    return str(page)


def _gravity(tried: Tried) -> int:
    return 0 if tried.gap is not None and tried.gap.effect != "narrows" else 1


def _draw(page: Page, tried: Tried, gap: Gap, span: Span, *, in_full: bool) -> None:
    if in_full:
        page.blank()
    style: dict[str, Piece] = {"narrows": Piece("narrows", "note")}
    page.line(
        Piece("unnoticed: ", "warning"),
        Piece(f"`{dotted(tried.mutant.path)}` ", "id"),
        *prose(tried.mutant.words),
        " (",
        style.get(gap.effect, Piece(gap.effect, "deny")),
        ")",
        hang=2,
    )
    page.line(Piece(str(span), "faint"), indent=4)
    if in_full:
        was, now = gap.decision.outcome.value, gap.otherwise.value
        page.line(f"the policy answers {was} where the changed one answers {now}; this case would notice:", indent=2)
        for line in suggested(tried.mutant, gap):
            page.verbatim(f"  {line}")
        page.blank()


def _draw_sum(page: Page, mutation: Mutation) -> None:
    noticed, unnoticed, same = (mutation.count(fate) for fate in ("noticed", "unnoticed", "same"))
    page.line(
        Piece("mutation: ", "head"),
        Piece(share(mutation.percent), "conditional" if unnoticed else "permit"),
        f", {noticed:,} of {noticed + unnoticed:,} changes noticed",
        f"; {same:,} left out that change no permission" if same else "",
        hang=2,
    )
    if unnoticed:
        effects = [one.gap.effect for one in mutation.unnoticed if one.gap is not None]
        counts = [
            f"{effect} {effects.count(effect):,}" for effect in ("widens", "changes", "narrows") if effect in effects
        ]
        page.line(f"not noticed: {', '.join(counts)}", hang=2)
