"""Citation ids as lawyers write them. No line breaks within a citation."""

from privpolicy.law.citation import UnknownCitationError, cite
from privpolicy.output.page import FIXED


def citations(ids: tuple[str, ...]) -> str:
    """Write ``gdpr:5-1-b`` and ``gdpr:6-4`` as ``Art. 5(1)(b), Art. 6(4) GDPR``: an act once for what is of it."""
    places: dict[str, list[str]] = {}
    for written in ids:
        try:
            found = cite(written)
        except UnknownCitationError:
            places.setdefault(written, [])
        else:
            places.setdefault(found.act, []).append(found.place)
    told = (" ".join((", ".join(filter(None, several)), act)).strip() for act, several in places.items())
    return ", ".join(told).replace(" ", FIXED).replace(f",{FIXED}", ", ")
