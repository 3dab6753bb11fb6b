"""A whole policy that is right: no check speaks on it, and each small fault in it is seen by the check for it."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from privpolicy import api
from privpolicy.cli.main import main
from privpolicy.lint.catalogue import catalogue
from privpolicy.lint.checks import FAMILIES

BAKERY = Path(__file__).parents[2] / "examples" / "bakery"
DAYS = ("2024-01-15", "2026-11-22", "2027-06-01")
TODAY = "2026-11-22"
FEW = 3
"""How many checks may speak on one fault."""


@dataclass(frozen=True)
class Fault:
    """A small fault: what takes the place of what in a file, and the check that has to see it."""

    check: str
    file: str
    old: str
    new: str
    on: str = TODAY

    @property
    def id(self) -> str:
        """What the fault is called in a report of the tests."""
        return f"{self.check}-{Path(self.file).stem}-{' '.join((self.old + ' ' + self.new).split())[:40]}"


@pytest.mark.parametrize("day", DAYS)
def test_every_check_is_silent_on_a_good_policy(day: str) -> None:
    report = api.lint(BAKERY, at=day)
    assert list(map(str, report.diagnostics)) == []
    assert report.suppressed == 0, "nothing is taken back by a comment"
    assert {check.id for check in report.checks} == {check.id for check in catalogue().checks}
    assert len(report.ran) > len(report.checks) * 9 // 10, "nearly all of them ran"


def test_the_command_says_so_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", str(BAKERY), "--at", TODAY, "--no-config"]) == 0
    said = capsys.readouterr()
    assert len((said.out + said.err).splitlines()) == 1


SHOP, NEWS, WEB = "activities/shop.yaml", "activities/news.yaml", "activities/website.yaml"
DUTIES, STAFF = "activities/duties.yaml", "activities/staff.yaml"
DPF = "      - {tool: adequacy, framework: us-dpf, from: 2023-10-02, reference: entry in the list seen on 2023-11-20}\n"
CLAUSES = """\
      - tool: standard-clauses
        framework: scc-2021
        from: 2023-11-20
        reference: annex 3 of contract 2023-17 and assessment of the destination of 2023-11-13
"""
AGREED = "    contract: {kind: processing-agreement, from: 2023-11-06, reference: contract 2023-14}\n"
READERS = "    legal-basis: consent\n    consent: {valid-for: P3Y}\n"
VISITORS = "    legal-basis: consent\n    consent: {valid-for: P6M}\n"
AVOIDED = "    legitimate-interest: To notice attacks and faults of the website and to stop them\n"
ANSWERED = "    legitimate-interest: To answer those who write to the bakery\n"
TOLD = '{source: "notice, section 9"}\n'
REPLIES = "    refusal: [reasons, complaint, remedy, deadline]\n"
UNLESS_AGREED = "    unless: [{consent: true}]\n"
GIFTS = """\
    data-subjects: [gift-recipient]
    data: [identity, contact.phone, contact.address]
    operations: [collect, record, store, use, consult, disclose, restrict, erase]
    recipients: [controller.shop, hosting, courier]
    retention: P1Y
"""
FITTING = """\
    description: >-
      The address was given with an order, and the form says that it serves for this too unless the customer ticks a
      box. Whoever bought cakes expects to hear of cakes, and a message that is not wanted is stopped by a link in it.
