"""What is costly to make of a policy, as plain values and back: its closed vocabulary and the masks of its index."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from privpolicy.engine.hierarchy import Hierarchy, find_cycle
from privpolicy.engine.index import Index, Masks
from privpolicy.engine.vocabulary import DIMENSIONS, Dimension, FactType, Vocabulary
from privpolicy.model.recipient import Role
from privpolicy.saved.errors import AGAIN, SavedPolicyError

_DIMENSIONAL = ("covering", "overlapping", "touching")


def vocabulary_written(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return a vocabulary as plain values. Hierarchies are their parents: closing them again is cheap."""
    return {
        "parents": {dimension: dict(vocabulary.hierarchies[dimension].parents) for dimension in DIMENSIONS},
        "facts": {name: [fact.type, fact.values] for name, fact in vocabulary.facts.items()},
        "events": sorted(vocabulary.events),
        "direct-marketing": sorted(vocabulary.direct_marketing),
        "legal-claims": sorted(vocabulary.legal_claims),
        "roles": {name: sorted(roles) for name, roles in vocabulary.roles.items()},
    }


def vocabulary_read(plain: Any, activities: Iterable[str]) -> Vocabulary:
    """Return the vocabulary that was written; raises :class:`SavedPolicyError`, ``LookupError`` or ``TypeError``."""
    hierarchies: dict[Dimension, Hierarchy] = {}
    for dimension in DIMENSIONS:
        parents = {name: tuple(above) for name, above in plain["parents"][dimension].items()}
        if any(one not in parents for above in parents.values() for one in above) or find_cycle(parents):
            raise _wrong(f"the hierarchy of `{dimension}`")
        hierarchies[dimension] = Hierarchy.of(parents)
    return Vocabulary(
        hierarchies=hierarchies,
        facts={name: FactType(kind, tuple(values)) for name, (kind, values) in plain["facts"].items()},
        events=frozenset(plain["events"]),
        activities=frozenset(activities),
        direct_marketing=frozenset(plain["direct-marketing"]),
        legal_claims=frozenset(plain["legal-claims"]),
        roles={name: frozenset(cast("list[Role]", roles)) for name, roles in plain["roles"].items()},
    )


def index_written(index: Index) -> dict[str, Any]:
    """Return an index as plain values, masks as hexadecimal digits."""
    dimensional = {
        part: {dimension: _digits(getattr(index, part)[dimension]) for dimension in DIMENSIONS} for part in _DIMENSIONAL
    }
    names = {"activities": index.activities, "prohibitions": index.prohibitions}
    return {**names, **dimensional, "excepted": _digits(index.excepted)}


def index_read(plain: Any, vocabulary: Vocabulary) -> Index:
    """Return the index that was written; raises as :func:`vocabulary_read` does, and where a mask has bits too many."""
    activities, prohibitions = tuple(plain["activities"]), tuple(plain["prohibitions"])
    if len({*activities}) != len(activities) or len({*prohibitions}) != len(prohibitions):
        raise _wrong("the list of declarations")
    counts = {"covering": len(activities), "overlapping": len(activities), "touching": len(prohibitions)}
    parts = {
        part: {
            dimension: _masks(plain[part][dimension], vocabulary.hierarchies[dimension].parents, counts[part])
            for dimension in DIMENSIONS
        }
        for part in _DIMENSIONAL
    }
    excepted = _masks(plain["excepted"], vocabulary.hierarchies["purpose"].parents, len(prohibitions))
    return Index(activities, prohibitions, parts["covering"], parts["overlapping"], parts["touching"], excepted)


def _digits(masks: Masks) -> dict[str, str]:
    return {name: f"{mask:x}" for name, mask in masks.items()}


def _masks(plain: Any, names: Mapping[str, object], count: int) -> dict[str, int]:
    """Return a mask for each name of a hierarchy, none of which has more bits than there are declarations."""
    masks = {name: int(digits, 16) for name, digits in plain.items()}
    if masks.keys() != names.keys() or (masks and (min(masks.values()) < 0 or max(masks.values()) >> count)):
        raise _wrong("a mask")
    return masks


def _wrong(what: str) -> SavedPolicyError:
    return SavedPolicyError(f"the saved policy is damaged: {what} does not fit the rest", AGAIN)
