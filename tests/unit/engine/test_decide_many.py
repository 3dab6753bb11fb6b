"""Many requests at once: what comes back, and which of them is at fault."""

import itertools
import threading
from typing import Any

import pytest
from tests.laws.world import compiled

import privpolicy as pp
from privpolicy.engine.diagram import Node
from privpolicy.engine.memory import Memory
from privpolicy.engine.residual import Residual

POLICY: dict[str, Any] = {
    "policy": {"language": 1, "id": "small"},
    "purposes": {"service": {}, "service.mail": {}},
    "data-categories": {"contact": {}, "contact.email": {}},
    "data-subjects": {"user": {}},
    "facts": {"since": {"type": "date"}, "shop": {"type": "enum", "values": ["web", "kiosk"]}},
    "activities": {
        "run": {
            "purposes": ["service"],
            "legal-basis": "contract",
            "data-subjects": ["user"],
            "data": ["contact"],
            "when": {"since": {"after": "2019-01-01"}},
        }
    },
}
GOOD: dict[str, Any] = {"purpose": "service", "data": ["contact"], "at": "2020-01-01", "complete": True}


def request(**context: Any) -> pp.Request:
    return pp.Request(**GOOD, context=context)


def test_nothing_is_answered_with_nothing() -> None:
    assert compiled(POLICY).decide_many(()) == []


def test_any_iterable_will_do() -> None:
    policy = compiled(POLICY)
    asked = [request(facts={"since": "2019-11-15"}), request(facts={"since": "2018-11-15"})]
    for many in (asked, tuple(asked), iter(asked), dict.fromkeys(asked)):
        assert [one.outcome for one in policy.decide_many(many)] == ["permit", "deny"]
    assert [one.law for one in policy.decide_many(asked, law=None)] == [(), ()]


@pytest.mark.parametrize(
    ("faulty", "path"),
    [
        (pp.Request(**{**GOOD, "purpose": "servise"}), "2.purpose"),
        (request(facts={"since": "2019"}), "2.context.facts.since"),
        (request(facts={"shop": "market"}), "2.context.facts.shop"),
        (request(facts={"unheard": None}), "2.context.facts.unheard"),
        (request(facts={"age": 3}), "2.context.facts.age"),
        (request(events={"unheard": None}), "2.context.events.unheard"),
        (request(consents=[{"purpose": "other", "given": "2020-01-01"}]), "2.context.consents.0.purpose"),
        (request(objections=[{"purpose": "other", "raised": "2020-01-01"}]), "2.context.objections.0.purpose"),
        (pp.Request(**GOOD, origin="other"), "2.origin"),
        (pp.Request(**GOOD, data_subject="other"), "2.data-subject"),
    ],
)
def test_a_faulty_request_is_told_by_its_position(faulty: pp.Request, path: str) -> None:
    policy = compiled(POLICY)
    for _ in range(2):  # before the cells are known and after
        with pytest.raises(pp.RequestError) as alone:
            policy.decide(faulty)
        with pytest.raises(pp.RequestError) as found:
            policy.decide_many([request(), request(), faulty, request()])
        assert found.value.path == path == f"2.{alone.value.path}"
        assert found.value.message == alone.value.message


def test_what_is_no_request_is_told_by_its_position() -> None:
    with pytest.raises(TypeError, match=r"^1: .*Request\.parse"):
        compiled(POLICY).decide_many([request(), GOOD])  # type: ignore[list-item]


def test_what_goes_wrong_in_the_iterable_is_its_own_error() -> None:
    with pytest.raises(TypeError, match="not iterable"):
        compiled(POLICY).decide_many(request())  # type: ignore[arg-type]


def test_a_memory_is_bounded_and_keeps_what_is_asked_for() -> None:
    memory: Memory[int, str] = Memory(4)
    for number in range(100):
        assert memory.get(0) in (None, "0")
        if memory.get(0) is None:
            assert number == 0
            memory.keep(0, "0")
        memory.keep(number + 1, str(number + 1))
        assert len(memory) <= 8
        assert memory.get(number + 1) == str(number + 1)
    assert memory.get(0) == "0"
    assert memory.get(5) is None


def test_programs_are_bounded_whatever_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("privpolicy.engine.programs.REMEMBERED", 3)
    names = [f"service.part-{number}" for number in range(20)]
    policy = compiled({**POLICY, "purposes": {name: {} for name in ("service", *names)}})
    expected = [policy.decide(pp.Request(**{**GOOD, "purpose": name})).to_dict() for name in names]
    assert len(policy.programs().residuals) <= 6
    again = [policy.decide(pp.Request(**{**GOOD, "purpose": name})).to_dict() for name in names]
    assert again == expected


def test_threads_get_the_answers_that_one_gets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("privpolicy.engine.programs.REMEMBERED", 2)
    days = [f"20{year}-0{month}-15T10:00:00Z" for year in range(18, 23) for month in range(1, 10)]
    schedule = {"phases": [{"phase": "active", "for": "P13M"}], "then": "erase"}
    activity = {**POLICY["activities"]["run"], "retention": schedule, "effective": {"from": "2019-01-01"}}
    policy = compiled({**POLICY, "activities": {"run": activity}})
    asked = [
        pp.Request(
            purpose=purpose, data="contact", at=day, complete=whole, context={"events": {"collected": "2018-12-31"}}
        )
        for day in days
        for purpose in ("service", "service.mail")
        for whole in (True, False)
    ]
    expected = [policy.decide(one).outcome for one in asked]
    assert set(expected) == {"deny", "conditional"}
    found: list[list[str]] = []
    threads = [
        threading.Thread(
            target=lambda: found.append([one.outcome for _ in range(5) for one in policy.decide_many(asked)])
        )
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected * 5] * 6


