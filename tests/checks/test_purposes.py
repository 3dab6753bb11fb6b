"""Edges of the checks on purposes and data. Lines that have to be reported are marked; no other may be."""

from pathlib import Path

import pytest
from tests.checks.examples import examined, lines

from privpolicy.lint.checks.purposes import CHECKS
from privpolicy.lint.page import EXPECT, TODAY

BY_ID = {one.id: one for one in CHECKS}
FRANCE = "policy: {language: 1, id: example, law: [fr]}\n"


def marked(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if line.rstrip().endswith(EXPECT)]


WORDING = [
    ("PP410", TODAY, "ids and titles, in each language", """
purposes:
  other:  # expect
  service.other-services:  # expect
  service:
    title:
      en: Deliver
      fr: Livraison et autres services  # expect
  reports: {title: Reports etc.}  # expect
  needs: {title: Business needs}  # expect
activities:
  a:
    purposes: [other, service, service.other-services, reports, needs]
    legal-basis: contract
    data-subjects: [s]
    data: [d]
"""),
    ("PP410", TODAY, "descriptions, whole words, and purposes that nobody serves", """
purposes:
  mother-care: {title: Care for mothers, description: 'The notice says "other services", etc.'}
  delivery: {title: Deliver to another address}
  commerce: {title: Variety of the business}
  other: {title: Various purposes}
activities:
  a: {purposes: [mother-care, delivery, commerce], legal-basis: contract, data-subjects: [s], data: [d]}
"""),
    ("PP410", "2018-05-24", "before the Regulation", """
purposes:
  p: {title: Other purposes}
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
"""),
    ("PP423", TODAY, "titles and descriptions, in two languages", """
data-categories:
  a: {title: Sensitive data}  # expect
  b:
    description:
      fr: Des données sensibles  # expect
"""),
    ("PP423", TODAY, "what is special may be called so, and what is said not to be", """
data-categories:
  a: {title: Sensitive data, sensitivity: special}
  a.b: {title: Sensitive data of diagnosis}
  c: {title: Sensitive data on offences, sensitivity: criminal}
  e: {description: This is not sensitive data.}
  f: {description: So-called sensitive data are none.}
  g: {title: Sensitive skin}
"""),
]  # fmt: skip

SENSITIVE = [
    ("PP412", TODAY, "marked, inherited along dots and `broader`, and a part", """
data-categories:
  health: {sensitivity: special}
  health.blood: {}
  wishes: {broader: [health]}
  file: {}
  file.sick-leave: {broader: [health]}
  file.pay: {}
activities:
  a: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [health.blood]}  # expect
  b: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [wishes]}  # expect
  c: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [file]}  # expect
  e: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [file.pay]}
  f: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [file], special-category-condition: employment}
  g: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [file], operations: [erase, restrict]}
  h: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [file], role: processor}
"""),
    ("PP413", TODAY, "basis and law", """
data-categories:
  offences: {sensitivity: criminal}
activities:
  a: {purposes: [p], legal-basis: legal-obligation, data-subjects: [s], data: [offences]}  # expect
  b: {purposes: [p], legal-basis: legitimate-interests, law: x, data-subjects: [s], data: [offences]}  # expect
  c: {purposes: [p], legal-basis: public-task, law: x, data-subjects: [s], data: [offences]}
  e: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [offences], operations: [erase]}
"""),
    ("PP416", TODAY, "explicit consent is the only way", """
purposes:
  ads: {direct-marketing: true}
data-categories:
  faith: {sensitivity: special}
activities:
  a: {purposes: [ads], legal-basis: consent, data-subjects: [s], data: [faith]}  # expect
  b: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [faith]}
  c:
    purposes: [ads]
    legal-basis: consent
    special-category-condition: explicit-consent
    data-subjects: [s]
    data: [faith]
"""),
]  # fmt: skip

