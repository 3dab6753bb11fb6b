"""Small changes to what a declaration lists: an item left out, a broader one in its place, its neighbour beside it."""

from collections.abc import Iterator

from privpolicy.engine.vocabulary import SECTIONS, Dimension, Vocabulary
from privpolicy.model.operation import Operation
from privpolicy.source.path import NodePath
from privpolicy.testing.mutation.mutant import Change, shorter

_FURTHER: tuple[Operation, ...] = ("disclose", "publish", "sell", "profile", "use")
"""What is added to the operations of an activity: the first that is not there."""
HIERARCHIES: tuple[Dimension, ...] = ("purpose", "data", "data-subject", "recipient")


def field_of(dimension: Dimension) -> str:
    """Return the field in which activities and prohibitions list a dimension."""
    return SECTIONS[dimension].replace("-", "_")


def scope_changes(
    ids: tuple[str, ...], dimension: Dimension, path: NodePath, vocabulary: Vocabulary
) -> Iterator[Change]:
    """Yield a list of ids without each, with what is broader in the place of each, and with what stands beside each."""
    here = (*path, SECTIONS[dimension])
    yield from shorter(ids, here)
    if dimension == "operation":
        further = next((one for one in _FURTHER if one not in ids), None)
        if further is not None:
            yield Change(here, f"with `{further}` as well", (*ids, further))
        return
    hierarchy = vocabulary.hierarchies[dimension]
    covered = set(vocabulary.narrower(dimension, ids))
    for number, one in enumerate(ids):
        parents = hierarchy.parents[one]
        if parents and parents[0] not in covered:
            wider = tuple(dict.fromkeys((*ids[:number], parents[0], *ids[number + 1 :])))
            yield Change((*here, number), f"`{parents[0]}` in place of `{one}`", wider)
        beside = hierarchy.children[parents[0]] if parents else hierarchy.roots
        neighbour = next((other for other in beside if other not in covered), None)
        if neighbour is not None:
            covered.add(neighbour)
            yield Change((*here, number), f"with `{neighbour}` as well", (*ids, neighbour))
