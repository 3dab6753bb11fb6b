"""What is wrong with a file of tests is told with its line, and nothing of such a file is run."""

import re

import pytest
from tests.testing.shop import prepared

import privpolicy as pp
from privpolicy.diagnostics.codes import CODES, TEST_CODES, code_with_id

_MARKER = re.compile(r"# expect: (PP\d{3}(?: PP\d{3})*)$")

DEFAULTS = "defaults: {request: {at: 2024-05-01, complete: true, purpose: news, data: contact.email}}\n"
ONE = "cases: [{name: x, expect: permit}]\n"

FAULTS = {
    "unknown keys": """\
defaults:
  requests: {}                              # expect: PP103
case: [x]                                   # expect: PP103
cases:
  - name: x
    expects: permit                         # expect: PP103
""",
    "no cases": "policy: shop  # expect: PP104\n",
    "no cases in the list": "cases: []  # expect: PP107\n",
    "a case without a name": "cases:\n  - {expect: permit}  # expect: PP104\n",
    "keys without a value": """\
cases:
  - name:                                   # expect: PP105
    request:                                # expect: PP105
    expect:
      outcome:                              # expect: PP105
      reasons:                              # expect: PP105
""",
    "wrong types": """\
cases:
  - name: [x]                               # expect: PP105
    request: permit                         # expect: PP105
    matrix: [a]                             # expect: PP105
    expect: [permit]                        # expect: PP105
""",
    "not one of": """\
cases:
  - name: x
    law: true                               # expect: PP106
    expect: permitt                         # expect: PP106
  - name: y
    expect: {outcome: denied}               # expect: PP106
  - name: z
    expect:
      reasons: [not-coverd]                 # expect: PP106
      legal-basis: contrat                  # expect: PP106
""",
    "no date": """\
cases:
  - name: x
    at: yesterday                           # expect: PP109
    expect: {until: 2024-13-01}             # expect: PP109
""",
    "no reasons": "cases:\n  - {name: x, expect: {reasons: []}}  # expect: PP107\n",
    "a need of nothing": "cases:\n  - {name: x, expect: {needs: [[{value: 1}]]}}  # expect: PP118\n",
    "text that is no YAML": "cases:\n  - {name: x  # expect: PP010\n",
    "no mapping": "- name: x  # expect: PP013\n",
    "an anchor": "cases:\n  - &a {name: x, expect: permit}  # expect: PP016\n",
    "a double key": "cases:\n  - name: x\n    expect: permit\n    expect: deny  # expect: PP020\n",
    "a request that lacks something": """\
cases:
  - {name: x, request: {data: order}, at: 2024-05-01, expect: permit} # expect: PP820
""",
    "unknown names in a request": f"""\
{DEFAULTS}
cases:
  - name: x
    request: {{purpose: servce}}              # expect: PP820
    expect: permit
  - name: y
    request:
      data: [order, contact.mail]           # expect: PP820
    expect: permit
  - name: z
    request:
      context:
        facts: {{contrac: active}}            # expect: PP820
    expect: permit
  - name: u
    request: {{context: {{consents: [{{purpose: new, given: 2024-01-01}}]}}}}  # expect: PP820
    expect: permit
  - name: v
    request: {{context: {{facts: {{contract: finished}}}}}}  # expect: PP820
    expect: permit
""",
    "wrong values in a request": f"""\
{DEFAULTS}
cases:
  - name: x
    request:
      context:
        restricted: perhaps                 # expect: PP820
    expect: permit
  - name: y
    request: {{dat: order}}                   # expect: PP820
    expect: permit
  - name: z
    request: {{at: 2024-02-30}}               # expect: PP820
    expect: permit
""",
    "wrong in the defaults, told once": """\
defaults:
  request:
    at: 2024-05-01
    purpose: newz                           # expect: PP820
    data: contact.email
cases:
  - {name: x, expect: permit}
  - {name: y, expect: permit}
""",
    "wrong in a matrix": f"""\
{DEFAULTS}
cases:
  - name: x
    matrix:
      recipient:
        - controller
        - partnr                            # expect: PP820
      context.facts.contract: [active, ended]
    expect: permit
""",
    "a matrix of no key": f"""\
{DEFAULTS}
cases:
  - name: a
    matrix: {{}}                              # expect: PP823
    expect: permit
  - name: b
    matrix:
      facts.contract: [active]              # expect: PP823
      context.subject.size: [1]             # expect: PP823
      context.facts: [{{contract: active}}]
    expect: permit
""",
    "a matrix without values": "cases:\n  - {name: x, matrix: {purpose: []}, expect: permit}  # expect: PP107\n",
    "a matrix that is too large": f"""\
{DEFAULTS}
cases:
  - name: x
    matrix:                                 # expect: PP823
      context.facts.score: [{", ".join(map(str, range(101)))}]
      context.subject.age: [{", ".join(map(str, range(101)))}]
    expect: permit
""",
    "the same name twice": f"""\
{DEFAULTS}
cases:
  - name: x
    expect: permit
  - name: x                                 # expect: PP822
    expect: permit
  - name: z
    matrix:
      at: [2024-05-01, 2024-05-01]          # expect: PP822
    expect: permit
""",
    "nothing is expected": f"""\
{DEFAULTS}
cases:
  - name: x                                 # expect: PP824
  - name: y                                 # expect: PP824
    expect: {{}}
""",
    "two instants": f"""\
{DEFAULTS}
cases:
  - name: x
    request: {{at: 2024-05-02}}
    at: 2024-05-03                          # expect: PP118
    expect: permit
""",
    "no instant": """\
cases:
  - name: x                                 # expect: PP826
    request: {purpose: news, data: contact.email}
    expect: permit
""",
    "unknown names in an expectation": f"""\
{DEFAULTS}
cases:
  - name: x
    expect:
      activity: sned                        # expect: PP209
      obligations: [tsl]                    # expect: PP208
      needs:
        - [{{fact: contrac, value: active}}]  # expect: PP206
        - [{{fact: contract, value: over}}]   # expect: PP214
        - [{{fact: subject.age, value: old}}] # expect: PP214
        - [{{fact: consent, purpose: new}}]   # expect: PP201
        - [{{fact: consent}}]                 # expect: PP104
        - [{{event: contract-ends}}]          # expect: PP205
        - [{{event: contract-end, value: x}}] # expect: PP109
        - [{{policy: recipients.abroa.country}}] # expect: PP827
      reasons:
        - {{code: prohibited, path: prohibitions.no-sal}} # expect: PP827
        - {{code: consent-missing, activity: sned}} # expect: PP209
        - {{code: consent-missing, path: activity.send}} # expect: PP827
      categories:
        contact.mail: {{outcome: permit}}     # expect: PP202
        contact.phone:                      # expect: PP825
          outcome: permit
        contact.email: {{activity: sned}}     # expect: PP209
""",
    "unknown names in the defaults": """\
defaults:
  request: {at: 2024-05-01, complete: true, purpose: news, data: contact.email}
  expect: {outcome: permit, activity: sned}  # expect: PP209
cases:
  - {name: x}
  - {name: y}
""",
}


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS)
def test_reports_exactly_what_is_marked(policy: pp.Policy, text: str) -> None:
    expected = sorted(
        (number, code)
        for number, line in enumerate(text.splitlines(), 1)
        if (marker := _MARKER.search(line))
        for code in marker[1].split()
    )
    ready = prepared(policy, text)
    found = sorted((one.span.line, one.code.id) for one in ready.diagnostics if one.span is not None)
    assert found == expected, "\n".join(map(str, ready.diagnostics))
    assert ready.faulty == any(code_with_id(code).severity == "error" for _, code in expected)
    assert bool(ready.cases) != ready.faulty


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS)
def test_speaks_in_one_quiet_line(policy: pp.Policy, text: str) -> None:
    for diagnostic in prepared(policy, text).diagnostics:
        message = diagnostic.message
        assert message == " ".join(message.split())
        assert not message.endswith(".")
        assert message[0] == "`" or message[0].islower()
        assert message.count("`") % 2 == 0
        assert len(message) < 200


