"""Edges of the checks on legal basis and consent. Lines that have to be reported are marked; no other may be."""

from pathlib import Path

import pytest
from tests.checks.examples import examined, lines

from privpolicy.lint.checks.legal_basis import CHECKS
from privpolicy.lint.page import EXPECT, TODAY

BY_ID = {one.id: one for one in CHECKS}
FRANCE = "policy: {language: 1, id: example, law: [fr]}\n"


def marked(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), 1) if line.rstrip().endswith(EXPECT)]


NAMING = [
    ("PP310", TODAY, "an interest of blanks is none", """
activities:
  a: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: " ",  # expect
      data-subjects: [s], data: [d]}
"""),
    ("PP310", TODAY, "a processor leaves it to the controller to name one", """
activities:
  a:
    {purposes: [p], legal-basis: legitimate-interests, data-subjects: [s], data: [d], role: processor}
"""),
    ("PP310", TODAY, "what is over is not looked at", """
activities:
  a: {purposes: [p], legal-basis: legitimate-interests, data-subjects: [s], data: [d], effective: {until: 2020-01-01}}
"""),
    ("PP310", "2018-05-24", "before the Regulation", """
activities:
  a: {purposes: [p], legal-basis: legitimate-interests, data-subjects: [s], data: [d]}
"""),
    ("PP311", TODAY, "named by id, title, group, or as others in general", """
recipients:
  ads: {title: {en: Adshop Ltd, fr: Adshop}}
  ads.paris: {role: third-party, country: FR}
  press: {role: joint-controller, country: FR}
activities:
  a:
    purposes: [p]
    legal-basis: legitimate-interests
    legitimate-interest: The legitimate interest of Adshop Ltd in showing offers  # expect
    data-subjects: [s]
    data: [d]
  b:
    purposes: [p]
    legal-basis: legitimate-interests
    legitimate-interest: press\N{RIGHT SINGLE QUOTATION MARK}s economic interest  # expect
    data-subjects: [s]
    data: [d]
  c:
    purposes: [p]
    legal-basis: legitimate-interests
    legitimate-interest: The interests of third parties in reaching buyers  # expect
    data-subjects: [s]
    data: [d]
  d:
    purposes: [p]
    legal-basis: legitimate-interests
    legitimate-interest: L'intérêt légitime de nos annonceurs
    data-subjects: [s]
    data: [d]
  e:
    purposes: [p]
    legal-basis: legitimate-interests
    legitimate-interest: L'intérêt légitime poursuivi par les annonceurs  # expect
    data-subjects: [s]
    data: [d]
"""),
    ("PP311", TODAY, "an own interest beside it, the customers', a name that owns nothing", """
controller: {name: Milk and Honey}
recipients:
  ads: {role: third-party, country: FR}
  host: {role: processor, country: FR}
activities:
  a: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: "Ads' interest and our own",
      data-subjects: [s], data: [d]}
  b: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: The interest of Milk and Honey in ads,
      data-subjects: [s], data: [d]}
  c: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: The interest of customers,
      data-subjects: [s], data: [d]}
  e: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: To show what ads sell,
      data-subjects: [s], data: [d]}
  f: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: The interest in a safe host,
      data-subjects: [s], data: [d]}
  g: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: Honey pursues the interest of ads,
      data-subjects: [s], data: [d]}
"""),
    ("PP311", TODAY, "that of a processor, and a sentence that begins with whose it is", """
recipients:
  ads: {title: Adshop, role: third-party, country: FR}
  host: {role: processor, country: FR}
activities:
  a: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: The interest of host in ads,  # expect
      data-subjects: [s], data: [d]}
  b: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: Adshop wants to know readers,  # expect
      data-subjects: [s], data: [d]}
  d: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: Adshop seeks an interest in ads,  # expect
      data-subjects: [s], data: [d]}
  c: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: Interest of the state of the host,
      data-subjects: [s], data: [d]}
"""),
    ("PP311", "2019-07-28", "before the judgment", """
recipients:
  ads: {role: third-party, country: FR}
activities:
  a: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: Ads's interest,
      data-subjects: [s], data: [d]}
"""),
    ("PP312", TODAY, "blanks are no law", """
activities:
  a: {purposes: [p], legal-basis: legal-obligation, law: "", data-subjects: [s], data: [d]}  # expect
  b: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
"""),
    ("PP313", TODAY, "only a public task", """
activities:
  a: {purposes: [p], legal-basis: public-task, data-subjects: [s], data: [d]}  # expect
  b: {purposes: [p], legal-basis: legal-obligation, data-subjects: [s], data: [d]}
"""),
    ("PP331", TODAY, "empty in two languages, and not empty", """
activities:
  a: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: Notre intérêt légitime,  # expect
      data-subjects: [s], data: [d]}
  b: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: Exploitation économique du site,  # expect
      data-subjects: [s], data: [d]}
  c: {purposes: [p], legal-basis: legitimate-interests, legitimate-interest: Our legitimate interest in finding thieves,
      data-subjects: [s], data: [d]}
"""),
]  # fmt: skip

