"""What citation ids stand for, and which ids were perhaps meant."""

from collections.abc import Iterable

from privpolicy.law.citation import Citation, UnknownCitationError, catalogue, cite
from privpolicy.output.page import FIXED, Look, Page, Piece

_COLUMN = 13


def citations_text(found: Iterable[Citation], look: Look) -> str:
    """Write each citation with its title, its official reference and the concept of W3C DPV for it."""
    page = Page(look)
    for citation in found:
        page.blank()
        short = citation.short.replace(" ", FIXED)
        page.line(Piece(citation.id, "id"), Piece(f"{FIXED}· "), Piece(short, "head"), hang=2)
        rows = (("Title", citation.title), ("Reference", citation.reference), ("W3C DPV", citation.iri))
        for label, value in rows:
            if value is not None:
                page.entry(f"  {label}", value, column=_COLUMN)
    return str(page)


def meant(error: UnknownCitationError, most: int = 3) -> tuple[str, ...]:
    """Return ids that were probably meant, those first that are read the same: `Art. 6(1)(f) GDPR`, `GDPR:6.1.f`."""
    typed = _bare(error.citation)
    same = [one for one in catalogue() if typed and typed in {_bare(one), _bare(cite(one).short)}]
    return tuple(dict.fromkeys((*same, *error.near)))[:most]


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
