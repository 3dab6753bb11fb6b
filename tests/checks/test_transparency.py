"""What persons are told, edge by edge."""

from pathlib import Path

import pytest
from tests.checks.examples import examined

from privpolicy.api import inspect
from privpolicy.diagnostics.finding import Finding
from privpolicy.lint.checks.transparency import CHECKS
from privpolicy.lint.checks.transparency.repetition import repeated
from privpolicy.lint.run import examine, run
from privpolicy.model.moment import read_moment

TODAY = "2026-11-22"
BY_ID = {one.id: one for one in CHECKS}
SHIPPED = Path(__file__).parents[2] / "policies" / "multi-planning"

CONTROLLER = "controller: {name: Example SARL, contact: privacy@example.org}\n"
ACTIVITIES = """\
activities:
  billing:
    purposes: [billing]
    legal-basis: contract
    data-subjects: [customer]
    data: [order]
"""
ON_INTERESTS = ACTIVITIES.replace("legal-basis: contract", "legal-basis: legitimate-interests")
ON_CONSENT = ACTIVITIES.replace("legal-basis: contract", "legal-basis: consent")


def found(check: str, text: str, folder: Path, on: str = TODAY) -> list[Finding]:
    return BY_ID[check].findings(examined(text, on, folder))


def paths(check: str, text: str, folder: Path, on: str = TODAY) -> list[str]:
    return [".".join(map(str, finding.path)) for finding in found(check, text, folder, on)]


def messages(check: str, text: str, folder: Path, on: str = TODAY) -> list[str]:
    return [finding.message for finding in found(check, text, folder, on)]


# --- A good notice ---------------------------------------------------------------------------------------------------

GOOD = """\
policy: {language: 1, id: good, law: [eu-gdpr, fr]}
controller:
  name: Example SARL
  contact: privacy@example.org
  dpo: {contact: dpo@example.org}
purposes:
  billing: {title: Bills}
  marketing: {title: News about the shop, direct-marketing: true}
  measuring: {title: Visits of the site}
recipients:
  host: {role: processor, country: US}
activities:
  billing:
    purposes: [billing]
    legal-basis: contract
    data-subjects: [customer]
    data: [order]
    operations: [collect, disclose]
    recipients: [controller, host]
    obligations: [encryption]
  news:
    purposes: [marketing]
    legal-basis: legitimate-interests
    legitimate-interest: to tell customers of similar goods
    data-subjects: [customer]
    data: [address]
    obligations: [encryption]
  visits:
    purposes: [measuring]
    legal-basis: consent
    data-subjects: [customer]
    data: [cookie]
    operations: [collect, profile]
    terminal-equipment: {strictly-necessary: false}
    obligations: [encryption]
notice:
  published: 2026-10-01
  from-elsewhere: [customer]
  tells:
    legal-bases:
    legitimate-interests:
    recipients:
    transfers:
    retention:
    mandatory-data:
    automated-decisions:
    objection:
    trackers-lifetime:
    trackers-third-parties:
    categories:
    origin:
  rights:
    access:
    rectification:
    erasure:
    restriction:
    portability:
    objection: {exceptions: [compelling-grounds, legal-claims]}
    objection-to-marketing:
    withdrawal:
    complaint:
    after-death:
  requests: {fee: excessive-requests, identity: in-doubt, within: P1M, refusal: [reasons, complaint, remedy, deadline]}
  statements:
    orders: {text: An order is kept until it is paid and no law asks for it., concerns: [billing]}
  references:
    trackers: {leads-to: section 9}
"""


def test_every_check_is_quiet_on_a_good_notice(tmp_path: Path) -> None:
    seen = examined(GOOD, TODAY, tmp_path)
    assert [finding for one in CHECKS for finding in one.findings(seen)] == []