BASES = [
    ("PP314", TODAY, "covered by what is broader in every dimension", """
activities:
  a: {purposes: [p.q], legal-basis: consent, data-subjects: [s.t], data: [d.e], operations: [use]}  # expect
  b: {purposes: [p], legal-basis: legitimate-interests, data-subjects: [s], data: [d], recipients: [controller, r]}
"""),
    ("PP314", TODAY, "not covered whole, or only at times", """
activities:
  purpose: {purposes: [p, q], legal-basis: consent, data-subjects: [s], data: [d]}
  recipient: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [d], recipients: [r]}
  operation: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [d], operations: [profile]}
  b: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
  at-times: {purposes: [x], legal-basis: consent, data-subjects: [s], data: [d]}
  c: {purposes: [x], legal-basis: contract, data-subjects: [s], data: [d], when: {f: true}}
  shorter: {purposes: [y], legal-basis: consent, data-subjects: [s], data: [d], retention: P3Y}
  d: {purposes: [y], legal-basis: contract, data-subjects: [s], data: [d], retention: P1Y}
  device: {purposes: [z], legal-basis: consent, data-subjects: [s], data: [d]}
  e: {purposes: [z], legal-basis: contract,
      data-subjects: [s], data: [d], terminal-equipment: {strictly-necessary: false}}
"""),
    ("PP314", TODAY, "a prohibition that only consent lifts gives the consent its effect", """
activities:
  a: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [d]}
  b: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
prohibitions:
  no: {data: [d], unless: [{consent: true}]}
"""),
    ("PP314", TODAY, "special data goes on only where the other has a condition of its own", """
data-categories:
  d: {sensitivity: special}
activities:
  a: {purposes: [p], legal-basis: consent, special-category-condition: explicit-consent, data-subjects: [s], data: [d]}
  b: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
  c: {purposes: [q], legal-basis: consent, special-category-condition: explicit-consent,  # expect
      data-subjects: [s], data: [d]}
  e: {purposes: [q], legal-basis: contract, special-category-condition: health-care, data-subjects: [s], data: [d]}
"""),
    ("PP316", TODAY, "the later one is told, once, and overlap is enough", """
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d, e]}
  b: {purposes: [p.q], legal-basis: legitimate-interests,  # expect
      data-subjects: [s, t], data: [d.f], recipients: [controller, r]}
  c: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [e]}  # expect
"""),
    ("PP316", TODAY, "each dimension can set two apart", """
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
  purpose: {purposes: [q], legal-basis: consent, data-subjects: [s], data: [d]}
  data: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [e]}
  person: {purposes: [p], legal-basis: consent, data-subjects: [t], data: [d]}
  operation: {purposes: [p], legal-basis: consent,
      data-subjects: [s], data: [d], operations: [profile, erase, restrict]}
  recipient: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [d], recipients: [r]}
"""),
    ("PP316", TODAY, "conditions, periods and intervals set two apart", """
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d], effective: {until: 2030-01-01}}
  condition: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [d], when: {f: true}}
  interval: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [d], effective: {from: 2030-01-01}}
  later:
    purposes: [p]
    legal-basis: legitimate-interests
    data-subjects: [s]
    data: [d]
    retention: {phases: [{phase: restricted, for: P1Y}, {phase: active}], then: erase}
"""),
    ("PP316", TODAY, "a duty may come on top of a contract or an interest, not of a consent", """
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
  b: {purposes: [p], legal-basis: legal-obligation, data-subjects: [s], data: [d]}
  c: {purposes: [q], legal-basis: legitimate-interests, data-subjects: [s], data: [d]}
  e: {purposes: [q], legal-basis: public-task, data-subjects: [s], data: [d]}
  f: {purposes: [r], legal-basis: consent, data-subjects: [s], data: [d]}
  g: {purposes: [r], legal-basis: legal-obligation, data-subjects: [s], data: [d]}  # expect
"""),
    ("PP316", TODAY, "the same condition does not", """
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d], when: {f: true, any: [{g: true}]}}
  b: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [d], when: {f: true, any: [{g: true}]}}  # expect
"""),
    ("PP316", TODAY, "special data is shared only by who has a condition for it", """
data-categories:
  file: {}
  file.health: {sensitivity: special}
  file.pay: {}
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [file]}
  b: {purposes: [p], legal-basis: consent, special-category-condition: employment,
      data-subjects: [s], data: [file.health]}
  c: {purposes: [p], legal-basis: consent, special-category-condition: employment,  # expect
      data-subjects: [s], data: [file]}
"""),
    ("PP316", TODAY, "a processor acts on the basis of another", """
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
  b: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [d], role: processor}
"""),
    ("PP329", TODAY, "only outside recipients, other purposes and no condition", """
recipients:
  out: {role: joint-controller, country: FR}
  host: {role: processor, country: FR}
activities:
  a: {purposes: [p], legal-basis: legitimate-interests,  # expect
      data-subjects: [s], data: [d], operations: [disclose], recipients: [out]}
  b: {purposes: [q], legal-basis: consent,
      data-subjects: [s], data: [d], operations: [disclose], recipients: [out, host]}
  processor: {purposes: [r], legal-basis: legitimate-interests,
      data-subjects: [s], data: [d], operations: [disclose], recipients: [host]}
  at-times: {purposes: [t], legal-basis: legitimate-interests,
      data-subjects: [s], data: [d], operations: [disclose], recipients: [out], when: {f: true}}
  contract: {purposes: [u], legal-basis: contract,
      data-subjects: [s], data: [d], operations: [disclose], recipients: [out]}
  other-data: {purposes: [v], legal-basis: legitimate-interests,
      data-subjects: [s], data: [e], operations: [disclose], recipients: [out]}
  no-disclosure: {purposes: [w], legal-basis: legitimate-interests, data-subjects: [s], data: [d], recipients: [out]}
"""),
    ("PP329", TODAY, "one purpose is the matter of PP316", """
activities:
  a: {purposes: [p], legal-basis: legitimate-interests,
      data-subjects: [s], data: [d], operations: [disclose], recipients: [out]}
  b: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [d], operations: [disclose], recipients: [out]}
"""),
]  # fmt: skip

