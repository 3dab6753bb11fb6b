"""What a case expects, its own expectation laid over that of its file."""

from collections.abc import Iterator
from typing import Any, get_args

from privpolicy.source.path import NodePath
from privpolicy.testing.case import Aspect, Stated
from privpolicy.testing.model import Expected, ExpectedCategory, PolicyTests

_ASPECTS: tuple[Aspect, ...] = get_args(Aspect)


def expected_of(tests: PolicyTests, number: int) -> tuple[Stated, ...]:
    """Return everything that a case expects.

    The default speaks where the case states no outcome of its own; what the case states besides goes before it.
    """
    own = tests.cases[number].expect
    stated = dict(_stated(own, ("cases", number, "expect")))
    if ("outcome", None) not in stated:
        stated = dict(_stated(tests.defaults.expect, ("defaults", "expect"))) | stated
    return tuple(sorted(stated.values(), key=lambda one: (one.category or "", _ASPECTS.index(one.aspect))))


def _stated(expect: str | Expected | None, path: NodePath) -> Iterator[tuple[tuple[Aspect, str | None], Stated]]:
    if isinstance(expect, str):
        yield ("outcome", None), Stated("outcome", None, expect, path)
    elif expect is not None:
        for one in _of(expect, None, path):
            yield (one.aspect, None), one
        for category, below in expect.categories.items():
            for one in _of(below, category, (*path, "categories", category)):
                yield (one.aspect, category), one


def _of(expect: ExpectedCategory, category: str | None, path: NodePath) -> Iterator[Stated]:
    for aspect in _ASPECTS:
        name = aspect.replace("-", "_")
        if name in expect.model_fields_set and aspect != "categories":
            value: Any = getattr(expect, name)
            yield Stated(aspect, category, value, (*path, aspect))