@pytest.mark.parametrize(
    ("without", "code", "word"),
    [
        ("    legal-bases:\n", "PP705", "`legal-bases`"),
        ("    legitimate-interests:\n", "PP705", "`legitimate-interests`"),
        ("    recipients:\n", "PP705", "`recipients`"),
        ("    transfers:\n", "PP705", "`transfers`"),
        ("    retention:\n", "PP705", "`retention`"),
        ("    mandatory-data:\n", "PP713", "must be given"),
        ("    automated-decisions:\n", "PP714", "profiled"),
        ("    trackers-lifetime:\n", "PP716", "how long"),
        ("    trackers-third-parties:\n", "PP717", "third parties"),
        ("    origin:\n", "PP709", "`origin`"),
        ("    categories:\n", "PP709", "`categories`"),
        ("    access:\n", "PP712", "`access`"),
        ("    restriction:\n", "PP712", "`restriction`"),
        ("    withdrawal:\n", "PP710", "withdrawn"),
        ("    after-death:\n", "PP715", "death"),
        ("    complaint:\n", "PP711", "complain"),
        (", complaint, remedy, deadline]", "PP722", "`complaint`, `remedy` and `deadline`"),
        (" within: P1M,", "PP723", "by when"),
        ("  published: 2026-10-01\n", "PP731", "no day"),
        (" {leads-to: section 9}", "PP730", "`trackers`"),
        (", contact: dpo@example.org", "PP702", "officer"),
    ],
)
def test_each_thing_that_is_missing_is_one_finding(without: str, code: str, word: str, tmp_path: Path) -> None:
    good = GOOD.replace("dpo: {contact", "dpo: {name: A. Martin, contact")
    assert without in good
    seen = examined(good.replace(without, "]" if without.endswith("]") else "", 1), TODAY, tmp_path)
    (finding,) = [finding for one in CHECKS for finding in one.findings(seen)]
    assert finding.code.id == code
    assert word in finding.message


# --- The notice and the controller -----------------------------------------------------------------------------------


def test_without_a_notice_only_that_is_said(tmp_path: Path) -> None:
    seen = examined(CONTROLLER + ACTIVITIES, TODAY, tmp_path)
    assert {finding.code.id for one in CHECKS for finding in one.findings(seen)} == {"PP700", "PP740"}


def test_a_policy_without_activities_owes_nothing(tmp_path: Path) -> None:
    seen = examined("notice: {published: 2026-10-01}\n", TODAY, tmp_path)
    assert [finding.code.id for one in CHECKS for finding in one.findings(seen)] == []


@pytest.mark.parametrize("more", ["role: processor, processing-for: client", "effective: {until: 2026-01-01}"])
def test_what_is_done_for_another_or_is_over_is_not_told(more: str, tmp_path: Path) -> None:
    one = "{purposes: [p], legal-basis: contract, data-subjects: [s], data: [d], obligations: [lock], " + more + "}"
    text = f"purposes: {{p: {{title: One}}}}\nactivities: {{one: {one}}}\nnotice: {{published: 2026-10-01}}\n"
    seen = examined(text, TODAY, tmp_path)
    assert [finding.code.id for one in CHECKS for finding in one.findings(seen)] == []


@pytest.mark.parametrize(
    ("written", "reported"),
    [
        ("", ["the policy does not say who the controller is"]),
        ("controller: {country: FR}\n", ["the controller has no `name` and neither `contact` nor `address`"]),
        ("controller: {name: Example}\n", ["the controller has neither `contact` nor `address`"]),
        ("controller: {contact: privacy@example.org}\n", ["the controller has no `name`"]),
        ("controller: {name: Example, address: Nantes}\n", []),
    ],
)
def test_the_controller_is_named_and_reached(written: str, reported: list[str], tmp_path: Path) -> None:
    assert messages("PP701", written + ACTIVITIES, tmp_path) == reported


def test_an_officer_is_reached_by_post_as_well(tmp_path: Path) -> None:
    assert paths("PP702", "controller: {dpo: {name: A. Martin}}\n", tmp_path) == ["controller.dpo"]
    assert paths("PP702", "controller: {dpo: {address: Nantes}}\n", tmp_path) == []
    assert paths("PP702", "controller: {name: Example}\n", tmp_path) == []


