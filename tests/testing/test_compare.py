"""What is stated is compared, exactly, and nothing else is."""

import pytest
from tests.testing.shop import HEAD, asked

import privpolicy as pp

CONSENTED = "{consents: [{purpose: news, given: 2024-04-01}]}"


def told(policy: pp.Policy, case: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return what of a case is not as expected: key, what is lacking, what is too much."""
    (result,) = asked(policy, f"{HEAD}  - name: x\n{case}").values()
    assert result.passed == (not result.differences)
    return [(one.stated.key, one.lacking, one.surplus) for one in result.differences]


def expecting(
    policy: pp.Policy, expect: str, request: str = "{}"
) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return told(policy, f"    request: {request}\n    expect: {expect}\n")


SERVED = "{purpose: service, context: {facts: {contract: active}}}"
OPEN = "{complete: false, context: {restricted: false, objections: [], events: {collected: 2024-04-01}}}"
SOLD = "{operation: sell}"
BOTH = "{data: [contact.email, order], context: " + CONSENTED + "}"


@pytest.mark.parametrize(
    ("expect", "request_"),
    [
        ("deny", "{}"),
        ("{outcome: deny, reasons: [consent-missing]}", "{}"),
        ("{activity: null, legal-basis: null, needs: [], obligations: []}", "{}"),
        ("{outcome: permit, activity: send, legal-basis: consent}", f"{{context: {CONSENTED}}}"),
        ("{obligations: [tls], until: 2025-05-01}", SERVED),
        ("{until: null}", "{}"),
        ("{outcome: conditional, needs: [[{fact: consent, purpose: news}]]}", OPEN),
        ("{reasons: [prohibited, not-covered]}", SOLD),
        ("{reasons: [not-covered, prohibited]}", SOLD),
        ("{reasons: {include: [prohibited]}}", SOLD),
        ("{reasons: {include: [prohibited], exclude: [consent-missing]}}", SOLD),
        ("{reasons: [{code: prohibited, path: prohibitions.no-sale}, not-covered]}", SOLD),
        ("{reasons: [{code: consent-missing, activity: send}]}", "{}"),
        ("{reasons: [{code: consent-missing, path: activities.send}]}", "{}"),
        ("{policy-alone: deny}", "{}"),
        ("{categories: {contact.email: {outcome: permit}, order: {outcome: deny, reasons: [not-covered]}}}", BOTH),
    ],
    ids=str,
)
def test_as_expected(policy: pp.Policy, expect: str, request_: str) -> None:
    assert expecting(policy, expect, request_) == []


@pytest.mark.parametrize(
    ("expect", "request_", "differences"),
    [
        ("permit", "{}", [("outcome", ("permit",), ("deny",))]),
        ("{outcome: permit, activity: serve}", f"{{context: {CONSENTED}}}", [("activity", ("serve",), ("send",))]),
        ("{activity: send}", "{}", [("activity", ("send",), ("null",))]),
        ("{activity: null}", SERVED, [("activity", ("null",), ("serve",))]),
        ("{legal-basis: consent}", SERVED, [("legal-basis", ("consent",), ("contract",))]),
        ("{obligations: []}", SERVED, [("obligations", (), ("tls",))]),
        ("{until: null}", SERVED, [("until", ("null",), ("2025-05-01",))]),
        ("{until: 2025-05-02}", SERVED, [("until", ("2025-05-02",), ("2025-05-01",))]),
        ("{until: 2030-01-01}", "{}", [("until", ("2030-01-01",), ("null",))]),
        ("{needs: []}", OPEN, [("needs", (), ("[{fact: consent, purpose: news}]",))]),
        ("{policy-alone: permit}", "{}", [("policy-alone", ("permit",), ("deny",))]),
        (
            "{categories: {order: {outcome: permit}, contact.email: {outcome: permit}}}",
            BOTH,
            [("categories.order.outcome", ("permit",), ("deny",))],
        ),
    ],
    ids=str,
)
def test_otherwise(
    policy: pp.Policy, expect: str, request_: str, differences: list[tuple[str, tuple[str, ...], tuple[str, ...]]]
) -> None:
    assert expecting(policy, expect, request_) == differences


# --- the wrong reason -----------------------------------------------------------------------------------------------


def test_a_denial_for_another_reason_fails(policy: pp.Policy) -> None:
    expect = "{outcome: deny, reasons: [consent-missing]}"
    assert expecting(policy, expect, SOLD) == [("reasons", ("consent-missing",), ("not-covered", "prohibited"))]


def test_a_denial_for_one_reason_more_fails(policy: pp.Policy) -> None:
    assert expecting(policy, "{outcome: deny, reasons: [not-covered]}", SOLD) == [("reasons", (), ("prohibited",))]


def test_a_denial_by_another_prohibition_fails(policy: pp.Policy) -> None:
    expect = "{reasons: [not-covered, {code: prohibited, path: prohibitions.no-partners}]}"
    wanted = "{code: prohibited, path: prohibitions.no-partners}"
    got = "{code: prohibited, path: prohibitions.no-sale}"
    assert expecting(policy, expect, SOLD) == [("reasons", (wanted,), (got,))]


def test_a_denial_of_another_activity_fails(policy: pp.Policy) -> None:
    expect = "{reasons: [{code: consent-missing, activity: serve}]}"
    ((key, lacking, _),) = expecting(policy, expect)
    assert (key, lacking) == ("reasons", ("{code: consent-missing, activity: serve}",))


def test_reasons_that_must_not_be(policy: pp.Policy) -> None:
    assert expecting(policy, "{reasons: {exclude: [prohibited]}}", SOLD) == [("reasons", (), ("prohibited",))]


def test_a_permit_by_another_activity_fails(policy: pp.Policy) -> None:
    assert expecting(policy, "{outcome: permit, activity: send}", SERVED) == [("activity", ("send",), ("serve",))]


# --- needs ----------------------------------------------------------------------------------------------------------

FACTS = "{purpose: service, complete: false, context: {restricted: false, events: {collected: 2024-04-01}}}"


def test_needs_are_sets_of_sets(policy: pp.Policy) -> None:
    assert expecting(policy, "{needs: [[{fact: contract, value: active}]]}", FACTS) == []
    request = "{purpose: service, complete: false, context: {restricted: false}}"
    (result,) = asked(policy, f"{HEAD}  - name: x\n    request: {request}\n    expect: {{needs: []}}\n").values()
    (difference,) = result.differences
    assert len(difference.got) >= 1
    ways = [list(reversed(way)) for way in reversed(difference.got)]
    assert expecting(policy, f"{{needs: {ways}}}".replace("'", "").replace("None", "null"), request) == []


def test_needs_of_another_value(policy: pp.Policy) -> None:
    told = expecting(policy, "{needs: [[{fact: contract, value: ended}]]}", FACTS)
    assert told == [("needs", ("[{fact: contract, value: ended}]",), ("[{fact: contract, value: active}]",))]


# --- the law --------------------------------------------------------------------------------------------------------


def test_with_and_without_the_law(policy: pp.Policy) -> None:
    abroad = "{purpose: service, recipient: abroad, operation: disclose, context: {facts: {contract: active}}}"
    text = f"""{HEAD}
  - name: under the law
    request: {abroad}
    expect: {{outcome: deny, reasons: [transfer], policy-alone: permit}}
  - name: alone
    request: {abroad}
    law: off
    expect: {{outcome: permit, activity: serve}}
"""
    assert all(result.passed for result in asked(policy, text).values())


def test_the_law_of_the_defaults(policy: pp.Policy) -> None:
    text = (
        HEAD.replace("defaults: {", "defaults: {law: off, ") + "  - {name: x, expect: {reasons: [consent-missing]}}\n"
    )
    (result,) = asked(policy, text).values()
    assert not result.case.law
