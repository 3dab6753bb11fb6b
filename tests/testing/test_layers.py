"""Defaults, the request of a case, its instant and its matrix make up a request; an expectation stands on its own."""

from tests.testing.shop import HEAD, asked, prepared

import privpolicy as pp


def test_mappings_are_joined_and_all_else_replaced(policy: pp.Policy) -> None:
    text = """
defaults:
  request:
    at: 2024-05-01
    purpose: service
    data: [contact.email, order]
    context: {facts: {contract: active, score: 3}, events: {collected: 2024-04-01}, objections: []}
cases:
  - name: x
    request: {data: [order], context: {facts: {contract: ended, score: null}, restricted: false}}
    expect: {outcome: deny, reasons: [condition-unmet]}
"""
    (result,) = asked(policy, text).values()
    written = result.case.request.to_dict()
    assert written["data"] == ["order"]
    assert written["context"] == {
        "objections": [],
        "restricted": False,
        "events": {"collected": "2024-04-01T00:00:00Z"},
        "facts": {"contract": "ended"},
    }


def test_at_is_short_for_that_of_the_request(policy: pp.Policy) -> None:
    text = HEAD + "  - {name: x, at: 2030-01-01, expect: {outcome: deny, reasons: [consent-missing]}}\n"
    (result,) = asked(policy, text).values()
    assert result.case.request.to_dict()["at"] == "2030-01-01T00:00:00Z"


def test_a_matrix_is_a_product(policy: pp.Policy) -> None:
    text = f"""{HEAD}
  - name: served
    request: {{purpose: service}}
    matrix:
      context.facts.contract: [active, ended]
      data: [order, [order, contact.email]]
      context.subject.age: [12, null]
    expect: {{outcome: permit, activity: serve}}
"""
    results = asked(policy, text)
    assert list(results)[:3] == [
        "served [context.facts.contract=active, data=order, context.subject.age=12]",
        "served [context.facts.contract=active, data=order, context.subject.age=null]",
        "served [context.facts.contract=active, data=[order, contact.email], context.subject.age=12]",
    ]
    assert len(results) == 8
    assert [result.passed for result in results.values()] == [True] * 4 + [False] * 4


def test_a_matrix_of_instants_and_records(policy: pp.Policy) -> None:
    text = f"""{HEAD}
  - name: consent
    matrix:
      at: [2024-05-01, 2024-05-02]
      context.consents: [[{{purpose: news, given: 2024-04-01}}]]
    expect: {{outcome: permit, activity: send}}
"""
    results = asked(policy, text)
    assert all(result.passed for result in results.values())
    assert next(iter(results)) == "consent [at=2024-05-01, context.consents=[{purpose: news, given: 2024-04-01}]]"


EXPECTING = HEAD.replace("cases:", "").replace("}}\n", "}, expect: {outcome: deny, reasons: [consent-missing]}}\n")


def test_the_expectation_of_the_defaults(policy: pp.Policy) -> None:
    text = f"""{EXPECTING}
cases:
  - name: nothing of its own
  - name: something more
    expect: {{policy-alone: deny}}
  - name: an outcome of its own
    request: {{context: {{consents: [{{purpose: news, given: 2024-04-01}}]}}}}
    expect: permit
"""
    results = asked(policy, text)
    keys = {name: [one.key for one in result.case.expected] for name, result in results.items()}
    assert keys == {
        "nothing of its own": ["outcome", "reasons"],
        "something more": ["outcome", "reasons", "policy-alone"],
        "an outcome of its own": ["outcome"],
    }
    assert all(result.passed for result in results.values())


def test_sources_are_kept(policy: pp.Policy) -> None:
    text = HEAD + "  - {name: x, source: S1, expect: deny}\n  - {name: y, source: [S2, 3], expect: deny}\n"
    assert [case.sources for case in prepared(policy, text).cases] == [("S1",), ("S2", "3")]
