"""Whatever stands in a file, it is answered with diagnostics."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from privpolicy.api import inspect
from privpolicy.syntax.events import pure_events
from privpolicy.syntax.parse import parse

VALID = """\
policy: {language: 1, id: tiny, version: 2019-11, law: [eu-gdpr], effective: {from: 2019-11-01}}
controller: {name: Tiny, country: FR}
purposes:
  service: {title: {en: Service, fr: Service}}
  service.billing: {dpv: dpv:PaymentManagement, broader: [claims]}
  claims: {legal-claims: true}
data-categories: {contact: , contact.email: {sensitivity: ordinary}}
data-subjects: {user: {child: true}}
recipients:
  paypal:
    role: processor
    country: US
    transfer-tools: [{tool: standard-clauses, framework: scc-2010, from: 2019-01-01}]
events: {contract-end: }
facts: {contract: {type: enum, values: [active, ended]}, since: {type: date}}
retention:
  account:
    phases:
      - {phase: active, until: contract-end}
      - {phase: restricted, for: P10Y, purposes: [claims]}
    at-least: P1Y
    then: erase
activities:
  payment:
    purposes: [service.billing]
    legal-basis: contract
    data-subjects: [user]
    data: [contact]
    recipients: [controller, paypal]
    retention: account
    when: {contract: active, any: [{age: {at-least: 18}}, {not: {country: [FR, DE]}}]}
prohibitions:
  none:
    operations: [disclose]
    unless: [{consent: true}, {legal-basis: [contract]}, {since: {before: 2019-11-15}}]
"""
WORDS = st.sampled_from(
    ["&a ", "*a", "<<: ", "!t ", "- ", ": ", "\n", "\t", "{", "}", "[", "]", "'", '"', "|\n", "#", "? ", "%", "---\n",
     "null", "true", "3", ".inf", "2024-02-30", "P1", "any", "not", "consent", "controller", "é", "\0", "\u2028",
     "\ue000"]
)  # fmt: skip
CUTS = st.lists(st.tuples(st.integers(0, len(VALID)), st.integers(0, 30), WORDS | st.just("")), min_size=1, max_size=4)


def answers(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        Path(folder, "policy.yaml").write_bytes(data)
        loaded = inspect(Path(folder))
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert (loaded.model is None) == any(one.is_error for one in loaded.diagnostics)
    for diagnostic in loaded.diagnostics:
        assert diagnostic.span is not None
        assert 1 <= diagnostic.span.line <= lines
        assert diagnostic.span.column >= 1
        assert "\n" not in diagnostic.message
        assert str(diagnostic.to_dict())


def test_valid_policy_is_valid() -> None:
    with TemporaryDirectory() as folder:
        Path(folder, "policy.yaml").write_text(VALID)
        loaded = inspect(Path(folder))
    assert loaded.diagnostics == ()
    assert loaded.model is not None


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    answers(data)


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    answers(text.encode("utf-8", "surrogatepass"))


@given(CUTS)
def test_any_slip_in_a_policy(cuts: list[tuple[int, int, str]]) -> None:
    text = VALID
    for start, length, word in cuts:
        text = text[:start] + word + text[start + length :]
    answers(text.encode())


@given(st.text(alphabet="ab:-?[]{},'\"#&*!|>%@ \n\t\\0\ue000", max_size=60))
def test_any_text_for_the_pure_parser(text: str) -> None:
    for diagnostic in parse(text.encode(), "policy.yaml", pure_events).diagnostics:
        assert diagnostic.span is not None
