"""Products of ids, merged into few broad ones that hold exactly the same cells."""

from collections.abc import Iterable, Sequence

from privpolicy.engine.vocabulary import DIMENSIONS

Box = tuple[frozenset[str], ...]
"""A set of ids for each dimension: the cells are their product."""

_MOST = 24
"""How many products are compared pair by pair."""


def merged(boxes: Iterable[Box]) -> list[Box]:
    """Return fewer and broader products of the same cells: none is needless, and none could be joined to another."""
    found = _joined(boxes)
    if 1 < len(found) <= _MOST:
        found = _irredundant(_broadened(found))
    return sorted(found, key=_order)


def _order(box: Box) -> tuple[int, list[list[str]]]:
    return (-size(box), [sorted(ids) for ids in box])


def size(box: Box) -> int:
    """Return how many cells a product has."""
    cells = 1
    for ids in box:
        cells *= len(ids)
    return cells


def _joined(boxes: Iterable[Box]) -> list[Box]:
    """Join products that differ in one dimension, again and again, and leave out what another one holds."""
    found = list(dict.fromkeys(boxes))
    while True:
        before = len(found)
        for dimension in range(len(DIMENSIONS)):
            together: dict[Box, set[str]] = {}
            for box in found:
                together.setdefault((*box[:dimension], *box[dimension + 1 :]), set()).update(box[dimension])
            found = [(*rest[:dimension], frozenset(ids), *rest[dimension:]) for rest, ids in together.items()]
        if len(found) == before:
            return _uncontained(found)


def _uncontained(boxes: Iterable[Box]) -> list[Box]:
    kept: list[Box] = []
    for box in sorted(dict.fromkeys(boxes), key=_order):
        if not any(_holds(other, box) for other in kept):
            kept.append(box)
    return kept


def _holds(outer: Box, inner: Box) -> bool:
    return all(ids <= more for ids, more in zip(inner, outer, strict=True))


def _broadened(boxes: Sequence[Box]) -> list[Box]:
    """Add what two products hold between them where one dimension is joined and the others are what both share."""
    found = list(boxes)
    place = 0
    while place < len(found) and len(found) <= _MOST:
        for other in found[:place]:
            for box in _between(found[place], other):
                if not any(_holds(known, box) for known in found):
                    found.append(box)
        place += 1
    return _uncontained(found)


def _between(one: Box, other: Box) -> Iterable[Box]:
    shared = [ids & more for ids, more in zip(one, other, strict=True)]
    empty = [dimension for dimension, ids in enumerate(shared) if not ids]
    for dimension in empty or range(len(shared)):
        if len(empty) <= 1:
            yield (*shared[:dimension], one[dimension] | other[dimension], *shared[dimension + 1 :])


def _irredundant(boxes: Sequence[Box]) -> list[Box]:
    """Leave out, the smallest first, what the others hold together."""
    kept = list(boxes)
    for box in sorted(boxes, key=_order, reverse=True):
        others = [one for one in kept if one != box]
        if is_covered(box, others):
            kept = others
    return kept


def is_covered(box: Box, others: Sequence[Box]) -> bool:
    """Tell whether every cell of a product lies in one of some others."""
    for place, other in enumerate(others):
        if not all(ids & more for ids, more in zip(box, other, strict=True)):
            continue
        return all(is_covered(rest, others[place + 1 :]) for rest in _outside(box, other))
    return False


def _outside(box: Box, other: Box) -> Iterable[Box]:
    """Yield products that together hold what of one lies outside of another."""
    left = list(box)
    for dimension, more in enumerate(other):
        beyond = left[dimension] - more
        if beyond:
            yield (*left[:dimension], beyond, *left[dimension + 1 :])
        left[dimension] &= more