CONTRACT = [
    ("PP317", TODAY, "by term, inherited term, words and mark", """
purposes:
  opt: {dpv: dpv:ServiceOptimisation}
  opt.menu: {}
  reseau: {title: Sécurité des systèmes}
  fraud-detection: {}
  rules: {title: "Enforce our terms"}
  post: {direct-marketing: true}
activities:
  a:
    purposes:
      - shipping
      - opt.menu  # expect
      - reseau  # expect
      - fraud-detection  # expect
      - rules  # expect
      - post  # expect
    legal-basis: contract
    data-subjects: [s]
    data: [d]
"""),
    ("PP317", TODAY, "ordinary purposes, another basis, and a purpose whose own term says something else", """
purposes:
  security: {dpv: dpv:EnforceSecurity}
  security.login: {dpv: dpv:IdentityAuthentication}
  improve-my-golf: {title: Improve your golf, dpv: dpv:RequestedServiceProvision}
  social-security: {title: Social security}
  deposit: {title: Security deposit}
  terms: {title: Agree on terms}
activities:
  a: {purposes: [security.login, improve-my-golf, social-security, deposit, terms], legal-basis: contract,
      data-subjects: [s], data: [d]}
  b: {purposes: [security], legal-basis: legitimate-interests, data-subjects: [s], data: [d]}
"""),
    ("PP317", "2019-10-07", "before the guidelines", """
activities:
  a: {purposes: [fraud-detection], legal-basis: contract, data-subjects: [s], data: [d]}
"""),
    ("PP317", "2019-10-08", "from the guidelines on", """
activities:
  a: {purposes: [fraud-detection], legal-basis: contract, data-subjects: [s], data: [d]}  # expect
"""),
    ("PP326", TODAY, "marketing even with a condition; nothing grave without one", """
purposes:
  ads: {direct-marketing: true}
data-categories:
  blood-group: {sensitivity: special}
activities:
  a: {purposes: [ads], legal-basis: vital-interests, data-subjects: [s], data: [blood-group], when: {f: true}}  # expect
  b: {purposes: [p], legal-basis: vital-interests, data-subjects: [s], data: [d]}  # expect
  c: {purposes: [p], legal-basis: vital-interests, data-subjects: [s], data: [d], when: {f: true}}
  e: {purposes: [p], legal-basis: vital-interests, data-subjects: [s], data: [blood-group]}
"""),
]  # fmt: skip

