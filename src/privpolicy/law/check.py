"""Whether a pack keeps its promises: no day with two answers, no citation of what does not exist, no unknown source."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from privpolicy.diagnostics.codes import code_named
from privpolicy.diagnostics.finding import Finding
from privpolicy.diagnostics.wording import did_you_mean, listed, quote
from privpolicy.law.catalogue import Catalogue
from privpolicy.law.fact import Fact, Sourced
from privpolicy.law.pack import SECTIONS, Law, Pack, statements
from privpolicy.law.right import Right
from privpolicy.law.transfer import Adequacy, ClauseSet
from privpolicy.model.moment import Moment
from privpolicy.model.text import ID_PATTERN
from privpolicy.source.path import NodePath

_BAD = code_named("bad-value")
_TWICE = code_named("duplicate-id")


def check(name: str, pack: Pack, bases: Law, others: Law) -> list[Finding]:
    """Return what is wrong with a pack.

    ``name`` is that of its folder, ``bases`` are the packs that it builds on, ``others`` all with which it is read.
    """
    instruments = {**bases.instruments, **pack.instruments}
    catalogue = Catalogue(instruments, {**bases.documents, **pack.documents})
    series = frozenset(name for name, instrument in instruments.items() if instrument.kind == "series")
    return [
        *_identity(name, pack),
        *_redeclared(pack, others),
        *_overlaps(pack, others),
        *_citations(pack, catalogue),
        *_sources(pack, bases),
        *_documents(pack, series),
    ]


def _identity(name: str, pack: Pack) -> Iterator[Finding]:
    if pack.id != name:
        message = f"the pack {quote(pack.id)} stands in the folder {quote(name)}"
        yield Finding(_BAD, ("id",), message, f"write {quote('id: ' + name)}, or rename the folder")


def _redeclared(pack: Pack, others: Law) -> Iterator[Finding]:
    for name, section in SECTIONS.items():
        for key in getattr(pack, name):
            if key in getattr(others, name):
                message = f"{quote(key)} is declared by another pack"
                yield Finding(_TWICE, (section, key), message, "give it an id of its own", on_key=True)


def _overlaps(pack: Pack, others: Law) -> Iterator[Finding]:
    """Find days on which two facts speak of one subject; the place of a fact of another pack is not known here."""
    spoken: dict[tuple[str, tuple[str, ...]], list[tuple[str, Fact]]] = defaultdict(list)
    for section, key, fact in (*statements(others), *statements(pack)):
        if isinstance(fact, Fact):
            for subject in fact.subjects():
                spoken[section, subject].append((key, fact))
    own = {(section, key) for section, key, _ in statements(pack)}
    for (section, _), facts in spoken.items():
        facts.sort(key=_start)
        for (key, fact), (later, after) in pairwise(facts):
            if fact.valid.until is not None and fact.valid.until <= _start((later, after)):
                continue
            at, other = (later, key) if (section, later) in own else (key, later)
            if (section, at) in own:
                message = f"{quote(at)} overlaps {quote(other)}: on one day both would hold"
                path = (section, other, "valid")
                related = ((path, f"{quote(other)} holds here"),) if (section, other) in own else ()
                yield Finding(_BAD, (section, at, "valid"), message, "end one before the other starts", related)


def _start(entry: tuple[str, Fact]) -> Moment:
    start = entry[1].valid.from_
    assert start is not None, "a fact starts on a day"  # noqa: S101
    return start


def _citations(pack: Pack, catalogue: Catalogue) -> Iterator[Finding]:
    for section, key, fact in statements(pack):
        for below, citation in _cited(fact):
            if citation not in catalogue:
                near = catalogue.nearest(citation)
                advice = f"did you mean {listed([quote(one) for one in near])}?" if near else None
                message = f"{quote(citation)} cites what no instrument of the packs has"
                yield Finding(_BAD, (section, key, *below), message, advice)


def _cited(fact: Sourced) -> Iterator[tuple[NodePath, str]]:
    for position, citation in enumerate(fact.cites):
        yield ("cites", position), citation
    match fact:
        case Adequacy(decision=decision, ended_by=ended_by):
            yield ("decision",), decision
            if ended_by is not None:
                yield ("ended-by",), ended_by
        case ClauseSet(decision=decision):
            yield ("decision",), decision
        case Right(grounds=grounds, exceptions=exceptions):
            for name, cases in (("grounds", grounds), ("exceptions", exceptions)):
                for position, case in enumerate(cases):
                    yield (name, position, "cites"), case.cites
        case _:
            pass


def _sources(pack: Pack, bases: Law) -> Iterator[Finding]:
    """Ask for every source that is written like an id; a work in free text has capitals, spaces or stops."""
    known = {**bases.sources, **pack.sources}
    for section, key, fact in statements(pack):
        for position, source in enumerate(fact.source):
            if re.match(ID_PATTERN, source) and source not in known:
                message = f"no source is called {quote(source)}"
                yield Finding(_BAD, (section, key, "source", position), message, did_you_mean(source, known))


def _documents(pack: Pack, series: frozenset[str]) -> Iterator[Finding]:
    for citation in pack.documents:
        name = citation.partition(":")[0]
        if name not in series:
            message = f"{quote(citation)} belongs to no series of documents"
            advice = did_you_mean(name, series) or "declare it under `instruments` with `kind: series`"
            yield Finding(_BAD, ("documents", citation), message, advice, on_key=True)
