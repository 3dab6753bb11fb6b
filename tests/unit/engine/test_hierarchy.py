"""Hierarchies: closed upwards and downwards, even where they are deep."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from privpolicy.engine.hierarchy import Hierarchy, find_cycle, parents_of
from privpolicy.model.concept import Purpose


def test_dots_and_broader_are_parents() -> None:
    concepts = {"a": Purpose(), "a.b": Purpose(broader=("c", "a")), "c": Purpose()}
    assert parents_of(concepts, ("z",)) == {"z": (), "a": (), "a.b": ("a", "c"), "c": ()}


def test_everything_counts_as_its_own_ancestor() -> None:
    hierarchy = Hierarchy.of({"a": (), "a.b": ("a", "c"), "c": (), "a.b.d": ("a.b",)})
    assert hierarchy.ancestors["a.b.d"] == {"a", "a.b", "c", "a.b.d"}
    assert hierarchy.descendants["c"] == {"c", "a.b", "a.b.d"}
    assert hierarchy.children["a"] == ("a.b",)
    assert hierarchy.roots == ("a", "c")
    assert "a" in hierarchy.ancestors
    assert hierarchy.ancestors.get("x") is None
    assert len(hierarchy.ancestors) == 4


def test_deep_chains_are_closed_in_little_room() -> None:
    parents = {f"c{number}": ((f"c{number - 1}",) if number else ()) for number in range(5_000)}
    tracemalloc.start()
    hierarchy = Hierarchy.of(parents)
    assert find_cycle(parents) is None
    assert len(hierarchy.ancestors["c4999"]) == len(hierarchy.descendants["c0"]) == 5_000
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_cycles_are_found() -> None:
    assert find_cycle({"a": ("a",)}) == ("a", "a")
    assert find_cycle({"a": ("b",), "b": ("c",), "c": ("b",)}) == ("b", "c", "b")
    long = {f"c{number}": (f"c{(number + 1) % 5_000}",) for number in range(5_000)}
    assert len(find_cycle(long) or ()) == 5_001


@given(st.lists(st.lists(st.integers(0, 30), max_size=4), max_size=12))
def test_closure_is_what_walking_finds(lists: list[list[int]]) -> None:
    parents = {
        str(number): tuple(dict.fromkeys(str(one % number) for one in above)) if number else ()
        for number, above in enumerate(lists)
    }
    hierarchy = Hierarchy.of(parents)

    def walk(name: str) -> set[str]:
        return {name}.union(*(walk(parent) for parent in parents[name]))

    for name in parents:
        assert hierarchy.ancestors[name] == walk(name)
        assert hierarchy.descendants[name] == {other for other in parents if name in walk(other)}