def advice(policy: pp.Policy, text: str) -> list[str | None]:
    return [one.help for one in prepared(policy, text).diagnostics]


def test_the_name_that_was_meant(policy: pp.Policy) -> None:
    assert advice(policy, DEFAULTS + "cases: [{name: x, request: {purpose: servce}, expect: permit}]\n") == [
        "did you mean `service`?"
    ]
    assert advice(policy, DEFAULTS + "cases: [{name: x, expect: {activity: sned}}]\n") == ["did you mean `send`?"]
    assert advice(policy, DEFAULTS + "cases: [{name: x, expct: deny}]\n") == ["did you mean `expect`?"]
    assert advice(policy, DEFAULTS + "cases: [{name: x, matrix: {recipent: [a]}, expect: deny}]\n") == [
        "did you mean `recipient`?"
    ]


def test_columns(policy: pp.Policy) -> None:
    text = DEFAULTS + "cases:\n  - {name: x, request: {context: {facts: {contract: over}}}, expect: permit}\n"
    (fault,) = prepared(policy, text).diagnostics
    assert fault.span is not None
    assert (fault.span.line, fault.span.column) == (3, text.splitlines()[2].index("over") + 1)
    assert str(fault.span).startswith("shop/tests/shop.policytest.yaml:3:")


def test_codes_are_sorted_and_their_own() -> None:
    ids = [code.id for code in TEST_CODES]
    assert ids == sorted(set(ids))
    assert not {code.id for code in CODES} & set(ids)
    assert not {code.name for code in CODES} & {code.name for code in TEST_CODES}
    assert all(code_with_id(code.id) is code for code in TEST_CODES)


def test_every_code_has_a_fault() -> None:
    told = {code for text in FAULTS.values() for code in re.findall(r"PP82\d", text)}
    elsewhere = {"PP821", "PP828"}
    assert told | elsewhere == {code.id for code in TEST_CODES}