# --- Items -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "topic"),
    [
        ("    operations: [disclose]\n    recipients: [bank]\n", "recipients"),
        ("    operations: [disclose]\n    recipients: [bank.us]\n", "transfers"),
    ],
)
def test_items_are_due_where_there_is_such_a_thing(more: str, topic: str, tmp_path: Path) -> None:
    notice = "notice: {tells: {legal-bases: , retention: }}\n"
    banks = "recipients: {bank: {role: third-party, country: FR}, bank.us: {country: US}}\n"
    assert paths("PP705", notice + banks + ACTIVITIES, tmp_path) == []
    told = [one for one in messages("PP705", notice + banks + ACTIVITIES + more, tmp_path) if topic in one]
    assert told == [f"the notice does not tell of `{topic}`"]


def test_a_country_of_the_union_is_no_transfer(tmp_path: Path) -> None:
    text = ACTIVITIES + "    recipients: [bank]\nrecipients: {bank: {role: third-party, country: GB}}\n"
    notice = "notice: {tells: {legal-bases: , retention: , recipients: }}\n"
    assert messages("PP705", notice + text, tmp_path, "2020-12-01") == []
    assert messages("PP705", notice + text, tmp_path, "2021-07-01") == ["the notice does not tell of `transfers`"]


def test_the_staff_and_the_person_are_no_recipients_to_tell_of(tmp_path: Path) -> None:
    text = (
        "notice: {tells: {legal-bases: , retention: }}\n" + ACTIVITIES + "    recipients: [controller, data-subject]\n"
    )
    assert messages("PP705", text, tmp_path) == []


def test_items_that_are_due_point_to_the_activity(tmp_path: Path) -> None:
    text = "notice: {tells: {legal-bases: , retention: }}\n" + ON_INTERESTS
    (finding,) = found("PP705", text, tmp_path)
    assert finding.related == ((("activities", "billing"), "it is due because of this activity"),)
    assert "gdpr:13-1-d" in finding.cites


def test_nothing_was_due_before_the_regulation(tmp_path: Path) -> None:
    text = "notice: {requests: {fee: possible}}\n" + ON_CONSENT
    for code in ("PP705", "PP710", "PP711", "PP712", "PP713", "PP720"):
        assert found(code, text, tmp_path, "2018-05-24") == []
        assert found(code, text, tmp_path, "2018-05-25") != []


@pytest.mark.parametrize(
    ("code", "topic"), [("PP706", "legal-bases"), ("PP707", "retention"), ("PP708", "legitimate-interests")]
)
def test_each_activity_of_which_something_is_not_told(code: str, topic: str, tmp_path: Path) -> None:
    over = "{purposes: [p], legal-basis: contract, data-subjects: [s], data: [d], effective: {until: 2026-01-01}}"
    text = f"notice: {{tells: {{{topic}: {{silent-on: [one, over, two]}}}}}}\nactivities:\n  over: {over}\n"
    text += "  one: " + over.replace("2026", "2027") + "\n  two: " + over.replace("2026", "2027") + "\n"
    assert paths(code, text, tmp_path) == [f"notice.tells.{topic}.silent-on.{position}" for position in (0, 2)]
    assert len(paths(code, text, tmp_path, "2019-11-15")) == 3


@pytest.mark.parametrize("topic", ["recipients", "transfers"])
def test_recipients_and_transfers_that_are_not_told(topic: str, tmp_path: Path) -> None:
    text = f"notice: {{tells: {{{topic}: {{silent-on: [billing]}}}}}}\n" + ACTIVITIES
    (finding,) = found("PP708", text, tmp_path)
    assert topic.rstrip("s") in finding.message
    assert "`billing`" in finding.message


def test_persons_from_elsewhere_are_told_more(tmp_path: Path) -> None:
    text = "notice:\n  from-elsewhere: [stranger, customer]\n  tells: {categories: }\n" + ACTIVITIES
    text += "data-subjects: {stranger: , customer: }\n"
    assert paths("PP709", text, tmp_path) == ["notice.from-elsewhere.1"]
    assert messages("PP709", text, tmp_path) == [
        "data of `customer` comes from elsewhere, and the notice does not tell `origin`"
    ]
    assert paths("PP705", text, tmp_path) == ["notice.tells", "notice.tells"], "no list of categories is due otherwise"