def test_an_answer_on_the_edge_of_an_interval_is_none_for_the_day_before() -> None:
    activity = {**POLICY["activities"]["run"], "effective": {"from": "2020-01-01", "until": "2021-01-01"}}
    edges = ("2020-01-01", "2021-01-01", "2019-12-31T23:59:59Z", "2020-12-31T23:59:59Z", "2020-06-01")
    expected = {"2020-01-01": "permit", "2020-12-31T23:59:59Z": "permit", "2020-06-01": "permit"}
    for order in (edges, edges[::-1], edges[2:] + edges[:2], edges[1:] + edges[:1]):
        policy = compiled({**POLICY, "activities": {"run": activity}})
        asked = [pp.Request(**{**GOOD, "at": at}, context={"facts": {"since": "2019-11-15"}}) for at in order * 2]
        assert [one.outcome for one in policy.decide_many(asked)] == [expected.get(at, "deny") for at in order * 2]


def test_no_record_is_answered_with_what_is_left_for_one_in_another_state() -> None:
    """Every state of a record, asked of one policy in turn: what one leaves of a program is not what others leave."""
    schedule = {"phases": [{"phase": "active", "for": "P1Y"}], "then": "erase"}
    declared = {"data-subjects": ["user"], "data": ["contact"], "purposes": ["service"]}
    activities = {
        "run": {
            **declared,
            "legal-basis": "legitimate-interests",
            "retention": schedule,
            "operations": ["use", "erase"],
        },
        "agreed": {**declared, "legal-basis": "consent", "operations": ["use"]},
    }
    policy: dict[str, Any] = {**POLICY, "activities": activities}
    consent, objection = {"purpose": "service", "given": "2019-01-01"}, {"purpose": "service", "raised": "2019-01-01"}
    records = [
        {"consents": consents, "objections": objections, "restricted": restricted, "legal-hold": hold, "events": events}
        for consents, objections, restricted, hold, events in itertools.product(
            (None, [], [consent]),
            (None, [], [objection]),
            (None, True, False),
            (None, True, False),
            ({}, {"collected": "2019-12-31"}, {"collected": "2018-01-01"}),
        )
    ]
    asked = [
        pp.Request(**{**GOOD, "complete": whole, "operation": operation}, origin=origin, context=record)
        for record in records
        for whole in (True, False)
        for origin in (None, "run", "agreed")
        for operation in ("use", "erase")
    ]
    shared = compiled(policy)
    for request_, decision in zip(asked * 2, shared.decide_many(asked + asked), strict=True):
        assert decision.outcome is decision._residual.plan.outcome(decision._situation), request_


def test_questions_of_one_number_get_their_own_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A residual is looked for by a hash, which two questions may share."""
    declared = {**POLICY["activities"]["run"], "when": {"since": {"after": "2019-01-01"}}}
    mail = {**declared, "purposes": ["service.mail"], "legal-basis": "consent"}
    policy: dict[str, Any] = {**POLICY, "activities": {"run": declared, "mail": mail}}
    written = [
        {"purpose": purpose, "data": data, "at": "2020-01-01", "complete": whole, "context": {"facts": facts}}
        for purpose in ("service", "service.mail")
        for data in ("contact", "contact.email", ("contact", "contact.email"))
        for whole in (True, False)
        for facts in ({}, {"since": "2019-11-15"}, {"since": "2018-11-15"})
    ]
    expected = [compiled(policy).decide(pp.Request(**one)).to_dict() for one in written]  # type: ignore[arg-type]
    for module in ("request", "programs"):
        monkeypatch.setattr(f"privpolicy.engine.{module}.hash", lambda _: 7, raising=False)
    shared = compiled(policy)
    asked = [pp.Request(**one) for one in written]  # type: ignore[arg-type]
    for _ in range(2):
        assert [decision.to_dict() for decision in shared.decide_many(asked)] == expected
    assert len(shared.programs().residuals) == 1


def test_nodes_are_bounded_whatever_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("privpolicy.engine.programs.NODES", 5)
    facts = {f"f{number}": {"type": "boolean"} for number in range(6)}
    activity = {**POLICY["activities"]["run"], "when": {"any": [{name: True} for name in facts]}}
    policy: dict[str, Any] = {**POLICY, "facts": facts, "activities": {"run": activity}}
    shared = compiled(policy)
    for stated in itertools.product((True, False, None), repeat=6):
        record = {name: value for name, value in zip(facts, stated, strict=True) if value is not None}
        asked = pp.Request(**{**GOOD, "complete": False}, context={"facts": record, "restricted": False})
        expected = "permit" if True in stated else "conditional" if None in stated else "deny"
        assert shared.decide(asked).outcome == shared.decide(asked).outcome == expected
        assert len(shared.programs().diagrams) <= 5
        assert len(_reached(shared.programs().residuals)) <= 5 + len((True, False, None))


def _reached(residuals: Memory[int, Residual]) -> set[Node]:
    """All nodes that are kept alive."""
    waiting = [residual.era[2] for residual in (*residuals.young.values(), *residuals._old.values())]
    for node in waiting:
        waiting += [each for each in (node.holds, node.fails, node.open) if each is not None and each not in waiting]
    return set(waiting)