CONSENT = [
    ("PP315", TODAY, "a lifetime, whatever else is set", """
activities:
  a: {purposes: [p], legal-basis: consent, consent: {explicit: true}, data-subjects: [s], data: [d]}  # expect
  b: {purposes: [p], legal-basis: consent, consent: {valid-for: P1Y}, data-subjects: [s], data: [d]}
  c: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
"""),
    ("PP323", TODAY, "on any basis; where ordinary data is there too, a simple consent may serve that", """
data-categories:
  health: {sensitivity: special}
activities:
  a: {purposes: [p], legal-basis: contract, special-category-condition: explicit-consent,  # expect
      data-subjects: [s], data: [health]}
  b: {purposes: [p], legal-basis: consent, special-category-condition: explicit-consent,
      data-subjects: [s], data: [health, email]}
  c: {purposes: [p], legal-basis: consent, special-category-condition: health-care, data-subjects: [s], data: [health]}
"""),
    ("PP324", TODAY, "no law named: children below, and a condition on the age", """
policy: {language: 1, id: example}
data-subjects:
  user: {}
  user.pupil: {child: true}
  user.parent: {}
activities:
  a: {purposes: [p], legal-basis: consent, data-subjects: [user], data: [d]}  # expect
  b: {purposes: [p], legal-basis: consent, data-subjects: [user.parent], data: [d]}
  c: {purposes: [p], legal-basis: consent, data-subjects: [user], data: [d], when: {all: [{age: {at-least: 18}}]}}
  e: {purposes: [p], legal-basis: contract, data-subjects: [user], data: [d]}
"""),
    ("PP325", TODAY, "by people or by data, in two languages", """
data-subjects:
  u: {}
  x: {title: Personnes tierces}
data-categories:
  d: {}
  carnet: {title: Carnet d\N{RIGHT SINGLE QUOTATION MARK}adresses}
activities:
  a: {purposes: [p], legal-basis: consent, data-subjects: [u, x], data: [d]}  # expect
  b: {purposes: [p], legal-basis: consent, data-subjects: [u], data: [d, carnet]}  # expect
  c: {purposes: [p], legal-basis: contract, data-subjects: [u], data: [carnet]}
  e: {purposes: [p], legal-basis: consent, data-subjects: [u], data: [d]}
"""),
    ("PP327", TODAY, "by term, by words, and below", """
data-subjects:
  team: {title: Our staff}
  team.night: {}
  candidate: {dpv: dpv:JobApplicant}
  staffordshire-terrier-owner: {}
activities:
  a: {purposes: [p], legal-basis: consent, data-subjects: [team.night], data: [d]}  # expect
  b: {purposes: [p], legal-basis: consent, data-subjects: [candidate], data: [d]}  # expect
  c: {purposes: [p], legal-basis: consent, data-subjects: [staffordshire-terrier-owner], data: [d]}
  e: {purposes: [p], legal-basis: contract, data-subjects: [team], data: [d]}
"""),
    ("PP330", TODAY, "where the law asks for consent beside the basis, settings are in place", """
activities:
  a: {purposes: [p], legal-basis: contract, consent: {explicit: true}, data-subjects: [s], data: [d]}  # expect
  b: {purposes: [p], legal-basis: contract, consent: {explicit: true},
      data-subjects: [s], data: [d], special-category-condition: explicit-consent}
  c: {purposes: [p], legal-basis: contract, consent: {explicit: true},
      data-subjects: [s], data: [d], terminal-equipment: {strictly-necessary: false}}
  e: {purposes: [p], legal-basis: consent, consent: {explicit: true}, data-subjects: [s], data: [d]}
"""),
]  # fmt: skip

