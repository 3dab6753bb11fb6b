"""Products of ids, merged into few that share no cell."""

from collections.abc import Iterable, Sequence

Box = tuple[int, ...]
"""A bit set of ids for each dimension: the cells are their product."""
_ORDERS_TRIED_UP_TO = 5000
"""With more products than this only one order of joining is tried."""


def merged(boxes: Sequence[Box]) -> list[Box]:
    """Join products that share no cell into fewer of the same cells, which share none either.

    Two are joined that differ in one dimension. Which are joined first decides what is left, so several orders are
    tried and the fewest are kept: few, and not proved to be the fewest that there are.
    """
    if len(boxes) <= 1:
        return list(boxes)
    columns = tuple(range(len(boxes[0])))
    orders = [columns[start:] + columns[:start] for start in reversed(columns)]
    if len(boxes) > _ORDERS_TRIED_UP_TO:
        orders = orders[:1]
    return min((_joined(boxes, order) for order in orders), key=len)


def _joined(boxes: Sequence[Box], order: Iterable[int]) -> list[Box]:
    found = list(boxes)
    while True:
        before = len(found)
        for column in order:
            together: dict[Box, int] = {}
            for box in found:
                rest = (*box[:column], *box[column + 1 :])
                together[rest] = together.get(rest, 0) | box[column]
            found = [(*rest[:column], mask, *rest[column:]) for rest, mask in together.items()]
        if len(found) == before:
            return found


def size(box: Box) -> int:
    """Return how many cells a product has."""
    cells = 1
    for mask in box:
        cells *= mask.bit_count()
    return cells
