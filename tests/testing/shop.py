"""A small policy, and a way to put tests to it."""

from pathlib import Path

import privpolicy as pp
from privpolicy.testing.prepare import Prepared, prepare
from privpolicy.testing.read import TestFile, tests_in
from privpolicy.testing.report import Result
from privpolicy.testing.run import ask

SHOP = """\
policy: {language: 1, id: shop, law: [eu-gdpr]}
purposes: {service: {}, service.billing: {}, news: {direct-marketing: true}}
data-categories: {contact: {}, contact.email: {}, contact.phone: {}, order: {}}
data-subjects: {person: {}}
recipients: {partner: {role: third-party, country: FR}, abroad: {role: processor, country: US}}
events: {contract-end: {}}
facts: {contract: {type: enum, values: [active, ended]}, score: {type: number}, since: {type: date}}
safeguards: {tls: {}}
activities:
  serve:
    purposes: [service]
    legal-basis: contract
    data-subjects: [person]
    data: [contact, order]
    recipients: [controller, abroad]
    operations: [use, store, disclose]
    obligations: [tls]
    when: {contract: active}
    retention: P1Y
  send:
    purposes: [news]
    legal-basis: consent
    data-subjects: [person]
    data: [contact.email]
prohibitions:
  no-sale: {operations: [sell]}
  no-partners: {recipients: [partner]}
"""
FILE = Path("shop/tests/shop.policytest.yaml")
HEAD = "defaults: {request: {at: 2024-05-01, complete: true, purpose: news, data: contact.email}}\ncases:\n"


def shop(folder: Path) -> pp.Policy:
    """Write the policy into a folder and load it."""
    (folder / "policy.yaml").write_text(SHOP, encoding="utf-8")
    return pp.load(folder)


def written(text: str) -> TestFile:
    return tests_in(text.encode(), FILE)


def prepared(policy: pp.Policy, text: str) -> Prepared:
    return prepare(written(text), policy)


def asked(policy: pp.Policy, text: str) -> dict[str, Result]:
    """Run a file without a fault, and return its results by name."""
    ready = prepared(policy, text)
    assert not [one for one in ready.diagnostics if one.is_error], list(map(str, ready.diagnostics))
    return {case.name: ask(case, policy, "shop") for case in ready.cases}