MARKETING = [
    ("PP318", TODAY, "channels by term, by id, by title and as a part", """
purposes:
  ads: {direct-marketing: true}
  ads.shoes: {}
data-categories:
  x: {dpv: pd:TelephoneNumber}
  reach: {}
  reach.fax: {}
  y: {title: Adresse électronique}
activities:
  a: {purposes: [ads.shoes], legal-basis: contract, data-subjects: [s], data: [x]}  # expect
  b: {purposes: [ads], legal-basis: legitimate-interests, data-subjects: [s], data: [reach]}  # expect
  c: {purposes: [ads], legal-basis: legitimate-interests, data-subjects: [s], data: [y]}  # expect
"""),
    ("PP318", TODAY, "a condition or a law alone shows no soft opt-in", """
purposes:
  ads: {direct-marketing: true}
activities:
  a: {purposes: [ads], legal-basis: contract, data-subjects: [s], data: [email], when: {customer: true}}  # expect
  b: {purposes: [ads], legal-basis: contract, data-subjects: [s], data: [email], law: CPCE L34-5}  # expect
  c: {purposes: [ads], legal-basis: contract,
      data-subjects: [s], data: [email], law: CPCE L34-5, when: {customer: true}}
"""),
    ("PP318", TODAY, "no marketing, no address, and nothing sent", """
purposes:
  ads: {direct-marketing: true}
data-categories:
  campaign: {title: Data of e-mail campaigns}
activities:
  a: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [email]}
  b: {purposes: [ads], legal-basis: contract, data-subjects: [s], data: [campaign]}
  c: {purposes: [ads], legal-basis: contract, data-subjects: [s], data: [email], operations: [store, erase]}
"""),
    ("PP318", TODAY, "business contacts are free in France", FRANCE + """
purposes:
  ads: {direct-marketing: true}
data-subjects: {business-contact: , customer: }
activities:
  a: {purposes: [ads], legal-basis: legitimate-interests, data-subjects: [business-contact], data: [email]}
  b: {purposes: [ads], legal-basis: legitimate-interests,  # expect
      data-subjects: [business-contact, customer], data: [email]}
"""),
    ("PP318", TODAY, "but not everywhere", """
purposes:
  ads: {direct-marketing: true}
activities:
  a: {purposes: [ads], legal-basis: legitimate-interests, data-subjects: [business-contact], data: [email]}  # expect
"""),
    ("PP319", TODAY, "clicks by words, in a part of the data", FRANCE + """
purposes:
  measure: {title: Measure newsletters}
data-categories:
  report: {}
  report.opens: {title: Opened newsletters}
activities:
  a: {purposes: [measure], legal-basis: contract, data-subjects: [s], data: [report]}  # expect
  b: {purposes: [access-requests], legal-basis: legal-obligation, data-subjects: [s], data: [report]}
"""),
    ("PP319", TODAY, "clicks on pages are no e-mail", FRANCE + """
purposes:
  measure: {title: Measure the shop}
data-categories:
  clicks: {title: Clicks on pages}
activities:
  a: {purposes: [measure], legal-basis: legitimate-interests, data-subjects: [s], data: [clicks]}
"""),
    ("PP319", TODAY, "not without French law", """
purposes:
  measure: {title: Measure e-mails}
activities:
  a: {purposes: [measure], legal-basis: legitimate-interests, data-subjects: [s], data: [clicks]}
"""),
    *(
        ("PP319", on, f"{what} on {on}", FRANCE + f"""
purposes:
  measure: {{title: Measure e-mails}}
activities:
  a: {{purposes: [measure], legal-basis: legitimate-interests, data-subjects: [s], data: [clicks]}}{old}
  b: {{purposes: [measure], legal-basis: contract,{new}
      data-subjects: [s], data: [clicks], effective: {{from: 2026-05-01}}}}
""")
        for on, what, old, new in (
            ("2026-03-11", "nobody", "", ""),
            ("2026-06-01", "only who started after the recommendation", "", "  # expect"),
            ("2026-07-14", "only who started after the recommendation", "", "  # expect"),
            ("2026-07-15", "everybody", "  # expect", "  # expect"),
        )
    ),
    ("PP328", TODAY, "grounds in words or with a condition; a purpose beside marketing can have some", """
purposes:
  ads: {direct-marketing: true}
activities:
  a: {purposes: [ads], legal-basis: legitimate-interests,
      data-subjects: [s], data: [d], compelling-grounds: x}  # expect
  b: {purposes: [ads], legal-basis: public-task,
      data-subjects: [s], data: [d], compelling-grounds: {text: x, when: {f: true}}}  # expect
  c: {purposes: [ads, p], legal-basis: legitimate-interests, data-subjects: [s], data: [d], compelling-grounds: x}
"""),
]  # fmt: skip