# --- Rights ----------------------------------------------------------------------------------------------------------


def test_withdrawal_is_due_where_a_consent_opens_a_prohibition(tmp_path: Path) -> None:
    notice = "notice: {rights: {access: }}\n"
    assert paths("PP710", notice + ACTIVITIES, tmp_path) == []
    assert paths("PP710", notice + ON_CONSENT, tmp_path) == ["notice.rights"]
    for unless in ("consent: true", "any: [{all: [{consent: true}]}]"):
        lock = f"prohibitions: {{none: {{operations: [sell], unless: [{{{unless}}}]}}}}\n"
        (finding,) = found("PP710", notice + ACTIVITIES + lock, tmp_path)
        assert finding.related[0][0] == ("prohibitions", "none", "unless")
    lock = "prohibitions: {none: {operations: [sell], unless: [{legal-basis: consent}]}}\n"
    assert paths("PP710", notice + ACTIVITIES + lock, tmp_path) == []


def test_explicit_consent_to_special_data_is_consent(tmp_path: Path) -> None:
    text = "notice:\n" + ACTIVITIES + "    special-category-condition: explicit-consent\n"
    assert paths("PP710", text, tmp_path) == ["notice"]


@pytest.mark.parametrize(
    ("basis", "missing"),
    [
        ("contract", ["access", "rectification", "erasure", "restriction", "portability"]),
        ("consent", ["access", "rectification", "erasure", "restriction", "portability"]),
        ("legitimate-interests", ["access", "rectification", "erasure", "restriction", "objection"]),
        ("legal-obligation", ["access", "rectification", "restriction"]),
        ("public-task", ["access", "rectification", "restriction", "objection"]),
    ],
)
def test_rights_are_due_as_far_as_they_exist(basis: str, missing: list[str], tmp_path: Path) -> None:
    text = "notice:\n" + ACTIVITIES.replace("legal-basis: contract", f"legal-basis: {basis}")
    assert messages("PP712", text, tmp_path) == [f"the notice does not name the right of `{one}`" for one in missing]


def test_a_right_told_under_another_id_is_told(tmp_path: Path) -> None:
    text = "notice: {rights: {information: {right: access}}}\n" + ACTIVITIES
    assert "access" not in " ".join(messages("PP712", text, tmp_path))


def test_directives_after_death_are_french(tmp_path: Path) -> None:
    text = "notice:\n" + ACTIVITIES
    assert paths("PP715", text, tmp_path) == []
    assert paths("PP715", "policy: {language: 1, id: shop, law: [fr]}\n" + text, tmp_path) == ["notice"]


def test_an_objection_stands_apart(tmp_path: Path) -> None:
    named = "notice: {rights: {objection: }}\n"
    assert paths("PP718", named + ACTIVITIES, tmp_path) == []
    assert paths("PP718", named + ON_INTERESTS, tmp_path) == ["notice"]
    assert paths("PP718", "notice: {tells: {objection: }}\n" + ON_INTERESTS, tmp_path) == []
    marketing = "purposes: {billing: {direct-marketing: true}}\n"
    assert paths("PP718", named + marketing + ON_CONSENT, tmp_path) == ["notice"]
    # A right that is not named at all is another finding.
    assert paths("PP718", "notice:\n" + ON_INTERESTS, tmp_path) == []


# --- Circumstances ---------------------------------------------------------------------------------------------------


def test_trackers_are_told_since_a_judgment(tmp_path: Path) -> None:
    text = "notice:\n" + ON_CONSENT + "    terminal-equipment: {strictly-necessary: false}\n"
    for code in ("PP716", "PP717"):
        assert found(code, text, tmp_path, "2019-09-30") == []
        assert len(found(code, text, tmp_path, "2019-10-01")) == 1
        assert found(code, text.replace("false", "true"), tmp_path) == []
        assert found(code, "notice:\n" + ON_CONSENT, tmp_path) == []


def test_automated_decisions_start_with_profiling(tmp_path: Path) -> None:
    assert found("PP714", "notice:\n" + ACTIVITIES, tmp_path) == []
    assert paths("PP714", "notice:\n" + ACTIVITIES + "    operations: [profile]\n", tmp_path) == ["notice"]


