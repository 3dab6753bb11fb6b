"""How much of a policy its tests decide, for people: what no case decided, declaration by declaration."""

from itertools import groupby

from privpolicy.output.coverage_words import declaration, key, share, words
from privpolicy.output.diagnostic_text import counted
from privpolicy.output.page import Look, Page, Piece
from privpolicy.testing.coverage.measure import Coverage


def coverage_text(coverage: Coverage, look: Look) -> str:
    """Tell what no case decided, and how much is decided."""
    page = Page(look)
    for name, several in groupby(coverage.open, lambda one: declaration(one.point)):
        page.line(Piece(name, "head"))
        for one in several:
            what = key(one.point)
            label = (Piece(f"`{what}` ", "id"),) if what else ()
            page.line(*label, words(one.point), indent=2, hang=4)
            page.line(Piece(str(one.span), "faint"), indent=4)
        page.blank()
    _draw_sum(page, coverage)
    return str(page)


def summary_text(coverage: Coverage, look: Look) -> str:
    """Say how much is decided: ``coverage: 87.3 %, 412 of 472 points decided``."""
    page = Page(look)
    _draw_sum(page, coverage)
    return str(page)


def _draw_sum(page: Page, coverage: Coverage) -> None:
    percent = Piece(share(coverage.percent), "conditional" if coverage.open else "permit")
    told = f", {coverage.decided:,} of {counted(len(coverage.points), 'point')} decided"
    page.line(Piece("coverage: ", "head"), percent, told, hang=2)