DEVICES = [
    ("PP320", TODAY, "any other basis", """
activities:
  a: {purposes: [p], legal-basis: contract,  # expect
      data-subjects: [s], data: [d], terminal-equipment: {strictly-necessary: false}}
  b: {purposes: [p], legal-basis: contract,
      data-subjects: [s], data: [d], terminal-equipment: {strictly-necessary: true}}
  c: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
"""),
    ("PP322", TODAY, "statistics and advertising, by term and by words", """
purposes:
  count: {dpv: dpv:ServiceUsageAnalytics}
  pub: {title: Publicité}
activities:
  a: {purposes: [count], legal-basis: contract,
      data-subjects: [s], data: [d], terminal-equipment: {strictly-necessary: true}}  # expect
  b: {purposes: [pub], legal-basis: contract,
      data-subjects: [s], data: [e], terminal-equipment: {strictly-necessary: true}}  # expect
  c: {purposes: [basket], legal-basis: contract,
      data-subjects: [s], data: [f], terminal-equipment: {strictly-necessary: true}}
"""),
    ("PP322", TODAY, "an audience measured for the publisher alone is exempt in France", FRANCE + """
recipients:
  tool: {role: processor, country: FR}
  other: {role: third-party, country: FR}
activities:
  a: {purposes: [audience], legal-basis: contract,
      data-subjects: [s], data: [d], recipients: [controller, tool], terminal-equipment: {strictly-necessary: true}}
  b: {purposes: [audience], legal-basis: contract,
      data-subjects: [s], data: [e], recipients: [controller, other],
      terminal-equipment: {strictly-necessary: true}}  # expect
"""),
    ("PP322", "2020-09-16", "and was not yet", FRANCE + """
activities:
  a: {purposes: [audience], legal-basis: contract,
      data-subjects: [s], data: [d], terminal-equipment: {strictly-necessary: true}}  # expect
"""),
    ("PP322", TODAY, "a part of the data that something optional uses", """
activities:
  a: {purposes: [chat], legal-basis: contract,
      data-subjects: [s], data: [cookie.id], terminal-equipment: {strictly-necessary: true}}  # expect
  b: {purposes: [habits], legal-basis: consent,
      data-subjects: [s], data: [cookie], terminal-equipment: {strictly-necessary: false}}
"""),
]  # fmt: skip

CASES = [*NAMING, *BASES, *CONTRACT, *CONSENT, *MARKETING, *DEVICES]


@pytest.mark.parametrize(("check", "on", "what", "text"), CASES, ids=[f"{one[0]}: {one[2]}" for one in CASES])
def test_edges(check: str, on: str, what: str, text: str, tmp_path: Path) -> None:
    assert lines(BY_ID[check], text, on, tmp_path) == marked(text), what


def test_every_check_has_an_edge() -> None:
    assert {one[0] for one in CASES} == set(BY_ID)


def test_checks_stand_in_the_order_of_their_ids() -> None:
    assert [one.id for one in CHECKS] == sorted(BY_ID)


def test_two_bases_are_told_on_the_later_and_related_to_the_earlier(tmp_path: Path) -> None:
    text = """
activities:
  early: {purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}
  late: {purposes: [p], legal-basis: consent, data-subjects: [s], data: [d]}
"""
    (found,) = BY_ID["PP316"].findings(examined(text, TODAY, tmp_path))
    assert found.path == ("activities", "late", "legal-basis")
    assert [path for path, _ in found.related] == [("activities", "early")]


@pytest.mark.parametrize(("on", "cited"), [("2019-05-31", "fr-lil:32"), ("2019-06-01", "fr-lil:82")])
def test_device_access_cites_the_french_article_of_the_day(on: str, cited: str, tmp_path: Path) -> None:
    text = (
        FRANCE
        + """
activities:
  a:
    purposes: [p]
    legal-basis: contract
    data-subjects: [s]
    data: [d]
    terminal-equipment: {strictly-necessary: false}
"""
    )
    (found,) = BY_ID["PP320"].findings(examined(text, on, tmp_path))
    assert {one for one in found.cites if one.startswith("fr-")} == {cited}
