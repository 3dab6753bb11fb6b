"""What prohibitions say of each other, in small policies."""

import time
from typing import Any

import pytest
from tests.laws.world import compiled

from privpolicy.analysis.conflicts import Conflicts
from privpolicy.analysis.prohibitions import Prohibitions
from privpolicy.model.moment import read_moment

Plain = dict[str, Any]
START = read_moment("2020-01-01")
FREE, PAID = {"plan": "free"}, {"plan": "paid"}
OFFER: Plain = {
    "purposes": ["marketing"],
    "legal-basis": "legitimate-interests",
    "legitimate-interest": "telling customers of offers",
    "data-subjects": ["customer"],
    "data": ["contact"],
    "operations": ["use", "disclose"],
}


def compared(prohibitions: Plain, **activities: Plain) -> Prohibitions:
    policy = compiled(
        {
            "policy": {"language": 1, "id": "small"},
            "purposes": {"service": {}, "marketing": {}, "marketing.mail": {}},
            "data-categories": {"contact": {}, "contact.email": {}, "usage": {}},
            "data-subjects": {"customer": {}},
            "facts": {"plan": {"type": "enum", "values": ["free", "paid"]}, "score": {"type": "number"}},
            "activities": activities or {"offer": OFFER},
            "prohibitions": prohibitions,
        }
    )
    return Prohibitions(Conflicts(policy, START, tuple(policy.model.activities), frozenset(prohibitions)))


@pytest.mark.parametrize(
    ("prohibition", "never"),
    [
        ({"operations": ["disclose"]}, False),
        ({"when": {**FREE, "all": [PAID]}}, True),
        ({"when": {"any": [FREE, PAID], "not": FREE}}, False),
        ({"unless": [FREE, {"not": FREE}]}, True),
        ({"unless": [{"consent": True}]}, False),
        ({"when": {"score": {"at-least": 3, "at-most": 2}}}, True),
        ({"when": {"age": {"at-least": 250}}}, True),  # nobody is as old as that
        ({"when": {"age": {"at-most": 0}}}, False),
        ({"effective": {"until": "2020-01-01"}}, True),
        ({"effective": {"from": "2030-01-01"}}, False),
    ],
)
def test_what_never_forbids(prohibition: Plain, never: bool) -> None:
    assert compared({"one": prohibition}).never_forbidding == (("one",) if never else ())


@pytest.mark.parametrize(
    ("one", "other", "shadowed"),
    [
        ({"operations": ["sell"]}, {"operations": ["sell"]}, (("other", "one"),)),
        ({"operations": ["sell"]}, {"data": ["contact"], "operations": ["sell"]}, (("other", "one"),)),
        ({"data": ["contact"], "operations": ["sell"]}, {"operations": ["sell"]}, (("one", "other"),)),
        ({"operations": ["sell"]}, {"operations": ["disclose"]}, ()),
        ({"operations": ["sell"], "when": FREE}, {"operations": ["sell"]}, (("one", "other"),)),
        ({"operations": ["sell"], "when": FREE}, {"operations": ["sell"], "when": PAID}, ()),
        ({"operations": ["sell"], "unless": [{"consent": True}]}, {"operations": ["sell"]}, (("one", "other"),)),
        (
            {"unless": [{"legal-basis": "contract"}]},
            {"unless": [{"legal-basis": ["contract", "consent"]}]},
            (("other", "one"),),
        ),
        ({"except-purposes": ["marketing"]}, {"purposes": ["marketing"]}, ()),
        ({"except-purposes": ["marketing"]}, {"purposes": ["service"]}, (("other", "one"),)),
        ({"effective": {"from": "2025-01-01"}}, {"operations": ["sell"]}, ()),
        ({"effective": {"from": "2019-01-01"}}, {"operations": ["sell"]}, (("other", "one"),)),
    ],
)
def test_what_adds_nothing(one: Plain, other: Plain, shadowed: tuple[tuple[str, str], ...]) -> None:
    assert compared({"one": one, "other": other}).shadowed == shadowed


def test_what_never_forbids_shadows_nothing_and_is_not_told_twice() -> None:
    idle = {"operations": ["sell"], "when": {**FREE, "all": [PAID]}}
    assert compared({"one": idle, "other": idle}).shadowed == ()


def test_many_prohibitions_are_compared_with_the_few_that_reach_as_far() -> None:
    categories = [f"category-{number}" for number in range(1000)]
    prohibitions: Plain = {f"no-{name}": {"data": [name], "operations": ["sell"]} for name in categories}
    prohibitions["again"] = {"data": ["category-7", "category-9"], "operations": ["sell"], "when": FREE}
    prohibitions["both"] = {"data": ["category-7", "category-9"], "operations": ["sell"]}
    policy = compiled(
        {
            "policy": {"language": 1, "id": "large"},
            "purposes": {f"purpose-{number}": {} for number in range(500)},
            "data-categories": {name: {} for name in categories},
            "data-subjects": {"customer": {}},
            "facts": {"plan": {"type": "enum", "values": ["free", "paid"]}},
            "prohibitions": prohibitions,
        }
    )
    found = Prohibitions(Conflicts(policy, START, (), frozenset(prohibitions)))
    assert found.never_forbidding == ()
    started = time.perf_counter()
    assert found.shadowed == (("no-category-7", "both"), ("no-category-9", "both"), ("again", "both"))
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("exemption", "idle"),
    [
        ({"legal-basis": "contract"}, True),
        ({"legal-basis": "legitimate-interests"}, False),
        ({"consent": True}, False),
        (FREE, False),
        ({"consent": True, "legal-basis": "contract"}, True),
    ],
)
def test_an_exemption_is_idle_where_no_activity_can_use_it(exemption: Plain, idle: bool) -> None:
    found = compared({"one": {"operations": ["disclose"], "unless": [exemption]}}).idle_exemptions
    assert found == ((("one", 0),) if idle else ())


def test_an_exemption_is_idle_where_the_activity_is_never_in_that_case() -> None:
    prohibition = {"unless": [FREE, PAID]}
    assert compared({"one": prohibition}, offer=OFFER | {"when": FREE}).idle_exemptions == (("one", 1),)


def test_an_exemption_is_idle_where_another_prohibition_forbids_all_the_same() -> None:
    assert compared({"one": {"unless": [FREE]}, "two": {"when": FREE}}).idle_exemptions == (("one", 0),)


def test_a_safety_net_that_nobody_meets_keeps_its_exemptions() -> None:
    assert compared({"one": {"operations": ["sell"], "unless": [{"legal-basis": "contract"}]}}).idle_exemptions == ()


def test_an_exemption_may_serve_what_is_narrower() -> None:
    stop = {"data": ["contact"], "unless": [{"consent": True}]}
    stopped_above = {"purposes": ["marketing"], "except-purposes": ["marketing.mail"]}
    assert compared({"one": stop, "two": stopped_above}).idle_exemptions == ()
    assert compared({"one": stop, "two": {"purposes": ["marketing"]}}).idle_exemptions == (("one", 0),)
