"""What a concept of a policy is about: by its term of a public vocabulary, and by whole words where it has none."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from privpolicy.engine.vocabulary import Dimension
from privpolicy.lint.examined import Examined
from privpolicy.model.activity import Activity
from privpolicy.model.concept import Concept
from privpolicy.model.declaration import Declaration


def whole_words(*patterns: str) -> re.Pattern[str]:
    """Return a pattern that finds any of some expressions where no word goes on before or after it."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def spoken(name: str, declared: Declaration) -> str:
    """Return what a declaration is called: each segment of its id and each title between two bars."""
    parts = (*name.replace("-", " ").split("."), *texts(declared.title))
    return straight(f"| {' | '.join(parts)} |")


def straight(text: str) -> str:
    """Return a text with straight apostrophes, as patterns have them."""
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def texts(text: str | Mapping[str, str] | None) -> tuple[str, ...]:
    """Return a text in every language in which it stands."""
    return () if text is None else (text,) if isinstance(text, str) else tuple(text.values())


def about(
    x: Examined, dimension: Dimension, terms: Iterable[str], words: re.Pattern[str] | None = None
) -> frozenset[str]:
    """Return the concepts that bear one of some terms, are called by one of some words, or stand below such a one.

    Terms are given without their prefix. A purpose that has a term of its own is what that term says: neither words
    nor what stands above it make it something else.
    """
    concepts, parents, wanted = _concepts(x, dimension), x.vocabulary.hierarchies[dimension].parents, frozenset(terms)
    found: dict[str, bool] = {}

    def hit(name: str) -> bool:
        if name not in found:
            found[name] = False
            one = concepts.get(name)
            term = one.dpv.partition(":")[2] if one is not None and one.dpv is not None else None
            if term in wanted:
                found[name] = True
            elif one is not None and (term is None or dimension != "purpose"):
                called = words is not None and words.search(spoken(name, one)) is not None
                found[name] = called or any(hit(parent) for parent in parents[name])
        return found[name]

    return frozenset(name for name in concepts if hit(name))


def _concepts(x: Examined, dimension: Dimension) -> Mapping[str, Concept]:
    match dimension:
        case "purpose":
            return x.model.purposes
        case "data":
            return x.model.data_categories
        case "data-subject":
            return x.model.data_subjects
        case "recipient":
            return x.model.recipients
        case _:
            return {}


def holding(x: Examined, dimension: Dimension, concepts: Iterable[str]) -> frozenset[str]:
    """Return some concepts with everything broader: who lists one of these covers one of those."""
    return frozenset().union(*(x.above(dimension, concept) for concept in concepts))


def first(listed: Sequence[str], among: frozenset[str]) -> int | None:
    """Return the position of the first of some listed concepts that is among others."""
    return next((position for position, concept in enumerate(listed) if concept in among), None)


def acting(x: Examined) -> Iterator[tuple[str, Activity]]:
    """Yield the activities in which the author of the policy decides, and not somebody for whom it processes."""
    return ((name, one) for name, one in x.activities.items() if one.role != "processor")


def marked_marketing(x: Examined) -> frozenset[str]:
    """Return the purposes that are direct marketing as a whole: marked, or below a marked one."""
    return x.below("purpose", [name for name, one in x.model.purposes.items() if one.direct_marketing])
