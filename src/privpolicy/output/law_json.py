"""Law packs, what holds, what changed and citations as JSON, version 1."""

from collections.abc import Iterable
from typing import Any

from privpolicy.diagnostics.wording import quote
from privpolicy.law.citation import Citation, cite
from privpolicy.law.fact import Fact
from privpolicy.law.listing import Change, Entry, entries
from privpolicy.law.milestone import Pending
from privpolicy.law.pack import Pack
from privpolicy.model.moment import Moment
from privpolicy.output.law_words import gist
from privpolicy.output.moments import instant


def packs_json(packs: Iterable[Pack]) -> dict[str, Any]:
    """Return which packs there are."""
    return {"packs": [_pack(pack) for pack in packs]}


def facts_json(pack: Pack, day: Moment, facts: Iterable[Entry], pending: Iterable[Entry]) -> dict[str, Any]:
    """Return the facts in force on a day, and apart from them what is no law."""
    return {
        "at": instant(day),
        "pack": _pack(pack),
        "facts": [_entry(entry) for entry in facts],
        "pending": [_entry(entry) for entry in pending],
    }


def changes_json(packs: Iterable[Pack], first: Moment, last: Moment, found: Iterable[Change]) -> dict[str, Any]:
    """Return what changed from the first day to the last, both of them included."""
    return {
        "from": instant(first),
        "to": instant(last),
        "packs": [_pack(pack) for pack in packs],
        "changes": [
            {
                "date": instant(change.moment),
                "change": change.happening,
                "ended-by": None if change.ended_by is None else _cited(change.ended_by),
                "followed-by": [one.id for one in change.followed_by],
                "fact": _entry(change.entry),
            }
            for change in found
        ],
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """Return what an id stands for."""
    return {
        "id": citation.id,
        "short": citation.short,
        "title": citation.title,
        "reference": citation.reference,
        "iri": citation.iri,
    }


def no_citation_json(citation: str, near: Iterable[str]) -> dict[str, Any]:
    """Return what stands in the place of a citation where an id stands for nothing."""
    return {"id": citation, "error": {"message": f"nothing is cited as {quote(citation)}", "near": list(near)}}


def _pack(pack: Pack) -> dict[str, Any]:
    held = entries(pack)
    dated = sum(isinstance(entry.fact, Fact) for entry in held)
    return {
        "id": pack.id,
        "title": pack.title,
        "checked-to": instant(pack.checked_to),
        "builds-on": list(pack.builds_on),
        "facts": dated,
        "pending": len(held) - dated,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    fact = entry.fact
    return {
        "pack": entry.pack,
        "section": entry.section,
        "id": entry.id,
        "title": fact.title,
        "says": gist(fact),
        **_times(entry),
        "cites": [_cited(citation) for citation in fact.cites],
        "norm": getattr(fact, "norm", None),
        "confidence": fact.confidence,
        "recheck": fact.recheck,
        "note": fact.note,
    }


def _times(entry: Entry) -> dict[str, str | None]:
    if isinstance(entry.fact, Pending):
        return {"as-of": instant(entry.fact.as_of)}
    return {"from": _day(entry.fact.valid.from_), "until": _day(entry.fact.valid.until)}


def _day(moment: Moment | None) -> str | None:
    return None if moment is None else instant(moment)


def _cited(citation: str) -> dict[str, str]:
    return {"id": citation, "short": cite(citation).short}