"""

FAULTS = (
    # Legal bases and consent
    Fault("PP310", WEB, AVOIDED, ""),
    Fault("PP331", WEB, AVOIDED, "    legitimate-interest: Our legitimate interests\n"),
    Fault("PP312", DUTIES, "    law: Code de la consommation, art. L213-1\n", ""),
    Fault("PP315", NEWS, "    consent: {valid-for: P3Y}\n", ""),
    Fault("PP316", SHOP, GIFTS, GIFTS.replace("[gift-recipient]", "[customer]").replace("P1Y", "order")),
    Fault("PP317", WEB, "    legal-basis: legitimate-interests\n" + AVOIDED, "    legal-basis: contract\n"),
    Fault("PP318", NEWS, "    when: {bought-before: true}\n", ""),
    Fault("PP318", NEWS, READERS, "    legal-basis: legitimate-interests\n    legitimate-interest: To sell cakes\n"),
    Fault("PP320", WEB, VISITORS, "    legal-basis: legitimate-interests\n    legitimate-interest: To know visits\n"),
    Fault(
        "PP326",
        SHOP,
        "    purposes: [shop.account]\n    legal-basis: contract",
        "    purposes: [shop.account]\n    legal-basis: vital-interests",
    ),
    Fault(
        "PP327",
        STAFF,
        "purposes: [staff.contracts]\n    legal-basis: contract",
        "purposes: [staff.contracts]\n    legal-basis: consent\n    consent: {valid-for: P1Y}",
    ),
    Fault(
        "PP328",
        NEWS,
        "    further-processing-of: [orders]\n",
        "    further-processing-of: [orders]\n    compelling-grounds: Nobody would come any more\n",
    ),
    Fault("PP330", SHOP, "    retention: account\n", "    retention: account\n    consent: {valid-for: P1Y}\n"),
    Fault("PP325", NEWS, "data-subjects: [reader]", "data-subjects: [reader, gift-recipient]"),
    Fault("PP322", SHOP, "data: [basket]", "data: [basket, visits]"),
    # Purposes and data
    Fault("PP410", "purposes.yaml", "Answer questions of customers,", "Answer questions of customers and so on,"),
    Fault(
        "PP412",
        "data.yaml",
        "{title: Letter and curriculum vitae}",
        "{title: Letter and curriculum vitae, sensitivity: special}",
    ),
    Fault(
        "PP413",
        "data.yaml",
        "{title: Letter and curriculum vitae}",
        "{title: Letter and curriculum vitae, sensitivity: criminal}",
    ),
    Fault(
        "PP415",
        "people.yaml",
        "{title: Customers, dpv: dpv:Customer}",
        "{title: Customers, dpv: dpv:Customer, child: true}",
    ),
    Fault("PP417", NEWS, FITTING, ""),
    Fault("PP418", DUTIES, "of: [payment]\n", "of: [audience]\n"),
    Fault("PP422", "data.yaml", "Card number and date of expiry,", "Card number and card security code,"),
    Fault(
        "PP424",
        SHOP,
        "    operations: [collect, store, use, disclose, restrict, erase]",
        "    operations: [collect, store, use, sell, disclose, restrict, erase]",
    ),
    Fault(
        "PP425",
        SHOP,
        "    recipients: [controller.shop, hosting]\n    retention: P1Y",
        "    operations: [store, publish, erase]\n    recipients: [controller.shop, public]\n    retention: P1Y",
    ),
    Fault("PP427", SHOP, "data: [identity, contact, order]", "data: [identity, contact, order, login]"),
    # Retention
    Fault("PP510", STAFF, "    retention: applications\n", ""),
    Fault("PP510", SHOP, "    retention: P7D\n", ""),
    Fault("PP512", "retention.yaml", "from: last-contact, for: P2Y", "from: last-contact, for: P4Y"),
    Fault(
        "PP512",
        "retention.yaml",
        "from: last-purchase, until: unsubscription, for: P3Y",
        "from: last-purchase, until: unsubscription, for: P5Y",
    ),
    Fault(
        "PP512", "retention.yaml", "for: P2Y}]\n    then: erase\n\n  # Five", "for: P6Y}]\n    then: erase\n\n  # Five"
    ),
    Fault(
        "PP514",
        "retention.yaml",
        'for: P10Y, purposes: [accounts], law: "Code de commerce, art. L123-22"}\n    at-least: P10Y\n',
        'for: P3Y, purposes: [accounts], law: "Code de commerce, art. L123-22"}\n',
    ),
    Fault("PP515", "retention.yaml", "from: last-login, until: account-closure, for: P2Y", "until: account-closure"),
    Fault("PP516", "retention.yaml", "{phase: active, until: unsubscription, for: P3Y}", "{phase: active, for: P4Y}"),
    Fault("PP517", "retention.yaml", "[{phase: active, from: last-contact, for: P2Y}]", "[{phase: active}]"),
    Fault("PP511", "retention.yaml", "[{phase: active, for: P6M}]\n    at-least", "[{phase: active}]\n    at-least"),
    Fault(
        "PP518", "retention.yaml", "{phase: restricted, for: P5Y, purposes: [choices]}", "{phase: restricted, for: P5Y}"
    ),
    Fault("PP519", DUTIES, "order.invoice, payment.reference]", "order.invoice, payment.reference, login]"),
    Fault("PP520", WEB, "valid-for: P6M", "valid-for: P13M"),
    Fault(
        "PP522",
        "retention.yaml",
        'for: P10Y, purposes: [accounts], law: "Code de commerce, art. L123-22"',
        "until: processing-end, purposes: [accounts], law: tax law",
    ),
    Fault("PP523", "retention.yaml", "    at-least: P6M\n", "    at-least: P9M\n"),
    Fault(
        "PP513",
        "retention.yaml",
        "{phase: restricted, for: P5Y, purposes: [claims]}\n    then: erase\n\n  # Thirteen",
        "{phase: restricted, for: P12Y, purposes: [claims]}\n    then: erase\n\n  # Thirteen",
    ),
    # Recipients and transfers
    Fault(
        "PP610",
        "people.yaml",
        "decides itself how to stop fraud, role: third-party, country: FR}",
        "decides itself how to stop fraud, role: third-party}",
    ),
    Fault("PP611", "people.yaml", "    transfer-tools:\n" + DPF + CLAUSES, ""),
    Fault(
        "PP612",
        "people.yaml",
        DPF + CLAUSES,
        "      - {tool: adequacy, framework: us-privacy-shield, from: 2016-09-01}\n",
    ),
    Fault("PP613", "people.yaml", AGREED, ""),
    Fault("PP614", "people.yaml", "Delivers parcels, role: third-party", "Delivers parcels, role: joint-controller"),
    Fault(
        "PP615",
        "people.yaml",
        AGREED,
        AGREED + "    transfer-tools: [{tool: standard-clauses, framework: scc-2021, from: 2023-11-06}]\n",
    ),
    Fault("PP616", "people.yaml", "from: 2023-11-06, reference", "from: 2023-11-06, until: 2025-01-01, reference"),
    Fault(
        "PP617",
        "people.yaml",
        "{kind: processing-agreement, from: 2023-11-06,",
        "{kind: joint-controller-arrangement, from: 2023-11-06,",
    ),
    Fault("PP618", "people.yaml", DPF + CLAUSES, "      - {tool: derogation, from: 2023-10-02}\n"),
    Fault(
        "PP619",
        "people.yaml",
        DPF + CLAUSES,
        "      - {tool: adequacy, framework: us-dpf, from: 2023-10-02, until: 2027-03-01}\n",
    ),
    Fault(
        "PP620",
        "people.yaml",
        DPF + CLAUSES,
        "      - {tool: standard-clauses, framework: scc-2021, from: 2023-11-20}\n",
    ),
    Fault(
        "PP624",
        "people.yaml",
        "  courier:",
        "  printer: {title: Prints leaflets, role: third-party, country: FR}\n  courier:",
    ),
    Fault(
        "PP625",
        "policy.yaml",
        "  country: FR\n",
        "  country: FR\n  representative: {name: X, country: US, contact: x@x.example}\n",
    ),
    Fault("PP626", "policy.yaml", "  country: FR\n", "  country: US\n"),
    Fault(
        "PP627",
        DUTIES,
        "    legal-basis: legal-obligation\n    law: Livre des procédures fiscales, art. L85\n",
        "    legal-basis: legitimate-interests\n    legitimate-interest: To be on good terms with the office\n",
    ),
    Fault("PP629", SHOP, "    retention: account\n", "    retention: account\n    role: processor\n"),
    # Transparency and rights
    Fault("PP701", "policy.yaml", "  name: The bakery of the example\n", ""),
    Fault("PP702", "policy.yaml", ", contact: dpo@bakery.example", ""),
    Fault("PP705", "notice.yaml", '    recipients: {source: "notice, sections 2 to 8"}\n', ""),
    Fault(
        "PP706",
        "notice.yaml",
        '      source: "notice, sections 2 to 8"\n',
        '      silent-on: [newsletter]\n      source: "notice, sections 2 to 8"\n',
    ),
    Fault(
        "PP707",
        "notice.yaml",
        '    retention: {source: "notice, sections 2 to 8"}',
        '    retention: {source: "notice, sections 2 to 8", silent-on: [orders]}',
    ),
    Fault(
        "PP708",
        "notice.yaml",
        '    recipients: {source: "notice, sections 2 to 8"}',
        '    recipients: {source: "notice, sections 2 to 8", silent-on: [orders]}',
    ),
    Fault("PP709", "notice.yaml", '    origin: {source: "notice, section 3"}\n', ""),
    Fault("PP710", "notice.yaml", '    withdrawal: {source: "notice, section 9", bases: [consent]}\n', ""),
    Fault("PP711", "notice.yaml", "    complaint: " + TOLD, ""),
    Fault("PP712", "notice.yaml", "    restriction: " + TOLD, ""),
    Fault("PP713", "notice.yaml", "    mandatory-data:\n", "    automated-decisions:\n"),
    Fault(
        "PP714",
        WEB,
        "operations: [collect, store, use, anonymise,",
        "operations: [collect, store, use, profile, anonymise,",
    ),
    Fault("PP715", "notice.yaml", "    after-death: " + TOLD, ""),
    Fault("PP716", "notice.yaml", '    trackers-lifetime: {source: "notice, section 6"}\n', ""),
    Fault("PP717", "notice.yaml", "    trackers-third-parties:\n", "    automated-decisions:\n"),
    Fault("PP718", "notice.yaml", "    objection:\n      description", "    automated-decisions:\n      description"),
    Fault("PP720", "notice.yaml", "fee: excessive-requests", "fee: possible"),
    Fault("PP721", "notice.yaml", "identity: in-doubt", "identity: always"),
    Fault("PP722", "notice.yaml", REPLIES, "    refusal: [reasons]\n"),
    Fault("PP723", "notice.yaml", "    within: P1M\n", ""),
    Fault("PP724", "notice.yaml", "within: P1M", "within: P2M"),
    Fault(
        "PP725",
        "notice.yaml",
        "bases: [legitimate-interests], exceptions",
        "bases: [contract, legitimate-interests], exceptions",
    ),
    Fault(
        "PP726", "notice.yaml", "    erasure: " + TOLD, "    erasure: {conditions: [as far as the shop allows it]}\n"
    ),
    Fault(
        "PP727",
        "notice.yaml",
        "    objection-to-marketing: " + TOLD,
        "    objection-to-marketing: {exceptions: [compelling-grounds]}\n",
    ),
    Fault("PP728", "notice.yaml", "    access: " + TOLD, "    access: {addressed-to: payment-provider}\n"),
    Fault("PP730", "notice.yaml", "{leads-to: section 6 of the notice}", "{}"),
    Fault("PP731", "notice.yaml", "  published: 2024-01-01\n", ""),
    Fault("PP734", "notice.yaml", "ends the newsletter at once.", "ends the newsletter, etc."),
    Fault("PP735", "notice.yaml", "    legal-bases:\n", "    legal-basis:\n"),
    Fault("PP740", STAFF, "    obligations: [access-by-role]\n", ""),
    Fault(
        "PP732",
        "notice.yaml",
        "No decision about a person is left to a machine.",
        "No decision about a person is left to a machine; no decision about a person is left to a machine.",
    ),
    Fault("PP733", "notice.yaml", "ends the newsletter at once.", "ends the newsletter and/or the offers."),
    Fault("PP736", "notice.yaml", "ends the newsletter at once.", "asks for no sensitive data such as passwords."),
    # Impact assessment
    Fault("PP760", STAFF, ", impact-looked-at]", "]"),
    Fault(
        "PP761",
        STAFF,
        "    title: Choose among applicants\n",
        "    title: Choose among applicants\n    dpv: dpv:AutomatedDecisionMaking\n"
        "    operations: [collect, store, use, profile, restrict, erase]\n",
    ),
    Fault(
        "PP763",
        "data.yaml",
        "Contract of employment and working hours",
        "Contract of employment and working hours, sensitivity: special",
    ),
    # Contradictions
    Fault("PP801", "prohibitions.yaml", "    operations: [sell]\n", "    purposes: [operation]\n"),
    Fault("PP802", "prohibitions.yaml", "[shop.payment, claims]", "[claims]"),
    Fault(
        "PP805",
        "prohibitions.yaml",
        "    recipients: [mail-sender, courier, payment-provider]\n",
        "    recipients: [social-security]\n" + UNLESS_AGREED,
    ),
    Fault("PP806", WEB, VISITORS, "    legal-basis: legitimate-interests\n    legitimate-interest: To know visits\n"),
    Fault("PP807", "people.yaml", "role: authority, country: FR}\n  social", "role: authority, country: US}\n  social"),
    Fault(
        "PP804",
        "prohibitions.yaml",
        "  no-sale:",
        "  no-sale-of-visits: {title: Visits are not sold, operations: [sell], data: [visits]}\n  no-sale:",
    ),
    Fault("PP809", "prohibitions.yaml", "    operations: [sell]\n", "    operations: [sell]\n    when: {not: {}}\n"),
    Fault(
        "PP907",
        "retention.yaml",
        "from: last-contact, for: P2Y}",
        "from: last-contact, for: P2Y}, {phase: restricted, from: last-contact, for: P1Y}",
    ),
    Fault("PP919", SHOP, "    retention: account\n", "    retention: account\n    compelling-grounds: We need it\n"),
    # Unused and style
    Fault("PP900", "purposes.yaml", "  requests:", "  reviews: {title: Publish reviews}\n  requests:"),
    Fault("PP901", "data.yaml", "  visits:", "  birthday: {title: Birthday}\n  visits:"),
    Fault("PP902", "people.yaml", "  visitor:", "  supplier: {title: Suppliers}\n  visitor:"),
    Fault("PP903", "retention.yaml", "  year-end:", "  bankruptcy: {title: The bakery closes}\n  year-end:"),
    Fault("PP904", "retention.yaml", "  order-amount:", "  weather: {title: Rain, type: boolean}\n  order-amount:"),
    Fault("PP905", "retention.yaml", "  encryption:", "  guard-dog: {title: A dog}\n  encryption:"),
    Fault("PP906", DUTIES, "    retention: request\n", "    retention: P1Y\n"),
    Fault("PP908", SHOP, "data: [basket]", "data: [basket, basket]"),
    Fault("PP909", SHOP, "data: [identity, contact, login]", "data: [identity, contact, contact.email, login]"),
    Fault("PP910", "people.yaml", "  courier: {title: Delivers parcels, role", "  courier: {role"),
    Fault(
        "PP911",
        NEWS,
        '    source: "notice, section 5"\n    purposes: [news.letter]',
        '    source: "gdpr:6-1-z"\n    purposes: [news.letter]',
    ),
    Fault("PP912", STAFF, '    title: Pay wages\n    source: "notice, section 8"\n', "    title: Pay wages\n"),
    Fault("PP913", "policy.yaml", '  version: "2024-01"\n', ""),
    Fault("PP914", "policy.yaml", "  law: [eu-gdpr, fr]\n", ""),
    Fault("PP915", "policy.yaml", "{from: 2024-01-01}", "{from: 2024-01-01, until: 2026-01-01}"),
    Fault("PP916", WEB, "    retention: audience\n", "    retention: audience\n    effective: {until: 2026-01-01}\n"),
    Fault(
        "PP917",
        SHOP,
        "    recipients: [controller.shop, hosting]\n    retention: P1Y",
        "    operations: [collect, record, store, use, consult, restrict, erase]\n"
        "    recipients: [controller.shop, hosting]\n    retention: P1Y",
    ),
    Fault(
        "PP918",
        DUTIES,
        "    further-processing-of: [payment]\n",
        "    further-processing-of: [payment, disputed-payments]\n",
    ),
    Fault("PP923", WEB, "    retention: audience\n", "    retention: audience\n    when: {}\n"),
    Fault(
        "PP924",
        "prohibitions.yaml",
        "    operations: [sell]\n",
        "    operations: [sell]\n    recipient-roles: [joint-controller]\n",
    ),
    Fault("PP925", "people.yaml", "title: Delivers parcels", "title: Runs the servers of the website"),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_fault_in_it_is_seen(fault: Fault, tmp_path: Path) -> None:
    found = codes(fault, tmp_path / "bakery")
    assert fault.check in found
    assert len(found) <= FEW, sorted(found)


def codes(fault: Fault, folder: Path) -> set[str]:
    shutil.copytree(BAKERY, folder)
    file = folder / fault.file
    before = file.read_text(encoding="utf-8")
    assert before.count(fault.old) == 1, f"{fault.old!r} has to stand once in {fault.file}"
    file.write_text(before.replace(fault.old, fault.new), encoding="utf-8")
    found = api.lint(folder, at=fault.on)
    assert found.tree is not None
    assert api.inspect(folder).model is not None, [str(one) for one in found.diagnostics]
    return {one.code.id for one in found.diagnostics}


def test_the_faults_reach_every_family() -> None:
    seen = {fault.check for fault in FAULTS}
    assert len(FAULTS) >= 40
    for family, checks in FAMILIES.items():
        assert len(seen & {check.id for check in checks}) * 3 >= len(checks), f"too few faults for {family}"