# --- Requests --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fee", "count"), [("never", 0), ("excessive-requests", 0), ("possible", 1)])
def test_requests_are_free(fee: str, count: int, tmp_path: Path) -> None:
    assert len(found("PP720", f"notice: {{requests: {{fee: {fee}}}}}\n", tmp_path)) == count


def test_identity_is_a_matter_of_doubt(tmp_path: Path) -> None:
    always = "notice: {requests: {identity: always, identity-document: true}}\n"
    (finding,) = found("PP721", always, tmp_path)
    assert "identity document" in finding.message
    assert not any(cite.startswith("fr-") for cite in finding.cites)
    (finding,) = found("PP721", "policy: {language: 1, id: shop, law: [fr]}\n" + always, tmp_path)
    assert "fr-decret:2018-687" in finding.cites
    assert found("PP721", "notice: {requests: {identity: in-doubt, identity-document: true}}\n", tmp_path) == []


def test_a_refusal_comes_with_its_remedies(tmp_path: Path) -> None:
    assert found("PP722", "notice: {requests: {fee: never}}\n", tmp_path) == []
    (finding,) = found("PP722", "notice: {requests: {refusal: []}}\n", tmp_path)
    assert "`reasons`, `complaint`, `remedy` and `deadline`" in finding.message


@pytest.mark.parametrize(
    ("within", "count"), [("P1M", 0), ("P31D", 0), ("P32D", 1), ("P4W", 0), ("P5W", 1), ("P3M", 1), ("P9999Y", 1)]
)
def test_a_month_is_the_most(within: str, count: int, tmp_path: Path) -> None:
    assert len(found("PP724", f"notice: {{requests: {{within: {within}}}}}\n", tmp_path)) == count
    assert found("PP723", f"notice: {{requests: {{within: {within}}}}}\n", tmp_path) == []


def test_no_time_is_missed_where_requests_are_not_spoken_of(tmp_path: Path) -> None:
    assert found("PP723", "notice: {rights: {access: }}\n" + ACTIVITIES, tmp_path) == []


# --- Promises --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "bases", "positions"),
    [
        ("objection", "contract, legitimate-interests, consent", [0, 2]),
        ("portability", "contract, legitimate-interests", [1]),
        ("access", "contract, legal-obligation", []),
        ("withdrawal", "consent, contract", [1]),
    ],
)
def test_rights_are_promised_where_they_exist(right: str, bases: str, positions: list[int], tmp_path: Path) -> None:
    text = f"notice: {{rights: {{{right}: {{bases: [{bases}]}}}}}}\n"
    assert paths("PP725", text, tmp_path) == [f"notice.rights.{right}.bases.{position}" for position in positions]


def test_each_condition_of_a_right_is_reported(tmp_path: Path) -> None:
    text = "notice: {rights: {erasure: {conditions: [if the account is quiet, if we agree]}}}\n"
    assert paths("PP726", text, tmp_path) == [
        "notice.rights.erasure.conditions.0",
        "notice.rights.erasure.conditions.1",
    ]


def test_an_objection_to_marketing_is_absolute(tmp_path: Path) -> None:
    marketing = "purposes: {billing: {direct-marketing: true}}\n" + ON_INTERESTS
    apart = "notice: {rights: {objection: {exceptions: [legal-claims]}, objection-to-marketing: }}\n"
    assert paths("PP727", apart + marketing, tmp_path) == []
    reached = "notice: {rights: {objection-to-marketing: {exceptions: [legal-claims]}}}\n"
    assert paths("PP727", reached, tmp_path) == ["notice.rights.objection-to-marketing.exceptions"]
    joined = "notice: {rights: {objection: {exceptions: [legal-claims]}}}\n"
    assert paths("PP727", joined + marketing, tmp_path) == ["notice.rights.objection.exceptions"]
    assert paths("PP727", joined + ON_INTERESTS, tmp_path) == []


