"""A requirement as a diagram of questions: each is asked at most once, and only where its answer still matters.

A requirement joins parts of which many return: a consent that several activities and prohibitions look at, say. A node
asks one part, and where its answer leads is the diagram of what is then left. Nodes are made as somebody comes by, and
what is left alike is one node, whichever question it is left of.
"""

from collections.abc import Callable
from typing import TypeAlias

from privpolicy.engine.evaluate import Evaluator
from privpolicy.engine.requirement import AllOf, AnyOf, Constant, Not, Requirement, Undeclared
from privpolicy.engine.situation import Situation, Truth
from privpolicy.model.moment import Moment

ALL, ANY, NOT = "all", "any", "not"
LARGEST = 32
"""What joins more parts than these is asked as a whole: the nodes of a diagram hold what is left after each."""

Tree: TypeAlias = "Evaluator | Truth | tuple[str, tuple[Tree, ...]]"
"""A requirement in which parts that say the same are the same function; truths stand for what is settled."""


class Node:
    """A question and what is left after each answer, as far as anybody came; at the end of all, an answer."""

    __slots__ = ("answer", "ask", "fails", "holds", "open", "tree")

    def __init__(self, tree: Tree, ask: Evaluator | None, answer: Truth = None) -> None:
        self.tree = tree
        self.ask = ask
        """``None``: nothing is left to ask."""
        self.answer = answer
        self.holds: Node | None = None
        self.fails: Node | None = None
        self.open: Node | None = None


Era = tuple[Moment, Moment | None, Node]
"""From when, until when (``None``: for ever), and what is asked in between."""


class Diagrams:
    """Makes the nodes of one set of programs, no two of the same tree.

    Once ``size`` nodes have been made all are to be forgotten: ``forget`` drops whatever else refers to them. Threads
    may ask at once: the worst is that one node is made twice.
    """

    __slots__ = ("_ends", "_eras", "_evaluator", "_forget", "_nodes", "_size")

    def __init__(self, size: int, evaluator: Callable[[Requirement], Evaluator], forget: Callable[[], None]) -> None:
        self._size = size
        self._evaluator = evaluator
        self._forget = forget
        self._nodes: dict[Tree, Node] = {}
        self._eras: dict[Era, Era] = {}
        self._ends = {truth: Node(truth, None, truth) for truth in (True, False, None)}

    def __len__(self) -> int:
        return len(self._nodes)

    def era(self, start: Moment, end: Moment | None, requirement: Requirement) -> Era:
        """Return the diagram of a requirement with the dates between which it holds: one for all that are alike."""
        era = (start, end, self.root(requirement))
        if len(self._eras) >= self._size:
            self._eras = {}
        return self._eras.setdefault(era, era)

    def root(self, requirement: Requirement) -> Node:
        """Return the first node of a requirement."""
        return self._node(self._tree(requirement))

    def truth(self, node: Node, situation: Situation) -> Truth:
        """Ask from a node to the end."""
        while node.ask is not None:
            truth = node.ask(situation)
            node = (node.holds if truth else node.open if truth is None else node.fails) or self.after(node, truth)
        return node.answer

    def after(self, node: Node, truth: Truth) -> Node:
        """Return the node to which an answer leads for the first time."""
        found = self._node(_left(node.tree, _first(node.tree), truth))
        if truth:
            node.holds = found
        elif truth is None:
            node.open = found
        else:
            node.fails = found
        return found

    def _node(self, tree: Tree) -> Node:
        if tree is None or tree is True or tree is False:
            return self._ends[tree]
        nodes = self._nodes
        found = nodes.get(tree)
        if found is None:
            if len(nodes) >= self._size:
                self._nodes, self._eras = {}, {}
                nodes = self._nodes
                self._forget()
            found = nodes[tree] = Node(tree, _first(tree))
        return found

    def _tree(self, requirement: Requirement) -> Tree:
        match requirement:
            case Constant(truth):
                return truth
            case Undeclared(()):
                return None
            case AllOf(parts):
                tree = _joined(ALL, [self._tree(part) for part in parts])
            case AnyOf(parts):
                tree = _joined(ANY, [self._tree(part) for part in parts])
            case Not(part):
                return _not(self._tree(part))
            case _:
                return self._evaluator(requirement)
        return tree if _size(tree) <= LARGEST else self._evaluator(requirement)


def _size(tree: Tree) -> int:
    """Count the parts of a tree, those that come again included."""
    return sum(map(_size, tree[1])) if isinstance(tree, tuple) else 1


def _first(tree: Tree) -> Evaluator:
    """Return the first part of a tree that is not settled."""
    if isinstance(tree, tuple):
        first, *others = tree[1]
        return _first(others[0] if first is None else first)
    if tree is None or isinstance(tree, bool):
        raise ValueError("nothing is left to ask")
    return tree


def _left(tree: Tree, part: Evaluator, truth: Truth) -> Tree:
    """Return what is left of a tree once a part of it is settled."""
    if tree is part:
        return truth
    if not isinstance(tree, tuple):
        return tree
    kind, parts = tree
    if kind is NOT:
        return _not(_left(parts[0], part, truth))
    return _joined(kind, [_left(one, part, truth) for one in parts])


def _not(part: Tree) -> Tree:
    if part is None:
        return None
    if part is True or part is False:
        return not part
    return part[1][0] if isinstance(part, tuple) and part[0] is NOT else (NOT, (part,))


def _joined(kind: str, parts: list[Tree]) -> Tree:
    """Join parts; ``None`` stands first, once, where a part is unknown."""
    neutral = kind is ALL
    unknown = False
    kept: list[Tree] = []
    for part in parts:
        if part is None:
            unknown = True
        elif part is True or part is False:
            if part is not neutral:
                return part
        elif isinstance(part, tuple) and part[0] is kind:
            unknown = unknown or part[1][0] is None
            kept += (one for one in part[1] if one is not None and one not in kept)
        elif part not in kept:
            kept.append(part)
    if unknown:
        # Only what settles the whole matters any more, and what is itself partly unknown the other way cannot.
        other = ANY if neutral else ALL
        kept = [part for part in kept if not (isinstance(part, tuple) and part[0] is other and part[1][0] is None)]
        return (kind, (None, *kept)) if kept else None
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else (kind, tuple(kept))
