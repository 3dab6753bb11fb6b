"""Laws, decisions and judgments that can be cited, and the places in them that exist."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from privpolicy.law.fact import CitationId, Confidence, PackPart
from privpolicy.model.declaration import Many
from privpolicy.model.moment import MomentField
from privpolicy.model.text import Text

_PARAGRAPHS = re.compile(r"(\d+)(?:-(\d+)|(?: ([a-z])-([a-z])))?")


def _check_paragraphs(value: str) -> Any:
    if not _PARAGRAPHS.fullmatch(value):
        raise PydanticCustomError(
            "paragraphs",
            "`{text}` is neither a paragraph (`2`), a run of them (`2-5`) nor one with points (`1 a-f`)",
            {"text": value},
        )
    return value


Paragraphs = Annotated[Text, AfterValidator(_check_paragraphs)]
"""Paragraphs of an article: `2`, a run such as `2-5`, or one with its points, `1 a-f`."""


class Article(PackPart):
    """An article: its heading, and which paragraphs and points it has."""

    title: Text
    """Its heading."""
    has: Many[Paragraphs] = ()
    """Its paragraphs and points; none where it has no numbers."""
    points: dict[Text, Text] = Field(default_factory=dict)
    """What single paragraphs and points are about, by their place in the article: `1-a`."""

    def places(self) -> Iterator[tuple[str, ...]]:
        """Yield every paragraph and point, as the parts after the number of the article."""
        for run in self.has:
            first, last, from_point, to_point = _PARAGRAPHS.fullmatch(run).groups()  # type: ignore[union-attr]
            for paragraph in range(int(first), int(last or first) + 1):
                yield (str(paragraph),)
            if from_point is not None:
                for point in range(ord(from_point), ord(to_point) + 1):
                    yield (first, chr(point))


class Vocabulary(PackPart):
    """Where W3C DPV has a concept for a place of the instrument."""

    base: Text
    """What all IRIs start with."""
    prefix: Text
    """What stands before the place in the IRIs of `places`."""
    places: Many[Text] = ()
    """Places whose concept is called after them."""
    names: dict[Text, Text] = Field(default_factory=dict)
    """Places whose concept has a name of its own."""

    def iri(self, place: str) -> str | None:
        """Return the IRI of a place, if it has one."""
        if place in self.names:
            return self.base + self.names[place]
        return f"{self.base}{self.prefix}{place}" if place in self.places else None


class Instrument(PackPart):
    """A law with articles, or a series of documents such as the judgments of a court."""

    title: Text
    """Its name."""
    short: Text
    """How lawyers write it behind an article or before a number."""
    reference: Text
    """Its official reference."""
    kind: Literal["law", "series"] = "law"
    """Whether places in it are articles, or documents declared under `documents`."""
    recitals: int = 0
    """How many recitals it has."""
    articles: dict[Text, Article] = Field(default_factory=dict)
    """Its articles by number."""
    whole: bool = False
    """All its articles are listed, not only those that are used."""
    vocabulary: Vocabulary | None = None
    """Where DPV has concepts for its places."""


class Document(PackPart):
    """A decision, a judgment, a guideline: something that is cited as a whole."""

    title: Text
    """Its name."""
    reference: Text
    """Its official reference."""
    date: MomentField
    """The day it was adopted, delivered or published."""
    short: Text | None = None
    """How lawyers write it, where that is not the series and the number."""
    confidence: Confidence = "verified"
    """Whether the reference was found in a source that was read."""


Instruments = dict[Text, Instrument]
Documents = dict[CitationId, Document]