BREADTH = [
    ("PP414", TODAY, "every purpose, every operation", """
purposes: {p: , q: , r: }
activities:
  a:
    purposes: [p, q, r]  # expect
    legal-basis: contract
    data-subjects: [s]
    data: [d]
  b:
    purposes: [p, q]
    legal-basis: contract
    data-subjects: [s]
    data: [d]
    operations:  # expect
      [collect, record, store, use, consult, combine, profile, disclose, publish, sell, alter, pseudonymise]
"""),
    ("PP414", TODAY, "a host, a duty, and a policy with few categories", """
data-categories: {d: , e: , f: , g: , g.h: }
activities:
  host: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d, e, f, g], operations: [store, disclose]}
  access: {purposes: [p], legal-basis: legal-obligation, data-subjects: [s], data: [d, e, f, g]}
  parts: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d, e, f, g.h]}
"""),
    ("PP414", TODAY, "the one category above all others", """
data-categories: {all: , all.a: , all.b: , all.c: , all.d: , all.e: }
activities:
  a:
    purposes: [p]
    legal-basis: contract
    data-subjects: [s]
    data: [all]  # expect
  b: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [all.a, all.b, all.c, all.d, all.e]}
"""),
    ("PP414", TODAY, "one with few below it", """
data-categories: {contact: , contact.a: , contact.b: , contact.c: , contact.d: }
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [contact]}
"""),
    ("PP428", TODAY, "by term, id or title, wholly, where it is used and nothing below it is marked", """
data-categories:
  health:  # expect
  file:
  file.medical-record:  # expect
  union: {title: Trade-union membership of staff}  # expect
  beliefs: {dpv: "pd:Religion"}  # expect
  status: {title: {fr: Dossier médical}}  # expect
  insurance: {title: Health insurance number}
  origin: {title: Country of origin}
  diagnosis: {sensitivity: special}
  religion: {title: Unused}
  disability:
  disability.degree: {sensitivity: special}
  handicap: {dpv: "pd:Preference"}
activities:
  a:
    purposes: [p]
    legal-basis: contract
    data-subjects: [s]
    data: [health, file, union, beliefs, status, insurance, origin, diagnosis, disability, handicap]
"""),
    ("PP414", TODAY, "few categories may all be needed", """
data-categories: {d: , e: , f: }
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d, e, f]}
"""),
    ("PP417", TODAY, "a narrower or broader purpose is no other one, security and claims are expected", """
purposes:
  claims: {legal-claims: true}
  shop: {}
  shop.orders: {}
  security: {}
activities:
  source: {purposes: [shop.orders], legal-basis: contract, data-subjects: [s], data: [d]}
  same: {purposes: [shop], legal-basis: legitimate-interests, data-subjects: [s], data: [d],
      further-processing-of: [source]}
  claims: {purposes: [claims, security], legal-basis: legitimate-interests, data-subjects: [s], data: [d],
      further-processing-of: [source]}
  contract: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d],
      further-processing-of: [source]}
  other: {purposes: [p], legal-basis: legitimate-interests, data-subjects: [s], data: [d],
      further-processing-of: [same, source]}  # expect
"""),
    ("PP418", TODAY, "data or persons in common suffice, parts included", """
activities:
  source: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
  persons: {purposes: [q], legal-basis: contract, data-subjects: [s.t], data: [e], further-processing-of: [source]}
  data: {purposes: [q], legal-basis: contract, data-subjects: [u], data: [d.f], further-processing-of: [source]}
  none: {purposes: [q], legal-basis: contract, data-subjects: [u], data: [e], further-processing-of: [source]}  # expect
"""),
    ("PP424", TODAY, "consent and nothing else", """
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d], operations: [use, sell]}  # expect
  b: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [d], operations: [sell]}
  c: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
"""),
]  # fmt: skip

CHILDREN = [
    ("PP415", TODAY, "children among others, any basis but consent", """
purposes:
  ads: {direct-marketing: true}
data-subjects:
  family: {}
  family.child: {child: true}
  family.parent: {}
activities:
  a: {purposes: [ads], legal-basis: contract, data-subjects: [family], data: [d]}  # expect
  b: {purposes: [ads], legal-basis: contract, data-subjects: [family.parent], data: [d]}
  c: {purposes: [ads], legal-basis: consent, data-subjects: [family], data: [d]}
  e: {purposes: [p], legal-basis: contract, data-subjects: [family], data: [d]}
"""),
    ("PP426", TODAY, "explicit consent and research aside", """
data-subjects:
  pupil: {child: true}
activities:
  a: {purposes: [p], legal-basis: consent, data-subjects: [pupil], data: [d], operations: [profile]}  # expect
  b: {purposes: [p], legal-basis: consent, consent: {explicit: true}, data-subjects: [pupil], data: [d],
      operations: [profile]}
  c: {purposes: [p], legal-basis: contract, data-subjects: [pupil], data: [d], operations: [combine]}
  e: {purposes: [p], legal-basis: public-task, special-category-condition: research, data-subjects: [pupil],
      data: [d], operations: [profile]}
"""),
]  # fmt: skip

