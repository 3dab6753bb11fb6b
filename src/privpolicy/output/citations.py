"""Citation ids as lawyers write them. No line breaks within a citation."""

from privpolicy.output.page import FIXED

_ACTS = {
    "gdpr": "GDPR",
    "eprivacy": "ePrivacy Directive",
    "lil": "Loi Informatique et Libertés",
}


def citations(cites: tuple[str, ...]) -> str:
    """Write ``gdpr:5-1-b`` and ``gdpr:6-4`` as ``Art. 5(1)(b), Art. 6(4) GDPR``: an act once for what is of it."""
    places: dict[str, list[str]] = {}
    for cite in cites:
        act, place = _read(cite)
        places.setdefault(act, []).append(place)
    written = (" ".join((", ".join(several), act)).strip() for act, several in places.items())
    return ", ".join(written).replace(" ", FIXED).replace(f",{FIXED}", ", ")


def _read(cite: str) -> tuple[str, str]:
    """Return the act and the place in it; an id of another form is left as it is."""
    act, colon, place = cite.partition(":")
    article, *parts = place.split("-")
    if not colon or not article:
        return "", cite
    name = _ACTS.get(act, act.upper())
    if article == "recital":
        return name, f"Recital {' '.join(parts)}"
    return name, f"Art. {article}{''.join(f'({part})' for part in parts)}"