@pytest.mark.parametrize(
    ("right", "to", "count"),
    [
        ("access", "controller", 0),
        ("access", "controller.support", 0),
        ("access", "agent", 0),
        ("access", "partner", 0),
        ("access", "bank", 1),
        ("access", "cnil", 1),
        ("complaint", "cnil", 0),
        ("complaint", "bank", 1),
        ("access", "mixed", 1),
    ],
)
def test_the_controller_answers_itself(right: str, to: str, count: int, tmp_path: Path) -> None:
    recipients = (
        "recipients: {controller.support: , agent: {role: processor}, partner: {role: joint-controller}, "
        "bank: {role: third-party}, cnil: {role: authority}, mixed: , mixed.a: {role: processor}, "
        "mixed.b: {role: third-party}}\n"
    )
    text = f"notice: {{rights: {{{right}: {{addressed-to: {to}}}}}}}\n"
    assert len(found("PP728", recipients + text, tmp_path)) == count


# --- Words -----------------------------------------------------------------------------------------------------------


def test_a_month_is_no_day(tmp_path: Path) -> None:
    assert paths("PP731", "notice: {published: 2019-11}\n", tmp_path) == ["notice.published"]
    assert paths("PP731", "notice: {rights: {access: }}\n", tmp_path) == ["notice"]
    assert paths("PP731", "notice: {published: 2019-11-04}\n", tmp_path) == []


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("We keep it, we keep it, as long as needed", "We keep it"),
        ("It serves us well it serves us well.", "It serves us well"),
        ("Whether it is needed for us, or not; whether it is needed for us, or so.", "Whether it is needed for us"),
        ("one two three one two three", "one two three"),
        ("l\u2019intérêt de la société, l\u2019intérêt de la société", "l\u2019intérêt de la société"),
    ],
)
def test_repetitions_are_found(text: str, clause: str) -> None:
    assert repeated(text) == clause


@pytest.mark.parametrize(
    "text",
    [
        "",
        "again and again",
        "step by step, day by day",
        "The data of the user and the data of the visitor are kept apart from the data of the staff.",
        "As a rule, by post; as a rule, free of charge.",
        "the user, the visitor, the user",
    ],
)
def test_common_turns_are_no_repetitions(text: str) -> None:
    assert repeated(text) is None


def test_every_text_is_searched_for_repetitions(tmp_path: Path) -> None:
    text = ACTIVITIES + "    description: {en: to send the bill to send the bill}\n"
    assert paths("PP732", text, tmp_path) == ["activities.billing.description.en"]


@pytest.mark.parametrize(
    ("words", "count"), [("and/or", 1), ("et / ou", 1), ("And/Or", 1), ("and", 0), ("brand/order", 0), ("or", 0)]
)
def test_connectives_of_two_minds(words: str, count: int, tmp_path: Path) -> None:
    text = f"notice: {{statements: {{one: {{text: it is paid {words} over}}}}}}\n"
    assert len(found("PP733", text, tmp_path)) == count


def test_connectives_are_looked_for_in_rules(tmp_path: Path) -> None:
    retention = "retention: {short: {title: paid and/or over, phases: [{phase: active, for: P1Y}], then: erase}}\n"
    prohibitions = "prohibitions: {none: {description: sold and/or lent, operations: [sell]}}\n"
    purposes = "purposes: {p: {title: bills and/or news}}\n"
    assert paths("PP733", retention + prohibitions + purposes, tmp_path) == [
        "retention.short.title",
        "prohibitions.none.description",
    ]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("bills, news, etc.", 1),
        ("bills etc", 1),
        ("bills and so on", 1),
        ("bills and other necessary services", 1),
        ("bills and other guidelines", 1),
        ("bills, among others", 1),
        ("les factures, notamment", 1),
        ("les factures et d'autres finalités", 1),
        ("bills and other people", 0),
        ("the etching of bills", 0),
        ("one or the other", 0),
    ],
)
def test_open_ends(words: str, count: int, tmp_path: Path) -> None:
    text = f'notice: {{statements: {{one: {{text: "{words}"}}}}}}\n'
    assert len(found("PP734", text, tmp_path)) == count
    interest = ON_INTERESTS + f'    legitimate-interest: "{words}"\n'
    assert len(found("PP734", interest, tmp_path)) == count
    assert found("PP734", ON_INTERESTS + f'    title: "{words}"\n', tmp_path) == []


