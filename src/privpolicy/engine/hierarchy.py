"""Hierarchies of concepts, closed upwards and downwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from privpolicy.engine.closure import Closure
from privpolicy.model.concept import Concept

Parents = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """A directed acyclic graph of concepts. Every concept counts as its own ancestor and descendant."""

    parents: Parents
    children: Mapping[str, tuple[str, ...]]
    ancestors: Mapping[str, frozenset[str]]
    descendants: Mapping[str, frozenset[str]]
    roots: tuple[str, ...]

    @classmethod
    def of(cls, parents: Parents) -> "Hierarchy":
        """Close a graph without cycles, given the broader concepts of each concept."""
        children: dict[str, list[str]] = {concept: [] for concept in parents}
        for concept, broader in parents.items():
            for parent in broader:
                children[parent].append(concept)
        downwards = {concept: tuple(narrower) for concept, narrower in children.items()}
        return cls(
            parents,
            downwards,
            Closure(parents),
            Closure(downwards),
            tuple(concept for concept, broader in parents.items() if not broader),
        )


def parents_of(declarations: Mapping[str, Concept], built_in: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return the parents of each concept: the one that its dots name, then those under ``broader``."""
    parents: dict[str, tuple[str, ...]] = dict.fromkeys(built_in, ())
    for name, concept in declarations.items():
        above = name.rpartition(".")[0]
        parents[name] = tuple(dict.fromkeys(((above,) if above else ()) + concept.broader))
    return parents


def find_cycle(parents: Parents) -> tuple[str, ...] | None:
    """Return the concepts of a cycle in order, the first again at the end; ``None`` where there is none."""
    done: set[str] = set()
    for start in parents:
        trail: dict[str, None] = {}
        stack = [(start, False)]
        while stack:
            concept, leaving = stack.pop()
            if leaving:
                trail.pop(concept)
                done.add(concept)
            elif concept in trail:
                names = list(trail)
                return (*names[names.index(concept) :], concept)
            elif concept not in done:
                trail[concept] = None
                stack.append((concept, True))
                stack += [(parent, False) for parent in reversed(parents.get(concept, ()))]
    return None
