"""What can be cited, and what a citation is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from privpolicy.diagnostics.wording import Names
from privpolicy.law.instrument import Article, Document, Instrument


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the law: ``gdpr:6-1-f`` is Art. 6(1)(f) GDPR."""

    id: str
    title: str
    """What it is about: the heading of the article, and the point where that has a name."""
    reference: str
    """The official reference, with the place."""
    iri: str | None
    """The concept of W3C DPV 2 for it, if there is one."""
    place: str
    """The place in its instrument as lawyers write it: `Art. 6(1)(f)`; empty where the whole is meant."""
    act: str
    """The instrument as lawyers write it: `GDPR`."""

    @property
    def short(self) -> str:
        """As lawyers write it: `Art. 6(1)(f) GDPR`."""
        return f"{self.place} {self.act}".strip()


class Catalogue:
    """Every citation id of some packs. What an id says is worked out when it is asked for."""

    def __init__(self, instruments: Mapping[str, Instrument], documents: Mapping[str, Document]) -> None:
        self._instruments = instruments
        self._documents = documents
        self._places: dict[str, dict[str, tuple[str, ...]]] = {}

    @property
    def whole(self) -> frozenset[str]:
        """The laws of which every place is listed: what is not found in one of these does not exist."""
        return frozenset(name for name, instrument in self._instruments.items() if instrument.whole)

    def find(self, citation: str) -> Citation | None:
        """Return what an id stands for, or ``None`` where there is no such place."""
        name, _, place = citation.partition(":")
        instrument = self._instruments.get(name)
        if instrument is None:
            return None
        if instrument.kind == "series":
            document = self._documents.get(citation)
            return None if document is None else _of_document(citation, place, instrument, document)
        parts = self._places_of(name, instrument).get(place)
        return None if parts is None else _of_law(citation, place, parts, instrument)

    def __contains__(self, citation: object) -> bool:
        return isinstance(citation, str) and self.find(citation) is not None

    def __iter__(self) -> Iterator[str]:
        for name, instrument in self._instruments.items():
            if instrument.kind == "law":
                yield from (f"{name}:{place}" for place in self._places_of(name, instrument))
        yield from self._documents

    def nearest(self, citation: str, most: int = 3) -> tuple[str, ...]:
        """Return ids that were probably meant: the enclosing place if it exists, then what is spelt alike."""
        name, _, place = citation.partition(":")
        enclosing = []
        while "-" in place:
            place = place.rpartition("-")[0]
            if f"{name}:{place}" in self:
                enclosing.append(f"{name}:{place}")
        near = Names(self).nearest(citation)
        return tuple(dict.fromkeys((*enclosing[:1], *((near,) if near else ()))))[:most]

    def _places_of(self, name: str, instrument: Instrument) -> dict[str, tuple[str, ...]]:
        if name not in self._places:
            self._places[name] = dict(_places(instrument))
        return self._places[name]


def _places(instrument: Instrument) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every place of a law: the form in ids, and its parts, of which the first is the article."""
    for number, article in instrument.articles.items():
        yield number, (number,)
        for parts in article.places():
            yield "-".join((number, *parts)), (number, *parts)
    for recital in range(1, instrument.recitals + 1):
        yield f"recital-{recital}", ("recital", str(recital))


def _of_law(citation: str, place: str, parts: tuple[str, ...], instrument: Instrument) -> Citation:
    number, *within = parts
    article = instrument.articles.get(number)
    if article is None:
        written, title = f"Recital {within[0]}", f"{instrument.title}, recital {within[0]}"
    else:
        written, title = f"Art. {number}{''.join(f'({part})' for part in within)}", _title(article, within)
    iri = instrument.vocabulary.iri(place) if instrument.vocabulary is not None else None
    return Citation(citation, title, f"{instrument.reference}, {written}", iri, written, instrument.short)


def _title(article: Article, within: list[str]) -> str:
    """Return the heading with the name of the point, or of the paragraph around it."""
    for length in range(len(within), 0, -1):
        name = article.points.get("-".join(within[:length]))
        if name is not None:
            return f"{article.title}: {name}"
    return article.title


def _of_document(citation: str, place: str, series: Instrument, document: Document) -> Citation:
    act = document.short or f"{series.short} {place}"
    return Citation(citation, document.title, document.reference, None, "", act)
