"""A requirement asked part by part says what it says asked as a whole."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privpolicy.engine.diagram import LARGEST, Diagrams, Node
from privpolicy.engine.evaluate import Evaluator, evaluator
from privpolicy.engine.reduce import FAILS, HOLDS, OPEN
from privpolicy.engine.requirement import AllOf, AnyOf, FactIs, Not, OneOf, Requirement
from privpolicy.engine.situation import Situation
from privpolicy.model.moment import Moment

NAMES = tuple("abcdef")
AT = Moment(2020, 1, 15)

leaves: st.SearchStrategy[Requirement] = st.one_of(
    st.sampled_from(NAMES).map(lambda name: FactIs(name, "boolean", OneOf((True,)))),
    st.sampled_from((HOLDS, FAILS, OPEN)),
)


def joined(inner: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    several = st.lists(inner, max_size=4).map(tuple)
    return st.one_of(several.map(AllOf), several.map(AnyOf), inner.map(Not))


requirements: st.SearchStrategy[Requirement] = st.recursive(leaves, joined, max_leaves=20)
situations = st.builds(
    lambda facts: Situation(AT, complete=False, facts={name: one for name, one in facts.items() if one is not None}),
    st.fixed_dictionaries({name: st.sampled_from((True, False, None)) for name in NAMES}),
)


class Parts:
    """Parts that say the same are one function, which counts how often it is asked."""

    def __init__(self) -> None:
        self.functions: dict[Requirement, Evaluator] = {}
        self.asked: list[Requirement] = []

    def of(self, requirement: Requirement) -> Evaluator:
        if requirement not in self.functions:
            function = evaluator(requirement)

            def evaluate(situation: Situation) -> Any:
                self.asked.append(requirement)
                return function(situation)

            self.functions[requirement] = evaluate
        return self.functions[requirement]


@settings(max_examples=1500)
@given(st.lists(requirements, min_size=1, max_size=4), st.lists(situations, min_size=1, max_size=4))
def test_it_says_what_the_requirement_says_and_asks_nothing_twice(
    asked: list[Requirement], known: list[Situation]
) -> None:
    parts = Parts()
    diagrams = Diagrams(1000, parts.of, lambda: None)
    roots = [diagrams.root(requirement) for requirement in asked]
    for _ in range(2):
        for requirement, root in zip(asked, roots, strict=True):
            for situation in known:
                parts.asked.clear()
                assert diagrams.truth(root, situation) is evaluator(requirement)(situation)
                assert len(parts.asked) == len(set(parts.asked))


def _reached(node: Node) -> set[Node]:
    found, waiting = {node}, [node]
    for one in waiting:
        new = {each for each in (one.holds, one.fails, one.open) if each is not None} - found
        found |= new
        waiting += new
    return found


@settings(max_examples=300)
@given(st.lists(requirements, min_size=1, max_size=6), st.lists(situations, min_size=1, max_size=6))
def test_no_more_nodes_are_kept_than_may_be(asked: list[Requirement], known: list[Situation]) -> None:
    roots: list[Node] = []
    diagrams = Diagrams(4, Parts().of, roots.clear)
    for requirement in asked:
        roots.append(diagrams.root(requirement))
        for situation in known:
            assert diagrams.truth(roots[-1] if roots else diagrams.root(requirement), situation) in (True, False, None)
            assert len(diagrams) <= 4


def test_what_is_left_alike_is_one_node() -> None:
    first, second, third = (FactIs(name, "boolean", OneOf((True,))) for name in "abc")
    diagrams = Diagrams(1000, Parts().of, lambda: None)
    one, other = diagrams.root(AllOf((first, third))), diagrams.root(AllOf((second, third)))
    whole = Situation(AT, complete=False, facts={"a": True, "b": True, "c": True})
    assert diagrams.truth(one, whole) is diagrams.truth(other, whole) is True
    assert one is not other
    assert one.holds is other.holds
    assert diagrams.root(AllOf((first, third))) is one


def test_what_joins_many_parts_is_asked_as_a_whole() -> None:
    many = tuple(FactIs(f"f{number}", "boolean", OneOf((True,))) for number in range(LARGEST * 3))
    parts = Parts()
    diagrams = Diagrams(1000, parts.of, lambda: None)
    for requirement in (AllOf(many), AnyOf(many), AllOf((many[0], AnyOf(many[1:])))):
        facts = {part.fact: True for part in many}
        for stated in (facts, {**facts, "f50": False}, {}, {"f50": True}):
            situation = Situation(AT, complete=False, facts=stated)
            root = diagrams.root(requirement)
            assert diagrams.truth(root, situation) is evaluator(requirement)(situation)
            assert len(_reached(root)) <= 6


A, B, C = (FactIs(name, "boolean", OneOf((True,))) for name in "abc")


@pytest.mark.parametrize(
    ("requirement", "asked"),
    [
        (AllOf((OPEN, AnyOf((OPEN, A)), B)), [B]),  # a part that is true or unknown settles nothing that is unknown
        (AnyOf((OPEN, AllOf((OPEN, A)), B)), [B]),
        (AllOf((OPEN, AnyOf((OPEN, A)))), []),
        (AllOf((OPEN, AllOf((OPEN, A)), B)), [A, B]),
        (AllOf((A, AnyOf((A, B)), C)), [A, C]),
        (AnyOf((AllOf((A, B)), AllOf((A, C)))), [A, B]),
    ],
    ids=str,
)
def test_nothing_is_asked_whose_answer_does_not_matter(requirement: Requirement, asked: list[Requirement]) -> None:
    parts = Parts()
    diagrams = Diagrams(1000, parts.of, lambda: None)
    whole = Situation(AT, complete=False, facts={"a": True, "b": True, "c": True})
    diagrams.truth(diagrams.root(requirement), whole)
    assert parts.asked == asked


def test_what_is_said_twice_is_held_once() -> None:
    diagrams = Diagrams(1000, Parts().of, lambda: None)
    pair = diagrams.root(AllOf((A, B)))
    for same in (AllOf((A, B, A)), AllOf((A, AllOf((B, A)))), AllOf((A, AllOf((A, B)), B)), Not(Not(AllOf((A, B))))):
        assert diagrams.root(same) is pair
    either = diagrams.root(AllOf((A, AnyOf((B, C)))))
    assert diagrams.root(AllOf((A, AnyOf((B, C)), AnyOf((B, C))))) is either