def test_topics_and_rights_are_those_of_the_law(tmp_path: Path) -> None:
    text = "notice: {tells: {legal-basis: , access: , zzz: }, rights: {acess: , mine: {right: erasures}}}\n"
    reported = found("PP735", text, tmp_path)
    assert [(finding.path[1:], finding.help) for finding in reported] == [
        (("tells", "legal-basis"), "did you mean `legal-bases`?"),
        (("tells", "access"), "name it under `rights`"),
        (("tells", "zzz"), None),
        (("rights", "acess"), "did you mean `access`?"),
        (("rights", "mine", "right"), "did you mean `erasure`?"),
    ]
    after = "notice: {rights: {after-death: }}\n"
    assert len(found("PP735", after, tmp_path)) == 1
    assert found("PP735", "policy: {language: 1, id: shop, law: [fr]}\n" + after, tmp_path) == []


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("sensitive data such as passwords", 1),
        ("des données sensibles, comme les mots de passe", 1),
        ("sensitive data such as your health", 0),
        ("passwords", 0),
        ("insensitive words in identifiers", 0),
    ],
)
def test_ordinary_data_is_not_sensitive(words: str, count: int, tmp_path: Path) -> None:
    assert len(found("PP736", f"notice: {{statements: {{one: {{text: '{words}'}}}}}}\n", tmp_path)) == count


# --- The record ------------------------------------------------------------------------------------------------------


def test_the_record_is_one_finding(tmp_path: Path) -> None:
    one = "{purposes: [p], legal-basis: contract, data-subjects: [s], data: [d]}"
    many = "activities:\n" + "".join(f"  a{number}: {one}\n" for number in range(5))
    (finding,) = found("PP740", "purposes: {p: {title: Bills}}\n" + many, tmp_path)
    assert "5 of 5 activities (`a0`, `a1`, `a2` …)" in finding.message
    assert finding.path == ("activities", "a0")
    assert len(finding.related) == 3
    kept = f"activities: {{one: {one[:-1]}, obligations: [lock]}}}}\n"
    assert messages("PP740", kept, tmp_path) == [
        "the record of processing activities lacks a description of `p`",
    ]
    assert messages("PP740", "purposes: {p: {description: Bills}}\n" + kept, tmp_path) == []


# --- The shipped policy ----------------------------------------------------------------------------------------------

FOUND = {
    "PP706": 25, "PP707": 20, "PP708": 8, "PP709": 1, "PP710": 1, "PP712": 1, "PP713": 1, "PP714": 1, "PP715": 1,
    "PP716": 1, "PP717": 1, "PP720": 1, "PP721": 1, "PP722": 1, "PP723": 1, "PP725": 1, "PP726": 2, "PP727": 1,
    "PP728": 1, "PP730": 3, "PP731": 1, "PP732": 1, "PP733": 1, "PP734": 4, "PP736": 1, "PP740": 1,
}  # fmt: skip


@pytest.mark.parametrize("on", ["2019-11-15", TODAY])
def test_the_shipped_notice(on: str) -> None:
    loaded = inspect(SHIPPED)
    assert loaded.tree is not None
    reported = run(examine(loaded, read_moment(on)), loaded.tree, CHECKS)
    counted = {one.id: sum(found.code == one.code for found in reported) for one in CHECKS}
    assert {code: count for code, count in counted.items() if count} == FOUND
    (restriction,) = [one for one in reported if one.code.id == "PP712"]
    assert "`restriction`" in restriction.message


def test_messages_are_quiet_lines() -> None:
    loaded = inspect(SHIPPED)
    for finding in (finding for one in CHECKS for finding in one.findings(examine(loaded, read_moment(TODAY)))):
        assert finding.message == " ".join(finding.message.split())
        assert not finding.message.endswith(".")
        assert finding.message[0] == "`" or finding.message[0].islower()
        assert finding.help
        assert finding.cites or finding.code.id == "PP735"
