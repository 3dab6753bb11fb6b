"""What the law packs say of words that a policy borrows from them: legal bases, conditions, frameworks, rights."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from privpolicy.editor.kinds import Slot
from privpolicy.engine.words import interval
from privpolicy.law.citation import UnknownCitationError, cite
from privpolicy.law.errors import PackError
from privpolicy.law.fact import Fact
from privpolicy.law.load import available, load_pack, load_packs
from privpolicy.law.pack import Law
from privpolicy.model.activity import Activity
from privpolicy.model.condition import Alternative
from privpolicy.model.notice import Notice, RightTold
from privpolicy.model.policy_model import PolicyHeader
from privpolicy.model.recipient import TransferTool
from privpolicy.output.law_words import gist

Named = Callable[[Law], Mapping[str, tuple[Fact, ...]]]


def _by_id(section: str) -> Named:
    def look(law: Law) -> Mapping[str, tuple[Fact, ...]]:
        return {name: (fact,) for name, fact in getattr(law, section).items()}

    return look


def _grouped(facts: Mapping[str, Fact], attribute: str) -> dict[str, tuple[Fact, ...]]:
    found: dict[str, tuple[Fact, ...]] = {}
    for fact in facts.values():
        name = getattr(fact, attribute)
        if name is not None:
            found[name] = (*found.get(name, ()), fact)
    return found


_WORDS: Mapping[Slot, Named] = {
    (Activity, "legal-basis"): _by_id("legal_bases"),
    (Alternative, "legal-basis"): _by_id("legal_bases"),
    (RightTold, "bases"): _by_id("legal_bases"),
    (RightTold, "right"): _by_id("rights"),
    (Activity, "special-category-condition"): _by_id("special_category_conditions"),
    (TransferTool, "tool"): lambda law: _grouped(law.transfer_tools, "tool"),
    (TransferTool, "framework"): lambda law: {
        **_by_id("clause_sets")(law),
        **_grouped(law.adequacy, "framework"),
    },
}
"""By key: the words that its value may borrow, each with the facts that it stands for."""
_KEYS: Mapping[Slot, Named] = {
    (Notice, "tells"): lambda law: _grouped(law.notice_items, "topic"),
    (Notice, "rights"): _by_id("rights"),
}
"""By key: the words that the keys below it may borrow."""


def words_of(slot: Slot) -> Mapping[str, tuple[Fact, ...]]:
    """Return the words of the law that the value of a key may be, with the facts that each stands for."""
    return _look(_WORDS, slot)


def keys_of(slot: Slot) -> Mapping[str, tuple[Fact, ...]]:
    """Return the words of the law that may be keys below a key, with the facts that each stands for."""
    return _look(_KEYS, slot)


def packs_of(slot: Slot) -> Mapping[str, str]:
    """Return the packs that the value of a key may name, with their titles."""
    return _packs() if slot == (PolicyHeader, "law") else {}


def told(fact: Fact) -> str:
    """Write a fact in Markdown: its title, what it says, when it holds and where the law says so."""
    said = gist(fact)
    lines = [fact.title + (f": {said}" if said and said != fact.title else "")]
    lines.append(f"*{interval(fact.valid.from_, fact.valid.until)}*")
    lines.append(cited(fact.cites))
    return " — ".join(line for line in lines if line)


def cited(citations: tuple[str, ...]) -> str:
    """Write citations in Markdown, as links where there is a concept of W3C DPV for them."""
    return ", ".join(_cited(citations))


def reference(citation: str) -> str | None:
    """Return the page of W3C DPV on what a citation id stands for, if there is one."""
    try:
        return cite(citation).iri
    except UnknownCitationError:
        return None


def _cited(citations: tuple[str, ...]) -> Iterator[str]:
    for citation in citations:
        try:
            found = cite(citation)
        except UnknownCitationError:
            yield f"`{citation}`"
        else:
            yield f"[{found.short}]({found.iri})" if found.iri else found.short


def _look(table: Mapping[Slot, Named], slot: Slot) -> Mapping[str, tuple[Fact, ...]]:
    if slot not in table:
        return {}
    try:
        return table[slot](load_packs(available()))
    except PackError:
        return {}  # told to whoever names the pack


@lru_cache(maxsize=1)
def _packs() -> Mapping[str, str]:
    return {name: load_pack(name).title for name in available()}
