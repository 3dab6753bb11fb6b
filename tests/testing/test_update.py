"""``--update`` writes what is answered, and leaves every other byte as it was."""

import pytest
from tests.testing.shop import HEAD, written

import privpolicy as pp
from privpolicy.testing.prepare import prepare
from privpolicy.testing.report import FileReport
from privpolicy.testing.run import ask
from privpolicy.testing.update import Updated, updated


def update(policy: pp.Policy, text: str) -> Updated:
    file = written(text)
    ready = prepare(file, policy)
    assert not ready.faulty, list(map(str, ready.diagnostics))
    results = tuple(ask(case, policy, "shop") for case in ready.cases)
    return updated(FileReport(file, "shop", results, ready.diagnostics))


BEFORE = """\
# Tests of the shop.   Two blanks   stay.

defaults:
  request: {at: 2024-05-01, complete: true, purpose: news, data: contact.email}   # a comment

cases:
  # What passes is not touched:
  - name: right
    expect: { outcome:   deny,   reasons: [ consent-missing ] }

  - name: a text
    expect: permit        # it was so once
  - name: flow
    expect: {outcome: permit, activity: send, until: 2030-01-01, policy-alone: permit}  # S1

  - name: block
    request: {operation: sell}
    expect:
      outcome: 'conditional'   # quoted
      reasons:                 # why
        - consent-missing      # the first goes
        - prohibited           # the second stays

  - name: fewer
    expect:
      reasons:
      - consent-missing        # stays

      - prohibited             # goes
      # a comment of its own

  - name: nothing written
    request: {purpose: service, context: {facts: {contract: active}}}
    expect:
      activity:
      legal-basis: ~
      obligations: []
      until: null

  - name: needs
    request: {complete: false, context: {restricted: false, objections: [], events: {collected: 2024-04-01}}}
    expect:
      needs:
      - [{fact: consent, purpose: service}]
  - name: a category
    expect:
      categories:
        contact.email: {outcome: permit}   # here, too
"""

AFTER = """\
# Tests of the shop.   Two blanks   stay.

defaults:
  request: {at: 2024-05-01, complete: true, purpose: news, data: contact.email}   # a comment

cases:
  # What passes is not touched:
  - name: right
    expect: { outcome:   deny,   reasons: [ consent-missing ] }

  - name: a text
    expect: deny        # it was so once
  - name: flow
    expect: {outcome: deny, activity: null, until: null, policy-alone: deny}  # S1

  - name: block
    request: {operation: sell}
    expect:
      outcome: deny   # quoted
      reasons:                 # why
        - not-covered      # the first goes
        - prohibited           # the second stays

  - name: fewer
    expect:
      reasons:
      - consent-missing        # stays

      # a comment of its own

  - name: nothing written
    request: {purpose: service, context: {facts: {contract: active}}}
    expect:
      activity: serve
      legal-basis: contract
      obligations: [tls]
      until: 2025-05-01

  - name: needs
    request: {complete: false, context: {restricted: false, objections: [], events: {collected: 2024-04-01}}}
    expect:
      needs:
        [[{fact: consent, purpose: news}]]
  - name: a category
    expect:
      categories:
        contact.email: {outcome: deny}   # here, too
"""


@pytest.mark.parametrize("sign", ["\n", "\r\n"], ids=["unix", "windows"])
def test_only_what_is_stated_is_rewritten(policy: pp.Policy, sign: str) -> None:
    done = update(policy, BEFORE.replace("\n", sign))
    assert done.left == ()
    assert done.text == AFTER.replace("\n", sign)
    again = update(policy, done.text)
    assert (again.text, again.rewritten) == (done.text, 0)


def test_a_list_that_grows(policy: pp.Policy) -> None:
    text = (
        f"{HEAD}  - name: x\n    request: {{operation: sell}}\n    expect:\n      reasons:\n        - prohibited # S1"
    )
    assert update(policy, text).text == f"{text}\n        - not-covered"
    assert update(policy, f"{text}\n").text == f"{text}\n        - not-covered\n"


def test_a_matrix_that_agrees(policy: pp.Policy) -> None:
    text = f"{HEAD}  - {{name: x, matrix: {{at: [2024-05-01, 2024-06-01]}}, expect: permit}}\n"
    assert update(policy, text) == Updated(text.replace("permit", "deny"), 1, ())


def test_a_matrix_that_does_not_agree(policy: pp.Policy) -> None:
    text = f"""{HEAD}
  - name: x
    request: {{purpose: service}}
    matrix: {{context.facts.contract: [active, ended]}}
    expect: permit
"""
    done = update(policy, text)
    assert (done.text, done.rewritten) == (text, 0)
    (left,) = done.left
    assert "x [context.facts.contract=ended]: `outcome` is not the same for all that its matrix yields" in left


def test_defaults_are_left(policy: pp.Policy) -> None:
    text = f"{HEAD.replace('cases:', '').replace('}}', '}, expect: {outcome: permit}}')}\ncases:\n  - name: x\n"
    done = update(policy, text)
    assert done.text == text
    assert "stands in the defaults" in done.left[0]


def test_reasons_with_more_than_codes_are_left(policy: pp.Policy) -> None:
    for reasons in ("[{code: prohibited, path: prohibitions.no-sale}]", "{include: [prohibited]}"):
        text = f"{HEAD}  - {{name: x, expect: {{outcome: permit, reasons: {reasons}}}}}\n"
        done = update(policy, text)
        assert done.text == text.replace("permit", "deny")
        assert "says more than codes" in done.left[0]