DATA = [
    ("PP420", TODAY, "requests by term or words, documents by term or words", """
purposes:
  droits: {title: Exercice des droits}
  droits.identite: {dpv: dpv:IdentityVerification}
data-categories:
  piece: {title: Pièce d\N{RIGHT SINGLE QUOTATION MARK}identité}
activities:
  a: {purposes: [droits], legal-basis: legal-obligation, data-subjects: [s], data: [piece]}  # expect
  b: {purposes: [droits.identite], legal-basis: legal-obligation, data-subjects: [s], data: [passport]}  # expect
  c: {purposes: [droits], legal-basis: legal-obligation, data-subjects: [s], data: [piece], when: {doubt: true}}
  e: {purposes: [droits], legal-basis: legal-obligation, data-subjects: [s], data: [piece], operations: [erase]}
  know-your-customer: {purposes: [kyc], legal-basis: legal-obligation, data-subjects: [s], data: [passport]}
"""),
    ("PP421", TODAY, "a processor debits", """
recipients:
  wallet: {role: third-party, country: LU}
  cashier: {role: processor, country: FR}
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [iban], recipients: [controller, wallet, cashier]}
"""),
    ("PP421", TODAY, "nobody gets it, so nothing can be told", """
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [iban]}
"""),
    ("PP421", TODAY, "told once, where it is collected; a duty to hand over collects nothing", """
recipients:
  wallet: {role: third-party, country: LU}
activities:
  duty: {purposes: [p], legal-basis: legal-obligation,
      data-subjects: [s], data: [iban], recipients: [controller, wallet]}
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [iban]}  # expect
  b: {purposes: [q], legal-basis: contract, data-subjects: [s], data: [iban]}
"""),
    ("PP422", TODAY, "codes by their names, and what holds them", FRANCE + """
data-categories:
  card: {}
  card.cvc: {}
  code: {title: Cryptogramme visuel}
  door: {title: Security code of the door}
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [card]}  # expect
  b: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [code], operations: [store]}  # expect
  c: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [code], operations: [collect, use]}
  e: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [door]}
"""),
    *(
        ("PP422", on, f"on {on}", FRANCE + f"""
activities:
  a: {{purposes: [p], legal-basis: contract, data-subjects: [s], data: [cvv]}}{mark}
""")
        for on, mark in (("2018-10-08", ""), ("2018-10-09", "  # expect"))
    ),
    ("PP425", TODAY, "published, or disclosed to the public; a contract may be about just that", """
activities:
  a: {purposes: [p], legal-basis: legitimate-interests, data-subjects: [s], data: [email-address],  # expect
      operations: [disclose], recipients: [public]}
  b: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [email-address], operations: [publish]}
  c: {purposes: [p], legal-basis: legitimate-interests, data-subjects: [s], data: [name], operations: [publish]}
"""),
    ("PP427", TODAY, "to the public, to third parties, not to processors and the person", """
recipients:
  host: {role: processor, country: FR}
  other: {role: joint-controller, country: FR}
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [password], operations: [disclose],
      recipients: [host, data-subject]}
  b: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [password], recipients: [other]}
  c: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [password],  # expect
      operations: [disclose], recipients: [other]}
  e: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [password],  # expect
      operations: [publish], recipients: [controller, public]}
"""),
]  # fmt: skip

CASES = [*WORDING, *SENSITIVE, *BREADTH, *CHILDREN, *DATA]


@pytest.mark.parametrize(("check", "on", "what", "text"), CASES, ids=[f"{one[0]}: {one[2]}" for one in CASES])
def test_edges(check: str, on: str, what: str, text: str, tmp_path: Path) -> None:
    assert lines(BY_ID[check], text, on, tmp_path) == marked(text), what


def test_every_check_has_an_edge() -> None:
    assert {one[0] for one in CASES} == set(BY_ID)


def test_checks_stand_in_the_order_of_their_ids() -> None:
    assert [one.id for one in CHECKS] == sorted(BY_ID)


def test_the_special_part_of_a_category_is_named(tmp_path: Path) -> None:
    text = """
data-categories:
  file: {}
  file.health: {sensitivity: special}
  file.health.blood: {}
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [file]}
"""
    (found,) = BY_ID["PP412"].findings(examined(text, TODAY, tmp_path))
    assert "`file.health` as a part of `file`" in found.message
